"""Abrir e resolver alertas conforme os sintomas. Amortece o vaivém: só resolve depois de um tempo sem o sintoma, e o
que volta logo reabre o mesmo alerta, sem novo aviso. Um silêncio acaba com o alerta que ele calou."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from core.alerts import symptoms
from core.alerts.symptoms import Symptom
from core.ground import changes
from core.ground.changes import Touched, Verb, What
from core.ground.sentences import parts_of
from core.models import Alert, AlertChannel, AlertNotice, AlertState

logger = logging.getLogger("core.alerts")

EVERY_S = 5.0  # um alerta deve abrir antes que alguém o descubra sozinho
QUIET_BEFORE_RESOLVED = timedelta(seconds=60)  # um sintoma que some e volta em segundos não acabou
SAME_IF_BACK_WITHIN = timedelta(minutes=10)  # o que volta logo é a mesma queda, e não outra


def run() -> float:
    """Um turno. Devolve quanto dormir (s)."""
    watch(timezone.now())
    return EVERY_S


def watch(now: datetime) -> None:
    """Põe os alertas de acordo com os sintomas de agora."""
    found = {symptom.cause: symptom for symptom in symptoms.find(now)}
    active = {alert.cause: alert for alert in Alert.objects.exclude(active_cause=None).select_related("instance")}
    _still([(alert, found[cause]) for cause, alert in sorted(active.items()) if cause in found], now)
    for cause, symptom in sorted(found.items()):
        if cause not in active:
            _open(symptom, now)
    for cause, alert in sorted(active.items()):
        if cause not in found and alert.seen_at <= now - QUIET_BEFORE_RESOLVED:
            _resolve(alert, now)


def _open(symptom: Symptom, now: datetime) -> None:
    try:
        with transaction.atomic():
            last = Alert.objects.filter(cause=symptom.cause).order_by("-pk").first()
            is_back = last is not None and last.resolved_at is not None
            if last is not None and is_back and last.resolved_at > now - SAME_IF_BACK_WITHIN:  # type: ignore[operator]
                _reopen(last, symptom, now)
                return
            alert = Alert.objects.create(
                cliente_id=symptom.instance.cliente_id if symptom.instance else None,
                instance=symptom.instance,
                kind=symptom.kind,
                cause=symptom.cause,
                active_cause=symptom.cause,
                message=symptom.message[:500],
                message_parts=parts_of(symptom.message),
                value=symptom.value,
                threshold=symptom.threshold,
                opened_at=now,
                seen_at=now,
            )
            _notice(alert, "opened", now)
            publish(alert, Verb.CREATED)
    except IntegrityError:
        return  # outro worker acaba de abrir o mesmo
    logger.warning("action=alert_opened", extra={"fields": {"alert": alert.pk, "cause": alert.cause}})


def _reopen(alert: Alert, symptom: Symptom, now: datetime) -> None:
    alert.state, alert.active_cause, alert.resolved_at = AlertState.OPEN, alert.cause, None
    if alert.acknowledged_at is not None:
        alert.state = AlertState.ACKNOWLEDGED
    alert.silenced_until, alert.returned_at = None, now
    alert.flaps += 1
    AlertNotice.objects.filter(alert=alert, what="resolved", sent_at=None).delete()  # não se anuncia o que não acabou
    alert.message, alert.message_parts = symptom.message[:500], parts_of(symptom.message)
    alert.value, alert.seen_at = symptom.value, now
    alert.save()
    publish(alert)


@transaction.atomic
def _still(lasting: Sequence[tuple[Alert, Symptom]], now: datetime) -> None:
    """Os sintomas que continuam: o valor se atualiza, em poucos comandos, quantos forem; um silêncio que venceu deixa o
    alerta aberto de novo."""
    seen = Alert.objects.exclude(active_cause=None)  # o que outro worker acaba de resolver fica resolvido
    woken = [alert.pk for alert, _ in lasting if alert.state == AlertState.SILENCED and _is_over(alert, now)]
    told = [alert for alert, symptom in lasting if alert.pk in woken or alert.message != symptom.message[:500]]
    for alert, symptom in lasting:
        alert.seen_at, alert.value = now, symptom.value
        alert.message, alert.message_parts = symptom.message[:500], parts_of(symptom.message)
    seen.bulk_update([alert for alert, _ in lasting], ["seen_at", "value", "message", "message_parts"])
    if woken:
        over = Q(silenced_until=None) | Q(silenced_until__lte=now)  # e não outro silêncio, dado agora mesmo
        silent = seen.filter(over, pk__in=woken, state=AlertState.SILENCED)
        silent.update(state=AlertState.OPEN, silenced_until=None)
    for cliente in {alert.cliente_id for alert in told}:
        changes.record(cliente, [_touched(alert) for alert in told if alert.cliente_id == cliente])


def _is_over(alert: Alert, now: datetime) -> bool:
    return alert.silenced_until is None or alert.silenced_until <= now


@transaction.atomic
def _resolve(alert: Alert, now: datetime) -> None:
    """O sintoma acabou (em `seen_at`, a última vez que foi visto)."""
    gone = Alert.objects.filter(pk=alert.pk).exclude(active_cause=None)
    if gone.update(state=AlertState.RESOLVED, active_cause=None, resolved_at=now, silenced_until=None):
        if alert.state == AlertState.OPEN:  # de quem já o reconheceu ou silenciou não se pede mais atenção
            _notice(alert, "resolved", now + SAME_IF_BACK_WITHIN)  # se voltar logo, nem se anuncia
        publish(alert)
        logger.info("action=alert_resolved", extra={"fields": {"alert": alert.pk, "cause": alert.cause}})


def _notice(alert: Alert, what: str, due_at: datetime) -> None:
    channels = AlertChannel.objects.filter(cliente=alert.cliente_id, is_on=True)
    AlertNotice.objects.bulk_create(
        [AlertNotice(alert=alert, channel=channel, what=what, due_at=due_at) for channel in channels],
        ignore_conflicts=True,
    )


def publish(alert: Alert, verb: Verb = Verb.CHANGED) -> None:
    """A mudança, no feed de quem o vê."""
    changes.record(alert.cliente_id, [_touched(alert, verb)])


def _touched(alert: Alert, verb: Verb = Verb.CHANGED) -> Touched:
    return Touched("alert", alert.pk, alert.instance_id, None, frozenset({What.STATE}), verb)
