"""Retenção: o feed fica um dia, os eventos EVENT_RETENTION_DAYS, os arquivos MEDIA_RETENTION_DAYS; os que já ninguém
mostra, nada.

Em pedaços pequenos, para não segurar ninguém."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Max
from django.utils import timezone

from core.media import expiry, handover, ownership
from core.models import Change, EventState, Reconciliation, WebhookEvent, WhatsappInstance

logger = logging.getLogger("core.retention")

CHUNK = 2_000  # um DELETE curto: a porta e os workers passam entre um e outro
FILES_CHUNK = 200  # apagar do disco ou do balde é lento
FEED_KEPT = timedelta(days=1)  # um navegador adormecido mais que um dia busca tudo de novo
REST_SECONDS = 60.0  # nada aqui tem pressa
RECONCILIATIONS_KEPT = timedelta(days=90)  # como os eventos, por padrão


def run() -> float:
    """Um turno; devolve quanto dormir (s): pouco se ainda há o que apagar."""
    now = timezone.now()
    gone = _trim_feed(now - FEED_KEPT) + _trim_events(now - timedelta(days=settings.EVENT_RETENTION_DAYS))
    gone += _drop_orphans() + handover.purge(CHUNK) + expiry.expire(FILES_CHUNK)
    gone += ownership.sweep(FILES_CHUNK)
    expiry.sweep_workshop()
    gone += _trim_reconciliations(now - RECONCILIATIONS_KEPT)
    if gone:
        logger.info("action=retention", extra={"fields": {"rows": gone}})
    return 0.5 if gone >= FILES_CHUNK else REST_SECONDS


def _trim_feed(before: datetime) -> int:
    """Pela chave: o feed cresce por id, e a linha mais nova fica sempre (o cursor de quem está ligado)."""
    old = list(Change.objects.order_by("id").values_list("id", "at")[:CHUNK])
    top = Change.objects.aggregate(top=Max("id"))["top"]
    ids = [pk for pk, at in old if at < before and pk != top]
    if ids:
        Change.objects.filter(pk__lte=ids[-1], pk__gte=ids[0]).delete()
    return len(ids)


def _trim_events(before: datetime) -> int:
    """Os que ainda podem ser reprocessados por alguém (pendentes, estacionados) ficam, e não escondem os outros."""
    old = WebhookEvent.objects.filter(state__in=[EventState.PROCESSED, EventState.IGNORED]).order_by("id")
    ids = [pk for pk, at in old.values_list("id", "received_at")[:CHUNK] if at < before]
    if ids:
        WebhookEvent.objects.filter(pk__in=ids).delete()
    return len(ids)


def _drop_orphans() -> int:
    """Eventos que entraram enquanto a instância deles era apagada (a porta lembra o segredo por um segundo)."""
    pending = WebhookEvent.objects.filter(state=EventState.PENDING)
    lost = pending.exclude(instance_id__in=WhatsappInstance.objects.values("pk")).order_by()
    ids = list(lost.values_list("pk", flat=True)[:CHUNK])
    return WebhookEvent.objects.filter(pk__in=ids).delete()[0] if ids else 0


def _trim_reconciliations(before: datetime) -> int:
    ids = list(Reconciliation.objects.filter(finished_at__lt=before).order_by().values_list("pk", flat=True)[:CHUNK])
    return Reconciliation.objects.filter(pk__in=ids).delete()[0] if ids else 0
