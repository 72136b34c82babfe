"""O ritmo e o teto de uma instância: o que conta, o que segura, e até quando."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from core.instances import registry
from core.models import InstanceLease, Mensagem, OutboxItem, SendAttempt, WhatsappInstance
from core.outbox import deliver, pacing
from core.outbox.enqueue import enqueue
from core.outbox.settle import Outcome
from core.outbox.to_send import ToSend

pytestmark = pytest.mark.django_db(transaction=True)
CONTACT = "5511900000077"


def send(instance, text="oi", address=CONTACT) -> Mensagem:
    return enqueue(None, ToSend(instance, text, address=address), None)[0]


def lease_of(instance) -> InstanceLease:
    return InstanceLease.objects.get(pk=instance.pk)


def test_the_interval_between_sends_is_the_instances_own(wapi, connected):
    WhatsappInstance.objects.update(send_interval_ms=60_000)
    send(connected, "a"), send(connected, "b")

    deliver.deliver_all()

    assert wapi.sent()["by_text"] == {"a": 1}


def test_the_daily_cap_holds_the_rest_for_tomorrow_where_the_operation_lives(wapi, connected, settings):
    WhatsappInstance.objects.update(daily_cap=2)
    for text in "abc":
        send(connected, text)

    deliver.deliver_all()
    today = wapi.sent()["by_text"]
    held = InstanceLease.objects.get()
    tomorrow = held.next_send_at.astimezone(settings.LOCAL_TIME_ZONE)
    InstanceLease.objects.update(sent_day=held.sent_day - timedelta(days=1), next_send_at=None)
    deliver.deliver_all()

    assert today == {"a": 1, "b": 1}
    assert (tomorrow.date(), tomorrow.hour, tomorrow.minute) == (held.sent_day + timedelta(days=1), 0, 0)
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
    pacing.change(None, WhatsappInstance.objects.get(), daily_cap=5)
    assert deliver.ready_instances(timezone.now()) == [connected.pk]


def test_a_long_chat_whose_first_send_waits_starves_no_other(wapi, connected):
    for n in range(201):
        send(connected, f"espera {n}")
    send(connected, "outra", address="5511900000078")
    first = OutboxItem.objects.order_by("pk").first()
    OutboxItem.objects.filter(pk=first.pk).update(not_before=timezone.now() + timedelta(hours=1))

    deliver.deliver_all()

    assert wapi.sent()["by_text"] == {"outra": 1}


def test_what_was_scheduled_does_not_pass_before_what_already_waited(wapi, connected):
    scheduled = send(connected, "marcada")
    send(connected, "esperava", address="5511900000078")
    OutboxItem.objects.filter(pk=scheduled.pk).update(send_at=timezone.now())

    deliver.deliver_all()

    assert list(wapi.sent()["by_text"]) == ["esperava", "marcada"]


def fill_queue(instance, n: int, send_at=None) -> None:
    first = send(instance)
    rows = [Mensagem(**{**values_of(first), "id": None, "message_id": None}) for _ in range(n)]
    Mensagem.objects.bulk_create(rows)
    OutboxItem.objects.filter(pk=first.pk).update(send_at=send_at)
    item = values_of(first.outbox)
    for row in Mensagem.objects.exclude(pk__in=OutboxItem.objects.values("pk")):
        OutboxItem.objects.create(**{**item, "mensagem_id": row.pk, "send_at": send_at})


def values_of(row) -> dict:
    return {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if not f.generated}


def rows_read(work) -> int:
    """Quanto o banco anda para fazer isto: instruções da máquina do SQLite, leituras de linha do MariaDB."""
    if connection.vendor == "sqlite":
        steps = []
        connection.connection.set_progress_handler(lambda: steps.append(1), 1)
        work()
        connection.connection.set_progress_handler(None, 0)
        return len(steps)
    with connection.cursor() as cursor:
        cursor.execute("FLUSH STATUS")
        work()
        cursor.execute("SHOW SESSION STATUS LIKE 'Handler_read%'")
        return sum(int(value) for _, value in cursor.fetchall())


def test_who_can_send_is_found_without_reading_what_waits_for_its_hour(connected, acme):
    down = registry.register(None, acme, "Outra", "D0WND0-AA11BB-CC22DD", "TOKEN")
    send(connected), send(down)
    few = rows_read(lambda: deliver.ready_instances(timezone.now()))

    fill_queue(connected, 300, send_at=timezone.now() + timedelta(days=1))
    fill_queue(down, 300)
    many = rows_read(lambda: deliver.ready_instances(timezone.now()))

    assert deliver.ready_instances(timezone.now()) == [connected.pk]
    assert many < few * 2
