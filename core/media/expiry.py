"""Até quando os arquivos ficam (`MEDIA_RETENTION_DAYS`) e quanto ocupam."""

import shutil
import time
from collections import defaultdict
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Exists, Max, OuterRef, Sum
from django.utils import timezone

from core.ground import changes
from core.ground.changes import Touched, What
from core.ground.database import retrying
from core.ground.sentences import Sentence, parts_of
from core.models import LooseFile, MediaStatus, Mensagem, MessageMedia, OutboxItem, OutboxState

WORKSHOP_LIFE_S = 86_400  # nenhuma conversão nem busca dura tanto


def expire(limit: int) -> int:
    """Marca como vencidos até `limit` arquivos prontos há tempo demais; `files.sweep` os apaga. Devolve quantas linhas
    mudaram."""
    days = settings.MEDIA_RETENTION_DAYS
    before = timezone.now() - timedelta(days=days)
    if not days or not MessageMedia.objects.filter(ready_at__lt=before).exists():
        return 0
    return retrying(_mark, before, Sentence.KEPT_LONG_ENOUGH % {"days": days}, limit)


@transaction.atomic
def _mark(before: datetime, reason: str, limit: int) -> int:
    # Lidas sob trava: um download que as grava agora as leva adiante, e ficam para outra vez. A de um envio que ainda
    # não saiu (a hora pode estar marcada para daqui a um ano) espera por ele.
    unsent = OutboxItem.objects.filter(pk=OuterRef("mensagem"), state__in=[OutboxState.WAITING, OutboxState.CALLING])
    old = MessageMedia.objects.select_for_update(skip_locked=True).filter(~Exists(unsent), ready_at__lt=before)
    old = old.order_by("ready_at")
    rows = list(old.only("cliente", "mensagem", "storage_name")[:limit])
    # Uma transação só para as linhas, os arquivos e o aviso: a tela não mostra um arquivo que já não há.
    MessageMedia.objects.filter(pk__in=[media.pk for media in rows]).update(
        status=MediaStatus.EXPIRED,
        error=reason,
        error_parts=parts_of(reason),
        storage_name=None,
        stored_bytes=None,
        ready_at=None,
        next_try_at=None,
    )
    LooseFile.objects.drop(media.storage_name for media in rows)
    messages = Mensagem.objects.only("instance", "chat").in_bulk([media.mensagem_id for media in rows])
    touched: dict[int, list[Touched]] = defaultdict(list)
    for media in rows:
        message = messages[media.mensagem_id]
        touched[media.cliente_id] += [
            Touched("media", media.pk, message.instance_id, message.chat_id, frozenset({What.MEDIA})),
            Touched("mensagem", message.pk, message.instance_id, message.chat_id, frozenset({What.MEDIA})),
        ]
    for cliente, some in touched.items():
        changes.record(cliente, some)
    return len(rows)


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
