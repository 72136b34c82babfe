"""Os arquivos que as linhas mostram, por conteúdo: `media/<sha256>`, um só para todos os backups que o têm."""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper

from core.media import ownership, stored_file
from core.models.belongings import file_holders
from multichat.backup.errors import NotProved
from multichat.backup.places import MEDIA, Place
from multichat.backup.rows import stream
from multichat.terminal import _

_NAME = re.compile(r"\d+/[0-9a-f]{2}/(?P<sha256>[0-9a-f]{64})[0-9a-f]{0,12}")
SHOWN = 5  # nomes ditos por extenso; os demais se contam


@dataclass(slots=True)
class Copied:
    """O que se copiou. `absent`: uma linha o mostra, e ele não está guardado ou não é o do seu nome."""

    n: int = 0
    total_bytes: int = 0
    new: int = 0
    new_bytes: int = 0
    absent: list[str] = field(default_factory=list)


def names_shown(connection: BaseDatabaseWrapper) -> Iterator[str]:
    """Os nomes que as linhas apontam; um pode vir de mais de uma tabela."""
    quote = connection.ops.quote_name
    for holder in file_holders():
        meta = holder.model._meta
        column = quote(str(meta.get_field(holder.file).column))  # type: ignore[union-attr]  # é coluna, não relação
        sql = f"SELECT DISTINCT {column} FROM {quote(meta.db_table)} WHERE {column} IS NOT NULL"  # noqa: S608
        yield from (str(name) for (name,) in stream(connection, sql))


def copy_out(
    names: Iterable[str], place: Place, work: Path, done: Copied, tick: Callable[[], object]
) -> Iterator[bytes]:
    """Leva cada arquivo ao lugar dos backups, se ainda não está lá; uma linha de `files.jsonl` por arquivo levado."""
    for name in names:
        tick()
        size = _copy_out(name, place, work, done)
        if size is None:
            # O que venceu depois do instantâneo não faz falta.
            if not _NAME.fullmatch(name) or ownership.is_pointed(name):
                done.absent.append(name)
            continue
        done.n, done.total_bytes = done.n + 1, done.total_bytes + size
        yield json.dumps([name, size]).encode()


def _copy_out(name: str, place: Place, work: Path, done: Copied) -> int | None:
    known = _NAME.fullmatch(name)
    if known is None:
        return None
    target = MEDIA + known["sha256"]
    try:
        size = stored_file.size_bytes(name)
        if place.size(target) == size:
            return size
        path = work / "file"
        digest = _save(stored_file.span(name, 0, size), path)
    except FileNotFoundError:
        return None
    if digest != known["sha256"]:
        return None
    place.put(target, path)
    done.new, done.new_bytes = done.new + 1, done.new_bytes + size
    return size


def put_back(files: Iterable[tuple[str, int]], place: Place) -> int:
    """Guarda de novo cada arquivo, conferido; o que já está lá, inteiro, fica. Devolve quantos. Levanta `NotProved`."""
    n, wrong = 0, []
    for name, size in files:
        n += 1
        if _is_stored(name, size):
            continue
        with stored_file.workshop() as folder:
            try:
                digest = _save(place.read(MEDIA + sha256_of(name)), folder / "file")
            except FileNotFoundError:
                digest = ""
            if digest == sha256_of(name):
                stored_file.put(name, folder / "file")
            else:
                wrong.append(name)
    _refuse(wrong, _("{n} arquivos não voltaram: faltam no backup, ou estão estragados: {names}."))
    return n


def prove(files: Iterable[tuple[str, int]], place: Place) -> int:
    """Lê o hash de cada arquivo do backup. Devolve quantos. Levanta `NotProved`."""
    n, wrong = 0, []
    for name, _size in files:
        n += 1
        if not is_whole(place, MEDIA + sha256_of(name)):
            wrong.append(MEDIA + sha256_of(name))
    _refuse(wrong, _("{n} arquivos faltam no backup, ou estão estragados: {names}."))
    return n


def is_whole(place: Place, name: str) -> bool:
    """Se um arquivo do lugar dos backups é o do seu nome."""
    digest = hashlib.sha256()
    try:
        for chunk in place.read(name):
            digest.update(chunk)
    except FileNotFoundError:
        return False
    return MEDIA + digest.hexdigest() == name


def sha256_of(name: str) -> str:
    """O que o nome diz do conteúdo. Levanta `NotProved` se não é um nome nosso."""
    known = _NAME.fullmatch(name)
    if known is None:
        raise NotProved(_("O backup nomeia um arquivo que não é nosso: {name}.").format(name=repr(name)))
    return known["sha256"]


def _is_stored(name: str, size: int) -> bool:
    try:
        if stored_file.size_bytes(name) != size:
            return False
        digest = hashlib.sha256()
        for chunk in stored_file.span(name, 0, size):
            digest.update(chunk)
    except FileNotFoundError:
        return False
    return digest.hexdigest() == sha256_of(name)


def _save(chunks: Iterable[bytes], path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("wb") as file:
        for chunk in chunks:
            digest.update(chunk)
            file.write(chunk)
    return digest.hexdigest()


def _refuse(wrong: list[str], words: str) -> None:
    if wrong:
        names = ", ".join(wrong[:SHOWN])
        if len(wrong) > SHOWN:
            names = _("{names} e mais {n}").format(names=names, n=len(wrong) - SHOWN)
        raise NotProved(words.format(n=len(wrong), names=names))
