"""Enviar: uma vez, em ordem, e o que não se sabe não se repete."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from core.facts import MessageStatus
from core.models import Mensagem, OutboxItem, SendAttempt
from core.outbox import decisions, deliver
from core.outbox.enqueue import IdempotencyConflict, enqueue
from core.outbox.to_send import ToSend
from tests.receive.posting import post_what_the_simulator_posted
from webhook import inbox

pytestmark = pytest.mark.django_db(transaction=True)
CONTACT = "5511900000077"


def send(instance, text, key=None, **fields) -> Mensagem:
    return enqueue(None, ToSend(instance, text, address=CONTACT, **fields), key)[0]


def status_of(message) -> MessageStatus:
    message.refresh_from_db()
    return MessageStatus(message.status)


def test_accepted_message_waits_as_pending_until_its_echo(wapi, connected):
    message = send(connected, "oi")

    deliver.deliver_all()

    assert status_of(message) == MessageStatus.PENDING
    assert message.accepted_at is not None
    assert message.message_id is not None
    assert wapi.sent()["by_text"] == {"oi": 1}


def test_ticks_climb_with_the_gateways_webhooks_in_one_row(wapi, connected):
    message = send(connected, "oi")
    deliver.deliver_all()

    post_what_the_simulator_posted(wapi, connected)

    assert status_of(message) == MessageStatus.READ
    assert Mensagem.objects.count() == 1


def test_echo_that_comes_before_the_answer_meets_the_same_row(wapi, connected):
    message = send(connected, "oi")
    claimed = deliver.claim(connected.pk)
    outcome = deliver.call_gateway(claimed)
    post_what_the_simulator_posted(wapi, connected)

    deliver.settle(claimed.mensagem, claimed.attempt, outcome)

    assert Mensagem.objects.count() == 1
    assert status_of(message) == MessageStatus.READ
    assert message.message_id == outcome.message_id


def test_messages_of_a_chat_leave_in_order(wapi, connected):
    for n in range(5):
        send(connected, f"m{n}")

    deliver.deliver_all()

    assert list(wapi.sent()["by_text"]) == [f"m{n}" for n in range(5)]


def test_lost_answer_becomes_unknown_and_is_never_repeated(wapi, connected):
    wapi.add_fault("reset_after_accept", instance_id=connected.instance_id, calls=("send-text",), times=1)
    message = send(connected, "oi")

    deliver.deliver_all()
    deliver.deliver_all()

    assert status_of(message) == MessageStatus.UNKNOWN
    assert wapi.sent()["by_text"] == {"oi": 1}


def test_unknown_is_settled_by_the_echo(wapi, connected):
    wapi.add_fault("reset_after_accept", instance_id=connected.instance_id, calls=("send-text",), times=1)
    message = send(connected, "oi")
    deliver.deliver_all()

    post_what_the_simulator_posted(wapi, connected)

    assert status_of(message) == MessageStatus.READ
    assert message.error is None
    assert Mensagem.objects.count() == 1


def test_acceptance_without_an_id_is_unknown(wapi, connected):
    wapi.add_fault("no_message_id", instance_id=connected.instance_id, calls=("send-text",), times=1)
    message = send(connected, "oi")

    deliver.deliver_all()

    assert (status_of(message), message.error_code) == (MessageStatus.UNKNOWN, "no_message_id")


def test_refusal_fails_with_the_gateways_words_and_can_be_retried_in_the_same_row(wapi, connected):
    wapi.add_fault("ok_with_error", instance_id=connected.instance_id, calls=("send-text",), times=1)
    message = send(connected, "oi")
    deliver.deliver_all()
    failed, words = status_of(message), message.error

    decisions.retry(None, message)
    deliver.deliver_all()

    assert failed == MessageStatus.FAILED
    assert words
    assert status_of(message) == MessageStatus.PENDING
    assert wapi.sent()["by_text"] == {"oi": 1}
    assert SendAttempt.objects.filter(mensagem=message).count() == 2


def test_gateway_that_was_never_reached_is_tried_again(connected, settings):
    settings.WAPI_BASE_URL = "http://127.0.0.1:9/v1"
    message = send(connected, "oi")

    deliver.deliver_all()

    connected.refresh_from_db()
    assert status_of(message) == MessageStatus.PENDING
    assert OutboxItem.objects.get().state == "waiting"
    assert (connected.status, connected.status_reason, connected.last_status) == (
        "degraded",
        "gateway_unreachable",
        "connected",
    )


def test_message_waits_while_the_instance_is_disconnected(wapi, loja):
    message = send(loja, "oi")

    deliver.deliver_all()

    assert status_of(message) == MessageStatus.PENDING
    assert wapi.sent()["by_text"] == {}


def test_worker_that_died_in_the_call_leaves_unknown(wapi, connected):
    message = send(connected, "oi")
    deliver.claim(connected.pk)
    OutboxItem.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))

    deliver.expire_claims()

    assert status_of(message) == MessageStatus.UNKNOWN


def test_success_of_an_earlier_attempt_stops_the_retry(wapi, connected):
    wapi.add_fault("reset_after_accept", instance_id=connected.instance_id, calls=("send-text",), times=1)
    message = send(connected, "oi")
    deliver.deliver_all()
    decisions.retry(None, message)

    post_what_the_simulator_posted(wapi, connected)
    deliver.deliver_all()

    assert status_of(message) == MessageStatus.READ
    assert wapi.sent()["by_text"] == {"oi": 1}


def test_cancelled_message_never_leaves(wapi, connected):
    message = send(connected, "oi")

    decisions.cancel(None, message)
    deliver.deliver_all()

    assert (status_of(message), message.error_code) == (MessageStatus.FAILED, "cancelled")
    assert wapi.sent()["by_text"] == {}


def test_resolving_an_unknown_is_final_only_until_the_echo(wapi, connected):
    wapi.add_fault("reset_after_accept", instance_id=connected.instance_id, calls=("send-text",), times=1)
    message = send(connected, "oi")
    deliver.deliver_all()

    decisions.resolve(None, message, "sent")

    assert status_of(message) == MessageStatus.SENT


def test_one_key_is_one_message_and_another_body_conflicts(connected):
    first = send(connected, "oi", "k")

    again, is_new = enqueue(None, ToSend(connected, "oi", address=CONTACT), "k")

    assert (again.pk, is_new) == (first.pk, False)
    with pytest.raises(IdempotencyConflict):
        send(connected, "outra coisa", "k")


def test_twenty_parallel_requests_with_one_key_make_one_message_and_one_call(wapi, connected):
    found = []

    def send_it() -> None:
        try:
            found.append(enqueue(None, ToSend(connected, "oi", address=CONTACT), "k"))
        finally:
            connection.close()

    threads = [threading.Thread(target=send_it) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    deliver.deliver_all()

    assert wapi.sent()["by_text"] == {"oi": 1}
    assert len(found) == 20
    assert sum(is_new for _, is_new in found) == 1
    assert Mensagem.objects.count() == 1


def test_identical_texts_do_not_steal_each_others_echo(wapi, connected):
    first, second = send(connected, "ok"), send(connected, "ok")
    deliver.deliver_all()

    post_what_the_simulator_posted(wapi, connected)
    inbox.drain()

    assert {status_of(first), status_of(second)} == {MessageStatus.READ}
    assert Mensagem.objects.count() == 2


def make_unknown(wapi, instance, text="ok") -> Mensagem:
    """Um envio cuja resposta se perdeu antes de o gateway o atender."""
    wapi.add_fault("html", instance_id=instance.instance_id, calls=("send-text",), times=1)
    message = send(instance, text)
    deliver.deliver_all()
    return message


def test_unknown_does_not_take_the_echo_of_a_newer_send_with_the_same_text(wapi, connected):
    older = make_unknown(wapi, connected)
    newer = send(connected, "ok")
    claimed = deliver.claim(connected.pk)
    outcome = deliver.call_gateway(claimed)
    post_what_the_simulator_posted(wapi, connected)

    deliver.settle(claimed.mensagem, claimed.attempt, outcome)

    assert status_of(older) == MessageStatus.UNKNOWN
    assert status_of(newer) == MessageStatus.READ
    assert Mensagem.objects.count() == 2


def test_echo_already_taken_by_an_unknown_is_given_back_to_the_send_that_proves_it(wapi, connected):
    older = make_unknown(wapi, connected)
    newer = send(connected, "ok")
    claimed = deliver.claim(connected.pk)
    outcome = deliver.call_gateway(claimed)
    Mensagem.objects.filter(pk=older.pk).update(message_id=outcome.message_id, status=MessageStatus.READ)

    deliver.settle(claimed.mensagem, claimed.attempt, outcome)

    newer.refresh_from_db()
    assert (status_of(older), older.message_id) == (MessageStatus.UNKNOWN, None)
    assert newer.message_id == outcome.message_id
    assert Mensagem.objects.count() == 2


@pytest.mark.parametrize("outcome", ["sent", "failed"])
def test_late_echo_of_what_a_person_resolved_meets_its_row(wapi, connected, outcome):
    wapi.add_fault("reset_after_accept", instance_id=connected.instance_id, calls=("send-text",), times=1)
    message = send(connected, "oi")
    deliver.deliver_all()
    decisions.resolve(None, message, outcome)

    post_what_the_simulator_posted(wapi, connected)

    assert Mensagem.objects.count() == 1
    assert status_of(message) == MessageStatus.READ


def test_late_echo_of_an_earlier_attempt_leaves_the_row_its_id(wapi, connected):
    wapi.add_fault("reset_after_accept", instance_id=connected.instance_id, calls=("send-text",), times=1)
    message = send(connected, "oi")
    deliver.deliver_all()
    decisions.retry(None, message)

    post_what_the_simulator_posted(wapi, connected)

    message.refresh_from_db()
    assert message.message_id is not None


def test_a_call_that_starts_too_late_goes_back_to_the_queue_unmade(wapi, connected):
    message = send(connected, "oi")
    claimed = deliver.claim(connected.pk)

    deliver.deliver(replace(claimed, last_start=timezone.now() - timedelta(seconds=1)))

    assert status_of(message) == MessageStatus.PENDING
    assert OutboxItem.objects.get().state == "waiting"
    assert wapi.sent()["sent"] == []


def test_an_acceptance_that_comes_after_the_deadline_takes_the_message_out_of_unknown(wapi, connected):
    message = send(connected, "oi")
    claimed = deliver.claim(connected.pk)
    outcome = deliver.call_gateway(claimed)
    OutboxItem.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    deliver.expire_claims()
    before = status_of(message)

    deliver.settle(claimed.mensagem, claimed.attempt, outcome)
    post_what_the_simulator_posted(wapi, connected)

    assert before == MessageStatus.UNKNOWN
    assert status_of(message) == MessageStatus.READ
    assert Mensagem.objects.count() == 1


def test_a_500_without_known_words_proves_nothing_and_is_unknown(wapi, connected):
    wapi.add_fault("http_500", instance_id=connected.instance_id, calls=("send-text",), times=1)
    message = send(connected, "oi")

    deliver.deliver_all()

    assert status_of(message) == MessageStatus.UNKNOWN
