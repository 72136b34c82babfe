"""Enviar com confiança: disjuntor, hora marcada, números novos e LIDs."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.apply.evidence import Evidence, take_evidence
from core.facts import MessageStatus
from core.models import (
    Chat,
    Contact,
    InstanceLease,
    Mensagem,
    PhoneAlias,
    TransitionCause,
)
from core.outbox import breaker, decisions, deliver
from core.outbox.enqueue import enqueue
from core.outbox.to_send import ToSend
from tests.receive.posting import post_what_the_simulator_posted

pytestmark = pytest.mark.django_db(transaction=True)
CONTACT = "5511900000077"


def send(instance, text="oi", address=CONTACT, **fields) -> Mensagem:
    return enqueue(None, ToSend(instance, text, address=address, **fields), None)[0]


def status_of(message) -> MessageStatus:
    message.refresh_from_db()
    return MessageStatus(message.status)


def lease_of(instance) -> InstanceLease:
    return InstanceLease.objects.get(pk=instance.pk)


def test_a_scheduled_message_waits_for_its_hour_and_holds_nobody(wapi, connected):
    later = send(connected, "depois", send_at=timezone.now() + timedelta(hours=1))
    send(connected, "agora")

    deliver.deliver_all()
    at_first = wapi.sent()["by_text"]
    later.outbox.send_at = timezone.now() - timedelta(seconds=1)
    later.outbox.save()
    deliver.deliver_all()

    assert at_first == {"agora": 1}
    assert wapi.sent()["by_text"] == {"agora": 1, "depois": 1}


def test_a_scheduled_message_can_be_cancelled(wapi, connected):
    later = send(connected, "depois", send_at=timezone.now() + timedelta(hours=1))

    decisions.cancel(None, later)

    assert (status_of(later), later.error_code) == (MessageStatus.FAILED, "cancelled")


def fail_until_open(wapi, instance) -> list[Mensagem]:
    wapi.add_fault("html", instance_id=instance.instance_id, calls=("send-text",))
    messages = [send(instance, f"m{n}") for n in range(breaker.FAILURES_TO_OPEN + 2)]
    deliver.deliver_all()
    return messages


def test_five_failures_in_a_row_pause_the_sends_and_say_so(wapi, connected):
    messages = fail_until_open(wapi, connected)

    connected.refresh_from_db()
    unknown = [m for m in messages if status_of(m) == MessageStatus.UNKNOWN]
    assert len(unknown) == breaker.FAILURES_TO_OPEN
    assert status_of(messages[-1]) == MessageStatus.PENDING
    assert (connected.status, connected.status_reason) == ("degraded", "paused")


def test_proof_of_connection_does_not_end_the_pause(wapi, connected):
    fail_until_open(wapi, connected)
    connected.refresh_from_db()

    take_evidence(connected, Evidence(True, timezone.now(), TransitionCause.WEBHOOK))

    connected.refresh_from_db()
    assert connected.status_reason == "paused"


def test_a_probe_that_works_closes_the_breaker_and_the_rest_leaves(wapi, connected):
    messages = fail_until_open(wapi, connected)
    wapi.simulation.faults.clear()
    InstanceLease.objects.update(breaker_until=timezone.now() - timedelta(seconds=1))

    deliver.deliver_all()

    connected.refresh_from_db()
    assert (connected.status, connected.status_reason) == ("connected", None)
    assert lease_of(connected).breaker_opened_at is None
    assert all(m.accepted_at for m in Mensagem.objects.filter(pk__in=[m.pk for m in messages[-2:]]))


def test_a_probe_that_fails_opens_again_for_twice_as_long(wapi, connected):
    fail_until_open(wapi, connected)
    first = lease_of(connected).breaker_until - lease_of(connected).breaker_opened_at
    InstanceLease.objects.update(breaker_until=timezone.now() - timedelta(seconds=1))
    before = timezone.now()

    deliver.deliver_all()

    again = lease_of(connected)
    assert again.breaker_until - before >= first * 2
    assert len(wapi.sent()["sent"]) == 0


def test_a_refusal_about_the_message_does_not_count_against_the_gateway(wapi, connected):
    wapi.add_fault("refused", instance_id=connected.instance_id, calls=("send-text",))
    for n in range(breaker.FAILURES_TO_OPEN + 1):
        send(connected, f"m{n}")

    deliver.deliver_all()

    assert lease_of(connected).breaker_opened_at is None


def test_a_number_without_whatsapp_is_refused_before_the_send(wapi, connected):
    message = send(connected, address="551100000000")

    deliver.deliver_all()

    assert (status_of(message), message.error_code) == (MessageStatus.FAILED, "not_on_whatsapp")
    assert wapi.sent()["sent"] == []


def test_the_spelling_whatsapp_uses_becomes_the_chat_and_the_typed_one_an_alias(wapi, connected):
    typed, real = "5541988880001", "554188880001"
    message = send(connected, address=typed)

    deliver.deliver_all()
    post_what_the_simulator_posted(wapi, connected)
    again = send(connected, "de novo", address=typed)

    assert Chat.objects.get().chat_id == real
    assert PhoneAlias.objects.get().phone == real
    assert again.chat_id == message.chat_id
    assert status_of(message) == MessageStatus.READ
    assert wapi.sent()["sent"][0]["phone"] == real


def test_the_typed_chat_joins_the_one_the_contact_already_had(wapi, connected, post_webhook):
    typed, real = "5541988880001", "554188880001"
    message = send(connected, address=typed)
    known = Chat.objects.create(cliente=connected.cliente, instance=connected, chat_id=real, kind="direct")

    deliver.deliver_all()

    message.refresh_from_db()
    assert list(Chat.objects.values_list("pk", flat=True)) == [known.pk]
    assert message.chat_id == known.pk
    assert message.accepted_at is not None


def test_a_known_contact_is_not_asked_about_again(wapi, connected):
    send(connected)
    deliver.deliver_all()
    wapi.add_fault("http_500", instance_id=connected.instance_id, calls=("phone-exists",))

    second = send(connected, "de novo")
    deliver.deliver_all()

    second.refresh_from_db()
    assert second.accepted_at is not None


def test_a_gateway_that_cannot_answer_about_the_number_leaves_the_message_waiting(wapi, connected):
    wapi.add_fault("html", instance_id=connected.instance_id, calls=("phone-exists",), times=1)
    message = send(connected)

    deliver.deliver_all()

    assert status_of(message) == MessageStatus.PENDING
    assert wapi.sent()["sent"] == []


def test_a_refused_lid_is_tried_once_in_the_other_form_and_the_form_is_remembered(wapi, connected):
    lid = "123456789012345@lid"
    wapi.add_fault("refused", instance_id=connected.instance_id, calls=("send-text",), times=1)
    message = send(connected, address=lid)

    deliver.deliver_all()
    send(connected, "de novo", address=lid)
    deliver.deliver_all()

    message.refresh_from_db()
    assert message.accepted_at is not None
    assert Chat.objects.get().send_as == "123456789012345"
    assert [one["phone"] for one in wapi.sent()["sent"]] == ["123456789012345"] * 2


def test_a_500_to_a_lid_is_never_tried_in_another_form(wapi, connected):
    wapi.add_fault("http_500", instance_id=connected.instance_id, calls=("send-text",), times=1)
    message = send(connected, address="123456789012345@lid")

    deliver.deliver_all()

    assert status_of(message) == MessageStatus.UNKNOWN
    assert wapi.sent()["sent"] == []


@pytest.mark.parametrize(
    ("fault", "status", "sent_as"),
    [
        ("http_500", MessageStatus.UNKNOWN, None),
        ("http_429", MessageStatus.PENDING, None),
        ("no_message_id", MessageStatus.UNKNOWN, None),
        ("refused", MessageStatus.FAILED, None),
        ("latency", MessageStatus.PENDING, "123456789012345"),  # aceita
    ],
)
def test_what_the_second_form_ends_in_is_said_as_it_is(wapi, connected, fault, status, sent_as):
    wapi.add_fault("refused", instance_id=connected.instance_id, calls=("send-text",), times=1)
    after = 0 if fault in {"no_message_id", "refused"} else 1  # uma só vê o atendido; a outra segue à primeira
    wapi.add_fault(fault, instance_id=connected.instance_id, calls=("send-text",), times=1, after=after, seconds=0.01)
    message = send(connected, address="123456789012345@lid")

    deliver.deliver_all()

    assert (status_of(message), Chat.objects.get().send_as) == (status, sent_as)


@pytest.mark.parametrize(("comes_during", "status"), [(True, "connected"), (False, "disconnected")])
def test_a_call_that_says_not_connected_is_proof_of_when_it_was_made(wapi, connected, comes_during, status):
    send(connected)
    claimed = deliver.claim(connected.pk)
    wapi.simulation.world.instances[connected.instance_id].state = "disconnected"
    outcome = deliver.call_gateway(claimed)
    connected.refresh_from_db()
    if comes_during:
        take_evidence(connected, Evidence(True, timezone.now(), TransitionCause.WEBHOOK))

    deliver.settle(claimed.mensagem, claimed.attempt, outcome)

    connected.refresh_from_db()
    assert outcome.code == "instance_disconnected"
    assert connected.status == status


def test_the_saved_contact_goes_along_with_the_spelling(wapi, connected):
    typed, real = "5541988880001", "554188880001"
    Contact.objects.create(
        cliente=connected.cliente, instance=connected, address=typed, name="Maria", saved_name="Maria"
    )
    send(connected, address=typed)

    deliver.deliver_all()

    assert list(Contact.objects.values_list("address", "name")) == [(real, "Maria")]
