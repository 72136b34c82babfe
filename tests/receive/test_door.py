"""A porta responde 200 só ao que guardou, guarda uma vez, e diz por que recusa."""

import json
from datetime import timedelta

import pytest
from django.db import DataError, OperationalError
from django.test import Client
from django.utils import timezone

from conftest import capture
from core.instances import registry
from core.models import Chat, Mensagem, RetiredSecret, Stat, WebhookEvent
from webhook import doors, inbox, intake
from webhook.rejections import rejections

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def forget_doors():
    doors.forget()
    rejections._counts.clear()
    yield
    rejections.flush()


def rejected() -> dict[str, int]:
    rejections.flush()
    return {s.label: s.n for s in Stat.objects.filter(metric="rejected")}


def test_posted_message_becomes_a_row_and_a_chat(loja, post_webhook):
    answer = post_webhook(loja, capture("received_text"))

    inbox.drain()

    assert answer.json()["status"] == "accepted"
    message = Mensagem.objects.get()
    assert message.text == "Bom dia, gostaria de um orçamento."
    assert (message.direction, message.chat.chat_id) == ("in", "5511900000002")
    assert Chat.objects.get().unread_count == 1
    assert WebhookEvent.objects.get().state == "processed"


def test_duplicate_is_answered_200_and_counted_once(loja, post_webhook):
    first = post_webhook(loja, capture("received_text"))

    again = [post_webhook(loja, capture("received_text")) for _ in range(2)]

    inbox.drain()
    event = WebhookEvent.objects.get()
    assert [a.json()["status"] for a in again] == ["duplicate", "duplicate"]
    assert {a.json()["event_id"] for a in again} == {first.json()["event_id"]}
    assert (event.duplicates, event.last_duplicate_at is not None) == (2, True)
    assert sum(s.n for s in Stat.objects.filter(metric="duplicate")) == 2
    assert Mensagem.objects.count() == 1


def test_repeats_inside_one_group_are_one_row(loja):
    posted = [
        intake.Posted("a" * 64, receipt, loja.cliente_id, loja.pk, "x", "message", None, True, b"{}", timezone.now())
        for receipt in ("1" * 32, "2" * 32, "3" * 32)
    ]

    outcome = intake.store_rows(posted)

    assert sorted(outcome.values()) == [False, False, True]
    assert WebhookEvent.objects.get().duplicates == 2


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_any_content_type_serves(loja, content_type):
    answer = Client().post(f"/webhook/{loja.webhook_secret}/", json.dumps({"a": 1}), content_type=content_type)

    assert (answer.status_code, answer.json()["status"]) == (200, "accepted")


def test_url_without_the_slash_is_not_redirected(loja):
    answer = Client().post(f"/webhook/{loja.webhook_secret}", "{}", content_type="application/json")

    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"{", "not_json"),
        (b"\xff\xfe\x00", "not_json"),
        (b"[1]", "not_object"),
        (b'"x"', "not_object"),
        (b"[" * 100_000, "not_json"),
    ],
)
def test_what_is_not_an_object_is_400_and_counted(loja, post_webhook, body, reason):
    answer = post_webhook(loja, body)

    assert (answer.status_code, answer.json()) == (400, {"status": "rejected", "reason": reason})
    assert rejected() == {reason: 1}
    assert not WebhookEvent.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        b'{"a": NaN, "b": Infinity, "c": 1e400}',
        b'{"a": "\\ud83d", "b": "\\u0000"}',
        b'{"a": ' + b"9" * 5000 + b"}",
        b'{"messageId": {"x": 1}, "chat": 5, "sender": [], "moment": "ontem", "fromMe": "talvez"}',
        b'{"a": ' + b"[" * 500 + b"]" * 500 + b"}",
        "{\"event\": \"evento com acentuação \\ud800 e \\u0007 muito comprido %s\"}".replace("%s", "x" * 500).encode(),
    ],
)  # fmt: skip
def test_any_json_object_is_kept_as_it_came_and_understood_or_ignored(loja, post_webhook, body):
    answer = post_webhook(loja, body)

    inbox.drain()

    event = WebhookEvent.objects.get()
    assert answer.status_code == 200
    assert bytes(event.payload) == body
    assert event.state in {"processed", "ignored"}
    assert event.state == "processed" or event.reason


def test_too_large_is_413(loja, post_webhook, settings):
    settings.WEBHOOK_MAX_BYTES = 100

    answer = post_webhook(loja, {"a": "x" * 200})

    assert (answer.status_code, answer.json()["reason"]) == (413, "too_large")


def test_only_post(loja):
    answer = Client().get(f"/webhook/{loja.webhook_secret}/")

    assert (answer.status_code, answer["Allow"]) == (405, "POST")


def test_unknown_secret_other_instance_and_unknown_instance_look_the_same(loja, post_webhook):
    client = Client()
    answers = [
        client.post(f"/webhook/{'x' * 32}/", "{}", content_type="application/json"),
        post_webhook(loja, {"instanceId": "DE-OUTRA"}),
        client.post("/webhook/", json.dumps({"instanceId": "NINGUEM"}), content_type="application/json"),
        client.post("/webhook/", "{}", content_type="application/json"),
    ]

    assert {(a.status_code, a.content) for a in answers} == {(403, b'{"status": "rejected", "reason": "forbidden"}')}
    assert rejected() == {"unknown_secret": 1, "instance_mismatch": 1, "unknown_instance": 1, "no_instance": 1}
    assert not WebhookEvent.objects.exists()


def test_body_without_instance_on_its_own_secret_belongs_there(loja, post_webhook):
    assert post_webhook(loja, capture("malformed_missing_instance")).status_code == 200


def test_open_door_takes_events_until_the_first_one_on_the_secret(loja, post_webhook):
    def knock(name: str) -> int:
        return Client().post("/webhook/", json.dumps(capture(name)), content_type="application/json").status_code

    before = knock("received_text")
    mark = WebhookEvent.objects.get().authenticated
    post_webhook(loja, capture("received_image"))
    after = knock("received_audio_ptt")

    assert (before, mark, after) == (200, False, 403)


def test_open_door_can_be_switched_off(loja, settings):
    settings.WEBHOOK_OPEN = False

    answer = Client().post("/webhook/", json.dumps(capture("received_text")), content_type="application/json")

    assert answer.status_code == 404


def test_rotated_out_secret_stops_after_its_day(loja, post_webhook):
    old = loja.webhook_secret
    registry.rotate_secret(None, loja)
    RetiredSecret.objects.update(until=timezone.now() - timedelta(seconds=1))

    answer = Client().post(f"/webhook/{old}/", "{}", content_type="application/json")

    assert answer.status_code == 403


def test_every_secret_rotated_out_today_still_opens_the_door(loja, post_webhook):
    first = loja.webhook_secret
    registry.rotate_secret(None, loja)
    registry.rotate_secret(None, loja)

    answer = Client().post(f"/webhook/{first}/", "{}", content_type="application/json")

    assert answer.status_code == 200


def test_one_bad_row_never_costs_its_neighbours(loja, post_webhook, monkeypatch):
    real = intake.store_rows

    def picky(posted):
        if any(p.kind == "call" for p in posted):
            raise DataError("linha ruim")
        return real(posted)

    monkeypatch.setattr(intake, "store_rows", picky)
    box = intake.Intake()
    now = timezone.now()
    group = [
        intake._Waiting(
            intake.Posted(f"{n}" * 64, f"{n}" * 32, loja.cliente_id, loja.pk, "x", kind, None, True, b"{}", now)
        )
        for n, kind in enumerate(["message", "call", "message"])
    ]
    box._store_group(group)

    assert [w.is_new for w in group] == [True, None, True]


def test_store_that_is_away_is_503_with_retry_after_and_not_counted(loja, post_webhook, monkeypatch):
    def away(posted):
        raise OperationalError(2006, "server has gone away")

    monkeypatch.setattr(intake, "store_rows", away)

    answer = post_webhook(loja, capture("received_text"))

    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert rejected() == {}


def test_row_that_is_not_there_after_the_commit_is_not_promised(loja, post_webhook, monkeypatch):
    monkeypatch.setattr(intake, "store_rows", lambda posted: {})

    assert post_webhook(loja, capture("received_text")).status_code == 503


def test_secret_never_reaches_a_log(loja, post_webhook, caplog):
    post_webhook(loja, b"{")
    post_webhook(loja, capture("received_text"))
    inbox.drain()

    assert loja.webhook_secret not in caplog.text


@pytest.mark.parametrize("named", ["\ud800x", "a\x00b", "x" * 100_000])
def test_a_poisoned_instance_id_is_refused_and_the_next_post_is_served(loja, client, post_webhook, named):
    poison = client.post("/webhook/", json.dumps({"instanceId": named}), content_type="application/json")
    doors.forget()

    assert poison.status_code == 403
    assert doors.porter._thread is None or doors.porter._thread.is_alive()
    assert post_webhook(loja, capture("received_text")).status_code == 200
