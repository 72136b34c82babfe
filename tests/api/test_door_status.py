"""A porta diz como está, e o caminho se prova com um evento que não deixa rastro."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from authentication import tokens
from authentication.models import User
from conftest import capture
from core.models import Change, Chat, Heartbeat, Mensagem, Stat, WebhookEvent, WhatsappInstance
from webhook import inbox
from webhook import status as status_module

pytestmark = pytest.mark.django_db(transaction=True)


def bearer(user: User) -> dict[str, str]:
    return {"Authorization": f"Bearer {tokens.open_family(user).access}"}


@pytest.fixture
def worker() -> Iterator[None]:
    """Um worker noutra thread."""
    stop = threading.Event()

    def run() -> None:
        while not stop.wait(0.02):
            inbox.run()
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    yield
    stop.set()
    thread.join()


def test_anybody_learns_only_that_it_is_up(client: Client) -> None:
    answer = client.get("/webhook/status/")

    assert (answer.status_code, answer.json()) == (200, {"ok": True})
    assert client.get("/webhook/status").status_code == 200


def test_a_bad_token_is_401(client: Client) -> None:
    assert client.get("/webhook/status/", headers={"Authorization": "Bearer x"}).status_code == 401


def test_with_a_token_the_numbers_are_ones_own_and_exact(
    client: Client, loja: WhatsappInstance, carla: User, davi: User, post_webhook: Any
) -> None:
    post_webhook(loja, capture("received_text"))
    post_webhook(loja, capture("received_text"))
    Heartbeat.objects.create(name="worker", seen_at=timezone.now())

    mine = client.get("/webhook/status/", headers=bearer(carla)).json()
    theirs = client.get("/webhook/status/", headers=bearer(davi)).json()
    inbox.drain()
    after = client.get("/webhook/status/", headers=bearer(carla)).json()

    assert (mine["ok"], mine["pending"], mine["failed"], mine["duplicates_24h"]) == (True, 1, 0, 1)
    assert (mine["received_24h"], after["received_24h"]) == (2, 2)
    assert mine["oldest_pending_seconds"] >= 0
    assert mine["worker_seen_at"] is not None
    assert (theirs["pending"], theirs["received_24h"], theirs["last_event_at"]) == (0, 0, None)
    assert (after["pending"], after["oldest_pending_seconds"]) == (0, None)
    assert after["last_event_at"] is not None


def test_the_store_away_is_503(client: Client, monkeypatch: Any) -> None:
    def away() -> None:
        raise OperationalError(2006, "gone away")

    monkeypatch.setattr(status_module.connection, "cursor", away)

    answer = client.get("/webhook/status/")

    assert (answer.status_code, answer.json()) == (503, {"ok": False})
    assert answer["Retry-After"] == "5"


def test_the_way_is_proved_and_leaves_no_trace(
    client: Client, loja: WhatsappInstance, bruno: User, worker: None
) -> None:
    before = (Change.objects.count(), Stat.objects.count(), loja.last_event_at)

    answer = client.post(
        "/webhook/test/", {"instance": loja.pk, "kind": "message"}, "application/json", headers=bearer(bruno)
    )

    body = answer.json()
    assert (answer.status_code, body["ok"], body["missing"]) == (200, True, []), body
    assert [step["name"] for step in body["steps"]] == ["received", "stored", "claimed", "applied", "published"]
    moments = [step["ms"] for step in body["steps"]]
    assert moments == sorted(moments)
    loja.refresh_from_db()
    assert (Change.objects.count(), Stat.objects.count(), loja.last_event_at) == before
    assert (WebhookEvent.objects.count(), Chat.objects.count(), Mensagem.objects.count()) == (0, 0, 0)
    assert loja.status == "disconnected"


def test_without_a_worker_it_says_what_is_missing(
    client: Client, loja: WhatsappInstance, bruno: User, monkeypatch: Any
) -> None:
    monkeypatch.setattr(status_module, "TEST_WAIT_S", 0.2)

    body = client.post("/webhook/test/", {"instance": loja.pk}, "application/json", headers=bearer(bruno)).json()

    assert (body["ok"], body["missing"]) == (False, ["claimed", "applied", "published"])
    assert "worker" in body["message"]
    assert WebhookEvent.objects.count() == 0


@pytest.mark.parametrize(
    ("body", "status"),
    [({}, 400), ({"instance": "x"}, 400), ({"instance": 999}, 404), ({"instance": "LOJA", "kind": "x"}, 400)],
)
def test_a_bad_test_is_refused(
    client: Client, loja: WhatsappInstance, bruno: User, body: dict[str, Any], status: int
) -> None:
    given = {name: loja.pk if value == "LOJA" else value for name, value in body.items()}

    answer = client.post("/webhook/test/", given, "application/json", headers=bearer(bruno))

    assert answer.status_code == status
