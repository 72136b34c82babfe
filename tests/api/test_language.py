"""A API responde na língua de `Accept-Language`: os erros por inteiro, sem tocar no que se guarda nem no esquema."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.translation import gettext

from api.schema_words import translated
from authentication.models import User
from core.models import Chat, Contact, Mensagem, WhatsappInstance

BOTH = {"pt-BR": "pt-br", "en-US,en;q=0.9": "en"}


def in_both(ask: Callable[[str], Any], status: int) -> dict[str, str]:
    """O `detail` do mesmo pedido nas duas línguas; situação e código são os mesmos, e o cabeçalho diz a língua."""
    answers = {language: ask(wanted) for wanted, language in BOTH.items()}
    for language, answer in answers.items():
        assert answer.status_code == status, answer.content
        assert answer["Content-Language"] == language
        assert "Accept-Language" in answer["Vary"]
    codes = {language: answer.json()["errors"][0]["code"] for language, answer in answers.items()}
    assert codes["pt-br"] == codes["en"]
    return {language: answer.json()["errors"][0]["detail"] for language, answer in answers.items()}


@pytest.fixture
def conversa(loja: WhatsappInstance, receive: Any) -> Chat:
    receive(loja, "received_text")
    return Chat.objects.get(instance=loja)


def test_a_field_of_ours_and_one_of_the_framework(as_user: Any, ana: User) -> None:
    caller = as_user(ana)

    ours = in_both(lambda language: caller.get("/api/chats/?limit=0", Accept_Language=language), 400)
    theirs = in_both(lambda language: caller.post("/api/clientes/", {}, Accept_Language=language), 400)

    assert ours == {"pt-br": "Um número de 1 a 200.", "en": "A number from 1 to 200."}
    assert theirs == {"pt-br": "Este campo é obrigatório.", "en": "This field is required."}


def test_a_refusal_by_plan(as_user: Any, carla: User, conversa: Chat) -> None:
    WhatsappInstance.objects.filter(pk=conversa.instance_id).update(plan="lite")
    message, caller = Mensagem.objects.get(chat=conversa), as_user(carla)

    told = in_both(
        lambda language: caller.post(f"/api/mensagens/{message.pk}/react/", {"emoji": "👍"}, Accept_Language=language),
        409,
    )

    assert told == {"pt-br": "Reações exigem o plano PRO", "en": "Reactions require the PRO plan"}


def test_a_gateway_out_of_reach(as_user: Any, bruno: User, loja: WhatsappInstance, settings: Any) -> None:
    settings.WAPI_BASE_URL = "http://127.0.0.1:9/v1"  # ninguém escuta
    caller, path = as_user(bruno), f"/api/instances/{loja.pk}/restart/"

    told = in_both(lambda language: caller.post(path, {}, Accept_Language=language), 502)

    assert told == {
        "pt-br": "Não foi possível falar com a W-APi: conexão recusada",
        "en": "W-APi could not be reached: connection refused",
    }


def test_credentials_the_gateway_does_not_answer_about(as_user: Any, bruno: User, settings: Any) -> None:
    settings.WAPI_BASE_URL = "http://127.0.0.1:9/v1"
    body = {"instance_id": "T0T0T0-AA11BB-CC22DD", "token": "x"}

    answer = as_user(bruno).post("/api/instances/check-credentials/", body, Accept_Language="en")

    assert (answer.json()["ok"], answer.json()["message"]) == (False, "connection refused")


def test_the_words_of_the_gateway_stay_as_they_came(as_user: Any, bruno: User, wapi: Any, loja: Any) -> None:
    answer = as_user(bruno).post(f"/api/instances/{loja.pk}/restart/", {}, Accept_Language="en")

    detail = answer.json()["errors"][0]["detail"]
    portuguese = as_user(bruno).post(f"/api/instances/{loja.pk}/restart/", {}).json()["errors"][0]["detail"]
    assert detail.partition(": ")[0] == "W-APi refused this instance's token"
    assert detail.partition(": ")[2] == portuguese.partition(": ")[2] != ""


def test_too_many_requests_and_too_many_failures(as_user: Any, carla: User, client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr("api.throttles._limit", lambda: 0)
    caller, body = as_user(carla), json.dumps({"email": carla.email, "password": "errada"})

    def enter(language: str) -> Any:
        return client.post(
            "/api/auth/login/", body, content_type="application/json", headers={"Accept-Language": language}
        )

    throttled = in_both(lambda language: caller.get("/api/auth/me/", Accept_Language=language), 429)
    wrong = in_both(enter, 401)
    for _ in range(8):
        enter("en")
    blocked = in_both(enter, 429)

    assert throttled["pt-br"].startswith("Pedido foi suprimido.")
    assert throttled["en"].startswith("Request was throttled.")
    assert wrong == {"pt-br": "E-mail ou senha incorretos.", "en": "Wrong e-mail or password."}
    assert blocked["pt-br"].startswith("Muitas tentativas que falharam.")
    assert blocked["en"].startswith("Too many failed attempts.")


def test_what_is_not_there(as_user: Any, carla: User, client: Client) -> None:
    caller = as_user(carla)

    path = in_both(lambda language: client.get("/api/nada/", headers={"Accept-Language": language}), 404)
    row = in_both(lambda language: caller.get("/api/chats/999999/", Accept_Language=language), 404)

    assert path == {"pt-br": "Este endereço não existe.", "en": "This address does not exist."}
    assert row == {"pt-br": "Não encontrado.", "en": "Not found."}


def test_a_file_refused_deep_in_the_domain(as_user: Any, carla: User, conversa: Chat) -> None:
    caller = as_user(carla)

    def send(language: str) -> Any:
        file = SimpleUploadedFile("foto.jpg", b"isto nao e uma imagem")
        headers = {**caller.headers, "Accept-Language": language}
        form = {"chat": conversa.pk, "type": "image", "file": file}
        return caller.http.post("/api/mensagens/", form, headers=headers)

    told = in_both(send, 400)

    assert told == {
        "pt-br": "Este arquivo não serve para este envio: mande JPEG, PNG, WebP, HEIC ou AVIF.",
        "en": "This file does not fit this kind of message: send JPEG, PNG, WebP, HEIC or AVIF.",
    }


@pytest.mark.parametrize(
    ("wanted", "language"),
    [(None, "pt-br"), ("pt", "pt-br"), ("fr", "pt-br"), ("*", "pt-br"), ("fr, en-GB;q=0.8", "en"), ("pt,en", "pt-br")],
)
def test_without_a_language_of_ours_it_is_portuguese(client: Client, wanted: str | None, language: str) -> None:
    answer = client.get("/api/nada/", headers={"Accept-Language": wanted} if wanted else {})

    assert answer["Content-Language"] == language


def test_the_thread_does_not_keep_the_language_of_a_request(client: Client) -> None:
    client.get("/api/nada/", headers={"Accept-Language": "en"})

    assert gettext("Este endereço não existe.") == "Este endereço não existe."


def test_what_is_stored_is_in_portuguese_whoever_asks(as_user: Any, carla: User, conversa: Chat) -> None:
    caller = as_user(carla)
    sent = caller.post("/api/mensagens/", {"chat": conversa.pk, "type": "text", "text": "oi"}).json()

    caller.post(f"/api/mensagens/{sent['id']}/cancel/", Accept_Language="en")

    assert Mensagem.objects.get(pk=sent["id"]).error == "Cancelada antes de sair."


def test_what_has_no_words_says_no_language(as_user: Any, bruno: User, loja: WhatsappInstance) -> None:
    Contact.objects.create(cliente=loja.cliente, instance=loja, address="5511912345678", name="Ana")

    answer = as_user(bruno).get("/api/contacts/export/", Accept_Language="en")

    assert answer.status_code == 200
    assert "Content-Language" not in answer
    assert "Accept-Language" not in answer.get("Vary", "")


def test_the_schema_is_described_in_both_languages_and_otherwise_the_same(client: Client) -> None:
    answers = [client.get("/api/schema/", headers={"Accept-Language": language}) for language in ("pt-BR", "en")]

    portuguese, english = (answer.json() for answer in answers)
    sending = [schema["paths"]["/api/mensagens/"]["post"]["summary"] for schema in (portuguese, english)]
    assert sending[0].startswith("Envia uma mensagem")
    assert sending[1].startswith("Sends a message")
    assert [answer["Content-Language"] for answer in answers] == ["pt-br", "en"]
    assert translated(portuguese, lambda _: "") == translated(english, lambda _: "")
