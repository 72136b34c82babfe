"""Mandar os avisos que os alertas deixaram escritos: por e-mail, ou por POST a um endereço do cliente."""

import logging
import smtplib
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from core.alerts.rules import DEFAULTS
from core.ground.claim import back_off, take
from core.ground.crew import Crew
from core.ground.sentences import Sentence, parts_of
from core.media.guarded_fetch import FetchError, post_json
from core.models import Alert, AlertChannel, AlertChannelKind, AlertNotice

logger = logging.getLogger("core.alerts")
_crew = Crew("notices", 4)

EVERY_S = 2.0  # um aviso não pode esperar muito mais que o alerta
CLAIM = timedelta(minutes=2)  # mais que qualquer entrega
FIRST_WAIT, LAST_WAIT = timedelta(minutes=1), timedelta(hours=1)
MAX_ATTEMPTS = 6  # meia hora de tentativas; depois disso o aviso já não ajuda
DEADLINE_S = 15.0  # um endereço lento segura uma thread
_TITLES = {"opened": N_("Alerta"), "resolved": N_("Resolvido"), "test": N_("Teste de alerta")}


class NotDelivered(Exception):
    """O aviso não foi entregue; a mensagem diz por quê."""


def run() -> float:
    """Entrega os avisos devidos. Devolve quanto dormir (s)."""
    for notice in _due()[:20]:
        if _crew.send(deliver, _claim, notice) is False:
            break
    return EVERY_S


def deliver_due() -> None:
    """Entrega, nesta thread, o que está devido. Para comandos e testes."""
    for notice in _due():
        if _claim(notice):
            deliver(notice)


def _due() -> QuerySet[AlertNotice]:
    due = AlertNotice.objects.filter(due_at__lte=timezone.now(), channel__is_on=True)
    return due.select_related("alert__instance", "channel").order_by("due_at")


def give_up(channel: AlertChannel) -> None:
    """O que esperava por um canal que se desligou, ou se religa, não sai mais: ele não conta o que já passou."""
    AlertNotice.objects.filter(channel=channel, due_at__isnull=False).update(due_at=None)


def _claim(notice: AlertNotice) -> AlertNotice | None:
    is_mine = take(AlertNotice, notice.pk, "due_at", notice.due_at, timezone.now() + CLAIM)
    return notice if is_mine else None


def deliver(notice: AlertNotice) -> None:
    """Uma tentativa; falhando, outra depois, com espera crescente, até MAX_ATTEMPTS."""
    error: str | None = None
    try:
        send(notice.channel, notice.alert, notice.what)
    except NotDelivered as failure:
        error = failure.args[0]
    now = timezone.now()
    notice.attempts += 1
    if error is None:
        notice.sent_at, notice.due_at = now, None
    else:
        notice.due_at = (
            now + back_off(FIRST_WAIT, notice.attempts, LAST_WAIT) if notice.attempts < MAX_ATTEMPTS else None
        )
        logger.warning(
            "action=alert_notice_failed", extra={"fields": {"alert": notice.alert_id, "try": notice.attempts}}
        )
    with transaction.atomic():
        notice.save(update_fields=["attempts", "sent_at", "due_at"])
        _remember(notice.channel, error, now)


def send(channel: AlertChannel, alert: Alert, what: str) -> None:
    """Manda já. Levanta `NotDelivered`."""
    if channel.kind == AlertChannelKind.EMAIL:
        _by_email(channel.target or "", alert, what)
    else:
        _by_webhook(channel.target or "", alert, what)


def test(channel: AlertChannel) -> str | None:
    """Manda um aviso de teste por este canal; devolve o erro, ou None. Em português, como os de verdade e como se
    guarda, seja qual for a língua de quem pediu."""
    now = timezone.now()
    error: str | None = None
    with translation.override(settings.LANGUAGE_CODE):
        words = _("Isto é um teste.")
        sample = Alert(cliente=channel.cliente, kind="disconnected", message=words, opened_at=now, seen_at=now)
        try:
            send(channel, sample, "test")
        except NotDelivered as failure:
            error = failure.args[0]
    _remember(channel, error, now)
    return error


def _remember(channel: AlertChannel, error: str | None, now: datetime) -> None:
    fields: dict[str, Any] = {"last_error": error and error[:500], "last_error_parts": parts_of(error)}
    if error is None:
        fields["last_sent_at"] = now
    AlertChannel.objects.filter(pk=channel.pk).update(**fields)


def _by_email(address: str, alert: Alert, what: str) -> None:
    if not settings.EMAIL_HOST:
        raise NotDelivered(_("O e-mail não está configurado nesta instalação (EMAIL_HOST)."))
    lines = [alert.message, "", _("O que fazer: %(action)s") % {"action": gettext(DEFAULTS[alert.kind].what_to_do)}]
    if what == "resolved":
        lines = [alert.message, "", _("O sintoma acabou.")]
    lines += ["", f"{settings.PUBLIC_URL}/alerts" + (f"/{alert.pk}" if alert.pk else "")]
    subject = " ".join(f"[MultiChat] {gettext(_TITLES[what])}: {alert.message}".split())[:180]
    try:
        EmailMessage(subject, "\n".join(lines), to=[address]).send()
    except (smtplib.SMTPException, OSError, ValueError) as error:  # ValueError: um cabeçalho que não se pode escrever
        raise NotDelivered(Sentence.MAIL_REFUSED % {"error": type(error).__name__}) from error


def _by_webhook(url: str, alert: Alert, what: str) -> None:
    body = {
        "event": f"alert.{what}",
        "alert": {
            "id": alert.pk,
            "kind": alert.kind,
            "state": alert.state,
            "instance": alert.instance_id,
            "instance_name": alert.instance.name if alert.instance else None,
            "message": alert.message,
            "what_to_do": gettext(DEFAULTS[alert.kind].what_to_do),
            "value": alert.value,
            "threshold": alert.threshold,
            "opened_at": alert.opened_at.isoformat(),
            "resolved_at": alert.resolved_at.isoformat() if alert.resolved_at else None,
        },
    }
    try:
        status = post_json(url, body, deadline_s=DEADLINE_S)
    except FetchError as error:
        raise NotDelivered(Sentence.NOTICE_FAILED % {"words": error.args[0]}) from error
    if not 200 <= status < 300:
        raise NotDelivered(Sentence.NOTICE_ANSWERED % {"status": status})
