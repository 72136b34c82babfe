"""Enviar: guarda e responde; a mesma chave é a mesma mensagem, também sob vinte pedidos ao mesmo tempo."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from api.serializers.mensagens.sending import SEND_TYPES
from authentication.models import User
from core.models import Chat, Mensagem, OutboxItem, WhatsappInstance
from tests.api.caller import text_from

SEND = "/api/mensagens/"


def test_a_send_is_pending_at_once_and_says_who_wrote_it(as_user: Any, carla: User, conversa: Chat) -> None:
    answer = as_user(carla).post(SEND, {"chat": conversa.pk, "type": "text", "text": "Bom dia!"})

    body = answer.json()
    assert answer.status_code == 201
    assert (body["status"], body["direction"], body["origin"]) == ("pending", "out", "api")
    assert (body["is_waiting"], body["can_retry"], body["message_id"]) == (True, False, None)
    assert body["author"] == {"id": carla.pk, "name": "Carla"}
    chat = as_user(carla).get(f"/api/chats/{conversa.pk}/").json()
    assert chat["last_message_preview"] == "Bom dia!"
    assert chat["waiting_since"] is None


@pytest.mark.parametrize(
    ("phone", "chat_id"),
    [
        ("+55 (41) 99999-0000", "5541999990000"),
        ("5541999990000@s.whatsapp.net", "5541999990000"),
        ("120363000000000000@g.us", "120363000000000000@g.us"),
        ("100000000000009@lid", "100000000000009@lid"),
    ],
)
def test_a_send_to_an_address_makes_its_chat(
    as_user: Any, carla: User, loja: WhatsappInstance, phone: str, chat_id: str
) -> None:
    answer = as_user(carla).post(SEND, {"instance": loja.pk, "phone": phone, "text": "oi"})

    assert answer.status_code == 201
    assert Chat.objects.get(pk=answer.json()["chat"]).chat_id == chat_id


@pytest.mark.parametrize(
    ("body", "attr"),
    [
        ({}, "chat"),
        ({"chat": "CHAT"}, "text"),
        ({"chat": "CHAT", "text": " \n "}, "text"),
        ({"chat": "CHAT", "text": 5.5, "type": "text", "reply_to": "x"}, "reply_to"),
        ({"chat": "CHAT", "text": "oi", "instance": "LOJA"}, "instance"),
        ({"instance": "LOJA", "text": "oi"}, "phone"),
        ({"instance": "LOJA", "phone": "12", "text": "oi"}, "phone"),
        ({"chat": "CHAT", "type": "image"}, "file"),
        ({"chat": "CHAT", "type": "foo", "text": "oi"}, "type"),
        ({"chat": "CHAT", "text": "oi", "send_at": "2020-01-01T00:00:00Z"}, "send_at"),
        ({"chat": True, "text": "oi"}, "chat"),
        ({"chat": "CHAT", "text": "oi\ud800"}, "text"),
        ({"chat": "CHAT", "text": "oi\x00"}, "text"),
    ],
)
def test_a_bad_send_is_400_and_names_the_field(
    as_user: Any, carla: User, conversa: Chat, body: dict[str, Any], attr: str
) -> None:
    names = {"CHAT": conversa.pk, "LOJA": conversa.instance_id}
    given = {name: names.get(value, value) if isinstance(value, str) else value for name, value in body.items()}

    answer = as_user(carla).post(SEND, given)

    assert answer.status_code == 400
    assert attr in [error["attr"] for error in answer.json()["errors"]]
    assert OutboxItem.objects.count() == 0


@pytest.mark.parametrize(
    ("language", "told"),
    [("pt-BR", "«lista» não é uma opção; use uma destas: "), ("en", "“lista” is not a choice; use one of these: ")],
)
def test_a_type_that_is_none_is_answered_with_those_there_are(
    as_user: Any, carla: User, conversa: Chat, language: str, told: str
) -> None:
    body = {"chat": conversa.pk, "type": "lista", "text": "oi"}

    answer = as_user(carla).post(SEND, body, Accept_Language=language)

    [error] = answer.json()["errors"]
    assert (answer.status_code, error["code"], error["attr"]) == (400, "invalid_choice", "type")
    assert error["detail"] == told + ", ".join(SEND_TYPES) + "."


def test_a_button_of_no_type_is_answered_with_those_there_are(as_user: Any, carla: User, conversa: Chat) -> None:
    buttons = [{"type": {"x": 1}, "text": "Sim"}]
    body = {"chat": conversa.pk, "type": "buttons", "text": "oi", "buttons": buttons}

    [error] = as_user(carla).post(SEND, body).json()["errors"]

    assert error["detail"].endswith("não é uma opção; use uma destas: reply, url, call.")


def test_nothing_of_another_cliente_can_be_named_in_a_body(
    as_user: Any, davi: User, conversa: Chat, recebida: Mensagem, filial: WhatsappInstance
) -> None:
    caller = as_user(davi)
    own = caller.post(SEND, {"instance": filial.pk, "phone": "5541999990000", "text": "oi"}).json()

    for body in (
        {"chat": conversa.pk, "text": "oi"},
        {"chat": conversa.pk},  # existência antes do resto do corpo
        {"instance": conversa.instance_id, "phone": "5541999990000", "text": "oi"},
        {"chat": own["chat"], "text": "oi", "reply_to": recebida.pk},
    ):
        assert caller.post(SEND, body).status_code == 404, body
    assert caller.put(f"/api/chats/{own['chat']}/draft/", {"text": "a", "reply_to": recebida.pk}).status_code == 404
    assert caller.post(f"/api/chats/{own['chat']}/read/", {"up_to": recebida.pk}).status_code == 404
    assert OutboxItem.objects.count() == 1


def test_a_reply_quotes_its_message_and_only_one_of_the_same_chat(
    as_user: Any, carla: User, conversa: Chat, recebida: Mensagem, receive: Any, loja: WhatsappInstance
) -> None:
    receive(loja, text_from("5511900000077"))
    elsewhere = Mensagem.objects.exclude(chat=conversa).get()
    caller = as_user(carla)

    good = caller.post(SEND, {"chat": conversa.pk, "text": "Claro", "reply_to": recebida.pk}).json()
    bad = caller.post(SEND, {"chat": conversa.pk, "text": "Claro", "reply_to": elsewhere.pk})

    assert good["quoted_message_id"] == recebida.message_id
    assert (good["quoted"]["id"], good["quoted"]["text"], good["quoted"]["from_me"]) == (
        recebida.pk,
        recebida.text,
        False,
    )
    assert (bad.status_code, bad.json()["errors"][0]["attr"]) == (400, "reply_to")


def test_the_same_key_is_the_same_message_and_another_body_is_409(as_user: Any, carla: User, conversa: Chat) -> None:
    caller = as_user(carla)
    body = {"chat": conversa.pk, "text": "Uma vez só"}

    first = caller.post(SEND, body, Idempotency_Key="chave-1")
    again = caller.post(SEND, body, Idempotency_Key="chave-1")
    other = caller.post(SEND, {**body, "text": "Outra coisa"}, Idempotency_Key="chave-1")
    new = caller.post(SEND, body, Idempotency_Key="chave-2")

    assert (first.status_code, again.status_code, other.status_code, new.status_code) == (201, 200, 409, 201)
    assert first.json()["id"] == again.json()["id"] != new.json()["id"]
    assert other.json()["errors"][0]["code"] == "idempotency_conflict"


def test_a_key_belongs_to_its_cliente(
    as_user: Any, carla: User, davi: User, conversa: Chat, filial: WhatsappInstance
) -> None:
    mine = as_user(carla).post(SEND, {"chat": conversa.pk, "text": "oi"}, Idempotency_Key="chave")
    theirs = as_user(davi).post(
        SEND, {"instance": filial.pk, "phone": "5541999990000", "text": "oi"}, Idempotency_Key="chave"
    )

    assert (mine.status_code, theirs.status_code) == (201, 201)


@pytest.mark.parametrize("key", ["", "com espaço", "x" * 256])
def test_a_key_that_is_no_key_is_400(as_user: Any, carla: User, conversa: Chat, key: str) -> None:
    answer = as_user(carla).post(SEND, {"chat": conversa.pk, "text": "oi"}, Idempotency_Key=key)

    assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (400, "Idempotency-Key")


@pytest.mark.django_db(transaction=True)
def test_twenty_simultaneous_sends_with_one_key_are_one_message(as_user: Any, carla: User, conversa: Chat) -> None:
    caller = as_user(carla)
    body = {"chat": conversa.pk, "text": "Ao mesmo tempo"}

    def send(_: int) -> tuple[int, int]:
        try:
            answer = caller.post(SEND, body, Idempotency_Key="uma-chave")
            return answer.status_code, answer.json()["id"]
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(send, range(20)))

    assert sorted(status for status, _ in answers) == [200] * 19 + [201]
    assert len({pk for _, pk in answers}) == 1
    assert OutboxItem.objects.count() == 1


def test_a_waiting_send_is_cancelled_then_retried(as_user: Any, carla: User, conversa: Chat) -> None:
    caller = as_user(carla)
    pk = caller.post(SEND, {"chat": conversa.pk, "text": "Espere"}).json()["id"]

    cancelled = caller.post(f"{SEND}{pk}/cancel/").json()
    again = caller.post(f"{SEND}{pk}/cancel/")
    retried = caller.post(f"{SEND}{pk}/retry/").json()
    resolved = caller.post(f"{SEND}{pk}/resolve/", {"outcome": "sent"})

    assert (cancelled["status"], cancelled["error_code"], cancelled["can_retry"]) == ("failed", "cancelled", True)
    assert (again.status_code, again.json()["errors"][0]["code"]) == (409, "not_possible")
    assert (retried["status"], retried["attempt"], retried["is_waiting"]) == ("pending", 2, True)
    assert resolved.status_code == 409


def test_the_detail_tells_edits_and_steps(as_user: Any, carla: User, ana: User, loja: Any, receive: Any) -> None:
    first = text_from("5511900000001", "ola", moment=1_763_900_000)
    receive(loja, first)
    for moment in (1_763_900_060, 1_763_900_061):  # a segunda é o eco da mesma edição, com outro id
        receive(
            loja,
            text_from(
                "5511900000001",
                moment=moment,
                msgContent={
                    "protocolMessage": {
                        "type": "MESSAGE_EDIT",
                        "key": {"id": first["messageId"], "fromMe": False},
                        "editedMessage": {"conversation": "olá"},
                    }
                },
            ),
        )
    pk = Mensagem.objects.get().pk

    body = as_user(ana).get(f"{SEND}{pk}/").json()

    assert body["text"] == "olá"
    assert [edit["text"] for edit in body["edits"]] == ["ola", "olá"]
    assert body["steps"][0]["name"] == "created"
    assert body["file_by"] is None
    assert body["event"] == body["steps"][0]["event"] is not None
    hidden = as_user(carla).get(f"{SEND}{pk}/").json()
    assert hidden["event"] is None
    assert {step["event"] for step in hidden["steps"]} == {None}


def test_messages_are_filtered(as_user: Any, carla: User, loja: Any, receive: Any) -> None:
    receive(loja, text_from("5511900000001", "maçã", moment=1_763_900_000), text_from("5511900000002", "pera 100%"))
    caller = as_user(carla)

    def texts(query: str) -> list[str]:
        return [row["text"] for row in caller.get(f"{SEND}?{query}").json()["results"]]

    assert texts("search=100%25") == ["pera 100%"]
    assert texts("direction=in&type=text,image&status=received") == ["pera 100%", "maçã"]
    assert texts("direction=out") == []
    assert texts("sent_before=2025-11-23T12:13:21Z") == ["maçã"]
    assert texts(f"message_id={Mensagem.objects.get(text='maçã').message_id}") == ["maçã"]


def test_has_link_brings_whatever_may_be_drawn_as_one(
    as_user: Any, carla: User, davi: User, loja: Any, receive: Any
) -> None:
    drawn = ["veja http://a.b/c", "Www.Loja.com", "café.com.br", "wa.me/5511", "oi\nlink em padaria.com"]
    plain = ["oi. Tudo bem?", "R$ 1.250,00", "fim.", "3.14 é pi", "..."]
    receive(loja, *(text_from("5511900000001", text) for text in drawn + plain))
    sent = {"instance": loja.pk, "phone": "5511900000001"}
    button = {"type": "url", "text": "Ver", "value": "https://loja.com"}
    as_user(carla).post(SEND, {**sent, "type": "buttons", "text": "Compre", "buttons": [button]})
    as_user(carla).post(SEND, {**sent, "type": "link", "text": "Promo", "url": "https://loja.com"})

    rows = as_user(carla).get(f"{SEND}?has_link=1&limit=50").json()["results"]

    assert {row["text"] for row in rows} == {*drawn, "Compre", "Promo"}
    assert len(as_user(carla).get(f"{SEND}?has_link=0&limit=50").json()["results"]) == len(drawn) + len(plain) + 2
    assert as_user(davi).get(f"{SEND}?has_link=1").json()["results"] == []
