"""Gravar o que o gateway respondeu sobre uma instância: sob o arrendamento, na linha do tempo, no feed."""

from datetime import datetime

from django.db import transaction

from core.apply.evidence import Evidence, close_breaker, degrade, is_breaker_due, take_evidence, touched
from core.ground import changes, lease
from core.ground.changes import What
from core.models import StatusReason, TransitionCause, WhatsappInstance


@transaction.atomic
def note(instance_pk: int, evidence: Evidence) -> WhatsappInstance:
    """Aplica uma prova e publica, se algo mudou."""
    held = lease.acquire(instance_pk, wait=True)
    instance = WhatsappInstance.objects.get(pk=instance_pk)
    changed = take_evidence(instance, evidence)
    if held is not None and evidence.connected and is_breaker_due(held, evidence.moment):
        changed |= close_breaker(held, instance, evidence.moment)
    if changed:
        changes.record(instance.cliente_id, [touched(instance, What.STATUS)])
    return instance


@transaction.atomic
def note_unreachable(instance_pk: int, at: datetime, cause: TransitionCause, words: str) -> WhatsappInstance:
    """O gateway não respondeu: degrada quem se dizia conectada, e publica."""
    lease.acquire(instance_pk, wait=True)
    instance = WhatsappInstance.objects.get(pk=instance_pk)
    if degrade(instance, StatusReason.GATEWAY_UNREACHABLE, at, cause, words):
        changes.record(instance.cliente_id, [touched(instance, What.STATUS)])
    return instance


def publish(instance: WhatsappInstance, *what: What) -> None:
    """Uma mudança que não é de estado (QR novo, webhooks conferidos)."""
    changes.record(instance.cliente_id, [touched(instance, *what)])
