"""Clientes HTTP já com token, e linhas nascidas pela própria porta."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from api.tests.helpers import Caller
from authentication.models import User
from conftest import capture
from core.instances import registry
from core.models import Chat, Cliente, Mensagem, WhatsappInstance
from webhook import inbox
from webhook.intake import intake, store_rows


@pytest.fixture(autouse=True)
def _cheap_passwords(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _same_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """A porta grava nesta conexão, e não na do escrivão: o teste se desfaz por rollback."""
    monkeypatch.setattr(intake, "store", lambda posted: store_rows([posted])[posted.receipt])


@pytest.fixture
def as_user(db: None) -> Callable[[User | None], Caller]:
    """Um cliente HTTP que fala por esta pessoa (None: sem token)."""
    return Caller


@pytest.fixture
def filial(other: Cliente) -> WhatsappInstance:
    """Uma instância do outro cliente."""
    return registry.register(other, "Filial", "F0F0F0-AA11BB-CC22DD", "OTHER_INSTANCE_TOKEN")


@pytest.fixture
def receive(client: Client) -> Callable[..., None]:
    """Posta capturas na porta de uma instância e as aplica."""

    def post(instance: WhatsappInstance, *bodies: dict[str, Any] | str) -> None:
        for body in bodies:
            told = capture(body) if isinstance(body, str) else body
            told = {**told, "instanceId": instance.instance_id}
            answer = client.post(
                f"/webhook/{instance.webhook_secret}/", json.dumps(told), content_type="application/json"
            )
            assert answer.status_code == 200, answer.content
        inbox.drain()

    return post


@pytest.fixture
def conversa(loja: WhatsappInstance, receive: Callable[..., None]) -> Chat:
    """Uma conversa da Acme com uma mensagem recebida."""
    receive(loja, "received_text")
    return Chat.objects.get(instance=loja)


@pytest.fixture
def recebida(conversa: Chat) -> Mensagem:
    """A mensagem recebida dessa conversa."""
    return Mensagem.objects.get(chat=conversa)
