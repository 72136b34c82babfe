"""O desfecho de uma chamada de envio: aceita, recusada, não saiu, desconhecida. Sempre sob o arrendamento."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as N_

from core.apply.addresses import AddressBook
from core.apply.batch import Batch
from core.apply.chats import recompute
from core.apply.evidence import Evidence, close_breaker, degrade, take_evidence
from core.apply.merging import merge_messages
from core.apply.message_updates import derive
from core.facts import MessageStatus, Origin
from core.ground import changes, lease
from core.ground.changes import Verb, What
from core.ground.claim import back_off
from core.ground.sentences import Sentence, parts_of
from core.models import (
    Chat,
    Direction,
    InstanceLease,
    Mensagem,
    OutboxItem,
    OutboxState,
    SendAttempt,
    Stat,
    StatusReason,
    TransitionCause,
)
from core.outbox import breaker, pacing
from core.stats import last_hours

Kind = Literal["accepted", "refused", "not_sent", "unknown"]
FIRST_WAIT, LAST_WAIT = timedelta(seconds=2), timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Como terminou a chamada. `message_id` só em aceitas; `error` nas palavras do gateway; `code` é o da API."""

    kind: Kind
    message_id: str | None = None
    error: str | None = None
    code: str | None = None
    retry_after_s: float | None = None
    is_outage: bool = False  # a falha é do gateway, não desta mensagem: conta para o disjuntor
    file_by: str | None = None  # como o arquivo foi: link, base64, url
    send_as: str | None = None  # forma do LID que o gateway acaba de aceitar

    @property
    def is_answer(self) -> bool:
        """Se o gateway atendeu: aceitou, ou recusou com as palavras dele (um arquivo que não há nem se pergunta)."""
        return self.kind == "accepted" or (self.kind == "refused" and self.code != "file")


@transaction.atomic
def settle(mensagem_id: int, attempt: int, outcome: Outcome) -> None:
    """Grava o desfecho da tentativa `attempt`. Uma tentativa já encerrada por outro não muda nada."""
    found = OutboxItem.objects.filter(pk=mensagem_id).values_list("instance_id", flat=True).first()
    held = lease.acquire(found, wait=True) if found is not None else None
    if held is None:
        return
    item = OutboxItem.objects.select_related("mensagem__chat", "instance").get(pk=mensagem_id)
    # Um aceite que chega depois do prazo ainda vale: é ele que tira a mensagem do desconhecido.
    is_late = item.state == OutboxState.DONE and item.mensagem.status == MessageStatus.UNKNOWN
    if item.attempt != attempt or not (item.state == OutboxState.CALLING or (is_late and outcome.kind == "accepted")):
        return
    now = timezone.now()
    tried = SendAttempt.objects.filter(mensagem=mensagem_id, number=attempt)
    started_at = tried.values_list("started_at", flat=True).first() or now
    message = item.mensagem
    batch = Batch(item.instance, now)
    if outcome.is_outage:
        if breaker.note_failure(held, item.instance, now, outcome.error or ""):
            batch.touch_instance(What.STATUS, What.SENDING)
    elif outcome.is_answer and close_breaker(held, item.instance, now):
        batch.touch_instance(What.STATUS, What.SENDING)
    if outcome.kind == "accepted" and outcome.message_id:
        message = _accepted(batch, message, outcome.message_id, now)
        item.state = OutboxState.DONE
    elif outcome.kind == "not_sent":
        pacing.give_turn_back(held, started_at)
        _back_to_queue(batch, held, item, outcome, now)
        held.save(update_fields=pacing.FIELDS)
    else:
        item.state = OutboxState.DONE
        words, code = outcome.error or N_("O gateway não confirmou o envio."), outcome.code or outcome.kind
        reached = MessageStatus.FAILED if outcome.kind == "refused" else MessageStatus.UNKNOWN
        if reached == MessageStatus.FAILED and may_have_left(message, attempt):
            reached, code = MessageStatus.UNKNOWN, "unknown"
            words = Sentence.RETRY_REFUSED % {"words": outcome.error or ""}
        if message.status < min(reached, MessageStatus.SENT):
            message.status = reached
            message.error, message.error_parts, message.error_code = words[:500], parts_of(words), code
            if reached == MessageStatus.FAILED:
                Stat.objects.add([(item.instance_id, last_hours(1, now), "send_failure", message.error_code, 1)])
        message.save(update_fields=["status", "error", "error_parts", "error_code"])
        batch.relast.add(message.chat_id)
    if outcome.code == "instance_disconnected":
        # De quando se chamou: uma «conectada» que chegou enquanto se esperava a resposta é mais nova.
        proof = Evidence(False, started_at, TransitionCause.SEND, message=outcome.error)
        if take_evidence(item.instance, proof):
            batch.touch_instance(What.STATUS)
    if outcome.send_as is not None:
        Chat.objects.filter(pk=item.chat_id).update(send_as=outcome.send_as)
    SendAttempt.objects.filter(mensagem=message, number=attempt).update(
        ended_at=now,
        outcome=outcome.kind,
        message_id=outcome.message_id,
        error=(outcome.error or "")[:500] or None,
        error_parts=parts_of(outcome.error),
        file_by=outcome.file_by,
    )
    item.claimed_until = None
    item.save(update_fields=["state", "claimed_until", "not_before", "connect_failures"])
    batch.touch_message(message.pk, message.chat_id, What.STATUS, What.QUEUE)
    if batch.rederive:
        derive(batch, AddressBook(item.instance_id))
    recompute(batch)
    changes.record(item.cliente_id, batch.touched)


def may_have_left(message: Mensagem, attempt: int) -> bool:
    """Se uma tentativa anterior a esta ficou sem desfecho conhecido."""
    return SendAttempt.objects.filter(mensagem=message, number__lt=attempt, outcome="unknown").exists()


def _accepted(batch: Batch, message: Mensagem, message_id: str, now: datetime) -> Mensagem:
    """Une esta linha ao eco que porventura veio antes da resposta, e deixa esperar o SERVER ou o eco."""
    if message.message_id not in (None, message_id):
        _give_back_echo(batch, message, MessageStatus.PENDING)
    echo = Mensagem.objects.filter(
        message_id=message_id, chat=message.chat_id, direction=Direction.OUT, participant=""
    ).exclude(pk=message.pk)
    batch.reconsider(message)
    message.accepted_at = message.accepted_at or now
    message.status = MessageStatus.PENDING if message.status == MessageStatus.UNKNOWN else message.status
    message.error = message.error_code = None
    if (came_first := echo.first()) is not None:
        if OutboxItem.objects.filter(pk=came_first.pk).exists():  # outro envio igual, sem confirmação, o tomou
            came_first = _give_back_echo(batch, came_first, MessageStatus.UNKNOWN)
        merge_messages(batch, came_first, message)
        batch.relast.add(message.chat_id)
    message.message_id = message_id
    message.save(update_fields=["message_id", "accepted_at", "status", "error", "error_code"])
    if message.chat.last_message_id == message.pk:
        batch.relast.add(message.chat_id)
    batch.rederive.add(message_id)
    return message


def _give_back_echo(batch: Batch, taker: Mensagem, was: MessageStatus) -> Mensagem:
    """O eco que `taker` tomou por seu (mesmo texto, em voo) era de outro envio: ele ganha linha própria, que se
    devolve, e `taker` volta a esperar (`was`)."""
    echo = Mensagem.objects.get(pk=taker.pk)
    echo.pk, echo.author_id, echo.origin, echo.accepted_at = None, None, Origin.API, None
    echo._state.adding = True
    taken = taker.message_id
    taker.message_id, taker.status, taker.delivered_at, taker.read_at = None, was, None, None
    if was == MessageStatus.UNKNOWN:
        taker.error, taker.error_code = N_("O gateway não confirmou o envio."), "unknown"
    taker.save(update_fields=["message_id", "status", "delivered_at", "read_at", "error", "error_code"])
    echo.message_id = taken
    echo.save()
    batch.relast.add(taker.chat_id)
    batch.touch_message(taker.pk, taker.chat_id, What.STATUS)
    batch.touch_message(echo.pk, echo.chat_id, What.CONTENT, verb=Verb.CREATED)
    return echo


def _back_to_queue(batch: Batch, held: InstanceLease, item: OutboxItem, outcome: Outcome, now: datetime) -> None:
    """Nem um byte saiu: volta à fila, com espera crescente; se o gateway nem atende, a instância fica degradada."""
    item.connect_failures += 1
    asked = timedelta(seconds=outcome.retry_after_s) if outcome.retry_after_s else None
    wait = asked or back_off(FIRST_WAIT, item.connect_failures, LAST_WAIT)
    item.state, item.not_before = OutboxState.WAITING, now + wait
    if item.send_at is not None:  # o de hora marcada volta a não ser palavra dita
        batch.relast.add(item.chat_id)
    if outcome.retry_after_s is not None:
        pacing.rest(held, item.not_before)
    words = outcome.error or N_("O gateway não respondeu.")
    instance = item.instance
    if outcome.is_outage and degrade(instance, StatusReason.GATEWAY_UNREACHABLE, now, TransitionCause.SEND, words):
        batch.touch_instance(What.STATUS)
