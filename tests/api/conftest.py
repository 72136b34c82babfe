"""Clientes HTTP já com token, e linhas nascidas pela própria porta."""

import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from authentication.models import User
from conftest import capture
from core.chats import gestures
from core.contacts import existence, group_actions, people
from core.contacts import groups as group_rounds
from core.gateway.results import ChatPage
from core.instances import actions, connect, drift, registry, webhooks
from core.models import (
    Alert,
    AlertChannel,
    Chat,
    Cliente,
    ConnectSession,
    Contact,
    Group,
    Mensagem,
    MessageMedia,
    Picture,
    ReplayJob,
    WebhookEvent,
    WhatsappInstance,
)
from core.outbox import message_acts
from tests.api.caller import Caller, text_from
from webhook import doors, inbox
from webhook.intake import Posted, intake, store_rows


@pytest.fixture(autouse=True)
def _cheap_passwords(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _same_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """A porta pergunta e grava nesta conexão, e não nas das suas threads: o teste se desfaz por rollback."""

    def store_many(posted: list[Posted], within_s: float = 0) -> list[bool]:
        kept = store_rows(posted)
        return [kept[one.receipt] for one in posted]

    def ask(question: doors.Question) -> doors.Question:
        question.door, question.is_answered = doors.look(question), True
        return question

    monkeypatch.setattr(intake, "store_many", store_many)
    monkeypatch.setattr(doors.porter, "ask", ask)


@pytest.fixture
def as_user(db: None) -> Callable[[User | None], Caller]:
    """Um cliente HTTP que fala por esta pessoa (None: sem token)."""
    return Caller


@pytest.fixture
def filial(other: Cliente) -> WhatsappInstance:
    """Uma instância do outro cliente."""
    return registry.register(None, other, "Filial", "F0F0F0-AA11BB-CC22DD", "OTHER_INSTANCE_TOKEN")


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


@pytest.fixture
def ids(loja: WhatsappInstance, receive: Callable[..., None], acme: Any, ana: User) -> dict[str, int]:
    """Um objeto de cada recurso, da Acme."""
    receive(loja, "received_image")
    event = WebhookEvent.objects.get()
    chat = Chat.objects.get()
    media = MessageMedia.objects.get()
    receive(
        loja,
        text_from("120363000000000001@g.us", isGroup=True, groupName="Equipe"),
        text_from("100000000000099@lid", sender={"id": "100000000000099@lid", "pushName": "Oculta"}),
    )
    contact, hidden = Contact.objects.get(address=chat.chat_id), Contact.objects.get(address="100000000000099@lid")
    picture = Picture.objects.create(cliente=acme, instance=loja, address="5511")
    fabio = User.objects.create_user(
        "fabio@acme.com.br", "senha-de-fabio-1", name="Fábio", role="operator", cliente=acme
    )
    job = ReplayJob.objects.create(cliente=acme, author=ana, selection={"ids": []}, total=0, last_id=0)
    now = timezone.now()
    alert = Alert.objects.create(
        cliente=acme, instance=loja, kind="queue", cause="queue:0", active_cause="queue:0", message="Fila.",
        opened_at=now, seen_at=now,
    )  # fmt: skip
    channel = AlertChannel.objects.create(cliente=acme, kind="email", target="b@acme.com.br")
    return {
        "alert": alert.pk, "channel": channel.pk,
        "cliente": acme.pk, "user": fabio.pk, "instance": loja.pk, "event": event.pk, "chat": chat.pk,
        "message": media.mensagem_id, "media": media.pk, "job": job.pk,
        "contact": contact.pk, "hidden": hidden.pk, "group": Group.objects.get().pk, "picture": picture.pk,
    }  # fmt: skip


@pytest.fixture
def silent_gateway(monkeypatch: pytest.MonkeyPatch, wapi: Any, connected: WhatsappInstance, settings: Any) -> None:
    """O gateway aceita tudo: o simulador, e no lugar das chamadas mais antigas, ninguém."""
    settings.WAPI_ACCOUNT_FAMILY, settings.WAPI_ACCOUNT_KEY = "integrator", "SIMULADOR"
    wapi.add_instance("CONTA-1", state="connected")

    def session(instance: WhatsappInstance) -> ConnectSession:
        return ConnectSession(
            instance=instance, state="qr", qr_code="data:image/png;base64,AA==", started_at=timezone.now()
        )

    for name in ("refresh_status", "restart", "disconnect"):
        monkeypatch.setattr(actions, name, lambda actor, instance: instance)
    monkeypatch.setattr(connect, "start_connect", lambda actor, instance: session(instance))
    monkeypatch.setattr(connect, "connect_session", session)
    monkeypatch.setattr(actions, "pairing_code", lambda actor, instance, phone: "ABCD-1234")
    monkeypatch.setattr(drift, "mend", lambda actor, instance: webhooks.webhook_settings(instance))
    monkeypatch.setattr(existence, "phones_exist", lambda instance, phones: [existence.UNSAID] * len(phones))
    monkeypatch.setattr("core.alerts.notify.test", lambda channel: None)
    monkeypatch.setattr(people, "set_blocked", lambda actor, contact, blocked: contact)
    monkeypatch.setattr(people, "start", lambda *_: Contact.objects.get(address__endswith="@lid"))
    monkeypatch.setattr(gestures, "send_presence", lambda actor, chat, presence: None)
    monkeypatch.setattr(gestures, "tell_read", lambda actor, chat, up_to: True)
    monkeypatch.setattr(gestures, "gateway_chats", lambda instance, page, size: ChatPage(()))
    monkeypatch.setattr(group_rounds, "refresh", lambda pk: None)
    monkeypatch.setattr(group_actions, "create", lambda actor, instance, subject, phones: Group.objects.get())
    for name in (
        "change", "add_members", "remove_members", "add_admins", "remove_admins", "revoke_invite", "leave",
    ):  # fmt: skip
        monkeypatch.setattr(group_actions, name, lambda actor, group, *words: None)
    for name in ("react", "edit", "revoke"):
        monkeypatch.setattr(message_acts, name, lambda actor, message, *words: message)
    check = actions.CredentialsCheck(True, False, None, None)
    monkeypatch.setattr(actions, "check_credentials", lambda instance_id, token: check)
    monkeypatch.setattr(
        "webhook.status.run_test", lambda instance: {"ok": True, "steps": [], "missing": [], "message": None}
    )
    subscriber = SimpleNamespace()
    monkeypatch.setattr("api.views.stream.subscriber_for", lambda pk, user: subscriber)
    monkeypatch.setattr("api.views.stream.broadcaster", SimpleNamespace(subscribe=lambda one: 0))
    monkeypatch.setattr("api.views.stream.frames", lambda *args: iter([b": fim\n\n"]))
