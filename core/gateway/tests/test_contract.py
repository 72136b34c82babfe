"""Cada fixture do contrato: o pedido que fazemos é o dela, e a resposta dela vira o resultado (ou erro) esperado."""

import base64
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from core.gateway.calls import contacts, instance, media, messages, webhooks
from core.gateway.client import Call, Gateway
from core.gateway.errors import (
    GatewayError,
    NeedsRestart,
    NotConnected,
    OutcomeUnknown,
    Refused,
    Unauthorized,
    Unavailable,
)
from core.gateway.results import (
    Device,
    Done,
    DownloadedMedia,
    InstanceDetails,
    InstanceStatus,
    PairingCode,
    PhoneExists,
    QrCode,
    Sent,
    WebhookKind,
    WebhookLogEntry,
)
from core.gateway.tests.http_server import Received, Reply, answering

FIXTURES = Path(__file__).parent / "fixtures"
ID, TOKEN, PHONE, GROUP = "T0T0T0-AA11BB-CC22DD", "TEST_INSTANCE_TOKEN", "5511900000002", "120363000000000001@g.us"
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
PNG_URI = f"data:image/png;base64,{PNG}"
HOOK = "https://app.exemplo.test/hooks/wapi/SECRET/x"
SET_HOOK = "https://app.exemplo.test/hooks/wapi/INSTANCE-SECRET"
PICTURE_OF = "https://pps.whatsapp.net/v/t61.24694-24/000000000_{}_n.jpg?ccb=11-4&oh=01_FAKE&oe=69640500&_nc_sid=000000&_nc_cat=100"
SET_DONE = Done("Webhook atualizado com sucesso.")
UPDATED = Done("Atualizado com sucesso.")


def download(direct_path: str) -> Call[DownloadedMedia]:
    key = "ItxqKUXlL4GznkRZ4CUeYGanYXBtvWGRKl2JB07nVXo="
    return media.download_media("image", media_key=key, direct_path=direct_path, mime_type="image/jpeg")


IMAGE_PATH = "/v/t62.7118-24/00000000_1edf82c214f4_n.enc?ccb=11-4&oh=01_FAKEimage1&oe=697D8A80&_nc_sid=000000"

CASES: list[tuple[str, Call[Any], Any]] = [
    ("device", instance.device(), Device("5511900000001", "100000000000001@lid", "Loja Exemplo", "android",
                                         PICTURE_OF.format("bf92f556"), None, True)),
    ("disconnect", instance.disconnect(), Done("Instância desconectada com sucesso.")),
    ("disconnect_already_offline", instance.disconnect(), Done("Instância não está online para realizar logout")),
    ("download_media", download(IMAGE_PATH), DownloadedMedia(
        "https://api.w-api.app/media/file/00000000-0000-4000-8000-000000000000_image.jpeg",
        expires_at=datetime(2026, 1, 1, 1, tzinfo=UTC))),
    ("download_media_base64_variant", download(IMAGE_PATH),
     DownloadedMedia(content=base64.b64decode(PNG), mime_type="image/jpeg")),
    ("download_media_failure", download("/v/expired.enc"), Refused("Falha ao fazer o download do conteúdo.")),
    ("error_html_gateway", instance.status(), OutcomeUnknown("resposta que não é JSON")),
    ("error_send_200_no_message_id", messages.send_text(PHONE, "x"), Sent(None)),
    ("error_send_200_with_error", messages.send_text(PHONE, "x"), Unavailable("Instância indisponível")),
    ("error_send_disconnected", messages.send_text(PHONE, "x"), NotConnected("WhatsApp não conectado.")),
    ("error_unauthorized", instance.status(), Unauthorized("Token inválido.")),
    ("fetch_instance", instance.details(), InstanceDetails(
        ID, "Atendimento Exemplo", True, "5511900000001",
        {kind: None if kind is WebhookKind.CHAT_PRESENCE else HOOK for kind in WebhookKind},
        "active", datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 31, tzinfo=UTC), False, True, None, False)),
    ("pairing_code", instance.pairing_code("5511900000001"), PairingCode("WAPIFAKE")),
    ("phone_exists", contacts.phone_exists(PHONE), PhoneExists(True, PHONE, "100000000000002@lid")),
    ("phone_exists_false", contacts.phone_exists("5511911111111"), PhoneExists(False, "5511911111111")),
    ("phone_exists_batch", contacts.phones_exist([PHONE, "5511911111111"]),
     [PhoneExists(True, PHONE), PhoneExists(False, "5511911111111")]),
    ("profile_picture", contacts.profile_picture(PHONE), PICTURE_OF.format("53b1e2ec")),
    ("profile_picture_none", contacts.profile_picture(PHONE), ""),
    ("qr_code_json", instance.qr_code(), QrCode(PNG_URI)),
    ("qr_code_json_bare_base64", instance.qr_code(), QrCode(PNG_URI)),
    ("qr_code_png", instance.qr_code(), QrCode(PNG_URI)),
    ("qr_code_already_connected", instance.qr_code(), QrCode(None, connected=True)),
    ("qr_code_not_initialized", instance.qr_code(), NeedsRestart("Instância sem IP/porta. Reinicie a instância.")),
    ("restart", instance.restart(), Done("Instância reiniciada com sucesso.")),
    ("send_text", messages.send_text(PHONE, "Olá!", delay_s=1),
     Sent("3EB099A44CCB65B9CB7C", "99a44ccb65b9cb7c238e6a87")),
    ("send_text_group", messages.send_text(GROUP, "Olá grupo", delay_s=1),
     Sent("3EB099A44CCB65B9CB7C", "99a44ccb65b9cb7c238e6a87")),
    ("send_text_reply", messages.send_text(PHONE, "Respondendo", reply_to="3EB0E5353879BD69BFDD", delay_s=1),
     Sent("3EB099A44CCB65B9CB7C", "99a44ccb65b9cb7c238e6a87")),
    ("status_connected", instance.status(), InstanceStatus(True)),
    ("status_disconnected", instance.status(), InstanceStatus(False)),
    ("update_auto_read", instance.set_auto_read(True), UPDATED),
    ("update_call_reject", instance.set_reject_calls(True), UPDATED),
    ("webhook_logs", webhooks.logs(per_page=10), [WebhookLogEntry("log-1", "webhookReceived", 200, None)]),
    *((f"webhook_set_{kind.replace('-', '_')}", webhooks.set_webhook(kind, SET_HOOK), SET_DONE)
      for kind in WebhookKind),
]  # fmt: skip


@pytest.mark.parametrize(("name", "call", "expected"), CASES, ids=[case[0] for case in CASES])
def test_request_and_answer_are_those_of_the_contract(name: str, call: Call[Any], expected: Any) -> None:
    fixture = json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))

    with answering(reply_of(fixture)) as server:
        outcome = outcome_of(Gateway(server.url, ID, TOKEN), call)

    if isinstance(expected, GatewayError):
        assert type(outcome) is type(expected)
        assert outcome.message == expected.message
        assert outcome.http_status == fixture["response"]["status"]
    else:
        assert outcome == expected
    assert len(server.received) == 1
    assert_request(server.received[0], fixture["request"])


def outcome_of(gateway: Gateway, call: Call[Any]) -> Any:
    try:
        return gateway.call(call)
    except GatewayError as error:
        return error


def reply_of(fixture: dict[str, Any]) -> Reply:
    body = fixture["response"]["body"]
    if isinstance(body, dict) and "_binary_base64" in body:
        raw = base64.b64decode(body["_binary_base64"])
    else:
        raw = (body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)).encode()
    return Reply(fixture["response"]["status"], fixture["response"]["headers"], raw)


def assert_request(received: Received, expected: dict[str, Any]) -> None:
    assert (received.method, received.path, received.json) == (expected["method"], expected["path"], expected["body"])
    # O QR é pedido sempre do mesmo modo, e a resposta é lida pelo que é (contrato, seção 5, item 8).
    loose = {"image", "syncContacts"} if "qr-code" in received.path else set()
    assert strip(received.query, loose) == strip(expected["query"], loose)
    for name, value in expected["headers"].items():
        assert received.headers[name] == value
    if expected["body"] is None:
        assert not received.body


def strip(query: dict[str, str], loose: set[str]) -> dict[str, str]:
    return {key: value for key, value in query.items() if key not in loose}
