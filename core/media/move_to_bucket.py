"""Levar para o balde os arquivos que estão na pasta daqui, um por um, conferidos; interrompido, segue de onde parou."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from core.media import ownership, stored_file
from core.media.renditions import SUFFIX
from core.models import LooseFile

# Na pasta dos arquivos, o que se copiou sem apagar. Não se lista o balde: ele pode ter os de outra instalação.
COPIED = "copied-to-bucket.txt"
# Os nomes que damos: cliente / dois primeiros / SHA-256 e sorteio (os de antes, só o SHA-256), talvez uma versão.
_NAME = re.compile(rf"\d+/[0-9a-f]{{2}}/(?P<sha256>[0-9a-f]{{64}})(?:[0-9a-f]{{12}})?(?P<made>{re.escape(SUFFIX)})?")


@dataclass(slots=True)
class Summary:
    """O que se fez. `unowned`: nenhuma mensagem nem foto os mostra, e ficam onde estão. `broken`: nem se copiam.
    `gone`: copiados antes, já ninguém os mostra, e a retenção os apaga do balde."""

    moved: int = 0
    moved_bytes: int = 0
    already: int = 0
    unowned: int = 0
    gone: int = 0
    broken: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        gone = _(", %(n)d de lá já sem dono (serão apagados)") % {"n": self.gone} if self.gone else ""
        words = _(
            "%(moved)d levados (%(size)s MB), %(already)d já estavam lá, %(unowned)d sem dono (ficam aqui),"
            " %(broken)d estragados (ficam aqui)"
        )
        counts = {"moved": self.moved, "already": self.already, "unowned": self.unowned, "broken": len(self.broken)}
        return words % {**counts, "size": f"{self.moved_bytes / 2**20:.1f}"} + gone


def move(root: Path, *, keep_here: bool, say: Callable[[str], Any] = lambda _: None) -> Summary:
    """Leva ao armazenamento configurado o que está em `root`. Só depois de lido de volta e igual um arquivo sai daqui
    (`keep_here`: nem depois). Levanta OSError se o armazenamento não atende: o que falta, falta."""
    done = Summary()
    for name, path in _ours(root):
        known = _NAME.fullmatch(name)
        owner = name.removesuffix(SUFFIX)
        if known is None or not ownership.is_pointed(owner):
            done.unowned += 1
            continue
        size, digest = path.stat().st_size, _sha256(_chunks_of(path))
        if known["made"] is None and digest != known["sha256"]:
            done.broken.append(name)
            say(_("estragado, o conteúdo não é o do nome: %(name)s") % {"name": name})
            continue
        if _has(name, size, digest):
            done.already += 1
        else:
            stored_file.put(name, path)
            if not _has(name, size, digest):
                raise OSError(_("o que se leu de volta não é o que se gravou: %(name)s") % {"name": name})
            done.moved, done.moved_bytes = done.moved + 1, done.moved_bytes + size
            if not ownership.is_pointed(owner):  # largado enquanto se copiava: a retenção o varre do balde
                LooseFile.objects.drop([owner])
        if keep_here:
            _note_copied(root, name)
        else:
            path.unlink()
        if (done.moved + done.already) % 500 == 0:
            say(str(done))
    if not keep_here:
        done.gone = _drop_copied(root)
    return done


def _note_copied(root: Path, name: str) -> None:
    with (root / COPIED).open("a", encoding="ascii") as file:
        file.write(name + "\n")


def _drop_copied(root: Path) -> int:
    """O que se copiou e venceu antes de o balde valer só saiu da pasta: solta-se, e a retenção o apaga de lá."""
    listed = root / COPIED
    if not listed.exists():
        return 0
    owners = {name.removesuffix(SUFFIX) for name in listed.read_text("ascii").split() if _NAME.fullmatch(name)}
    gone = sorted(name for name in owners if not ownership.is_pointed(name))
    LooseFile.objects.drop(gone)
    listed.unlink()
    return len(gone)


def _ours(root: Path) -> Iterator[tuple[str, Path]]:
    """(nome, caminho) do que está nas pastas dos clientes; a oficina e o resto não são nossos."""
    for folder in sorted(root.glob("[0-9]*/[0-9a-f][0-9a-f]")):
        for path in sorted(folder.iterdir()):
            if path.is_file():
                yield path.relative_to(root).as_posix(), path


def _has(name: str, size: int, digest: str) -> bool:
    """Se o armazenamento tem este conteúdo com este nome: lido de volta, inteiro."""
    try:
        return stored_file.size_bytes(name) == size and _sha256(stored_file.span(name, 0, size)) == digest
    except FileNotFoundError:
        return False


def _chunks_of(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(stored_file.CHUNK_BYTES):
            yield chunk


def _sha256(chunks: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest()
