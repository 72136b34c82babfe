"""Um alerta por causa: abre sozinho, não pisca, resolve-se quando o sintoma acaba, e avisa uma vez."""

import json
import socket
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.alerts import decisions, notify, watch
from core.alerts.symptoms import Symptom
from core.instances import registry
from core.models import (
    Alert,
    AlertChannel,
    AlertNotice,
    AlertRule,
    Cliente,
    InstanceLease,
    WebhookEvent,
    WhatsappInstance,
)
from tests.media.public_host import public_host

pytestmark = pytest.mark.django_db(transaction=True)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def down(loja, now):
    """A loja, que já esteve conectada, caída há cinco minutos."""
    WhatsappInstance.objects.update(
        status="disconnected", status_reason=None, phone="5511900000001", status_since=now - 5 * MINUTE
    )
    return loja


def states() -> list[tuple[str, str]]:
    return list(Alert.objects.order_by("pk").values_list("kind", "state"))


def connect() -> None:
    WhatsappInstance.objects.update(status="connected", status_since=timezone.now())


def test_an_instance_down_for_two_minutes_opens_one_alert(down, now):
    watch.watch(now)
    watch.watch(now + MINUTE)

    assert states() == [("disconnected", "open")]
    assert Alert.objects.get().value == 360


def test_a_half_done_pairing_is_not_called_silence(loja, now):
    WhatsappInstance.objects.update(
        status="degraded", status_reason="half_paired", phone="5511900000001", status_since=now - 5 * MINUTE
    )

    watch.watch(now)

    assert Alert.objects.get().message.startswith(f"{loja.name} conectou sem dizer o número.")


def test_one_that_never_connected_or_just_fell_opens_none(loja, now):
    watch.watch(now)
    WhatsappInstance.objects.update(status="disconnected", phone="5511900000001", status_since=now - MINUTE)
    watch.watch(now)

    assert states() == []


def test_it_resolves_itself_a_minute_after_the_symptom_ends_and_says_when(down, now):
    watch.watch(now)
    connect()
    watch.watch(now + timedelta(seconds=30))
    still = states()
    watch.watch(now + 2 * MINUTE)

    alert = Alert.objects.get()
    assert still == [("disconnected", "open")]
    assert (alert.state, alert.resolved_at) == ("resolved", now + 2 * MINUTE)


def test_one_that_comes_back_soon_is_the_same_alert_without_a_new_notice(down, now):
    AlertChannel.objects.create(cliente=down.cliente, kind="email", target="bruno@acme.com.br")
    watch.watch(now)
    connect()
    watch.watch(now + 2 * MINUTE)
    WhatsappInstance.objects.update(status="disconnected", status_since=now - 5 * MINUTE)

    watch.watch(now + 3 * MINUTE)

    alert = Alert.objects.get()
    assert (alert.state, alert.flaps) == ("open", 1)
    assert (alert.opened_at, alert.returned_at) == (now, now + 3 * MINUTE)
    assert list(AlertNotice.objects.values_list("what", flat=True)) == ["opened"]  # nem «resolvido», que não era


def test_one_that_comes_back_later_is_another_alert(down, now):
    watch.watch(now)
    connect()
    watch.watch(now + 2 * MINUTE)
    WhatsappInstance.objects.update(status="disconnected", status_since=now)

    watch.watch(now + 20 * MINUTE)

    assert states() == [("disconnected", "resolved"), ("disconnected", "open")]
    assert list(Alert.objects.values_list("returned_at", flat=True)) == [None, None]


def test_a_silence_ends_with_the_outage_it_silenced(down, now):
    watch.watch(now)
    decisions.silence(None, Alert.objects.get(), now + 60 * MINUTE, None)
    connect()
    watch.watch(now + 2 * MINUTE)
    resolved = Alert.objects.get()
    WhatsappInstance.objects.update(status="disconnected", status_since=now)

    watch.watch(now + 4 * MINUTE)

    back = Alert.objects.get()
    assert (resolved.state, resolved.silenced_until) == ("resolved", None)
    assert (back.state, back.silenced_until) == ("open", None)


def test_acknowledged_stays_so_until_resolved(down, now, bruno):
    watch.watch(now)

    decisions.acknowledge(bruno, Alert.objects.get(), "estou vendo")
    watch.watch(now + MINUTE)

    alert = Alert.objects.get()
    assert (alert.state, alert.comment, alert.acknowledged_by) == ("acknowledged", "estou vendo", bruno)


def test_a_silence_that_ends_opens_it_again(down, now):
    watch.watch(now)
    decisions.silence(None, Alert.objects.get(), now + 2 * MINUTE, None)
    watch.watch(now + MINUTE)
    quiet = states()

    watch.watch(now + 3 * MINUTE)

    assert quiet == [("disconnected", "silenced")]
    assert states() == [("disconnected", "open")]


def test_a_resolved_one_cannot_be_acknowledged(down, now, bruno):
    watch.watch(now)
    connect()
    watch.watch(now + 2 * MINUTE)

    with pytest.raises(decisions.AlreadyResolved):
        decisions.acknowledge(bruno, Alert.objects.get(), None)


def test_a_rule_turned_off_or_loosened_opens_nothing(down, now):
    rule = AlertRule.objects.create(cliente=down.cliente, kind="disconnected", is_on=False)
    watch.watch(now)
    rule.is_on, rule.threshold = True, 3600
    rule.save()
    watch.watch(now)

    assert states() == []


def test_an_open_breaker_and_parked_events_are_symptoms(loja, now, post_webhook):
    InstanceLease.objects.update(breaker_opened_at=now, breaker_until=now, breaker_failures=5)
    post_webhook(loja, {"event": "webhookReceived", "instanceId": loja.instance_id})
    WebhookEvent.objects.update(state="failed")

    watch.watch(now)

    assert {kind for kind, _ in states()} == {"breaker", "parked_events"}


def test_an_event_waiting_too_long_is_a_backlog(loja, now, post_webhook):
    post_webhook(loja, {"event": "webhookReceived", "instanceId": loja.instance_id})

    watch.watch(now + MINUTE)

    assert states() == [("backlog", "open")]


def test_an_email_goes_once_when_it_opens_and_once_when_it_resolves(down, now, settings):
    settings.EMAIL_HOST = "localhost"
    AlertChannel.objects.create(cliente=down.cliente, kind="email", target="bruno@acme.com.br")
    watch.watch(now)
    notify.deliver_due()
    notify.deliver_due()
    connect()
    watch.watch(now + 2 * MINUTE)
    AlertNotice.objects.filter(sent_at=None).update(due_at=now)
    notify.deliver_due()

    assert [m.subject.split(":")[0] for m in mail.outbox] == ["[MultiChat] Alerta", "[MultiChat] Resolvido"]
    assert "O que fazer" in mail.outbox[0].body


def test_a_notice_that_cannot_be_delivered_is_tried_again_and_says_why(down, now, settings):
    settings.EMAIL_HOST = ""
    channel = AlertChannel.objects.create(cliente=down.cliente, kind="email", target="bruno@acme.com.br")
    watch.watch(now)

    notify.deliver_due()

    notice = AlertNotice.objects.get()
    channel.refresh_from_db()
    assert (notice.attempts, notice.sent_at) == (1, None)
    assert notice.due_at > timezone.now()
    assert "EMAIL_HOST" in channel.last_error


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("https://127.0.0.1/x", "127.0.0.1 leva a um endereço que não é público"),
        ("https://localhost/x", "localhost leva a um endereço que não é público"),
        ("https://10.0.0.1/", "10.0.0.1 leva a um endereço que não é público"),
        ("https://[::1]/", "::1 leva a um endereço que não é público"),
        ("http://exemplo.com/x", "só https na porta 443"),
        ("https://exemplo.com:8443/x", "só https na porta 443"),
    ],
)
def test_a_webhook_to_a_private_address_is_never_called(down, monkeypatch, url, why):
    channel = AlertChannel.objects.create(cliente=down.cliente, kind="webhook", target=url)
    opened = []
    connect = socket.socket.connect
    monkeypatch.setattr(socket.socket, "connect", lambda one, to: opened.append(to) or connect(one, to))

    said = notify.test(channel)

    assert said == f"O endereço não recebeu: {why}."
    assert opened == []


def test_a_webhook_is_told_when_it_opens_and_when_it_resolves(down, now, monkeypatch, tmp_path):
    url = "https://avisos.exemplo.com/avisos/produção?de=multichat"
    channel = AlertChannel.objects.create(cliente=down.cliente, kind="webhook", target=url, last_error="antes")
    with public_host(monkeypatch, tmp_path, "avisos.exemplo.com") as host:
        watch.watch(now)
        notify.deliver_due()
        notify.deliver_due()
        connect()
        watch.watch(now + 2 * MINUTE)
        AlertNotice.objects.filter(sent_at=None).update(due_at=now)
        notify.deliver_due()

    alert = Alert.objects.get()
    channel.refresh_from_db()
    bodies = [json.loads(body) for _, _, _, body in host.received]
    assert {one[:3] for one in host.received} == {
        ("POST", "avisos.exemplo.com", "/avisos/produ%C3%A7%C3%A3o?de=multichat")
    }
    assert [body["event"] for body in bodies] == ["alert.opened", "alert.resolved"]
    assert bodies[0]["alert"] == {
        "id": alert.pk,
        "kind": "disconnected",
        "state": "open",
        "instance": down.pk,
        "instance_name": "Loja",
        "message": "Loja está desconectada.",
        "what_to_do": "Reconecte a instância: leia um novo QR ou use o código no celular.",
        "value": 300,
        "threshold": 120,
        "opened_at": now.isoformat(),
        "resolved_at": None,
    }
    assert bodies[1]["alert"]["resolved_at"] == (now + 2 * MINUTE).isoformat()
    assert set(AlertNotice.objects.values_list("what", "attempts", "due_at")) == {
        ("opened", 1, None),
        ("resolved", 1, None),
    }
    assert channel.last_error is None
    assert channel.last_sent_at is not None


def test_a_webhook_that_answers_an_error_is_called_again_later(down, now, monkeypatch, tmp_path):
    channel = AlertChannel.objects.create(cliente=down.cliente, kind="webhook", target="https://avisos.exemplo.com/x")
    watch.watch(now)
    with public_host(monkeypatch, tmp_path, "avisos.exemplo.com") as host:
        host.status = 503
        notify.deliver_due()
        failed = AlertNotice.objects.get()
        channel.refresh_from_db()
        host.status = 204
        AlertNotice.objects.update(due_at=now)
        notify.deliver_due()

    done = AlertNotice.objects.get()
    assert (failed.attempts, failed.sent_at, channel.last_error) == (1, None, "O endereço respondeu 503.")
    assert failed.due_at > timezone.now()
    assert (done.attempts, done.due_at, len(host.received)) == (2, None, 2)
    assert done.sent_at is not None


def test_a_channel_turned_off_sends_nothing_that_was_waiting(down, now, settings):
    settings.EMAIL_HOST = "localhost"
    channel = AlertChannel.objects.create(cliente=down.cliente, kind="email", target="bruno@acme.com.br")
    watch.watch(now)
    AlertChannel.objects.update(is_on=False)

    notify.deliver_due()

    notice = AlertNotice.objects.get()
    assert (mail.outbox, notice.attempts, notice.due_at) == ([], 0, now)
    notify.give_up(channel)
    AlertChannel.objects.update(is_on=True)
    notify.deliver_due()
    assert mail.outbox == []


def cost(now) -> int:
    """Quantas consultas faz um turno."""
    with CaptureQueriesContext(connection) as seen:
        watch.watch(now)
    return len(seen)


@pytest.mark.parametrize("is_down", [False, True], ids=["all well", "all down"])
def test_a_turn_costs_the_same_with_any_number_of_instances_clientes_and_alerts(loja, now, is_down):
    def grow(first: int, last: int) -> None:
        for n in range(first, last):
            cliente = Cliente.objects.create(name=f"C{n}")
            AlertRule.objects.create(cliente=cliente, kind="disconnected", threshold=60)
            for one in "ab":
                registry.register(None, cliente, f"I{n}{one}", f"I-{n}{one}", None)
        if is_down:
            WhatsappInstance.objects.update(status="disconnected", phone="55119", status_since=now - 5 * MINUTE)

    grow(0, 1)
    watch.watch(now)
    few = cost(now + timedelta(seconds=5))
    grow(1, 8)
    watch.watch(now + timedelta(seconds=10))

    many = cost(now + timedelta(seconds=15))

    assert Alert.objects.count() == (17 if is_down else 0)
    assert set(Alert.objects.values_list("seen_at", "value")) == (
        {(now + timedelta(seconds=15), 315)} if is_down else set()
    )
    assert many == few


def test_each_cliente_has_its_own_rules(down, now, other):
    twin = registry.register(None, other, "Filial", "I-filial", None)
    WhatsappInstance.objects.update(status="disconnected", phone="55119", status_since=now - 5 * MINUTE)
    AlertRule.objects.create(cliente=other, kind="disconnected", threshold=3600)

    watch.watch(now)

    assert [alert.instance_id for alert in Alert.objects.all()] == [down.pk]
    AlertRule.objects.update(threshold=10)
    watch.watch(now)
    assert {(alert.instance_id, alert.threshold) for alert in Alert.objects.all()} == {(down.pk, 120), (twin.pk, 10)}


def test_what_another_worker_just_resolved_stays_as_it_was(down, now):
    watch.watch(now)
    stale = Alert.objects.get()
    connect()
    watch.watch(now + 2 * MINUTE)
    (before,) = Alert.objects.values()

    watch._still([(stale, Symptom("disconnected", "outra", down, 999, 120))], now + 3 * MINUTE)

    assert Alert.objects.values().get() == before


def test_a_plan_about_to_expire_is_told_a_week_before(loja, now):
    WhatsappInstance.objects.update(plan_expires_at=now + timedelta(days=8))
    watch.watch(now)
    before = states()
    watch.watch(now + timedelta(days=2))

    assert before == []
    assert states() == [("plan_expiring", "open")]


def test_a_name_with_a_line_break_does_not_stop_the_notices(down, now, settings):
    settings.EMAIL_HOST = "localhost"
    WhatsappInstance.objects.update(name="a\rb")
    AlertChannel.objects.create(cliente=down.cliente, kind="email", target="bruno@acme.com.br")
    watch.watch(now)

    notify.deliver_due()

    assert len(mail.outbox) == 1
