"""A caixa de entrada: o veneno fica só, os vizinhos passam, e as consultas não crescem com o lote."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benchmarks import bodies
from conftest import capture
from core import stats
from core.alerts import symptoms
from core.models import Change, InstanceLease, Mensagem, ReplayJob, Stat, WebhookEvent
from webhook import inbox, replay
from webhook.intake import Posted, intake

pytestmark = pytest.mark.django_db(transaction=True)
POISON = "veneno"


def post_texts(loja, post_webhook, n, seed=1):
    source = bodies.texts(loja.instance_id, seed=seed, contacts=10_000)
    for _ in range(n):
        post_webhook(loja, next(source)[1])


@pytest.fixture
def poisoned(loja, post_webhook, monkeypatch):
    """Sete eventos bons e um que faz a aplicação levantar."""
    real = inbox.understand

    def understand(event):
        if POISON.encode() in bytes(event.payload):
            raise ZeroDivisionError(POISON)
        return real(event)

    monkeypatch.setattr(inbox, "understand", understand)
    post_texts(loja, post_webhook, 4)
    post_webhook(loja, {**capture("received_text"), "msgContent": {"conversation": POISON}})
    post_texts(loja, post_webhook, 3, seed=2)
    return loja


def test_poisonous_event_stands_alone_and_is_retried_with_backoff(poisoned):
    inbox.drain()

    bad = WebhookEvent.objects.get(error__isnull=False)
    assert WebhookEvent.objects.filter(state="processed").count() == 7
    assert (bad.state, bad.attempts) == ("pending", 1)
    assert bad.retry_at > timezone.now()
    assert "ZeroDivisionError" in bad.stack


def test_event_that_keeps_failing_is_parked_with_its_stack_and_can_be_replayed(poisoned, monkeypatch):
    for _ in range(inbox.MAX_ATTEMPTS):
        WebhookEvent.objects.filter(state="pending").update(retry_at=None)
        inbox.drain()
    bad = WebhookEvent.objects.get(state="failed")
    monkeypatch.undo()

    replay.mark([bad.pk])
    inbox.drain()

    bad.refresh_from_db()
    assert (bad.state, bad.error, bad.stack, bad.attempts) == ("processed", None, None, 1)
    assert Mensagem.objects.filter(text=POISON).count() == 1


def test_trouble_of_the_database_is_not_the_events_fault(loja, post_webhook, monkeypatch):
    post_texts(loja, post_webhook, 3)

    def away(*args):
        raise OperationalError(2006, "server has gone away")

    monkeypatch.setattr(inbox, "apply", away)
    with pytest.raises(OperationalError):
        inbox.run()
    monkeypatch.undo()
    inbox.drain()

    assert WebhookEvent.objects.filter(state="processed", attempts=1).count() == 3


def test_queries_do_not_grow_with_the_batch(loja, post_webhook):
    counts = []
    for n in (5, 40):
        post_texts(loja, post_webhook, n, seed=n)
        for kind in ("received_reaction", "status_read", "received_edit"):
            post_webhook(loja, {**capture(kind), "messageId": f"{kind}{n}"})
        with CaptureQueriesContext(connection) as found:
            assert inbox.process(loja.pk) == n + 3
        counts.append(len(found))

    assert counts[1] <= counts[0] + 2, counts
    assert counts[1] < 45


def test_every_visible_change_is_in_the_feed(loja, post_webhook):
    post_webhook(loja, capture("received_image"))

    inbox.drain()

    seen = list(Change.objects.values_list("resource", flat=True))
    assert set(seen) >= {"chat", "mensagem", "event"}


def test_replay_changes_nothing_and_the_ledger_counts_once(loja, post_webhook):
    post_texts(loja, post_webhook, 5)
    inbox.drain()
    before = list(Mensagem.objects.order_by("pk").values())

    replay.mark(WebhookEvent.objects.values_list("pk", flat=True))
    inbox.drain()

    assert list(Mensagem.objects.order_by("pk").values()) == before
    assert sum(s.n for s in Stat.objects.filter(metric="event")) == 5
    assert sum(s.n for s in Stat.objects.filter(metric="message")) == 5


def test_a_replay_keeps_when_the_event_was_first_applied(loja, post_webhook):
    post_texts(loja, post_webhook, 1)
    inbox.drain()
    first = WebhookEvent.objects.get()

    for _ in range(2):
        replay.mark([first.pk])
        inbox.drain()

    again = WebhookEvent.objects.get()
    assert (again.first_claimed_at, again.first_applied_at) == (first.claimed_at, first.applied_at)
    assert again.applied_at > first.applied_at


def test_a_replayed_or_recovered_event_waits_since_it_was_asked_and_not_since_it_came(loja, post_webhook):
    post_texts(loja, post_webhook, 2)
    inbox.drain()
    now = timezone.now()
    long_ago = now - timedelta(days=30)
    WebhookEvent.objects.update(received_at=long_ago)

    marked = replay.mark(WebhookEvent.objects.values_list("pk", flat=True))
    again = replay.mark(WebhookEvent.objects.values_list("pk", flat=True))
    given_back = Posted(
        "a" * 64, "r" * 32, loja.cliente_id, loja.pk, None, "unknown", None, True, b"{}", long_ago, recovered=True
    )
    intake.store(given_back)

    assert (marked, again) == (2, 0)
    assert (stats.oldest_pending_seconds(None, now) or 0) < 60
    assert now - symptoms.measure(timezone.now()).oldest[loja.pk] < timedelta(minutes=1)
    assert inbox.process(loja.pk) == 3


def test_a_replay_does_not_take_the_signs_of_life_back(loja, post_webhook):
    post_texts(loja, post_webhook, 2)
    inbox.drain()
    old = WebhookEvent.objects.order_by("pk").first().pk
    WebhookEvent.objects.filter(pk=old).update(received_at=timezone.now() - timedelta(days=3))
    before = loja.webhook_settings.get(kind="received").last_event_at

    replay.mark([old])
    inbox.drain()

    assert loja.webhook_settings.get(kind="received").last_event_at == before


def test_ignored_event_says_why(loja, post_webhook):
    post_webhook(loja, capture("received_status_broadcast"))

    inbox.drain()

    event = WebhookEvent.objects.get()
    assert (event.state, event.reason, event.kind) == ("ignored", "story", "message")
    assert not Mensagem.objects.exists()


def test_a_replay_whose_marking_fails_skips_nothing(loja, post_webhook, monkeypatch):
    post_texts(loja, post_webhook, 3)
    inbox.drain()
    last = WebhookEvent.objects.latest("id").pk
    job = ReplayJob.objects.create(selection={"state": ["processed"]}, total=3, last_id=last, state="running")

    def away(ids):
        raise OperationalError("database is locked")

    with monkeypatch.context() as patched:
        patched.setattr(replay, "mark", away)
        with pytest.raises(OperationalError):
            replay.run()
    replay.run()

    job.refresh_from_db()
    assert job.done == 3
    assert WebhookEvent.objects.exclude(replayed_at=None).count() == 3


def test_a_paused_instance_lets_the_worker_rest(loja, post_webhook):
    post_texts(loja, post_webhook, 1)
    InstanceLease.objects.update(paused_until=timezone.now() + timedelta(minutes=1))

    assert inbox.run() == inbox.IDLE_SECONDS


def test_halves_of_a_failing_batch_wait_for_a_rebuild_too(poisoned):
    ids = list(WebhookEvent.objects.values_list("pk", flat=True))
    InstanceLease.objects.update(paused_until=timezone.now() + timedelta(minutes=1))

    done = inbox._halve(poisoned.pk, ids, ValueError("no lote inteiro"))

    assert done == 0
    assert set(WebhookEvent.objects.values_list("state", flat=True)) == {"pending"}


def test_a_clock_ahead_does_not_hold_the_instance_connected(loja, post_webhook):
    ahead = int((timezone.now() + timedelta(hours=23)).timestamp())
    post_webhook(loja, {**capture("received_text"), "moment": ahead})
    inbox.drain()
    body = {"event": "webhookDisconnected", "instanceId": loja.instance_id, "disconnected": True}
    post_webhook(loja, {**body, "moment": int(timezone.now().timestamp()) + 1})
    inbox.drain()

    loja.refresh_from_db()
    assert loja.status == "disconnected"
