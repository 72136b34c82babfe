"""Quem escreveu espera até que se saiba que a resposta saiu: pelo eco, ou por um recibo de uma tentativa passada."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.apply import Arrival, apply
from core.facts import Content, MessageFact, MessageStatus, MessageType, Origin, StatusFact
from core.models import Chat, Mensagem, OutboxItem
from core.outbox import decisions, deliver
from core.outbox.enqueue import enqueue
from core.outbox.settle import Outcome, settle
from core.outbox.to_send import ToSend
from tests.api.caller import text_from
from tests.receive.posting import post_what_the_simulator_posted

pytestmark = pytest.mark.django_db(transaction=True)
CONTACT = "5511900000077"


@pytest.fixture
def asked(connected, receive):
    """Alguém escreveu, e espera."""
    receive(connected, text_from(CONTACT))
    return connected


def answer(instance):
    return enqueue(None, ToSend(instance, "oi", address=CONTACT), None)[0]


def waits() -> bool:
    return Chat.objects.get().awaits_reply


def test_the_echo_of_an_unconfirmed_send_ends_the_wait(wapi, asked):
    wapi.add_fault("reset_after_accept", instance_id=asked.instance_id, calls=("send-text",), times=1)
    answer(asked)
    deliver.deliver_all()
    before = waits()

    post_what_the_simulator_posted(wapi, asked)

    assert before is True
    assert waits() is False


def test_a_receipt_of_an_earlier_attempt_ends_the_wait(wapi, asked):
    def receipt(status):
        apply(asked, [Arrival(None, now, [StatusFact(CONTACT, first, status, now)])], now)

    message, now = answer(asked), timezone.now()
    deliver.deliver_all()
    message.refresh_from_db()
    first = message.message_id
    receipt(MessageStatus.FAILED)
    wapi.add_fault("refused", instance_id=asked.instance_id, calls=("send-text",), times=1)
    decisions.retry(None, message)
    deliver.deliver_all()
    before = waits()

    receipt(MessageStatus.DELIVERED)

    assert before is True
    assert waits() is False


def leave(message, outcome) -> None:
    OutboxItem.objects.filter(pk=message.pk).update(state="calling")
    settle(message.pk, 1, outcome)


def echo(instance, text, moment) -> None:
    fact = MessageFact(
        chat=CONTACT, from_me=True, participant="", message_id="3EB0ECO", moment=moment, moment_known=True,
        origin=Origin.API, content=Content(MessageType.TEXT, text=text), content_hash="x" * 32,
    )  # fmt: skip
    apply(instance, [Arrival(None, timezone.now(), [fact])], timezone.now())


def test_an_echo_of_the_very_moment_of_the_send_ends_the_wait(asked):
    message = answer(asked)
    leave(message, Outcome("unknown"))
    before = waits()

    echo(asked, "oi", message.sent_at)

    assert (before, waits()) == (True, False)
    assert Mensagem.objects.filter(direction="out").count() == 1


def test_what_another_tool_answered_before_an_unconfirmed_send_ends_the_wait_however_late_it_is_told(asked):
    message = answer(asked)
    leave(message, Outcome("unknown"))
    before = waits()

    echo(asked, "já respondo", message.sent_at - timedelta(seconds=5))

    assert (before, waits()) == (True, False)
    assert Mensagem.objects.filter(direction="out").count() == 2


def test_a_late_acceptance_ends_the_wait_though_another_unconfirmed_send_came_after(asked):
    first, second = answer(asked), answer(asked)
    leave(first, Outcome("unknown"))
    leave(second, Outcome("unknown"))
    before = waits()

    settle(first.pk, 1, Outcome("accepted", message_id="3EB0TARDE"))

    assert (before, waits()) == (True, False)
