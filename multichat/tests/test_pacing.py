"""O ritmo e o teto de uma instância: o que conta, o que segura, e até quando."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.models import InstanceLease, Mensagem, OutboxItem, SendAttempt, WhatsappInstance
from core.outbox import deliver, pacing
from core.outbox.enqueue import enqueue
from core.outbox.settle import Outcome
from core.outbox.wanted import ToSend

pytestmark = pytest.mark.django_db(transaction=True)
CONTACT = "5511900000077"


def send(instance, text="oi", address=CONTACT) -> Mensagem:
    return enqueue(ToSend(instance, text, address=address), None)[0]


def lease_of(instance) -> InstanceLease:
    return InstanceLease.objects.get(pk=instance.pk)


def test_the_interval_between_sends_is_the_instances_own(wapi, connected):
    WhatsappInstance.objects.update(send_interval_ms=60_000)
    send(connected, "a"), send(connected, "b")

    deliver.deliver_all()

    assert wapi.sent()["by_text"] == {"a": 1}


def test_the_daily_cap_holds_the_rest_for_tomorrow(wapi, connected):
    WhatsappInstance.objects.update(daily_cap=2)
    for text in "abc":
        send(connected, text)

    deliver.deliver_all()
    today = wapi.sent()["by_text"]
    InstanceLease.objects.update(sent_day=timezone.localdate() - timedelta(days=1), next_send_at=None)
    deliver.deliver_all()

    assert today == {"a": 1, "b": 1}
    assert wapi.sent()["by_text"] == {"a": 1, "b": 1, "c": 1}


def test_a_call_that_sent_nothing_does_not_spend_the_cap(wapi, connected, settings):
    send(connected)
    base, settings.WAPI_BASE_URL = settings.WAPI_BASE_URL, "http://127.0.0.1:9/v1"
    deliver.deliver_all()
    unreached = lease_of(connected).sent_today

    settings.WAPI_BASE_URL = base
    wapi.add_fault("http_429", instance_id=connected.instance_id, calls=("send-text",), times=1)
    OutboxItem.objects.update(not_before=None)
    deliver.deliver_all()
    limited = lease_of(connected).sent_today

    OutboxItem.objects.update(not_before=None)
    InstanceLease.objects.update(next_send_at=None)
    deliver.deliver_all()

    assert (unreached, limited, lease_of(connected).sent_today) == (0, 0, 1)


def test_a_call_of_yesterday_that_sent_nothing_takes_nothing_from_todays_count(wapi, connected):
    send(connected)
    claimed = deliver.claim(connected.pk)
    SendAttempt.objects.update(started_at=timezone.now() - timedelta(days=1))

    deliver.settle(claimed.mensagem, claimed.attempt, Outcome("not_sent"))

    assert lease_of(connected).sent_today == 1


def test_a_429_holds_every_chat_of_the_instance(wapi, connected):
    wapi.add_fault("http_429", instance_id=connected.instance_id, calls=("phone-exists",), times=1, seconds=60)
    send(connected, "a"), send(connected, "b", address="5511900000078")

    deliver.deliver_all()
    limited = wapi.sent()["by_text"]
    InstanceLease.objects.update(next_send_at=timezone.now())
    deliver.deliver_all()

    assert limited == {}
    assert wapi.sent()["by_text"] == {"b": 1}


def test_at_the_cap_the_instance_is_not_asked_again_until_tomorrow(wapi, connected):
    WhatsappInstance.objects.update(daily_cap=1)
    send(connected, "a"), send(connected, "b")
    deliver.deliver_all()

    assert deliver.ready_instances(timezone.now()) == []
    pacing.change(WhatsappInstance.objects.get(), daily_cap=5)
    assert deliver.ready_instances(timezone.now()) == [connected.pk]


def test_a_long_chat_whose_first_send_waits_starves_no_other(wapi, connected):
    for n in range(201):
        send(connected, f"espera {n}")
    send(connected, "outra", address="5511900000078")
    first = OutboxItem.objects.order_by("pk").first()
    OutboxItem.objects.filter(pk=first.pk).update(not_before=timezone.now() + timedelta(hours=1))

    deliver.deliver_all()

    assert wapi.sent()["by_text"] == {"outra": 1}
