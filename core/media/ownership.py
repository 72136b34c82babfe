"""De quem é cada arquivo guardado. Duas regras tornam impossível apagar o que alguém mostra:

1. um nome novo nunca valeu antes (`stored_file.new_name`) e fica anotado como solto (`LooseFile`) antes de existir;
2. uma linha só passa a apontar para um nome se apaga, na mesma transação, a anotação de novo dele, ou se trava outra
   linha que já o aponta (`repoint`).

Logo um nome que ninguém aponta, e que já não é novo, nunca volta a ser apontado: apagá-lo não corre contra nada."""

import logging
from collections.abc import Iterable
from datetime import timedelta
from functools import reduce
from operator import or_
from pathlib import Path

from django.db.models import Exists
from django.utils import timezone

from core.media import stored_file
from core.media.renditions import delete_with_renditions
from core.media.stored_file import CHUNK_BYTES, Stored
from core.models import Cliente, LooseFile
from core.models.belongings import file_holders

logger = logging.getLogger("core.media")

NEW_LIFE = timedelta(days=1)  # nenhum download nem envio leva tanto entre guardar e gravar a linha
AGAIN = timedelta(minutes=10)  # disco ou balde que falhou: outra vez, sem pressa


class FileGone(OSError):
    """O arquivo que outra mensagem tinha foi apagado enquanto isto se fazia."""


def store(cliente: int, chunks: Iterable[bytes], *, sha256: bytes | None, size_bytes: int | None) -> Stored:
    """Confere e guarda; o conteúdo que este cliente já tem não se guarda de novo. Quem o mostra chama `repoint`; quem
    desiste, `give_up`. Levanta `Mismatch`, OSError."""
    with stored_file.received(chunks, sha256=sha256, size_bytes=size_bytes) as got:
        if (kept := living(cliente, got.sha256)) is not None:
            return kept
        name = stored_file.new_name(cliente, got.sha256)
        # Antes do arquivo: se este processo morre a seguir, a varredura ainda o acha.
        LooseFile.objects.create(name=name, is_new=True, due_at=timezone.now() + NEW_LIFE)
        stored_file.put(name, got.path)
    return Stored(name, got.size_bytes, got.served_type, got.sha256)


def store_file(cliente: int, path: Path) -> Stored:
    """Guarda um arquivo que já está aqui (o original fica onde está)."""
    with path.open("rb") as file:
        return store(cliente, iter(lambda: file.read(CHUNK_BYTES), b""), sha256=None, size_bytes=None)


def living(cliente: int, sha256: bytes) -> Stored | None:
    """Este conteúdo, se alguma linha deste cliente (nunca de outro) já o aponta e ele está lá."""
    stem = stored_file.stem_of(cliente, sha256)
    for one in file_holders():
        span = {f"{one.file}__gte": stem, f"{one.file}__lt": stem + "g"}
        rows = one.model._default_manager.filter(cliente=cliente, **span)
        for name in rows.order_by().values_list(one.file, flat=True).distinct()[:3]:
            try:
                return stored_file.look_at(str(name), sha256)
            except FileNotFoundError:
                continue  # uma linha que aponta para o vazio: guarda-se de novo
    return None


def repoint(cliente: int, old: str | None, new: str | None) -> None:
    """Na transação em que uma linha, já travada, deixa de apontar para `old` e passa a apontar para `new`. Levanta
    `FileGone` se `new` já não é de ninguém."""
    if old == new:
        return
    if new is not None:
        _hold(cliente, new)
    LooseFile.objects.drop([old])


def give_up(name: str | None) -> None:
    """Ninguém mostrará este arquivo novo. De um que outra linha aponta, nada muda."""
    LooseFile.objects.filter(name=name, is_new=True).update(is_new=False, due_at=timezone.now())


def sweep(limit: int) -> int:
    """Apaga os soltos cuja hora chegou e que nenhuma linha aponta, com o que deles se fez; devolve quantos tratou."""
    treated = 0
    for loose in LooseFile.objects.filter(due_at__lte=timezone.now()).order_by("due_at", "pk")[:limit]:
        # Deixa de ser novo antes que se olhe: daqui em diante ninguém o toma; se alguém o tomou, não há o que mudar.
        if loose.is_new and not LooseFile.objects.filter(pk=loose.pk, is_new=True).update(is_new=False):
            continue
        try:
            if not is_pointed(loose.name):
                delete_with_renditions(loose.name)
        except OSError as error:
            told = {"cliente": loose.name.partition("/")[0], "error": type(error).__name__}
            logger.warning("action=media_not_deleted", extra={"fields": told})
            LooseFile.objects.filter(pk=loose.pk).update(due_at=timezone.now() + AGAIN)
            continue
        LooseFile.objects.filter(pk=loose.pk).delete()
        treated += 1
    return treated


def is_pointed(name: str) -> bool:
    """Se alguma linha o aponta. Uma consulta só: entre duas, quem o aponta poderia passar de uma tabela à outra."""
    cliente = int(name.partition("/")[0])
    rows = [one.model._default_manager.filter(cliente=cliente, **{one.file: name}) for one in file_holders()]
    return Cliente.objects.filter(reduce(or_, map(Exists, rows)), pk=cliente).exists()


def _hold(cliente: int, name: str) -> None:
    if LooseFile.objects.filter(name=name, is_new=True).delete()[0]:
        return
    for one in file_holders():
        found = one.model._default_manager.filter(cliente=cliente, **{one.file: name})
        rows = found.select_for_update().order_by()
        if list(rows.values_list("pk", flat=True)[:1]):
            return
    raise FileGone(FileGone.__doc__)
