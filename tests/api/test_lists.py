"""Listas: páginas por chave nos dois sentidos, firmes sob inserções; as consultas não crescem com as linhas."""

import base64
import json
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.http import StreamingHttpResponse
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from api.stream import Frames, broadcaster, frames, subscriber_for
from authentication.models import User
from core.instances import registry
from core.models import Chat, Cliente, Mensagem, WhatsappInstance
from tests.api.caller import Caller, text_from


def pages(caller: Caller, path: str, link: str = "next") -> list[list[int]]:
    """Os ids de cada página, seguindo os links."""
    found, url = [], path
    while url:
        body = caller.get(url).json()
        found.append([row["id"] for row in body["results"]])
        url = body[link]
    return found


def last_page(caller: Caller, path: str) -> str:
    """O endereço da última página."""
    url = path
    while following := caller.get(url).json()["next"]:
        url = following
    return url


@pytest.fixture
def many(loja: WhatsappInstance, receive: Callable[..., None]) -> list[int]:
    """Sete conversas, de uma mensagem cada."""
    receive(loja, *[text_from(f"55119000000{i:02d}") for i in range(7)])
    return list(Chat.objects.order_by("-last_message_at", "-id").values_list("pk", flat=True))


def test_pages_follow_each_other_both_ways(as_user: Any, carla: User, many: list[int]) -> None:
    caller = as_user(carla)

    forward = pages(caller, "/api/chats/?limit=3")
    backward = pages(caller, last_page(caller, "/api/chats/?limit=3"), "previous")

    assert forward == [many[:3], many[3:6], many[6:]]
    assert [row for page in reversed(backward) for row in page] == many


def test_insertions_neither_repeat_nor_skip(
    as_user: Any, carla: User, many: list[int], loja: WhatsappInstance, receive: Callable[..., None]
) -> None:
    caller = as_user(carla)
    first = caller.get("/api/chats/?limit=3").json()

    receive(loja, text_from("5511900000099"))
    second = caller.get(first["next"]).json()
    back = caller.get(second["previous"]).json()
    newest = caller.get(back["previous"]).json() if back["previous"] else None

    assert [row["id"] for row in second["results"]] == many[3:6]
    assert [row["id"] for row in back["results"]] == many[:3]
    assert newest is not None
    assert [row["chat_id"] for row in newest["results"]] == ["5511900000099"]


def test_chats_without_messages_come_when_they_were_made_and_page_well(
    as_user: Any, carla: User, many: list[int], loja: WhatsappInstance
) -> None:
    empty = [
        Chat.objects.create(cliente_id=loja.cliente_id, instance=loja, chat_id=f"5521{i}", kind="direct").pk
        for i in range(4)
    ]
    caller = as_user(carla)

    forward = [row for page in pages(caller, "/api/chats/?limit=2") for row in page]
    backward = pages(caller, last_page(caller, "/api/chats/?limit=2"), "previous")

    assert forward == empty[::-1] + many
    assert [row for page in reversed(backward) for row in page] == forward


def test_messages_of_a_chat_are_ordered_by_their_moment(
    as_user: Any, carla: User, loja: WhatsappInstance, receive: Callable[..., None]
) -> None:
    moments = [1_763_900_500, 1_763_900_100, 1_763_900_300, 1_763_900_300, 1_763_900_200]
    receive(loja, *[text_from("5511900000001", str(i), moment=moment) for i, moment in enumerate(moments)])
    chat = Chat.objects.get()
    expected = list(Mensagem.objects.order_by("-sent_at", "-id").values_list("pk", flat=True))
    caller = as_user(carla)

    forward = pages(caller, f"/api/mensagens/?chat={chat.pk}&limit=2")
    backward = pages(caller, last_page(caller, f"/api/mensagens/?chat={chat.pk}&limit=2"), "previous")

    assert [row for page in forward for row in page] == expected
    assert [row for page in reversed(backward) for row in page] == expected


def test_around_shows_a_message_in_the_middle_and_both_ways_lead_on(
    as_user: Any, carla: User, loja: WhatsappInstance, receive: Callable[..., None]
) -> None:
    receive(loja, *[text_from("5511900000001", str(i)) for i in range(9)])
    ids = list(Mensagem.objects.order_by("-sent_at", "-id").values_list("pk", flat=True))
    caller = as_user(carla)

    window = caller.get(f"/api/mensagens/?around={ids[4]}&limit=3").json()
    older = caller.get(window["next"]).json()
    newer = caller.get(window["previous"]).json()

    assert [row["id"] for row in window["results"]] == ids[3:6]
    assert [row["id"] for row in older["results"]] == ids[6:9]
    assert [row["id"] for row in newer["results"]] == ids[0:3]
    assert caller.get(f"/api/mensagens/?around={ids[0]}&limit=3").json()["previous"] is None
    assert caller.get("/api/mensagens/?around=999999").status_code == 404


def test_lists_by_name_page_both_ways(as_user: Any, ana: User) -> None:
    for name in ("beta", "Alfa", "gama", "beto", "álamo"):
        Cliente.objects.create(name=name)
    expected = list(Cliente.objects.order_by("name", "id").values_list("pk", flat=True))
    caller = as_user(ana)

    assert [row for page in pages(caller, "/api/clientes/?limit=2") for row in page] == expected
    backward = pages(caller, last_page(caller, "/api/clientes/?limit=2"), "previous")
    assert [row for page in reversed(backward) for row in page] == expected


@pytest.mark.parametrize("limit", ["0", "201", "-1", "abc", "", "1e2", "99999999999"])
def test_a_limit_out_of_range_is_400(as_user: Any, carla: User, limit: str) -> None:
    answer = as_user(carla).get(f"/api/chats/?limit={limit}")

    assert answer.status_code == 400
    assert answer.json()["type"] == "validation_error"
    assert answer.json()["errors"][0]["attr"] == "limit"


@pytest.mark.parametrize(
    "cursor", ["x", "bnVsbA", "WzAsMV0", "WzAsIngiLDFd", "WzIsbnVsbCwxXQ", "W1tbXV1d", "%00",
     "WzAsbnVsbCw5OTk5OTk5OTk5OTk5OTk5OTk5OTk5XQ"]
)  # fmt: skip
def test_a_foreign_cursor_is_400(as_user: Any, carla: User, cursor: str) -> None:
    answer = as_user(carla).get(f"/api/chats/?cursor={cursor}")

    assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (400, "cursor")


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("chats/?instance=abc", "instance"),
        ("chats/?kind=xyz", "kind"),
        ("chats/?unread=talvez", "unread"),
        ("mensagens/?chat=99999999999999999999", "chat"),
        ("mensagens/?status=sent,xyz", "status"),
        ("mensagens/?sent_after=ontem", "sent_after"),
        ("events/?state=pending&state=xyz", "state"),
        ("events/?received_after=2026-13-01", "received_after"),
        ("media/?kind=text", "kind"),
        ("users/?role=dono", "role"),
        ("stats/?range=2h", "range"),
    ],
)
def test_a_bad_filter_is_400_and_names_itself(as_user: Any, ana: User, path: str, name: str) -> None:
    answer = as_user(ana).get(f"/api/{path}")

    assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (400, name)


def test_unknown_parameters_are_ignored_and_empty_ones_count_as_absent(
    as_user: Any, carla: User, many: list[int]
) -> None:
    answer = as_user(carla).get("/api/chats/?inventado=1&search=&instance=")

    assert len(answer.json()["results"]) == 7


def test_davi_finds_nothing_of_acme(as_user: Any, davi: User, many: list[int], loja: WhatsappInstance) -> None:
    chat = many[0]
    for path in (
        "chats/", "mensagens/", "media/", "instances/", f"mensagens/?chat={chat}", f"chats/?instance={loja.pk}",
        "chats/?search=5511", f"mensagens/?instance={loja.pk}",
    ):  # fmt: skip
        answer = as_user(davi).get(f"/api/{path}")
        assert (answer.status_code, answer.json()["results"]) == (200, []), path
    assert as_user(davi).get("/api/chats/counts/").json() == {"all": 0, "unread": 0, "waiting": 0}
    assert as_user(davi).get("/api/stats/").json()["ledger"]["received"] == 0
    assert as_user(davi).get("/api/mensagens/?around=1").status_code == 404


LISTS = ["contacts/", "groups/", "chats/", "mensagens/", "media/", "events/", "instances/", "users/", "clientes/"]


@pytest.mark.parametrize("path", LISTS)
def test_lists_cost_the_same_with_two_rows_and_with_twenty(
    as_user: Any, ana: User, acme: Cliente, loja: WhatsappInstance, receive: Callable[..., None], path: str
) -> None:
    def grow(n: int) -> None:
        start = Chat.objects.count()
        bodies = []
        for i in range(start, start + n):
            body = text_from(f"5511970000{i:03d}", f"texto {i}")
            picture = {"imageMessage": {"url": "https://mmg.whatsapp.net/x", "mediaKey": "QUJD", "directPath": "/v/x"}}
            quoting = {"extendedTextMessage": {"text": "sim", "contextInfo": {"stanzaId": body["messageId"]}}}
            bodies += [
                body,
                text_from(f"5511970000{i:03d}", msgContent=picture),
                text_from(f"5511970000{i:03d}", msgContent=quoting),
                text_from(
                    f"120363000000000{i:03d}@g.us",
                    isGroup=True,
                    sender={"id": f"10000000000{i:04d}@lid", "pushName": ""},
                    msgContent={
                        "extendedTextMessage": {
                            "text": "@x",
                            "contextInfo": {"mentionedJid": [f"5511970000{i:03d}@s.whatsapp.net"]},
                        }
                    },
                ),
            ]
            registry.register(None, acme, f"Loja {i}", f"LOJA-{i}", None)
            User.objects.create_user(f"p{i}@acme.com.br", None, name=f"P{i}", role="operator", cliente=acme)
            Cliente.objects.create(name=f"Cliente {i}")
        receive(loja, *bodies)

    def cost() -> tuple[int, int]:
        caller.get(f"/api/{path}")
        with CaptureQueriesContext(connection) as queries:
            rows = len(caller.get(f"/api/{path}?limit=100").json()["results"])
        return len(queries), rows

    caller = as_user(ana)
    grow(2)
    few, few_rows = cost()
    grow(18)
    more, more_rows = cost()

    assert more_rows >= few_rows + 18
    assert more == few <= 8


@pytest.mark.parametrize(
    "values", [[0, "0001-01-01T00:00:00+14:00", 1], [0, "9999-12-31T23:59:59-14:00", 1]], ids=["início", "fim"]
)
def test_a_cursor_at_the_edge_of_the_calendar_is_400(as_user: Any, carla: User, values: list[Any]) -> None:
    cursor = base64.urlsafe_b64encode(json.dumps(values).encode()).decode()

    assert as_user(carla).get(f"/api/chats/?cursor={cursor}").status_code == 400


def test_an_endless_last_event_id_is_ignored(as_user: Any, carla: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.views.stream.broadcaster", SimpleNamespace(subscribe=lambda one: 0))
    monkeypatch.setattr("api.views.stream.frames", lambda *args: iter([b": fim\n\n"]))

    answer = as_user(carla).get("/api/stream/", HTTP_LAST_EVENT_ID="0" * 5000)

    assert answer.status_code == 200


def test_a_stream_is_only_opened_by_get(as_user: Any, carla: User, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Any] = []
    monkeypatch.setattr("api.views.stream.broadcaster", SimpleNamespace(subscribe=opened.append))

    answer = as_user(carla).call("HEAD", "/api/stream/")

    assert answer.status_code == 405
    assert opened == []


def test_a_stream_closed_before_its_first_byte_gives_its_seat_back(ana: User) -> None:
    subscriber = subscriber_for(ana.pk, ana)
    position = broadcaster.subscribe(subscriber)
    response = StreamingHttpResponse(Frames(subscriber, frames(subscriber, position, None, lambda: True)))

    response.close()  # quem pediu foi-se antes de ouvir

    assert subscriber not in broadcaster._subscribers


@pytest.mark.parametrize(
    ("path", "most"),
    [("chats/", 4), ("chats/?waiting=1", 4), ("chats/?order=waiting", 4), ("contacts/", 4), ("mensagens/?chat={}", 5)],
)
def test_a_page_of_a_list_takes_this_many_statements(
    as_user: Any, ana: User, loja: WhatsappInstance, receive: Callable[..., None], path: str, most: int
) -> None:
    receive(loja, *[text_from(f"5511970000{i:03d}", "oi") for i in range(12)])
    caller, address = as_user(ana), "/api/" + path.format(Chat.objects.first().pk)  # type: ignore[union-attr]

    caller.get(address)
    with CaptureQueriesContext(connection) as queries:
        rows = caller.get(address).json()["results"]

    assert rows != []
    assert len(queries) == most, [query["sql"] for query in queries]


def test_the_longest_waiting_come_first_and_page_both_ways(
    as_user: Any, carla: User, davi: User, many: list[int], loja: WhatsappInstance
) -> None:
    for minutes, pk in enumerate(many[:5]):  # a mais recente é a que espera há mais tempo
        Chat.objects.filter(pk=pk).update(waiting_since=timezone.now() - timedelta(minutes=9 - minutes))
    Chat.objects.filter(pk__in=many[5:]).update(waiting_since=None, awaits_reply=False)
    caller = as_user(carla)

    forward = pages(caller, "/api/chats/?order=waiting&limit=2")
    backward = pages(caller, last_page(caller, "/api/chats/?order=waiting&limit=2"), "previous")

    assert [row for page in forward for row in page] == many[:5]
    assert [row for page in reversed(backward) for row in page] == many[:5]
    assert as_user(davi).get("/api/chats/?order=waiting").json()["results"] == []
    assert pages(caller, "/api/chats/?order=recent&limit=9") == [many]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="o plano do MariaDB depende do tamanho das tabelas")
@pytest.mark.parametrize("who", ["ana", "carla"])
@pytest.mark.parametrize(
    "path",
    ["chats/", "chats/?waiting=1", "chats/?order=waiting", "contacts/", "chats/?waiting=1&instance={}",
     "chats/?order=waiting&instance={}", "contacts/?instance={}"],
)  # fmt: skip
def test_no_page_of_a_list_is_sorted_after_it_is_read(
    as_user: Any, many: list[int], loja: WhatsappInstance, request: pytest.FixtureRequest, path: str, who: str
) -> None:
    caller = as_user(request.getfixturevalue(who))
    with CaptureQueriesContext(connection) as queries:
        caller.get("/api/" + path.format(loja.pk))
    (page,) = [one["sql"] for one in queries if "ORDER BY" in one["sql"] and "LIMIT 51" in one["sql"]]

    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {page}")
        plan = [row[3] for row in cursor.fetchall()]

    assert not [step for step in plan if "ORDER BY" in step], plan
