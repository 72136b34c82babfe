"""Conversas: ler até onde se leu, nomes, rascunhos de cada um, quem espera."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from authentication.models import User
from core.contacts import people
from core.models import Change, Chat, Mensagem, MessageMedia, OutboxItem, WhatsappInstance
from core.outbox.settle import Outcome, settle
from tests.api.caller import text_from


@pytest.fixture
def tres(loja: WhatsappInstance, receive: Any) -> Chat:
    """Uma conversa com três recebidas."""
    receive(loja, *[text_from("5511900000001", str(i)) for i in range(3)])
    return Chat.objects.get()


def test_reading_up_to_a_message_leaves_the_later_ones(as_user: Any, carla: User, tres: Chat) -> None:
    ids = list(Mensagem.objects.order_by("id").values_list("pk", flat=True))
    caller = as_user(carla)
    before = caller.get(f"/api/chats/{tres.pk}/").json()

    some = caller.post(f"/api/chats/{tres.pk}/read/", {"up_to": ids[1]}).json()
    back = caller.post(f"/api/chats/{tres.pk}/read/", {"up_to": ids[0]}).json()
    all_read = caller.post(f"/api/chats/{tres.pk}/read/").json()

    assert (before["unread_count"], before["first_unread_id"], before["read_up_to_id"]) == (3, ids[0], None)
    assert (some["unread_count"], some["first_unread_id"], some["read_up_to_id"]) == (1, ids[2], ids[1])
    assert back["read_up_to_id"] == ids[1]  # a posição só avança
    assert (all_read["unread_count"], all_read["first_unread_id"]) == (0, None)
    assert Change.objects.filter(resource="chat", object_id=tres.pk).count() == 3


def test_an_old_message_recovered_later_marks_nothing_newer_as_read(
    as_user: Any, carla: User, loja: WhatsappInstance, receive: Any
) -> None:
    """A reposta tem o maior id e está no alto do fio: quem a viu não viu as de baixo."""
    receive(loja, *[text_from("5511900000001", str(i), moment=1_763_900_100 + i) for i in range(3)])
    receive(loja, text_from("5511900000001", "a que se perdeu", moment=1_763_900_000))
    chat, caller = Chat.objects.get(), as_user(carla)
    recovered = Mensagem.objects.get(text="a que se perdeu")
    newest = Mensagem.objects.get(text="2")

    saw_the_old_one = caller.post(f"/api/chats/{chat.pk}/read/", {"up_to": recovered.pk}).json()
    saw_the_end = caller.post(f"/api/chats/{chat.pk}/read/", {"up_to": newest.pk}).json()
    saw_both = caller.post(f"/api/chats/{chat.pk}/read/", {"up_to": recovered.pk}).json()

    assert [one["unread_count"] for one in (saw_the_old_one, saw_the_end, saw_both)] == [4, 1, 0]


def test_a_number_in_either_spelling_finds_its_chat_and_contact(
    as_user: Any, carla: User, davi: User, loja: WhatsappInstance, receive: Any
) -> None:
    receive(loja, text_from("554899990001"))
    typed, caller = "5548999990001", as_user(carla)

    found = [
        caller.get(f"/api/{path}={typed}").json()["results"]
        for path in ("chats/?chat_id", "chats/?search", "contacts/?search")
    ]

    assert [len(rows) for rows in found] == [1, 1, 1]
    assert as_user(davi).get(f"/api/chats/?chat_id={typed}").json()["results"] == []


def test_a_new_chat_without_messages_sits_where_it_was_made(
    as_user: Any, carla: User, loja: WhatsappInstance, receive: Any, connected: WhatsappInstance
) -> None:
    now = timezone.now()
    receive(loja, text_from("5511900000001", moment=int((now - timedelta(hours=2)).timestamp())))
    receive(loja, text_from("5511900000003", moment=int(now.timestamp())))
    people.start(None, connected, "5511900000002", None)
    Chat.objects.filter(chat_id="5511900000002").update(created_at=now - timedelta(hours=1))
    caller = as_user(carla)

    whole = caller.get("/api/chats/").json()["results"]
    page, one_by_one = caller.get("/api/chats/?limit=1").json(), []
    while True:
        one_by_one += [chat["chat_id"] for chat in page["results"]]
        if page["next"] is None:
            break
        page = caller.get(page["next"]).json()

    assert [chat["chat_id"] for chat in whole] == ["5511900000003", "5511900000002", "5511900000001"]
    assert one_by_one == [chat["chat_id"] for chat in whole]
    assert whole[1]["last_message_at"] is None


def test_unread_from_a_message_goes_back_and_stays_until_read(as_user: Any, carla: User, tres: Chat) -> None:
    ids = list(Mensagem.objects.order_by("id").values_list("pk", flat=True))
    caller = as_user(carla)
    caller.post(f"/api/chats/{tres.pk}/read/")

    back = caller.post(f"/api/chats/{tres.pk}/unread/", {"since": ids[1]}).json()
    from_the_start = caller.post(f"/api/chats/{tres.pk}/unread/", {"since": ids[0]}).json()
    again = caller.post(f"/api/chats/{tres.pk}/read/", {"up_to": ids[0]}).json()

    assert (back["unread_count"], back["first_unread_id"], back["read_up_to_id"]) == (2, ids[1], ids[0])
    assert (from_the_start["unread_count"], from_the_start["read_up_to_id"]) == (3, None)
    assert (again["unread_count"], again["first_unread_id"]) == (2, ids[1])
    assert Change.objects.filter(resource="chat", object_id=tres.pk).count() == 5


def test_what_is_not_an_unread_message_says_why(as_user: Any, carla: User, tres: Chat) -> None:
    caller = as_user(carla)
    first = Mensagem.objects.order_by("id")[0]
    ours = caller.post("/api/mensagens/", {"chat": tres.pk, "text": "respondo"}).json()["id"]
    url = f"/api/chats/{tres.pk}/unread/"

    own = caller.post(url, {"since": ours})
    Chat.objects.filter(pk=tres.pk).update(phone_read_at=first.sent_at)
    read_on_the_phone = caller.post(url, {"since": first.pk})
    missing = caller.post(url, {})

    assert (own.status_code, read_on_the_phone.status_code, missing.status_code) == (409, 409, 400)
    assert "pelo celular" in read_on_the_phone.json()["errors"][0]["detail"]


def test_unread_takes_only_messages_of_that_chat(
    as_user: Any, carla: User, tres: Chat, loja: Any, receive: Any
) -> None:
    receive(loja, text_from("5511900000002"))
    elsewhere = Mensagem.objects.exclude(chat=tres).get()

    assert as_user(carla).post(f"/api/chats/{tres.pk}/unread/", {"since": elsewhere.pk}).status_code == 404


def test_a_new_message_after_reading_is_unread(as_user: Any, carla: User, tres: Chat, loja: Any, receive: Any) -> None:
    as_user(carla).post(f"/api/chats/{tres.pk}/read/")

    receive(loja, text_from("5511900000001", "mais uma"))

    assert as_user(carla).get(f"/api/chats/{tres.pk}/").json()["unread_count"] == 1


def test_the_contact_waits_since_the_first_unanswered_message(as_user: Any, carla: User, tres: Chat) -> None:
    caller = as_user(carla)
    first = Mensagem.objects.order_by("id")[0]

    waiting = caller.get("/api/chats/").json()["results"][0]["waiting_since"]
    counts = caller.get("/api/chats/counts/").json()
    caller.post("/api/mensagens/", {"chat": tres.pk, "text": "respondo"})

    assert waiting == first.sent_at.isoformat().replace("+00:00", "Z")
    assert counts == {"all": 1, "unread": 1, "waiting": 1}
    assert caller.get("/api/chats/?waiting=1").json()["results"] == []
    assert caller.get("/api/chats/counts/").json()["waiting"] == 0


def test_a_row_tells_the_seconds_its_bubble_shows_without_reading_the_pictures(
    as_user: Any, carla: User, tres: Chat
) -> None:
    MessageMedia.objects.create(
        cliente_id=tres.cliente_id,
        mensagem=Mensagem.objects.order_by("id")[2],
        kind="voice",
        made={"seconds": 7},
        made_thumbnail=b"x" * 999,
    )
    caller = as_user(carla)

    with CaptureQueriesContext(connection) as seen:
        (row,) = caller.get("/api/chats/").json()["results"]
    asked = " ".join(query["sql"] for query in seen)
    (bubble, *_) = caller.get(f"/api/mensagens/?chat={tres.pk}").json()["results"]

    assert row["last_message"]["seconds"] == bubble["media"]["seconds"] == 7
    assert '"made"' in asked.replace("`", '"')
    for column in ("made_thumbnail", "made_waveform", "placeholder"):
        assert column not in asked


def test_a_reply_that_did_not_leave_answers_nobody(as_user: Any, carla: User, tres: Chat) -> None:
    caller = as_user(carla)
    first = Mensagem.objects.order_by("id")[0]
    later = (timezone.now() + timedelta(days=30)).isoformat()

    def waits() -> tuple[int, str | None]:
        chat = caller.get(f"/api/chats/{tres.pk}/").json()
        return caller.get("/api/chats/counts/").json()["waiting"], chat["waiting_since"]

    still = (1, first.sent_at.isoformat().replace("+00:00", "Z"))
    caller.post("/api/mensagens/", {"chat": tres.pk, "text": "mês que vem", "send_at": later})
    assert waits() == still

    now = caller.post("/api/mensagens/", {"chat": tres.pk, "text": "respondo"}).json()["id"]
    assert waits() == (0, None)

    caller.post(f"/api/mensagens/{now}/cancel/")
    assert waits() == still

    caller.post(f"/api/mensagens/{now}/retry/")
    assert waits() == (0, None)

    OutboxItem.objects.filter(pk=now).update(state="calling")
    settle(now, 2, Outcome("refused", error="número inválido"))
    assert waits() == still

    caller.post(f"/api/mensagens/{now}/retry/")
    OutboxItem.objects.filter(pk=now).update(state="calling")
    settle(now, 3, Outcome("unknown"))
    assert waits() == still

    settle(now, 3, Outcome("accepted", message_id="3EB0TARDE"))
    assert waits() == (0, None)


def test_who_waits_for_an_unconfirmed_send_waits_until_a_person_says_it_left(
    as_user: Any, carla: User, tres: Chat
) -> None:
    caller = as_user(carla)
    sent = caller.post("/api/mensagens/", {"chat": tres.pk, "text": "respondo"}).json()["id"]
    OutboxItem.objects.filter(pk=sent).update(state="calling")
    settle(sent, 1, Outcome("unknown"))
    before = caller.get(f"/api/chats/{tres.pk}/").json()["waiting_since"]

    caller.post(f"/api/mensagens/{sent}/resolve/", {"outcome": "sent"})

    assert before is not None
    assert caller.get(f"/api/chats/{tres.pk}/").json()["waiting_since"] is None


def test_a_cancelled_send_is_not_the_last_message_until_it_is_tried_again(
    as_user: Any, carla: User, tres: Chat
) -> None:
    caller = as_user(carla)

    def last() -> tuple[Any, ...]:
        chat = caller.get(f"/api/chats/{tres.pk}/").json()
        person = caller.get("/api/contacts/").json()["results"][0]
        return chat["last_message_at"], chat["last_message_preview"], person["last_message_at"]

    before = last()
    sent = caller.post("/api/mensagens/", {"chat": tres.pk, "text": "engano"}).json()
    while_waiting = last()

    caller.post(f"/api/mensagens/{sent['id']}/cancel/")
    cancelled = last()
    caller.post(f"/api/mensagens/{sent['id']}/retry/")

    assert while_waiting[1] == "engano"
    assert cancelled == before
    assert last() == while_waiting


def test_a_custom_name_wins_and_an_empty_one_goes(as_user: Any, carla: User, tres: Chat) -> None:
    caller = as_user(carla)

    named = caller.patch(f"/api/chats/{tres.pk}/", {"custom_name": "Dona Ida", "unread_count": 0}).json()
    bare = caller.patch(f"/api/chats/{tres.pk}/", {"custom_name": ""}).json()

    assert (named["name"], named["push_name"], named["unread_count"]) == ("Dona Ida", "Contato 0001", 3)
    assert (bare["name"], bare["custom_name"]) == ("Contato 0001", None)


@pytest.mark.parametrize("words", ["ida", "contato 0001", "90000-0001", "(11) 9000", "5511900000001"])
def test_search_finds_names_and_digits(as_user: Any, carla: User, tres: Chat, words: str) -> None:
    Chat.objects.update(custom_name="Dona Ida")

    assert len(as_user(carla).get("/api/chats/?search=" + words).json()["results"]) == 1
    assert as_user(carla).get("/api/chats/?search=zulmira").json()["results"] == []


def test_a_draft_is_ones_own(as_user: Any, carla: User, bruno: User, tres: Chat) -> None:
    caller = as_user(carla)
    message = Mensagem.objects.order_by("id")[0].pk

    put = caller.put(f"/api/chats/{tres.pk}/draft/", {"text": " Oi, ", "reply_to": message})

    assert (put.status_code, put.json()["text"], put.json()["reply_to"]) == (200, " Oi, ", message)
    assert caller.get("/api/chats/").json()["results"][0]["draft"]["text"] == " Oi, "
    assert as_user(bruno).get(f"/api/chats/{tres.pk}/").json()["draft"] is None
    assert caller.delete(f"/api/chats/{tres.pk}/draft/").status_code == 204
    assert caller.get(f"/api/chats/{tres.pk}/").json()["draft"] is None


def test_presence_shows_only_while_fresh(as_user: Any, carla: User, tres: Chat) -> None:
    Chat.objects.update(presence="composing", presence_moment=timezone.now())
    fresh = as_user(carla).get(f"/api/chats/{tres.pk}/").json()["presence"]
    Chat.objects.update(presence_moment=timezone.now() - timedelta(minutes=1))
    stale = as_user(carla).get(f"/api/chats/{tres.pk}/").json()["presence"]

    assert fresh["state"] == "composing"
    assert stale is None


def test_the_cliente_filter_narrows_and_never_widens(as_user: Any, ana: User, carla: User, recebida: Any) -> None:
    own, other = recebida.cliente_id, recebida.cliente_id + 1_000

    def seen(user: User, cliente: int) -> tuple[int, int]:
        caller = as_user(user)
        rows = caller.get(f"/api/chats/?cliente={cliente}").json()["results"]
        return len(rows), caller.get(f"/api/chats/counts/?cliente={cliente}").json()["all"]

    assert seen(ana, own) == seen(carla, own) == (1, 1)
    assert seen(ana, other) == seen(carla, other) == (0, 0)
