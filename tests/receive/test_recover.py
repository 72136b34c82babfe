"""Repor o que se perdeu: do registro do gateway (simulador, ou formas que ele pode ter) para cá, com as contas."""

import json
import threading
from contextlib import suppress
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from conftest import WAPI_ID
from core.apply.evidence import ask_reconcile
from core.gateway.results import WebhookLogEntry
from core.gateway.tests.http_server import Received, Reply, answering
from core.instances import reconcile, state
from core.models import Heartbeat, InstanceHealth, Mensagem, Reconciliation, Stat, WebhookEvent, WhatsappInstance
from tests.api.caller import Caller, text_from
from webhook import inbox, recover

pytestmark = pytest.mark.django_db(transaction=True)


def lose(wapi, n: int) -> None:
    """O gateway posta `n` mensagens e nenhuma chega."""
    fault = wapi.add_fault("drop_webhooks", instance_id=WAPI_ID)
    for number in range(n):
        wapi.write(WAPI_ID, text=f"perdida {number}", contact="5511900000002")
    assert wapi.wait_until_quiet(60)
    wapi.simulation.faults.clear(fault.id)


def counts(answer: dict[str, Any]) -> tuple[int, int, int, int]:
    return answer["found"], answer["already_here"], answer["recovered"], answer["unfillable"]


def check(instance, hours: int = 1) -> Reconciliation:
    now = timezone.now()
    return recover.now_for(None, instance, now - timedelta(hours=hours), now)


def of(row: Reconciliation) -> tuple[int, int, int, int]:
    return row.found, row.already_here, row.recovered, row.unfillable


def test_five_hundred_lost_webhooks_come_back_and_a_second_check_finds_nothing_new(
    wapi, connected, bruno, post_webhook
):
    arrived = text_from("5511900000009", instanceId=WAPI_ID)
    wapi.simulation.post(wapi.simulation.world.instances[WAPI_ID], "received", arrived)
    post_webhook(connected, arrived)
    lose(wapi, 500)
    path = f"/api/instances/{connected.pk}/reconcile/"

    first = Caller(bruno).post(path)
    second = Caller(bruno).post(path)
    inbox.drain()

    assert counts(first.json()) == (501, 1, 500, 0)
    assert counts(second.json()) == (501, 501, 0, 0)
    texts = set(Mensagem.objects.values_list("text", flat=True))
    assert {f"perdida {n}" for n in range(500)} <= texts
    assert Mensagem.objects.count() == 501
    assert WebhookEvent.objects.filter(recovered=True).count() == 500
    assert not Stat.objects.filter(metric="duplicate").exists()


def test_what_is_given_back_does_not_count_as_a_sign_of_life(wapi, connected):
    WhatsappInstance.objects.update(status="degraded", status_reason="no_signal")
    lose(wapi, 2)

    check(connected)
    inbox.drain()

    connected.refresh_from_db()
    assert (connected.status_reason, connected.last_event_at) == ("no_signal", None)
    assert Mensagem.objects.count() == 2


def test_bodies_missing_from_the_list_are_asked_for_one_by_one(wapi, connected):
    lose(wapi, 3)
    wapi.add_fault("logs_without_body", instance_id=WAPI_ID)

    row = check(connected)

    assert of(row) == (3, 0, 3, 0)


def test_a_check_that_stops_half_way_goes_on_where_it_was(wapi, connected, monkeypatch):
    monkeypatch.setattr(reconcile, "PAGE", 2)
    monkeypatch.setattr(recover, "IN_A_REQUEST_S", 0.0)
    lose(wapi, 5)

    first = check(connected)
    recover.run_all()

    first.refresh_from_db()
    assert (first.state, of(first)) == ("done", (5, 0, 5, 0))


def test_only_the_interval_is_looked_at(wapi, connected):
    lose(wapi, 3)
    long_ago = timezone.now() - timedelta(hours=5)

    assert of(recover.now_for(None, connected, long_ago - timedelta(hours=1), long_ago)) == (0, 0, 0, 0)


def entry(number: int, **more: Any) -> dict[str, Any]:
    stamp = int(timezone.now().timestamp() * 1000) - number
    return {"id": f"log-{number}", "event": "webhookReceived", "status": 0, "createdAt": stamp, **more}


def body(**more: Any) -> dict[str, Any]:
    return text_from("5511900000002", instanceId=WAPI_ID, **more)


SHAPES: dict[str, Any] = {
    "body": lambda: {"logs": [entry(1, body=body())]},
    "corpo em texto": lambda: {"logs": [entry(1, payload=json.dumps(body()))]},
    "dentro de request": lambda: {"data": {"logs": [entry(1, request={"url": "x", "body": body()})]}},
    "dentro de data, em texto": lambda: {"result": [entry(1, data={"payload": json.dumps(body())})]},
    "a lista nua": lambda: [entry(1, body=body())],
    "entradas em texto": lambda: {"logs": [json.dumps(entry(1, body=body()))]},
    "a entrada é o corpo": lambda: {"logs": [{"id": "log-1", **body(moment=int(timezone.now().timestamp()))}]},
    "data ISO": lambda: {"logs": [{**entry(1, body=body()), "createdAt": timezone.now().isoformat()}]},
    "sem id nem data": lambda: {"logs": [{"body": body()}]},
}


def served(document: Any) -> Reply:
    return Reply(body=json.dumps(document).encode())


@pytest.mark.parametrize("shape", SHAPES)
def test_other_shapes_of_the_log_are_understood(loja, settings, shape):
    document = SHAPES[shape]()
    with answering(served(document)) as server:
        settings.WAPI_BASE_URL = server.url
        row = check(loja)
        again = check(loja)
    inbox.drain()

    assert (row.state, of(row)) == ("done", (1, 0, 1, 0))
    assert of(again) == (1, 1, 0, 0)
    assert Mensagem.objects.get().text == "oi"


@pytest.mark.parametrize(
    "document",
    [{"error": False}, {"error": False, "logs": {"1": "x"}}, {"logs": ["linha", "outra"]}, {"logs": [{"linha": 1}]}],
)
def test_a_log_nobody_understands_fails_with_a_clear_line_and_loses_nothing(
    loja, settings, bruno, post_webhook, document
):
    post_webhook(loja, body())
    with answering(served(document)) as server:
        settings.WAPI_BASE_URL = server.url
        answer = Caller(bruno).post(f"/api/instances/{loja.pk}/reconcile/")

    row = Reconciliation.objects.get()
    assert answer.status_code == 502
    assert "formato desconhecido" in answer.json()["errors"][0]["detail"]
    assert (row.state, row.found) == ("failed", 0)
    assert "formato desconhecido" in row.message
    assert WebhookEvent.objects.count() == 1


def test_what_is_of_another_instance_or_has_no_body_is_told_apart(loja, settings):
    def reply(request: Received) -> Reply:
        if request.path.endswith("get-webhook-log"):
            return Reply(404, body=json.dumps({"error": True, "message": "Log não encontrado."}).encode())
        foreign = body(messageId="ALHEIA")
        listed = [
            entry(1, body=body()),
            entry(2, body={**foreign, "instanceId": "OUTRA-INSTANCIA"}),
            entry(3, instanceId="OUTRA-INSTANCIA", body=foreign),
            entry(4),
            {"id": "log-5", "body": {"event": "webhookDisconnected", "disconnected": True}},  # de quando?
        ]
        return served({"logs": listed})

    with answering(reply) as server:
        settings.WAPI_BASE_URL = server.url
        row = check(loja)

    assert of(row) == (3, 0, 1, 2)
    assert not WebhookEvent.objects.filter(payload__contains=b"ALHEIA").exists()


def test_an_old_fall_given_back_does_not_bring_the_instance_down(connected, settings):
    hour_ago = timezone.now() - timedelta(minutes=30)
    state.note(connected.pk, state.Evidence(True, timezone.now(), "webhook"))
    fall = {"event": "webhookDisconnected", "instanceId": WAPI_ID, "disconnected": True}
    listed = [{"id": "log-1", "createdAt": int(hour_ago.timestamp() * 1000), "body": fall}]
    with answering(served({"logs": listed})) as server:
        settings.WAPI_BASE_URL = server.url
        row = check(connected)
    inbox.drain()

    connected.refresh_from_db()
    assert row.recovered == 1
    assert connected.status == "connected"


def test_a_gateway_away_is_tried_again_by_the_worker_and_then_given_up(loja, settings):
    settings.WAPI_BASE_URL = "http://127.0.0.1:9/v1"
    now = timezone.now()
    ask_reconcile(loja.pk, now - timedelta(hours=1), now, "outage")
    states = []
    for _ in range(recover.MAX_ATTEMPTS):
        recover.run_all()
        states.append(Reconciliation.objects.get().state)

    assert states == ["waiting"] * (recover.MAX_ATTEMPTS - 1) + ["failed"]
    assert Reconciliation.objects.get().message


def test_coming_back_asks_for_the_interval_it_was_away(connected):
    now = timezone.now()
    state.note(connected.pk, state.Evidence(True, now - timedelta(hours=3), "webhook"))
    fell = now - timedelta(hours=2)
    state.note(connected.pk, state.Evidence(False, fell, "webhook"))

    state.note(connected.pk, state.Evidence(True, now, "webhook"))

    row = Reconciliation.objects.get()
    assert (row.cause, row.start, row.state) == ("reconnected", fell, "waiting")


def test_a_question_unanswered_is_no_reason_to_check(connected):
    state.note(connected.pk, state.Evidence(True, timezone.now(), "webhook"))
    state.note_unreachable(connected.pk, timezone.now(), "poll", "tempo esgotado")

    state.note(connected.pk, state.Evidence(True, timezone.now(), "poll"))

    assert not Reconciliation.objects.exists()


@pytest.mark.parametrize("kind", ["web", "worker"])
def test_a_process_that_was_away_asks_for_what_was_posted_meanwhile(loja, kind):
    now = timezone.now()
    died = now - timedelta(minutes=10)
    reconcile.beat(kind, "a", died)
    reconcile.beat(kind, "a", died + timedelta(seconds=5))

    since = reconcile.beat(kind, "b", now)

    assert since == died + timedelta(seconds=5)
    row = Reconciliation.objects.get()
    assert (row.instance_id, row.cause, row.start, row.end) == (loja.pk, "outage", since, now)
    assert Heartbeat.objects.count() == 2


def test_two_processes_that_come_back_together_ask_once(loja, monkeypatch):
    now = timezone.now()
    Heartbeat.objects.create(name="web@a", seen_at=now - timedelta(minutes=5))
    both_here = threading.Barrier(2)
    create = Reconciliation.objects.create

    def wait_for_the_other(**columns: Any) -> Reconciliation:
        with suppress(threading.BrokenBarrierError):  # o outro não chegou: esperava a vez
            both_here.wait(0.5)
        return create(**columns)

    monkeypatch.setattr(Reconciliation.objects, "create", wait_for_the_other)

    def come_back(host: str) -> None:
        try:
            reconcile.beat("web", host, now)
        finally:
            connection.close()

    both = [threading.Thread(target=come_back, args=(host,)) for host in ("a", "b")]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert Reconciliation.objects.count() == 1


def test_new_postings_that_push_the_seen_ones_along_do_not_end_the_check(loja, monkeypatch):
    now = timezone.now()
    log = [WebhookLogEntry(f"log-{n}", None, None, now, body()) for n in range(300)]

    def newest_first(page, per_page):
        if page == 2:  # entre uma página e outra, outras cem
            log[:0] = [WebhookLogEntry(f"new-{n}", None, None, now, body()) for n in range(100)]
        return log[(page - 1) * per_page : page * per_page]

    monkeypatch.setattr(reconcile.calls, "logs", lambda *, page, per_page: newest_first(page, per_page))
    monkeypatch.setattr(reconcile, "gateway_of", lambda instance: SimpleNamespace(call=lambda page: page))

    pages = list(reconcile.postings(loja, now - timedelta(hours=1), now))

    assert sum(len(page) for page in pages) == 300


def test_while_another_of_its_kind_is_up_nothing_was_lost(loja):
    now = timezone.now()
    reconcile.beat("web", "a", now - timedelta(minutes=10))
    reconcile.beat("web", "b", now - timedelta(seconds=3))

    assert reconcile.beat("web", "a", now) is None


def test_every_night_each_instance_is_checked_once(loja, settings):
    evening = datetime(2026, 3, 10, 22, 0, tzinfo=settings.LOCAL_TIME_ZONE)
    reconcile.ask_nights(evening)
    marked = InstanceHealth.objects.get().next_night_at

    early = reconcile.ask_nights(marked - timedelta(minutes=1))
    asked = reconcile.ask_nights(marked + timedelta(minutes=1))
    again = reconcile.ask_nights(marked + timedelta(minutes=2))

    local = marked.astimezone(settings.LOCAL_TIME_ZONE)
    assert (local.day, local.hour) == (11, 3)
    assert (early, asked, again) == (0, 1, 0)
    assert Reconciliation.objects.get().cause == "nightly"


def test_the_door_still_counts_a_repeat_of_what_was_given_back(wapi, connected, post_webhook):
    lose(wapi, 1)
    check(connected)
    event = WebhookEvent.objects.get()

    answer = post_webhook(connected, bytes(event.payload))

    assert answer.json()["status"] == "duplicate"
    event.refresh_from_db()
    assert event.duplicates == 1


def test_counts_never_shrink_while_an_interrupted_check_reads_again():
    row = Reconciliation(found=100, recovered=60, unfillable=10, already_here=30)
    tally, told = recover.Tally(earlier=row), []

    for _ in range(120):
        tally.found += 1
        tally.recovered += tally.found > 110
        told.append(tally.columns())

    for name in ("found", "recovered"):
        values = [100 if name == "found" else 60, *(one[name] for one in told)]
        assert values == sorted(values)
    assert all(one["found"] == one["already_here"] + one["recovered"] + one["unfillable"] for one in told)
    assert all(value >= 0 for one in told for value in one.values())
