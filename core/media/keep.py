"""Até quando os arquivos ficam (`MEDIA_RETENTION_DAYS`) e quanto ocupam."""

import logging
import shutil
import time
from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Max, Sum
from django.utils import timezone

from core import changes
from core.changes import Touched
from core.media.renditions import delete_with_renditions
from core.models import MediaStatus, MessageMedia, Picture

logger = logging.getLogger("core.media")
WORKSHOP_LIFE_S = 86_400  # nenhuma conversão nem busca dura tanto


def expire(limit: int) -> int:
    """Marca como vencidos até `limit` arquivos prontos há tempo demais e os apaga. Devolve quantas linhas mudaram."""
    days = settings.MEDIA_RETENTION_DAYS
    if not days:
        return 0
    old = MessageMedia.objects.filter(ready_at__lt=timezone.now() - timedelta(days=days)).order_by("ready_at")
    rows = list(old.select_related("mensagem").defer("thumbnail", "made_thumbnail")[:limit])
    if rows:
        _mark(rows, f"Guardado por {days} dias; o prazo passou.")
        discard_unused({media.storage_name for media in rows if media.storage_name})
    return len(rows)


@transaction.atomic
def _mark(rows: list[MessageMedia], reason: str) -> None:
    # Uma transação só para as linhas e o aviso: a tela não mostra um arquivo que já não há.
    MessageMedia.objects.filter(pk__in=[media.pk for media in rows]).update(
        status=MediaStatus.EXPIRED, error=reason, storage_name=None, stored_bytes=None, ready_at=None, next_try_at=None
    )
    for cliente in {media.cliente_id for media in rows}:
        touched = []
        for media in rows:
            if media.cliente_id == cliente:
                message = media.mensagem
                touched.append(Touched("media", media.pk, message.instance_id, message.chat_id))
                touched.append(Touched("mensagem", message.pk, message.instance_id, message.chat_id))
        changes.record(cliente, touched)


def discard_unused(names: Iterable[str]) -> int:
    """Apaga os arquivos, e o que deles se fez, que nenhuma mídia nem foto do cliente nomeia mais; devolve quantos."""
    by_cliente: dict[int, set[str]] = defaultdict(set)
    for name in names:
        by_cliente[int(name.partition("/")[0])].add(name)
    return sum(_discard(cliente, sorted(listed)) for cliente, listed in by_cliente.items())


def _discard(cliente: int, names: list[str]) -> int:
    gone = 0
    for start in range(0, len(names), 500):
        some = names[start : start + 500]
        named: set[str | None] = set()
        for rows in (MessageMedia.objects.filter(cliente=cliente), Picture.objects.filter(cliente=cliente)):
            named.update(rows.filter(storage_name__in=some).values_list("storage_name", flat=True))
        for name in set(some) - named:
            try:
                delete_with_renditions(name)
                gone += 1
            except OSError as error:
                told = {"cliente": cliente, "error": type(error).__name__}
                logger.warning("action=media_not_deleted", extra={"fields": told})
    return gone


def sweep_workshop() -> None:
    """Pastas de trabalho de processos que morreram no meio."""
    old = time.time() - WORKSHOP_LIFE_S
    for folder in Path(settings.MEDIA_ROOT, "incoming").glob("*"):
        try:
            if folder.stat().st_mtime < old:
                shutil.rmtree(folder)
        except FileNotFoundError:
            continue  # outro processo a levou antes


def usage_of(cliente_id: int) -> tuple[int, int]:
    """(bytes, arquivos) que um cliente ocupa; um arquivo que várias mensagens mostram conta uma vez. Lê só o índice."""
    files = MessageMedia.objects.filter(cliente=cliente_id, storage_name__isnull=False)
    sizes = files.order_by().values("storage_name").annotate(bytes=Max("stored_bytes"))
    found = sizes.aggregate(total=Sum("bytes"), files=Count("storage_name"))
    return found["total"] or 0, found["files"]
