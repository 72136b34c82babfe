"""O que os eventos dizem da própria instância: conexão, identidade, QR, último sinal de cada tipo de webhook."""

from datetime import datetime, timedelta

from django.db.models import Q

from core.apply.batch import Arrival, Batch
from core.apply.evidence import Evidence, close_breaker, hear, is_breaker_due, take_evidence
from core.facts import ConnectionFact, MessageFact, Origin, QrCodeFact, StatusFact
from core.ground.changes import What
from core.models import (
    ConnectSession,
    ConnectState,
    InstanceHealth,
    InstanceLease,
    StatusReason,
    TransitionCause,
    WebhookSetting,
    WhatsappInstance,
)

QR_LIFE = timedelta(seconds=30)  # o WhatsApp troca o código a cada 20 a 30 s
WEBHOOK_KINDS = ("received", "delivery", "message-status", "connected", "disconnected", "chat-presence")
EVENT_TO_KIND = {
    "webhookreceived": "received",
    "webhookdelivery": "delivery",
    "webhookstatus": "message-status",
    "webhookconnected": "connected",
    "webhookdisconnected": "disconnected",
    "webhookchatpresence": "chat-presence",
    "webhookpresence": "chat-presence",
}


def apply_instance(batch: Batch, arrivals: list[Arrival]) -> None:
    """Aplica ao registro da instância tudo que o lote prova dela."""
    instance = batch.instance
    proofs: list[Evidence] = []
    for arrival in arrivals:
        cause = TransitionCause.GATEWAY if arrival.recovered else TransitionCause.WEBHOOK
        for fact in arrival.facts:
            if isinstance(fact, ConnectionFact):
                # Um relógio adiantado não pode valer mais que o que se souber até lá: a prova é de quando chegou.
                moment = min(fact.moment, arrival.received_at)
                proofs.append(Evidence(fact.connected, moment, cause, fact.phone, fact.lid, arrival.event))
            elif isinstance(fact, MessageFact | StatusFact):
                proofs.append(
                    Evidence(
                        True,
                        min(fact.moment, arrival.received_at),
                        cause,
                        arrival.connected_phone,
                        arrival.connected_lid,
                        arrival.event,
                    )
                )
            elif isinstance(fact, QrCodeFact) and fact.code.startswith("data:image/") and not arrival.recovered:
                ConnectSession.objects.filter(instance=instance, next_step_at__isnull=False).update(
                    state=ConnectState.QR, qr_code=fact.code, expires_at=batch.now + QR_LIFE
                )
                batch.touch_instance(What.QR)
    if _take_all(instance, proofs):
        batch.touch_instance(What.STATUS)
    # Nem o reposto, nem o que nós mesmos fizemos (uma reação aceita), prova que os webhooks chegam.
    if heard := [arrival for arrival in arrivals if arrival.event is not None and not arrival.recovered]:
        _note_signs(batch, heard)


def _note_signs(batch: Batch, arrivals: list[Arrival]) -> None:
    """O que chegou pela porta prova que os webhooks chegam: último evento, último de cada tipo, último eco."""
    instance = batch.instance
    last = max(arrivals, key=lambda arrival: arrival.received_at)
    newest = last.received_at
    if hear(instance, newest, last.event):
        batch.touch_instance(What.STATUS)
    if instance.last_event_at is None or newest > instance.last_event_at:
        WhatsappInstance.objects.filter(pk=instance.pk).update(last_event_at=newest)
        instance.last_event_at = newest
    echoes = [
        arrival.received_at
        for arrival in arrivals
        for fact in arrival.facts
        if isinstance(fact, MessageFact) and fact.from_me and fact.origin == Origin.API
    ]
    if echoes and instance.status_reason == StatusReason.PAUSED:
        held = InstanceLease.objects.get(pk=instance.pk)
        if is_breaker_due(held, max(echoes)) and close_breaker(held, instance, max(echoes)):
            batch.touch_instance(What.STATUS, What.SENDING)
    if echoes:  # um evento reprocessado não leva o sinal para trás
        health = InstanceHealth.objects.filter(Q(echo_at=None) | Q(echo_at__lt=max(echoes)), pk=instance.pk)
        health.update(echo_at=max(echoes))
    kinds: dict[str, datetime] = {}
    for arrival in arrivals:
        if kind := EVENT_TO_KIND.get((arrival.event_type or "").lower()):
            kinds[kind] = max(arrival.received_at, kinds.get(kind, arrival.received_at))
    for kind, at in sorted(kinds.items()):
        older = Q(last_event_at=None) | Q(last_event_at__lt=at)
        WebhookSetting.objects.filter(older, instance=instance, kind=kind).update(last_event_at=at)


def _take_all(instance: WhatsappInstance, proofs: list[Evidence]) -> bool:
    """Na ordem dos momentos; de uma corrida de provas iguais basta a última (as do meio não mudam nada)."""
    proofs.sort(key=lambda e: e.rank)
    kept = [
        proof
        for i, proof in enumerate(proofs)
        if i + 1 == len(proofs)
        or (proofs[i + 1].connected, proofs[i + 1].phone, proofs[i + 1].lid)
        != (proof.connected, proof.phone, proof.lid)
    ]
    changed = False
    for proof in kept:
        changed |= take_evidence(instance, proof)
    return changed
