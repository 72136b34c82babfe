"""Abrir e resolver alertas conforme os sintomas. Amortece o vaivém: só resolve depois de um tempo sem o sintoma, e o
que volta logo reabre o mesmo alerta, sem novo aviso."""

import logging
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from core import changes
from core.alerts import symptoms
from core.alerts.symptoms import Symptom
from core.changes import Touched
from core.models import Alert, AlertChannel, AlertNotice, AlertState

logger = logging.getLogger("core.alerts")

EVERY_S = 5.0
QUIET_BEFORE_RESOLVED = timedelta(seconds=60)
SAME_IF_BACK_WITHIN = timedelta(minutes=10)


def run() -> float:
    """Um turno. Devolve quanto dormir (s)."""
    watch(timezone.now())
    return EVERY_S


def watch(now: datetime) -> None:
    """Põe os alertas de acordo com os sintomas de agora."""
    found = {symptom.cause: symptom for symptom in symptoms.find(now)}
    active = {alert.cause: alert for alert in Alert.objects.exclude(active_cause=None).select_related("instance")}
    for cause, symptom in sorted(found.items()):
        alert = active.get(cause)
        if alert is None:
            _open(symptom, now)
        else:
            _still(alert, symptom, now)
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
                value=symptom.value,
                threshold=symptom.threshold,
                opened_at=now,
                seen_at=now,
            )
            _notice(alert, "opened", now)
            publish(alert)
    except IntegrityError:
        return  # outro worker acaba de abrir o mesmo
    logger.warning("action=alert_opened", extra={"fields": {"alert": alert.pk, "cause": alert.cause}})


def _reopen(alert: Alert, symptom: Symptom, now: datetime) -> None:
    alert.state, alert.active_cause, alert.resolved_at = AlertState.OPEN, alert.cause, None
    if alert.silenced_until is not None and alert.silenced_until > now:
        alert.state = AlertState.SILENCED
    elif alert.acknowledged_at is not None:
        alert.state = AlertState.ACKNOWLEDGED
    alert.flaps += 1
    AlertNotice.objects.filter(alert=alert, what="resolved", sent_at=None).delete()  # não se anuncia o que não acabou
    alert.message, alert.value, alert.seen_at = symptom.message[:500], symptom.value, now
    alert.save()
    publish(alert)


def _still(alert: Alert, symptom: Symptom, now: datetime) -> None:
    """O sintoma continua: o valor se atualiza; um silêncio que venceu deixa o alerta aberto de novo."""
    fields = {"seen_at": now, "value": symptom.value, "message": symptom.message[:500]}
    woke = alert.state == AlertState.SILENCED and (alert.silenced_until is None or alert.silenced_until <= now)
    with transaction.atomic():
        if woke:
            fields |= {"state": AlertState.OPEN, "silenced_until": None}
        Alert.objects.filter(pk=alert.pk).exclude(active_cause=None).update(**fields)
        if woke or alert.message != symptom.message[:500]:
            publish(alert)


@transaction.atomic
def _resolve(alert: Alert, now: datetime) -> None:
    """O sintoma acabou (em `seen_at`, a última vez que foi visto)."""
    gone = Alert.objects.filter(pk=alert.pk).exclude(active_cause=None)
    if gone.update(state=AlertState.RESOLVED, active_cause=None, resolved_at=now):
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


def publish(alert: Alert) -> None:
    """A mudança, no feed de quem o vê."""
    changes.record(alert.cliente_id, [Touched("alert", alert.pk, alert.instance_id)])
