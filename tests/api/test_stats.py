"""Números: o livro-caixa fecha, cada um vê o seu, e a conta é barata."""

import json
import time
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from authentication.models import User
from core import stats
from core.models import OutboxItem, Stat, WhatsappInstance
from core.outbox.settle import Outcome, settle
from tests.api.caller import text_from
from webhook import inbox
from webhook.rejections import rejections


def test_the_ledger_balances_after_all_kinds_of_posts(
    as_user: Any, ana: User, bruno: User, davi: User, loja: WhatsappInstance, client: Client
) -> None:
    path = f"/webhook/{loja.webhook_secret}/"

    def post(url: str, body: Any) -> None:
        client.post(url, json.dumps(body) if isinstance(body, dict) else body, content_type="application/json")

    body = {**text_from("5511900000001", moment=int(time.time())), "instanceId": loja.instance_id}
    post(path, body)
    post(path, body)
    post(path, {"estranho": True})
    post(path, b"isto nao e json")
    post(path, {**body, "instanceId": "OUTRA"})
    post("/webhook/segredo-que-ninguem-tem-1/", body)
    inbox.drain()
    post(path, {**text_from("5511900000002"), "instanceId": loja.instance_id})
    rejections.flush()

    everything = as_user(ana).get("/api/stats/").json()
    books, mine = everything["ledger"], as_user(bruno).get("/api/stats/").json()["ledger"]

    assert books["received"] == 7
    assert books["rejected"] == {"instance_mismatch": 1, "not_json": 1, "unknown_secret": 1}
    assert (books["accepted"], books["duplicates"], books["pending"]) == (3, 1, 1)
    assert mine["rejected"] == {"instance_mismatch": 1, "not_json": 1}
    for one in (books, mine):
        assert one["received"] == one["accepted"] + one["duplicates"] + sum(one["rejected"].values())
        assert one["accepted"] == one["pending"] + one["processed"] + one["ignored"] + one["failed"]
    assert as_user(davi).get("/api/stats/").json()["ledger"]["received"] == 0
    assert everything["messages_24h"] == {"in": 1, "out": 0, "by_type": {"text": 1}}
    assert everything["events_24h"]["by_kind"] == {"message": 1, "unknown": 1}
    assert sum(point["n"] for point in everything["events_24h"]["by_hour"]) == 2
    assert everything["latency_ms"]["p95"] > 0
    assert everything["instances"] == {"connected": 1, "connecting": 0, "degraded": 0, "disconnected": 0}
    assert (everything["chats_waiting"], everything["chats_total"]) == (1, 1)
    assert everything["oldest_pending_seconds"] is not None
    assert everything["checklist"] == {
        "has_instance": True, "has_connected": True, "webhooks_verified": False, "has_test_message": False,
        "has_cliente": True,
        "has_operator": True,
    }  # fmt: skip


def test_the_range_splits_now_from_before_and_leaves_empty_buckets_out(
    as_user: Any, ana: User, loja: WhatsappInstance
) -> None:
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    Stat.objects.add(
        [
            (loja.pk, now, "event", "message/processed", 5),
            (loja.pk, now, "message", "in/text", 4),
            (loja.pk, now - timedelta(hours=3), "event", "call/ignored", 2),
            (loja.pk, now - timedelta(hours=30), "event", "message/processed", 7),
            (loja.pk, now - timedelta(days=10), "failure", "KeyError", 3),
        ]
    )
    caller = as_user(ana)

    day, month = caller.get("/api/stats/").json(), caller.get("/api/stats/?range=30d").json()

    assert [(point["kinds"], point["in"]) for point in day["series"]] == [({"call": 2}, 0), ({"message": 5}, 4)]
    assert (day["totals"]["events"], day["previous"]["events"]) == (7, 7)
    assert month["totals"] == {"events": 14, "failures": 3, "send_failures": 0, "in": 4, "out": 0}
    assert month["failures"] == [{"reason": "KeyError", "n": 3}]
    assert all(point["at"].endswith("T00:00:00Z") for point in month["series"])


def test_sends_that_failed_are_counted_by_reason_apart_from_events_and_cancelled_ones(
    as_user: Any, carla: User, bruno: User, loja: WhatsappInstance
) -> None:
    def send(*outcomes: Outcome) -> int:
        wanted = {"instance": loja.pk, "phone": "5511900000001", "text": "oi"}
        pk: int = as_user(carla).post("/api/mensagens/", wanted).json()["id"]
        for outcome in outcomes:
            OutboxItem.objects.filter(pk=pk).update(state="calling")
            settle(pk, 1, outcome)
        return pk

    send(Outcome("refused", error="Não."))
    send(Outcome("not_sent", error="Sem rede."), Outcome("refused", error="Não."))
    send(Outcome("refused", error="Sem WhatsApp.", code="not_on_whatsapp"))
    send(Outcome("unknown"))
    send(Outcome("accepted", message_id="3EB0A"))
    as_user(carla).post(f"/api/mensagens/{send()}/cancel/")

    seen = as_user(bruno).get("/api/stats/").json()

    assert seen["send_failures"] == [{"reason": "refused", "n": 2}, {"reason": "not_on_whatsapp", "n": 1}]
    assert (seen["totals"]["send_failures"], seen["previous"]["send_failures"]) == (3, 0)
    assert [point["send_failures"] for point in seen["series"]] == [3]
    assert (seen["failures"], seen["totals"]["failures"], seen["totals"]["out"]) == ([], 0, 6)
    assert seen["ledger"]["received"] == 0


@pytest.mark.parametrize("query", ["instance", "cliente"])
def test_numbers_of_others_are_404(as_user: Any, davi: User, loja: WhatsappInstance, query: str) -> None:
    pk = loja.pk if query == "instance" else loja.cliente_id

    assert as_user(davi).get(f"/api/stats/?{query}={pk}").status_code == 404


def test_the_panel_takes_few_queries(as_user: Any, ana: User, loja: WhatsappInstance) -> None:
    caller = as_user(ana)

    with CaptureQueriesContext(connection) as queries:
        caller.get("/api/stats/")

    assert len(queries) <= 12


def test_percentiles_are_interpolated_and_monotonic() -> None:
    buckets = {stats.latency_bucket(ms): n for ms, n in ((4, 50), (90, 45), (900, 5))}

    p50, p95, p100 = (stats.percentile(buckets, share) for share in (0.5, 0.95, 1.0))

    assert (p50, p95, p100) == (5.0, 100.0, 1000.0)
    assert stats.percentile({}, 0.5) is None
