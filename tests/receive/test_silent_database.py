"""Um banco que não responde, com a conexão aberta: quem posta tem o 503 a tempo, e nada segura as threads.

A trava de uma tabela inteira faz o SELECT do segredo esperar como num servidor parado (SIGSTOP)."""

import threading
from contextlib import contextmanager

import MySQLdb
import pytest
from django.db import connection

from conftest import capture
from core.models import WebhookEvent
from webhook import door, doors

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "mysql", reason="no SQLite quem lê nunca espera"),
]


@contextmanager
def locked(table: str):
    """Ninguém mais lê nem escreve a tabela."""
    params = connection.get_connection_params()
    names = ("host", "port", "user", "password", "database", "unix_socket")
    holder = MySQLdb.connect(**{name: params[name] for name in names if name in params})
    try:
        holder.cursor().execute(f"LOCK TABLES {table} WRITE")
        yield
    finally:
        holder.close()


class Post(threading.Thread):
    """Um POST numa thread sua, como a do servidor."""

    def __init__(self, client, path, body):
        super().__init__(daemon=True)
        self.client, self.path, self.body, self.answer = client, path, body, None
        self.start()

    def run(self):
        self.answer = self.client.post(self.path, self.body, content_type="application/json")

    def status(self):
        self.join(20)
        return None if self.answer is None else self.answer.status_code


@pytest.mark.parametrize("address", ["/webhook/{0.webhook_secret}/", "/webhook/"])
def test_a_silent_database_is_answered_503_while_it_is_silent(loja, client, address):
    doors.forget()
    body = {**capture("received_text"), "instanceId": loja.instance_id}
    with locked("core_whatsappinstance"):
        posts = [Post(client, address.format(loja), body) for _ in range(3)]
        assert [post.status() for post in posts] == [503] * 3

    assert WebhookEvent.objects.count() == 0


def test_a_secret_seen_lately_still_leads_to_its_door(loja, client, post_webhook, monkeypatch):
    post_webhook(loja, capture("received_text"))
    monkeypatch.setattr(doors, "FRESH_S", 0.0)
    with locked("core_whatsappinstance"):
        assert doors.by_secret(loja.webhook_secret).instance == loja.pk
        post = Post(client, f"/webhook/{loja.webhook_secret}/", b"isto nao e JSON")
        assert post.status() == 400  # passou da porta: foi o corpo que não serviu
        stranger = Post(client, "/webhook/outro-segredo/", b"{}")
        assert stranger.status() == 503  # de quem não se sabe, não se diz que não


def test_a_wrong_secret_is_asked_once_and_never_crowds_out_a_good_one(loja, client, post_webhook, monkeypatch):
    doors.forget()
    post_webhook(loja, capture("received_text"))
    monkeypatch.setattr(doors, "MOST_WRONG", 3)
    for n in range(8):
        assert client.post(f"/webhook/errado-{n}/", "{}", content_type="application/json").status_code == 403
    assert len(doors._wrong) <= 3
    with locked("core_whatsappinstance"):
        again = client.post("/webhook/errado-7/", "{}", content_type="application/json")
        assert again.status_code == 403  # sem perguntar outra vez
        assert doors.by_secret(loja.webhook_secret).instance == loja.pk


def test_only_so_many_threads_wait_for_a_commit_that_does_not_come(loja, client, post_webhook, monkeypatch):
    monkeypatch.setattr("webhook.intake.MOST_STUCK", 2)
    monkeypatch.setattr("webhook.intake.STUCK_AFTER_S", 0.05)
    monkeypatch.setattr(door, "ANSWER_WITHIN_S", 60.0)
    assert post_webhook(loja, capture("received_text")).status_code == 200
    path = f"/webhook/{loja.webhook_secret}/"
    with locked("core_webhookevent"):
        first = Post(client, path, capture_with_id("a"))
        first.join(0.2)
        waiting = [Post(client, path, capture_with_id(name)) for name in "bc"]
        for post in waiting:
            post.join(0.2)
        assert Post(client, path, capture_with_id("d")).status() == 503
    assert [post.status() for post in (first, *waiting)] == [200] * 3


def capture_with_id(name):
    return {**capture("received_text"), "messageId": f"ESPERA{name}"}
