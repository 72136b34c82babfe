"""`waiting_since` é o que as mensagens dizem, seja o que for que fizeram o contato, o nosso celular, quem
atende e o gateway."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.apply import Arrival, apply
from core.facts import AddressPair, Content, MessageFact, MessageStatus, MessageType, Origin, StatusFact
from core.models import Chat, InstanceLease, Mensagem, OutboxItem, OutboxState, WhatsappInstance
from core.outbox import decisions, deliver
from core.outbox.enqueue import OutboxError, enqueue
from core.outbox.settle import Outcome, settle
from core.outbox.to_send import ToSend
from webhook.rebuild.difference import wrong_waiting

PHONE, LID = "5511900000002", "100000000000002@lid"
EXAMPLES = 25 if connection.vendor == "mysql" else 150
OUTCOMES = {
    "accepted": Outcome("accepted", message_id="3EB0ACEITA"),
    "refused": Outcome("refused", error="número inválido"),
    "unknown": Outcome("unknown"),
    "not_sent": Outcome("not_sent", error="não atende"),
}

seconds = st.integers(-4, 4)
people = st.sampled_from([PHONE, LID])
incoming = st.tuples(st.just("in"), seconds, people)
receipt = st.tuples(st.just("receipt"), st.sampled_from([MessageStatus.FAILED, MessageStatus.DELIVERED]))
heard = st.one_of(
    incoming,
    incoming,
    st.tuples(st.just("phone"), seconds, people),
    st.tuples(st.just("echo"), seconds),
    receipt,
    st.tuples(st.just("pair")),
)
decided = st.one_of(
    st.tuples(st.sampled_from(["cancel", "retry", "discard"])),
    st.tuples(st.just("resolve"), st.sampled_from(["sent", "failed"])),
)

after = st.one_of(decided, decided, receipt)


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[Any, ...]]:
    """Alguém escreve; depois ouve-se e envia-se, cada envio até onde se quiser da sua vida, e o resto por cima."""
    history: list[tuple[Any, ...]] = [draw(incoming)]
    for _ in range(draw(st.integers(1, 5))):
        if draw(st.booleans()):
            history.append(draw(heard))
            continue
        settled = st.sampled_from(sorted(OUTCOMES)).map(lambda kind: ("settle", kind))
        life = [("send", draw(st.booleans())), ("hour",), ("call",), draw(settled), draw(after), draw(after)]
        for step in life[: draw(st.integers(1, len(life)))]:
            history.append(step)
            if draw(st.integers(0, 3)) == 0:
                history.append(draw(heard))
    return history


class World:
    """Quem faz cada coisa; o que naquele estado não cabe, não faz nada."""

    def __init__(self, instance: WhatsappInstance) -> None:
        self.instance, self.now, self.n = instance, timezone.now(), 0

    def do(self, name: str, *given: Any) -> None:
        """Um ato."""
        self.instance.refresh_from_db()
        getattr(self, f"_{name}")(*given)

    def _hear(self, chat: str, moment: datetime, message_id: str, origin: Origin) -> None:
        is_ours = origin != Origin.CONTACT
        fact = MessageFact(
            chat=chat, from_me=is_ours, participant="", message_id=message_id, moment=moment, moment_known=True,
            origin=origin, content=Content(MessageType.TEXT, text="oi"), content_hash=message_id.ljust(32, "x"),
            author="5511900000001" if is_ours else chat,
        )  # fmt: skip
        apply(self.instance, [Arrival(None, self.now, [fact])], timezone.now())

    def _in(self, at: int, chat: str) -> None:
        self.n += 1
        self._hear(chat, self.now + timedelta(seconds=at), f"3EB0IN{self.n}", Origin.CONTACT)

    def _phone(self, at: int, chat: str) -> None:
        self.n += 1
        self._hear(chat, self.now + timedelta(seconds=at), f"3EB0OUT{self.n}", Origin.PHONE)

    def _echo(self, at: int) -> None:
        self._hear(PHONE, self.now + timedelta(seconds=at), "3EB0ACEITA", Origin.API)

    def _receipt(self, status: MessageStatus) -> None:
        fact = StatusFact(PHONE, "3EB0ACEITA", status, self.now)
        apply(self.instance, [Arrival(None, self.now, [fact])], timezone.now())

    def _pair(self) -> None:
        apply(self.instance, [Arrival(None, self.now, [], [AddressPair(PHONE, LID)])], timezone.now())

    def _send(self, is_scheduled: bool) -> None:
        later = timezone.now() + timedelta(days=1) if is_scheduled else None
        enqueue(None, ToSend(self.instance, "oi", address=PHONE, send_at=later), None)

    def _hour(self) -> None:
        past = timezone.now() - timedelta(seconds=1)
        for item in OutboxItem.objects.filter(state=OutboxState.WAITING).exclude(send_at=None):
            item.send_at = past
            item.save()

    def _call(self) -> None:
        InstanceLease.objects.update(next_send_at=None, breaker_until=None, breaker_opened_at=None)
        OutboxItem.objects.filter(state=OutboxState.WAITING).update(not_before=None)
        deliver.claim(self.instance.pk)

    def _settle(self, kind: str) -> None:
        item = OutboxItem.objects.order_by("mensagem").filter(state=OutboxState.CALLING).first()
        if item is not None:
            settle(item.pk, item.attempt, OUTCOMES[kind])

    def _decide(self, decide: Any, *given: Any) -> None:
        message = Mensagem.objects.filter(outbox__isnull=False).order_by("-id").first()
        if message is not None:
            try:
                decide(None, message, *given)
            except OutboxError:
                return  # não cabe agora

    def _cancel(self) -> None:
        self._decide(decisions.cancel)

    def _retry(self) -> None:
        self._decide(decisions.retry)

    def _discard(self) -> None:
        self._decide(decisions.discard)

    def _resolve(self, outcome: str) -> None:
        self._decide(decisions.resolve, outcome)


def is_word(message: Mensagem) -> bool:
    """Se este envio nosso é palavra dita."""
    if message.status == MessageStatus.UNKNOWN:
        return False
    if message.status == MessageStatus.FAILED and message.discarded_at is not None:
        return False
    item = OutboxItem.objects.filter(pk=message.pk).first()
    if item is None:
        return True
    has_failed = message.status == MessageStatus.FAILED and message.accepted_at is None
    is_for_later = item.state == OutboxState.WAITING and item.send_at is not None
    return not (has_failed and item.state == OutboxState.DONE) and not is_for_later


def as_the_messages_say(chat: Chat) -> datetime | None:
    """A primeira recebida depois da última palavra nossa."""
    messages = list(Mensagem.objects.filter(chat=chat))
    answered = max((m.sent_at for m in messages if m.direction == "out" and is_word(m)), default=None)
    unanswered = [m.sent_at for m in messages if m.direction == "in" and (answered is None or m.sent_at > answered)]
    return min(unanswered, default=None)


@pytest.mark.django_db
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(history=histories())
def test_who_waits_and_since_when_is_what_the_messages_say_after_every_act(loja, history):
    WhatsappInstance.objects.filter(pk=loja.pk).update(status="connected", status_reason=None, phone="5511900000001")

    with transaction.atomic():
        point = transaction.savepoint()
        world, told, right = World(loja), [], []
        for act in history:
            world.do(*act)
            chats = list(Chat.objects.order_by("pk"))
            told.append([(act, chat.chat_id, chat.waiting_since, chat.awaits_reply) for chat in chats])
            said = [(chat, as_the_messages_say(chat)) for chat in chats]
            right.append([(act, chat.chat_id, since, since is not None) for chat, since in said])
        wrong = wrong_waiting(loja)
        transaction.savepoint_rollback(point)

    assert told == right
    assert wrong == 0
