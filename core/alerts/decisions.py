"""O que uma pessoa faz de um alerta: reconhecer, silenciar por um tempo, comentar."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.alerts.watch import publish
from core.models import Alert, AlertState
from core.models.tenancy import Actor, pk_of


class AlreadyResolved(Exception):
    """O alerta já se resolveu."""


@transaction.atomic
def acknowledge(actor: Actor | None, alert: Alert, comment: str | None) -> Alert:
    """Alguém está cuidando. Levanta `AlreadyResolved`."""
    row = _active(alert)
    row.state, row.acknowledged_at, row.acknowledged_by_id = (
        AlertState.ACKNOWLEDGED,
        timezone.now(),
        pk_of(actor),
    )
    row.silenced_until = None
    _note(row, comment)
    row.save(update_fields=["state", "acknowledged_at", "acknowledged_by", "silenced_until", "comment"])
    publish(row)
    return row


@transaction.atomic
def silence(actor: Actor | None, alert: Alert, until: datetime, comment: str | None) -> Alert:
    """Não chamar atenção até `until`. Levanta `AlreadyResolved`."""
    row = _active(alert)
    row.state, row.silenced_until = AlertState.SILENCED, until
    _note(row, comment)
    row.save(update_fields=["state", "silenced_until", "comment"])
    publish(row)
    return row


def _note(row: Alert, comment: str | None) -> None:
    """None deixa o que alguém anotou; vazio o apaga."""
    if comment is not None:
        row.comment = comment or None


def _active(alert: Alert) -> Alert:
    row = Alert.objects.select_for_update().get(pk=alert.pk)
    if row.active_cause is None:
        raise AlreadyResolved(_("O alerta já se resolveu."))
    return row
