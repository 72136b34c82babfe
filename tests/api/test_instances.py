"""Instâncias: o segredo só para quem administra, o gateway de verdade (simulador) e as palavras dele quando recusa."""

import json
import time
from dataclasses import replace
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from api.views.instances.actions import CONNECT_WAIT_S
from authentication.models import User
from core import retention
from core.apply.evidence import Evidence
from core.gateway import errors
from core.instances import actions, connect, registry, removal, state
from core.models import (
    Cliente,
    Mensagem,
    MessageMedia,
    OutgoingLink,
    Picture,
    TransitionCause,
    WebhookEvent,
    WhatsappInstance,
)
from tests.api.caller import text_from
from tests.media.samples import save

LIST = "/api/instances/"


def test_secrets_are_for_those_who_administer(as_user: Any, bruno: User, carla: User, loja: WhatsappInstance) -> None:
    manager = as_user(bruno).get(f"{LIST}{loja.pk}/").json()
    operator = as_user(carla).get(f"{LIST}{loja.pk}/").json()

    assert manager["webhook_url"] == f"http://127.0.0.1:8000/webhook/{loja.webhook_secret}/"
    assert manager["token_hint"] == "••••OKEN"
    assert (operator["webhook_url"], operator["token_hint"]) == (None, None)


def test_no_answer_to_an_operator_carries_a_secret_and_none_to_anybody_the_token(
    as_user: Any, ana: User, carla: User, loja: WhatsappInstance, receive: Any
) -> None:
    receive(loja, "received_image")
    loja.webhook_settings.update(actual_url=f"http://127.0.0.1:8000/webhook/{loja.webhook_secret}/")
    paths = [
        "instances/", f"instances/{loja.pk}/", f"instances/{loja.pk}/webhooks/", f"instances/{loja.pk}/connect/",
        f"instances/{loja.pk}/timeline/", "chats/", "mensagens/", "media/", "stats/",
    ]  # fmt: skip
    for path in paths:
        for user in (carla, ana):
            text = as_user(user).get(f"/api/{path}").content.decode()
            assert loja.token not in text
            assert user is ana or loja.webhook_secret not in text, path


def test_a_manager_registers_in_its_own_cliente_only(as_user: Any, bruno: User, acme: Cliente, other: Cliente) -> None:
    caller = as_user(bruno)

    made = caller.post(LIST, {"name": "Nova", "instance_id": "N-1", "token": "um-token-qualquer"})
    foreign = caller.post(LIST, {"name": "Nova", "instance_id": "N-2", "cliente": other.pk})
    twice = caller.post(LIST, {"name": "Nova", "instance_id": "N-1"})

    assert (made.status_code, made.json()["cliente"], made.json()["status"]) == (201, acme.pk, "disconnected")
    assert made.json()["status_reason"] == "never_connected"
    assert "um-token-qualquer" not in made.content.decode()
    assert foreign.status_code == 404
    assert (twice.status_code, twice.json()["errors"][0]["attr"]) == (400, "instance_id")


def test_cliente_and_instance_id_do_not_change_and_a_new_token_is_checked_soon(
    as_user: Any, ana: User, loja: WhatsappInstance, other: Cliente
) -> None:
    body = {"name": "Loja 2", "token": "outro-token-7777", "cliente": other.pk, "instance_id": "OUTRO"}

    answer = as_user(ana).patch(f"{LIST}{loja.pk}/", body)

    loja.refresh_from_db()
    assert answer.json()["token_hint"] == "••••7777"
    assert (loja.name, loja.cliente_id != other.pk, loja.instance_id != "OUTRO") == ("Loja 2", True, True)
    assert loja.token == "outro-token-7777"
    assert loja.next_poll_at is not None


def test_the_old_secret_lives_on_after_a_rotation(
    as_user: Any, bruno: User, loja: WhatsappInstance, client: Client
) -> None:
    old = loja.webhook_secret

    answer = as_user(bruno).post(f"{LIST}{loja.pk}/rotate-secret/").json()

    assert old not in answer["webhook_url"]
    for url in (f"/webhook/{old}/", answer["webhook_url"].removeprefix("http://127.0.0.1:8000")):
        assert client.post(url, json.dumps({"event": url}), content_type="application/json").status_code == 200


def test_numbers_count_what_moved(as_user: Any, carla: User, loja: WhatsappInstance, receive: Any) -> None:
    receive(loja, text_from("5511900000001", moment=int(time.time())))
    as_user(carla).post("/api/mensagens/", {"instance": loja.pk, "phone": "5511900000001", "text": "oi"})

    row = as_user(carla).get(LIST).json()["results"][0]

    assert (row["received_24h"], row["sent_24h"], row["outbox_pending"], row["unread_count"]) == (1, 1, 1, 1)
    assert row["last_event_at"] is not None


def late(error):
    error.is_timeout = True
    return error


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (errors.Unauthorized("token inválido"), 502, "gateway_unauthorized"),
        (errors.NotConnected("Instância não conectada"), 502, "gateway_not_connected"),
        (errors.NeedsRestart("reinicie"), 502, "gateway_needs_restart"),
        (errors.Refused("não quero"), 502, "gateway_refused"),
        (errors.RateLimited("devagar", retry_after_s=7), 502, "gateway_rate_limited"),
        (errors.NotSent("conexão recusada"), 502, "gateway_unreachable"),
        (late(errors.NotSent("tempo esgotado ao conectar")), 504, "gateway_unreachable"),
        (late(errors.OutcomeUnknown("tempo esgotado à espera da resposta")), 504, "gateway_unknown"),
        (errors.OutcomeUnknown("resposta que não é JSON"), 502, "gateway_unknown"),
    ],
)
def test_what_the_gateway_refuses_is_said_in_its_words(
    as_user: Any,
    bruno: User,
    loja: WhatsappInstance,
    monkeypatch: Any,
    error: errors.GatewayError,
    status: int,
    code: str,
) -> None:
    def refuse(actor: object, instance: WhatsappInstance) -> None:
        raise error

    monkeypatch.setattr(actions, "restart", refuse)

    answer = as_user(bruno).post(f"{LIST}{loja.pk}/restart/")

    assert answer.status_code == status
    assert answer.json()["type"] == "server_error"
    assert answer.json()["errors"][0]["code"] == code
    assert error.message in answer.json()["errors"][0]["detail"]
    assert answer.headers.get("Retry-After") == ("7" if code == "gateway_rate_limited" else None)


def test_actions_reach_the_gateway(as_user: Any, bruno: User, carla: User, connected: WhatsappInstance) -> None:
    caller = as_user(bruno)
    path = f"{LIST}{connected.pk}"

    status = caller.post(f"{path}/refresh-status/").json()
    webhooks = caller.post(f"{path}/configure-webhooks/").json()["webhooks"]
    masked = as_user(carla).get(f"{path}/webhooks/").json()["webhooks"]
    check = caller.post(f"{LIST}check-credentials/", {"instance_id": connected.instance_id, "token": "errado"}).json()
    gone = caller.post(f"{path}/disconnect/").json()

    assert (status["status"], status["phone"]) == ("connected", "5511900000001")
    assert len(webhooks) == 6
    assert {row["state"] for row in webhooks} == {"match"}
    assert masked[0]["actual_url"] == masked[0]["expected_url"] == "http://127.0.0.1:8000/webhook/••••/"
    assert (check["ok"], check["connected"]) == (False, None)
    assert check["message"]
    assert gone["status"] == "disconnected"


def test_connecting_waits_for_a_worker_less_than_a_second_and_answers_without_one(
    as_user: Any, bruno: User, carla: User, loja: WhatsappInstance
) -> None:
    answer = as_user(bruno).post(f"{LIST}{loja.pk}/connect/")

    assert CONNECT_WAIT_S < 1
    assert answer.json()["status"] == "preparing"
    assert as_user(carla).get(f"{LIST}{loja.pk}/connect/").json()["status"] == "preparing"
    assert as_user(carla).get(f"{LIST}{loja.pk}/").json()["status"] == "connecting"


def test_an_operator_sees_the_step_but_not_the_code(
    as_user: Any, bruno: User, carla: User, loja: WhatsappInstance
) -> None:
    session = connect.start_connect(None, loja)
    session.state, session.qr_code = "qr", "data:image/png;base64,AA=="
    session.save()

    assert as_user(bruno).get(f"{LIST}{loja.pk}/connect/").json()["qr_code"] == "data:image/png;base64,AA=="
    operator = as_user(carla).get(f"{LIST}{loja.pk}/connect/").json()
    assert (operator["status"], operator["qr_code"]) == ("qr", None)


def test_the_timeline_tells_each_change_newest_first(as_user: Any, bruno: User, loja: WhatsappInstance) -> None:
    state.note(loja.pk, Evidence(True, timezone.now(), TransitionCause.GATEWAY, "5511900000001"))
    state.note(loja.pk, Evidence(False, timezone.now(), TransitionCause.PERSON, message="a pedido"))

    rows = as_user(bruno).get(f"{LIST}{loja.pk}/timeline/").json()["results"]

    assert [(row["status"], row["cause"]) for row in rows] == [("disconnected", "person"), ("connected", "gateway")]
    assert rows[0]["message"] == "a pedido"


def test_removing_an_instance_removes_all_that_is_its(
    as_user: Any, bruno: User, loja: WhatsappInstance, receive: Any
) -> None:
    receive(loja, "received_image", "received_text")

    answer = as_user(bruno).delete(f"{LIST}{loja.pk}/")

    assert answer.status_code == 204
    assert as_user(bruno).get(LIST).json()["results"] == []
    assert Mensagem.objects.count() == 0


def test_a_removal_goes_in_pieces_closes_the_door_first_and_can_be_taken_up_again(
    as_user: Any, bruno: User, loja: WhatsappInstance, receive: Any, monkeypatch: Any
) -> None:
    receive(loja, "received_image", "received_text", "received_document")
    by_one = [replace(b, pieces=b.pieces and replace(b.pieces, at_once=1)) for b in removal.BELONGINGS]
    monkeypatch.setattr(removal, "BELONGINGS", by_one)
    pieces = []

    def piece(*words: Any) -> int:
        pieces.append(words)
        if len(pieces) == 3:
            raise OperationalError(2013, "o banco caiu no meio")
        return real(*words)

    real = removal._drop_piece
    monkeypatch.setattr(removal, "_drop_piece", piece)

    broken = as_user(bruno).delete(f"{LIST}{loja.pk}/")
    left = Mensagem.objects.count()
    closed = WhatsappInstance.objects.get()
    again = as_user(bruno).delete(f"{LIST}{loja.pk}/")

    assert (broken.status_code, left, again.status_code) == (503, 1, 204)
    assert closed.token is None
    assert closed.webhook_secret_hash != loja.webhook_secret_hash
    assert not WhatsappInstance.objects.exists()
    assert not WebhookEvent.objects.exists()


def test_the_files_of_a_removed_instance_go_unless_another_names_them(
    as_user: Any, bruno: User, loja: WhatsappInstance, receive: Any, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    sister = registry.register(None, loja.cliente, "Irmã", "S0S0S0-AA11BB-CC22DD", "OUTRO")
    receive(loja, "received_image", "received_document")
    receive(sister, "received_image")
    own = save(loja.cliente_id, [b"so daqui"]).name
    shared = save(loja.cliente_id, [b"das duas"]).name
    first, second = MessageMedia.objects.filter(mensagem__instance=loja).order_by("pk")
    MessageMedia.objects.filter(pk=first.pk).update(storage_name=own)
    MessageMedia.objects.filter(pk=second.pk).update(storage_name=shared)
    MessageMedia.objects.filter(mensagem__instance=sister).update(storage_name=shared)
    face = save(loja.cliente_id, [b"rosto"]).name
    logo = save(loja.cliente_id, [b"marca"]).name
    for instance, name in ((loja, face), (loja, logo), (sister, logo)):
        Picture.objects.create(
            cliente_id=loja.cliente_id, instance=instance, address=f"5511{name[-4:]}", storage_name=name
        )
    OutgoingLink.objects.create(token_hash="0" * 64, media=first, expires_at=timezone.now())

    answer = as_user(bruno).delete(f"{LIST}{loja.pk}/")
    retention.run()

    assert answer.status_code == 204
    assert [(tmp_path / name).exists() for name in (own, face, shared, logo)] == [False, False, True, True]
    assert MessageMedia.objects.count() == 1
