"""O que uma pessoa decide sobre um envio: tentar de novo, cancelar, dizer como terminou o desconhecido."""

from typing import Literal

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from core.apply.batch import Batch
from core.apply.chats import recompute
from core.facts import MessageStatus
from core.ground import changes, lease
from core.ground.changes import Verb, What
from core.models import Mensagem, OutboxItem, OutboxState, SendAttempt
from core.models.tenancy import Actor
from core.outbox.enqueue import OutboxError


class NotPossible(OutboxError):
    """Esta mensagem não está num estado em que isso se possa fazer."""


def _item(message: Mensagem) -> OutboxItem:
    lease.acquire(message.instance_id, wait=True)
    item = OutboxItem.objects.select_related("mensagem", "instance").filter(pk=message.pk).first()
    if item is None:
        raise NotPossible(_("Só mensagens enviadas pelo MultiChat podem ser decididas aqui."))
    return item


def _publish(item: OutboxItem, verb: Verb = Verb.CHANGED) -> Mensagem:
    batch = Batch(item.instance, timezone.now())
    batch.touch_message(item.pk, item.chat_id, What.STATUS, What.QUEUE, verb=verb)
    batch.relast.add(item.chat_id)  # se o contato espera resposta depende do que saiu
    recompute(batch)
    changes.record(item.cliente_id, batch.touched)
    return item.mensagem


@transaction.atomic
def retry(actor: Actor | None, message: Mensagem) -> Mensagem:
    """Nova tentativa na mesma linha; só depois de falha ou de desfecho desconhecido. Levanta `NotPossible`."""
    item = _item(message)
    row = item.mensagem
    if item.state != OutboxState.DONE or row.status not in {MessageStatus.FAILED, MessageStatus.UNKNOWN}:
        raise NotPossible(_("Só uma mensagem que falhou ou ficou sem confirmação pode ser tentada de novo."))
    if row.message_id is not None:  # o id desta tentativa continua a achar a linha
        SendAttempt.objects.filter(mensagem=row, number=item.attempt).update(message_id=row.message_id)
    row.message_id, row.status, row.error, row.error_code, row.accepted_at = (
        None,
        MessageStatus.PENDING,
        None,
        None,
        None,
    )
    row.discarded_at = None
    row.save(update_fields=["message_id", "status", "error", "error_code", "accepted_at", "discarded_at"])
    last = SendAttempt.objects.filter(mensagem=row).aggregate(last=Max("number"))["last"] or 0
    item.attempt = max(item.attempt, last) + 1  # um cancelamento pode ter voltado a uma tentativa anterior
    item.state, item.not_before, item.send_at, item.connect_failures = OutboxState.WAITING, None, None, 0
    item.save(update_fields=["attempt", "state", "not_before", "send_at", "connect_failures"])
    return _publish(item)


@transaction.atomic
def cancel(actor: Actor | None, message: Mensagem) -> Mensagem:
    """Tira da fila o que o worker ainda não tomou; depois de uma tentativa que pode ter saído, a mensagem volta a ser
    o que ela a deixou. Levanta `NotPossible`."""
    item = _item(message)
    row = item.mensagem
    if item.state != OutboxState.WAITING:
        raise NotPossible(_("O envio já começou; não dá mais para cancelar."))
    if row.status >= MessageStatus.SENT:  # um eco ou recibo da tentativa passada: a situação só sobe
        raise NotPossible(_("Uma tentativa anterior já chegou ao WhatsApp; não há o que cancelar."))
    item.state = OutboxState.DONE
    row.status, row.error, row.error_code = MessageStatus.FAILED, N_("Cancelada antes de sair."), "cancelled"
    unknown = SendAttempt.objects.filter(mensagem=row, number__lt=item.attempt, outcome="unknown")
    if (earlier := unknown.order_by("-number").first()) is not None:
        item.attempt = earlier.number  # a que se resolve, e a que um aceite tardio encerra
        words = earlier.error or N_("O gateway não confirmou o envio.")
        row.status, row.error, row.error_code = MessageStatus.UNKNOWN, words, "unknown"
    item.save(update_fields=["state", "attempt"])
    row.save(update_fields=["status", "error", "error_code"])
    return _publish(item)


@transaction.atomic
def resolve(actor: Actor | None, message: Mensagem, outcome: Literal["sent", "failed"]) -> Mensagem:
    """A pessoa diz como terminou um envio sem confirmação. Levanta `NotPossible`."""
    item = _item(message)
    row = item.mensagem
    if row.status != MessageStatus.UNKNOWN:
        raise NotPossible(_("Só uma mensagem sem confirmação pode ser resolvida."))
    if outcome == "sent":
        row.status, row.error, row.error_code = MessageStatus.SENT, None, None
    else:
        row.status, row.error, row.error_code = (
            MessageStatus.FAILED,
            N_("Dada como não enviada por uma pessoa."),
            "resolved",
        )
    row.save(update_fields=["status", "error", "error_code"])
    SendAttempt.objects.filter(mensagem=row, number=item.attempt).update(outcome=f"is_{outcome}")
    return _publish(item)


@transaction.atomic
def discard(actor: Actor | None, message: Mensagem) -> Mensagem:
    """Tira da vista um envio que falhou ou ficou sem confirmação; a linha fica, e uma prova posterior a traz de volta.
    Levanta `NotPossible`."""
    item = _item(message)
    row = item.mensagem
    if item.state != OutboxState.DONE or row.status not in {MessageStatus.FAILED, MessageStatus.UNKNOWN}:
        raise NotPossible(_("Só se descarta uma mensagem que falhou ou ficou sem confirmação."))
    if row.discarded_at is None:
        row.discarded_at = timezone.now()
        row.save(update_fields=["discarded_at"])
        return _publish(item, Verb.REMOVED)  # dos fios e das prévias
    return row
