"""A saúde pela evidência, contra o simulador: quem é acusado, quem não é, e o que desfaz a acusação."""

from datetime import timedelta

import pytest
import requests
from django.utils import timezone

from conftest import WAPI_ID
from core.gateway.calls import instance as calls
from core.gateway.calls import webhooks
from core.ground.gateway import gateway_of
from core.instances import actions, drift, health, state
from core.instances.health_rows import health_of, settings_of
from core.instances.silence import unusual_silences
from core.models import InstanceTransition, Mensagem, Reconciliation, Stat, WebhookSetting, WhatsappInstance
from core.outbox import deliver, message_acts
from core.outbox.enqueue import enqueue
from core.outbox.to_send import ToSend
from tests.api.caller import text_from
from webhook import inbox

pytestmark = pytest.mark.django_db(transaction=True)


def claim_details(now):
    return [pk for pk, marked in health.due_details(now) if health.claim_details(pk, marked, now)]


NOON = timezone.now().replace(hour=12, minute=40, second=0, microsecond=0)


def usual(instance, at, n, days=14):
    """A mesma hora, nos dias passados, teve `n` eventos."""
    hour = at.replace(minute=0, second=0, microsecond=0)
    Stat.objects.add(
        (instance.pk, hour - timedelta(days=day), "event", "message/processed", n) for day in range(1, days + 1)
    )


def last_heard(instance, at):
    WhatsappInstance.objects.filter(pk=instance.pk).update(last_event_at=at)
    instance.refresh_from_db()


def control(wapi, path, **body):
    requests.post(f"{wapi.url}/control/instances/{WAPI_ID}/{path}", json=body, timeout=5).raise_for_status()


def reload(instance):
    instance.refresh_from_db()
    return instance.status, instance.status_reason


@pytest.fixture
def stuck(wapi, connected) -> WhatsappInstance:
    """A sessão está meio morta: um envio foi aceito há dois minutos e não saiu."""
    control(wapi, "half-dead", enabled=True)
    sent, _ = enqueue(None, ToSend(connected, "oi", address="5511900000002"), None)
    deliver.deliver_all()
    Mensagem.objects.filter(pk=sent.pk).update(accepted_at=timezone.now() - timedelta(minutes=2))
    return connected


def test_a_send_accepted_and_not_out_is_no_signal_and_says_why(stuck):
    health.probe(stuck.pk)

    assert reload(stuck) == ("degraded", "no_signal")
    assert stuck.last_status == "connected"
    assert "aceito há 2 min" in stuck.status_message
    assert health_of(stuck).answered_at is not None


def test_a_send_accepted_just_now_accuses_nobody(stuck):
    Mensagem.objects.update(accepted_at=timezone.now() - timedelta(seconds=30))

    health.probe(stuck.pk)

    assert reload(stuck) == ("connected", None)


def test_any_event_clears_no_signal_and_asks_for_what_was_missed(stuck, post_webhook):
    health.probe(stuck.pk)
    presence = {"chat": {"id": "5511900000002"}, "status": "composing", "moment": 1}

    post_webhook(stuck, presence)
    inbox.drain()

    assert reload(stuck) == ("connected", None)
    assert Reconciliation.objects.get().cause == "silence"
    assert InstanceTransition.objects.latest("id").cause == "webhook"


def test_what_we_do_ourselves_proves_no_webhook(stuck):
    health.probe(stuck.pk)
    message = Mensagem.objects.get()
    before = WhatsappInstance.objects.get().last_event_at

    message_acts.react(None, message, "👍")

    assert reload(stuck) == ("degraded", "no_signal")
    assert WhatsappInstance.objects.get().last_event_at == before


def test_a_poll_that_says_connected_does_not_clear_no_signal(stuck):
    health.probe(stuck.pk)

    actions.refresh_status(None, stuck)

    assert reload(stuck) == ("degraded", "no_signal")


def test_sends_go_on_while_there_is_no_signal(wapi, stuck):
    health.probe(stuck.pk)

    enqueue(None, ToSend(stuck, "de novo", address="5511900000002"), None)
    deliver.deliver_all()

    assert wapi.sent()["by_text"] == {"oi": 1, "de novo": 1}


def test_a_device_the_gateway_does_not_show_is_no_signal_until_it_does(wapi, connected):
    wapi.add_fault("ok_with_error", instance_id=WAPI_ID, calls=("device",), times=1)

    health.probe(connected.pk)
    accused = reload(connected), connected.status_message
    health.probe(connected.pk)

    assert accused[0] == ("degraded", "no_signal")
    assert "Instância indisponível" in accused[1]
    assert reload(connected) == ("connected", None)


@pytest.mark.parametrize("fault", ["http_429", "http_500", "html", "reset_after_accept"])
def test_a_device_answer_that_proves_nothing_accuses_nobody(wapi, connected, fault):
    wapi.add_fault(fault, instance_id=WAPI_ID, calls=("device",), times=1)

    health.probe(connected.pk)

    assert reload(connected) == ("connected", None)
    assert health_of(connected).device_error is None
    assert not Reconciliation.objects.exists()


@pytest.mark.parametrize("fault", ["http_429", "reset_after_accept"])
def test_without_the_device_what_is_known_decides_and_nothing_is_forgiven(wapi, stuck, fault):
    wapi.add_fault(fault, instance_id=WAPI_ID, calls=("device",))

    health.probe(stuck.pk)
    accused = reload(stuck)
    Mensagem.objects.update(accepted_at=None)
    health.probe(stuck.pk)

    assert accused == ("degraded", "no_signal")
    assert reload(stuck) == ("degraded", "no_signal")


def test_a_gateway_that_does_not_answer_is_unreachable_and_not_mute(wapi, stuck):
    wapi.add_fault("http_500", instance_id=WAPI_ID, calls=("status-instance",), times=1)

    health.probe(stuck.pk)

    assert reload(stuck) == ("degraded", "gateway_unreachable")


def test_a_fall_found_by_the_probe_is_a_fall(wapi, stuck):
    wapi.simulation.world.instances[WAPI_ID].state = "dropped"

    health.probe(stuck.pk)

    assert reload(stuck)[0] == "disconnected"


def test_silence_beyond_four_usual_gaps_is_no_signal(connected):
    usual(connected, NOON, 30)
    last_heard(connected, NOON - timedelta(minutes=20))

    health.probe(connected.pk, NOON)

    assert reload(connected) == ("degraded", "no_signal")
    assert connected.status_message == "Nenhum evento há 20 min; nesta hora costuma vir um a cada 2 min."


@pytest.mark.parametrize(
    ("n", "days", "minutes"),
    [
        (30, 14, 14),  # menos de um quarto de hora
        (4, 14, 20),  # um a cada 15 min: 4 vezes isso ainda não passou
        (0, 14, 600),  # nesta hora nunca há nada
        (30, 2, 20),  # sem história não há costume
    ],
)
def test_a_number_quiet_as_usual_is_left_alone(connected, n, days, minutes):
    usual(connected, NOON, n, days)
    last_heard(connected, NOON - timedelta(minutes=minutes))

    assert not unusual_silences([connected], NOON)


def test_the_silence_of_the_night_accuses_nobody_in_the_morning(connected):
    usual(connected, NOON, 30)
    opening = NOON.replace(minute=5)
    last_heard(connected, opening - timedelta(hours=10))

    assert not unusual_silences([connected], opening)
    assert unusual_silences([connected], NOON)


def test_a_quiet_sunday_after_quiet_sundays_accuses_nobody(connected):
    hour = NOON.replace(minute=0)
    Stat.objects.add(
        (connected.pk, hour - timedelta(days=day), "event", "message/processed", 30) for day in range(1, 15) if day % 7
    )
    last_heard(connected, NOON - timedelta(minutes=30))

    assert not unusual_silences([connected], NOON)


def test_an_expired_plan_is_the_reason_and_paying_takes_it_away(wapi, connected):
    control(wapi, "plan", expires=int(timezone.now().timestamp() * 1000) - 60_000)
    drift.read_details(connected)
    expired = reload(connected)
    state.note(connected.pk, state.Evidence(True, timezone.now(), "poll"))
    still = reload(connected)

    control(wapi, "plan", expires=int(timezone.now().timestamp() * 1000) + 86_400_000)
    drift.read_details(connected)

    assert expired == still == ("degraded", "plan_expired")
    assert reload(connected) == ("connected", None)


def test_a_payment_the_gateway_calls_overdue_is_an_expired_plan_also_of_who_is_down(wapi, connected):
    actions.disconnect(None, connected)
    control(wapi, "plan", payment_status="overdue")

    drift.read_details(connected)

    assert reload(connected) == ("disconnected", "plan_expired")


def test_what_is_due_is_read_once_an_hour(connected):
    now = timezone.now()

    first = claim_details(now)
    health.read_details(connected.pk)
    again = claim_details(now + timedelta(minutes=50))
    later = claim_details(now + timedelta(minutes=80))

    assert (first, again, later) == ([connected.pk], [], [connected.pk])
    assert settings_of(connected).checked_at is not None


def test_a_difference_is_shown_and_only_mended_where_it_was_asked(wapi, connected):
    drift.mend(None, connected)
    drift.write_flag(connected, "automatic_reading", True)
    calm = settings_of(connected).has_drift
    gateway = gateway_of(connected)
    gateway.call(webhooks.set_webhook(webhooks.WebhookKind.RECEIVED, "https://outro.exemplo.test/"))
    gateway.call(calls.set_auto_read(False))

    health.read_details(connected.pk)
    shown = settings_of(connected)
    states = dict(WebhookSetting.objects.values_list("kind", "state"))
    shown.auto_mend = True
    shown.save()
    health.read_details(connected.pk)

    healed = settings_of(connected)
    assert (calm, shown.has_drift, shown.differing(), states["received"]) == (
        False, True, ["automatic_reading"], "mismatch",
    )  # fmt: skip
    assert (healed.has_drift, healed.differing()) == (False, [])
    assert wapi.simulation.world.instances[WAPI_ID].settings["automaticReading"] is True
    assert set(WebhookSetting.objects.values_list("state", flat=True)) == {"match"}


def test_the_echo_of_an_api_send_is_a_sign_of_life(connected, post_webhook):
    echo = text_from("5511900000002", fromMe=True, fromApi=True, event="webhookDelivery", instanceId=WAPI_ID)

    post_webhook(connected, echo)
    inbox.drain()

    assert health_of(connected).echo_at is not None
