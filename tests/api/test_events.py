"""Eventos: o corpo como veio, o que se entendeu, reprocessar sem contar duas vezes."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from authentication.models import User
from core.instances import registry
from core.models import Chat, Cliente, Contact, EventState, ReplayJob, WebhookEvent, WhatsappInstance
from tests.api.caller import text_from
from webhook import inbox, replay

LIST = "/api/events/"


def post_raw(client: Client, instance: WhatsappInstance, raw: bytes) -> WebhookEvent:
    answer = client.post(f"/webhook/{instance.webhook_secret}/", raw, content_type="application/json")
    assert answer.status_code == 200, answer.content
    inbox.drain()
    return WebhookEvent.objects.get(event_id=answer.json()["event_id"])


def test_the_detail_shows_payload_facts_links_and_times(
    as_user: Any, bruno: User, recebida: Any, loja: WhatsappInstance
) -> None:
    pk = WebhookEvent.objects.get().pk

    row = as_user(bruno).get(LIST).json()["results"][0]
    body = as_user(bruno).get(f"{LIST}{pk}/").json()

    assert (row["kind"], row["state"], row["instance_name"], row["authenticated"]) == (
        "message",
        "processed",
        "Loja",
        True,
    )
    assert row["published_at"] == row["processed_at"] is not None
    assert row["total_ms"] >= 0
    assert "payload" not in row
    assert set(row) < set(body)
    assert body["payload"]["messageId"] == recebida.message_id
    assert body["facts"][0]["kind"] == "message"
    assert body["facts"][0]["content"]["text"] == recebida.text
    assert body["links"] == {"chat": recebida.chat_id, "mensagem": recebida.pk}


@pytest.mark.parametrize(
    "raw",
    [
        b'{"a": 1e999}',
        b'{"a": "\\ud83d"}',
        b'{"a": ' + b"[" * 900 + b"]" * 900 + b"}",
        b'{"a": ' + b"9" * 5000 + b"}",
        b'{"event": 5, "msgContent": [], "moment": {}}',
    ],
    ids=["infinito", "surrogate", "abismo", "número enorme", "tipos trocados"],
)
def test_any_payload_can_be_looked_at(
    as_user: Any, bruno: User, loja: WhatsappInstance, client: Client, raw: bytes
) -> None:
    event = post_raw(client, loja, raw)

    answer = as_user(bruno).get(f"{LIST}{event.pk}/")

    assert answer.status_code == 200
    body = json.loads(answer.content, parse_constant=pytest.fail)
    assert (body["payload"] is None) == (body["payload_text"] is not None)


def test_filters_take_many_words_and_counts_ignore_the_state(
    as_user: Any, bruno: User, loja: WhatsappInstance, receive: Any
) -> None:
    receive(loja, "received_text", "connected", "call")
    caller = as_user(bruno)

    def kinds(query: str) -> set[str]:
        return {row["kind"] for row in caller.get(f"{LIST}?{query}").json()["results"]}

    assert kinds("kind=message,call") == kinds("kind=message&kind=call") == {"message", "call"}
    assert kinds("state=pending,failed") == set()
    assert kinds("event_type=webhookReceived") == {"message"}
    assert kinds("q=" + WebhookEvent.objects.get(kind="call").event_id[:10]) == {"call"}
    counts = caller.get(f"{LIST}counts/?state=failed").json()
    assert counts["pending"] == counts["failed"] == 0
    assert counts["processed"] + counts["ignored"] == 3


def test_counts_are_ones_own_and_leave_tests_out(
    as_user: Any, ana: User, bruno: User, loja: WhatsappInstance, filial: WhatsappInstance, receive: Any
) -> None:
    receive(loja, "received_text", "call")
    receive(filial, text_from("5511900000009"))
    WebhookEvent.objects.filter(kind="call").update(is_test=True)

    assert as_user(ana).get(f"{LIST}counts/").json()["processed"] == 2
    assert as_user(bruno).get(f"{LIST}counts/").json()["processed"] == 1
    assert as_user(bruno).get(f"{LIST}counts/?instance={filial.pk}").json()["processed"] == 0
    assert as_user(bruno).get(f"{LIST}counts/?kind=message").json()["processed"] == 1
    WebhookEvent.objects.update(state="failed")
    assert len(as_user(bruno).get(f"{LIST}?state=failed,pending").json()["results"]) == 1


def test_one_event_is_replayed_and_the_ledger_still_closes(
    as_user: Any, ana: User, recebida: Any, loja: WhatsappInstance
) -> None:
    caller = as_user(ana)
    event = WebhookEvent.objects.get()
    before = caller.get("/api/stats/").json()["ledger"]

    again = caller.post(f"{LIST}{event.pk}/replay/").json()
    waiting = caller.get("/api/stats/").json()["ledger"]
    inbox.drain()
    after = caller.get("/api/stats/").json()["ledger"]

    assert (again["state"], again["replayed_at"] is not None) == ("pending", True)
    assert (waiting["pending"], waiting["processed"]) == (1, 0)
    assert before == after
    assert before["accepted"] == 1


def test_many_are_replayed_by_ids_or_filters_and_only_ones_own(
    as_user: Any, bruno: User, davi: User, loja: WhatsappInstance, filial: WhatsappInstance, receive: Any
) -> None:
    receive(loja, *[text_from(f"551190000000{i}") for i in range(3)])
    receive(filial, text_from("5511900000009"))
    theirs = WebhookEvent.objects.get(instance=filial).pk
    mine = list(WebhookEvent.objects.filter(instance=loja).values_list("pk", flat=True))
    caller = as_user(bruno)

    preview = caller.post(f"{LIST}replay/preview/", {"kind": ["message"]}).json()
    foreign = caller.post(f"{LIST}replay/", {"ids": [mine[0], theirs]})
    nothing = caller.post(f"{LIST}replay/", {})
    job = caller.post(f"{LIST}replay/", {"kind": ["message"], "received_after": "2020-01-01T00:00:00Z"})
    replay.advance(ReplayJob.objects.get())
    shown = caller.get(f"{LIST}replays/{job.json()['id']}/").json()
    replay.advance(ReplayJob.objects.get())

    assert (preview["total"], preview["by_kind"]) == (3, {"message": 3})
    assert preview["by_instance"] == [{"instance": loja.pk, "name": "Loja", "n": 3}]
    assert (foreign.status_code, nothing.status_code, job.status_code) == (404, 400, 202)
    assert (job.json()["total"], job.json()["state"]) == (3, "running")
    assert (shown["done"], shown["failed"]) == (3, 0)
    assert set(WebhookEvent.objects.filter(state=EventState.PENDING).values_list("pk", flat=True)) == set(mine)
    assert caller.get(f"{LIST}replays/{job.json()['id']}/").json()["state"] == "done"
    cancelled = caller.post(f"{LIST}replay/", {"ids": mine}).json()
    assert caller.post(f"{LIST}replays/{cancelled['id']}/cancel/").json()["state"] == "cancelled"


def test_errors_are_grouped_with_count_first_and_last(
    as_user: Any, bruno: User, loja: WhatsappInstance, receive: Any, django_assert_max_num_queries: Any
) -> None:
    receive(loja, "received_text", "connected", "call")
    first, second, third = WebhookEvent.objects.order_by("pk")
    broken = {"state": EventState.FAILED, "error": "KeyError: 'chat'"}
    WebhookEvent.objects.filter(pk__in=[first.pk, second.pk]).update(**broken)
    WebhookEvent.objects.filter(pk=third.pk).update(state=EventState.FAILED, error="ValueError: outro")
    caller = as_user(bruno)

    with django_assert_max_num_queries(8):
        groups = caller.get(f"{LIST}errors/").json()

    assert [(group["error"], group["n"], group["event"]) for group in groups] == [
        ("KeyError: 'chat'", 2, second.pk),
        ("ValueError: outro", 1, third.pk),
    ]
    assert groups[0]["first_at"] <= groups[0]["last_at"]
    assert [group["n"] for group in caller.get(f"{LIST}errors/?kind={third.kind}").json()] == [1]
    assert caller.get(f"{LIST}errors/?state=processed").json() == []


def test_the_cliente_filter_narrows_and_never_widens(
    as_user: Any, ana: User, bruno: User, loja: WhatsappInstance, receive: Any
) -> None:
    receive(loja, "received_text")
    own, other = loja.cliente_id, loja.cliente_id + 1_000

    def seen(user: User, cliente: int) -> tuple[int, int]:
        caller = as_user(user)
        rows = caller.get(f"{LIST}?cliente={cliente}").json()["results"]
        return len(rows), sum(caller.get(f"{LIST}counts/?cliente={cliente}").json().values())

    assert seen(ana, own) == seen(bruno, own) == (1, 1)
    assert seen(ana, other) == seen(bruno, other) == (0, 0)
    job = as_user(bruno).post(f"{LIST}replay/", {"cliente": other}).json()
    assert job["total"] == 0


def in_group(number: int) -> dict[str, Any]:
    group = f"12036300000000{number:04d}@g.us"
    sender = {"id": "5511900000003", "pushName": "Caio"}
    return text_from(group, isGroup=True, sender=sender, groupName=f"Equipe {number}")


def test_a_group_and_a_person_are_called_by_their_names_and_who_has_none_by_none(
    as_user: Any, bruno: User, client: Client, loja: WhatsappInstance
) -> None:
    for body in (in_group(1), text_from("5511900000002"), text_from("5511900000004")):
        post_raw(client, loja, json.dumps({**body, "instanceId": loja.instance_id}).encode())
    Contact.objects.filter(address="5511900000002").update(push_name=None)
    Contact.objects.filter(address="5511900000004").update(saved_name="Dona Ivone")
    Chat.objects.filter(kind="group").update(custom_name="Time da rua")

    rows = as_user(bruno).get(LIST).json()["results"]
    detail = as_user(bruno).get(f"{LIST}{rows[2]['id']}/").json()

    named = [(row["subject"], row["subject_name"]) for row in rows]
    assert named == [
        ("5511900000004", "Dona Ivone"),
        ("5511900000002", None),
        ("120363000000000001@g.us", "Time da rua"),
    ]
    assert detail["subject_name"] == "Time da rua"


def test_a_person_is_called_as_the_book_of_that_instance_knows_her(
    as_user: Any, ana: User, bruno: User, davi: User, client: Client, loja: WhatsappInstance, other: Cliente
) -> None:
    rival = registry.register(None, other, "Rival", "RIVAL-1", "token")
    for instance in (loja, rival):
        body = {**text_from("5511900000004"), "instanceId": instance.instance_id}
        post_raw(client, instance, json.dumps(body).encode())
    Contact.objects.filter(instance=loja).update(saved_name="Dona Ivone")
    Contact.objects.filter(instance=rival).update(saved_name="Segredo de outro")

    named = {user: [row["subject_name"] for row in as_user(user).get(LIST).json()["results"]] for user in (ana, bruno)}

    assert named == {ana: ["Segredo de outro", "Dona Ivone"], bruno: ["Dona Ivone"]}
    assert as_user(davi).get(LIST).status_code == 403


def test_the_names_of_a_page_cost_the_same_for_any_number_of_rows(
    as_user: Any, bruno: User, client: Client, loja: WhatsappInstance, django_assert_num_queries: Any
) -> None:
    caller = as_user(bruno)
    for body in (in_group(1), text_from("5511900000011")):
        post_raw(client, loja, json.dumps({**body, "instanceId": loja.instance_id}).encode())
    with CaptureQueriesContext(connection) as seen:
        caller.get(LIST)
        n = len(seen)

    for number in range(2, 9):
        for body in (in_group(number), text_from(f"551190000001{number}")):
            post_raw(client, loja, json.dumps({**body, "instanceId": loja.instance_id}).encode())

    with django_assert_num_queries(n):
        rows = caller.get(LIST).json()["results"]
    groups, people = ({f"{word}{number}" for number in range(1, 9)} for word in ("Equipe ", "Contato 001"))
    assert {row["subject_name"] for row in rows} == groups | people
