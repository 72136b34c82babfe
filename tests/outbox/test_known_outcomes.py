"""O que se sabe não se perde: o desfecho de um envio quando o banco pisca, e o gateway que voltou sem que se envie."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from conftest import capture
from core.facts import MessageStatus
from core.instances import status
from core.media import handover
from core.media.resolver import TooSlow
from core.models import InstanceLease, InstanceStatus, StatusReason, TransitionCause
from core.outbox import breaker, deliver
from core.outbox.enqueue import enqueue
from core.outbox.to_send import ToSend

pytestmark = pytest.mark.django_db(transaction=True)
CONTACT = "5511900000077"
AWAY = OperationalError(2006, "Server has gone away")


def send(instance, text="oi"):
    return enqueue(None, ToSend(instance, text, address=CONTACT), None)[0]


@pytest.fixture
def paused(wapi, connected):
    """O disjuntor aberto, com a hora da prova já chegada e nada na fila."""
    fault = wapi.add_fault("http_500", instance_id=connected.instance_id, calls=("send-text",))
    for number in range(breaker.FAILURES_TO_OPEN):
        send(connected, f"m{number}")
        deliver.deliver_all()
    wapi.simulation.faults.clear(fault.id)
    connected.refresh_from_db()
    assert connected.status_reason == StatusReason.PAUSED
    InstanceLease.objects.update(breaker_until=timezone.now() - timedelta(seconds=1))
    return connected


def shown(instance):
    instance.refresh_from_db()
    lease = InstanceLease.objects.get(pk=instance.pk)
    return instance.status, lease.breaker_opened_at


@pytest.mark.parametrize("blinks", [1, 4])
def test_a_known_outcome_survives_a_database_that_blinks(wapi, connected, monkeypatch, blinks):
    message, real, tries = send(connected), deliver.settle, []

    def settle(*args):
        tries.append(args)
        if len(tries) <= blinks:
            raise AWAY
        real(*args)

    monkeypatch.setattr(deliver, "settle", settle)
    monkeypatch.setattr(deliver.time, "sleep", lambda seconds: None)

    deliver.deliver_all()

    message.refresh_from_db()
    assert message.accepted_at is not None
    assert len(tries) == blinks + 1
    assert wapi.sent()["by_text"] == {"oi": 1}


def test_past_its_claim_the_outcome_is_given_up(connected, monkeypatch):
    send(connected)
    claimed = deliver.claim(connected.pk)
    monkeypatch.setattr(deliver, "settle", lambda *args: (_ for _ in ()).throw(AWAY))
    monkeypatch.setattr(deliver.timezone, "now", lambda: claimed.until)

    with pytest.raises(OperationalError):
        deliver._settle_until_written(claimed, deliver.Outcome("accepted", message_id="X"))


def test_a_defect_is_not_taken_for_a_blink(connected, monkeypatch):
    send(connected)
    claimed, tries = deliver.claim(connected.pk), []

    def settle(*args):
        tries.append(args)
        raise OperationalError(1054, "Unknown column")

    monkeypatch.setattr(deliver, "settle", settle)

    with pytest.raises(OperationalError):
        deliver._settle_until_written(claimed, deliver.Outcome("accepted", message_id="X"))
    assert len(tries) == 1


def test_an_answered_poll_closes_the_breaker_of_an_empty_queue(paused):
    status.ask(paused, TransitionCause.POLL)

    assert shown(paused) == (InstanceStatus.CONNECTED, None)


def test_before_its_time_a_poll_proves_nothing_of_sends(paused):
    InstanceLease.objects.update(breaker_until=timezone.now() + timedelta(minutes=5))

    status.ask(paused, TransitionCause.POLL)

    assert shown(paused)[1] is not None


def test_an_echo_closes_the_breaker_of_an_empty_queue(paused, receive):
    receive(paused, {**capture("sent_by_me_text"), "fromApi": True})

    assert shown(paused) == (InstanceStatus.CONNECTED, None)


def test_a_refusal_in_words_is_an_answer_and_closes_the_breaker(wapi, paused):
    wapi.add_fault("refused", instance_id=paused.instance_id, calls=("send-text",), times=1)
    refused = send(paused, "recusada")

    deliver.deliver_all()

    refused.refresh_from_db()
    assert refused.status == MessageStatus.FAILED
    assert shown(paused) == (InstanceStatus.CONNECTED, None)


def test_a_dns_that_blinks_is_not_an_unreachable_address(monkeypatch):
    handover._reachable.clear()
    monkeypatch.setattr(handover, "addresses_of", lambda *args: (_ for _ in ()).throw(TooSlow()))
    blinking = handover._is_reachable("https://chat.exemplo.com.br")

    monkeypatch.setattr(handover, "addresses_of", lambda *args: ["10.0.0.1"])
    inside = handover._is_reachable("https://chat.exemplo.com.br")

    assert (blinking, inside) == (True, False)
