"""Um alerta por causa: abre sozinho, não pisca, resolve-se quando o sintoma acaba, e avisa uma vez."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from core.alerts import decisions, notify, watch
from core.models import (
    Alert,
    AlertChannel,
    AlertNotice,
    AlertRule,
    InstanceLease,
    WebhookEvent,
    WhatsappInstance,
)

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
    assert list(AlertNotice.objects.values_list("what", flat=True)) == ["opened"]  # nem «resolvido», que não era


def test_one_that_comes_back_later_is_another_alert(down, now):
    watch.watch(now)
    connect()
    watch.watch(now + 2 * MINUTE)
    WhatsappInstance.objects.update(status="disconnected", status_since=now)

    watch.watch(now + 20 * MINUTE)

    assert states() == [("disconnected", "resolved"), ("disconnected", "open")]


def test_acknowledged_stays_so_until_resolved(down, now, bruno):
    watch.watch(now)

    decisions.acknowledge(Alert.objects.get(), bruno.pk, "estou vendo")
    watch.watch(now + MINUTE)

    alert = Alert.objects.get()
    assert (alert.state, alert.comment, alert.acknowledged_by) == ("acknowledged", "estou vendo", bruno)


def test_a_silence_that_ends_opens_it_again(down, now):
    watch.watch(now)
    decisions.silence(Alert.objects.get(), now + 2 * MINUTE, None)
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
        decisions.acknowledge(Alert.objects.get(), bruno.pk, None)


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
    "url", ["https://127.0.0.1/x", "https://localhost/x", "http://exemplo.com/x", "https://10.0.0.1/"]
)
def test_a_webhook_to_a_private_address_is_never_called(down, url):
    channel = AlertChannel.objects.create(cliente=down.cliente, kind="webhook", target=url)

    assert notify.test(channel)


def test_the_number_of_queries_does_not_grow_with_the_instances(loja, now, django_assert_max_num_queries):
    from core.instances import registry

    for n in range(5):
        registry.register(loja.cliente, f"I{n}", f"I-{n}", None)

    with django_assert_max_num_queries(14):
        watch.watch(now)


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
