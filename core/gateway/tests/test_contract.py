"""Cada fixture do contrato: o pedido que fazemos é o dela, e a resposta dela vira o resultado (ou erro) esperado."""

import base64
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from core.gateway.calls import account, chats, contacts, groups, instance, media, messages, payment, webhooks
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
    AccountInstance,
    ChatDetails,
    ChatPage,
    ChatSummary,
    CreatedInstance,
    Device,
    Done,
    DownloadedMedia,
    Group,
    InstanceDetails,
    InstanceStatus,
    PairingCode,
    Participant,
    PaymentStatus,
    PhoneExists,
    QrCode,
    QueueCleared,
    QueuedMessages,
    Sent,
    WebhookKind,
    WebhookLogEntry,
)
from core.gateway.tests.http_server import Received, Reply, answering

FIXTURES = Path(__file__).parent / "fixtures"
ID, TOKEN, PHONE, GROUP = "T0T0T0-AA11BB-CC22DD", "TEST_INSTANCE_TOKEN", "5511900000002", "120363000000000001@g.us"
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
PNG_URI = f"data:image/png;base64,{PNG}"
FAKE_TOKEN = "FAKEtoken00000000000000000000000"
NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
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
    ("download_media_raw_ip_link", download(IMAGE_PATH), DownloadedMedia(
        "http://203.0.113.10:8080/media/file/00000000-0000-4000-8000-000000000000_image.jpeg",
        expires_at=datetime(2026, 1, 2, tzinfo=UTC))),
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
    ("phone_exists_batch_array", contacts.phones_exist([PHONE, "5511911111111"]),
     [PhoneExists(True, PHONE, "100000000000002@lid"), PhoneExists(False, "5511911111111")]),
    ("profile_picture", contacts.profile_picture(PHONE), PICTURE_OF.format("53b1e2ec")),
    ("profile_picture_none", contacts.profile_picture(PHONE), ""),
    ("profile_picture_hidden", contacts.profile_picture(PHONE), ""),
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
    ("status_disconnected_2026", instance.status(), InstanceStatus(False)),
    ("update_auto_read", instance.set_auto_read(True), UPDATED),
    ("update_call_reject", instance.set_reject_calls(True), UPDATED),
    ("webhook_logs", webhooks.logs(per_page=10), [WebhookLogEntry("log-1", "webhookReceived", 200, None)]),
    *((f"webhook_set_{kind.replace('-', '_')}", webhooks.set_webhook(kind, SET_HOOK), SET_DONE)
      for kind in WebhookKind),
    ("send_image", messages.send_image(PHONE, "https://app.exemplo.test/f/1.jpg", caption="foto", delay_s=1),
     Sent("3EB07DD9B33881225C7A", "7dd9b33881225c7ac41dce30")),
    ("send_video", messages.send_video(PHONE, "https://app.exemplo.test/f/1.mp4", caption="", delay_s=1),
     Sent("3EB00A6190DF9675DE3C", "0a6190df9675de3c18b12fd3")),
    ("send_audio", messages.send_audio(PHONE, "https://app.exemplo.test/f/1.ogg", delay_s=1),
     Sent("3EB03608A6D1A05ABA23", "3608a6d1a05aba23ea390e5f")),
    ("send_document", messages.send_document(PHONE, "https://app.exemplo.test/f/1.pdf", extension="pdf",
                                             file_name="1.pdf", caption="", delay_s=1),
     Sent("3EB04452D71687B6BC2C", "4452d71687b6bc2c9389c334")),
    ("send_sticker", messages.send_sticker(PHONE, "https://app.exemplo.test/f/1.webp"),
     Sent("3EB0C1C93F88D273660B", "c1c93f88d273660be5358cd4")),
    ("send_location", messages.send_location(PHONE, latitude=-23.55, longitude=-46.63, name="Praça Exemplo",
                                             address="Rua Fictícia, 100"),
     Sent("3EB02B002DCF5EBAF365", "2b002dcf5ebaf365d031276a")),
    ("send_contact", messages.send_contact(PHONE, name="Participante Exemplo", contact_phone="5511900000003"),
     Sent("3EB004096AD9C89678A1", "04096ad9c89678a1014d9c43")),
    ("send_link", messages.send_link(PHONE, "Veja https://exemplo.test", url="https://exemplo.test", title="Exemplo",
                                     description="Site", image="https://exemplo.test/i.png"),
     Sent("3EB0766A6E8998AEFE21", "766a6e8998aefe2117d62c2d")),
    ("send_poll", messages.send_poll(PHONE, "Melhor horário?", ["Manhã", "Tarde"], max_options=1),
     Sent("3EB0E8C5E5BE4D4926E3", "e8c5e5be4d4926e3acc74ed8")),
    ("send_list", messages.send_list(PHONE, title="Planos", description="Escolha", button_text="Ver", sections=[
        {"title": "Opções", "rows": [{"title": "Anual", "description": "12 meses", "rowId": "row001"}]}]),
     Sent("3EB08B1862A0D3DEC9CE", "8b1862a0d3dec9cece8ee25e")),
    ("send_button_actions", messages.send_button_actions(PHONE, "Confirma?", [
        {"type": "REPLAY", "buttonText": "Confirmar"},
        {"type": "URL", "buttonText": "Site", "url": "https://exemplo.test"},
        {"type": "CALL", "buttonText": "Ligar", "phone": "+5511900000001"}]),
     Sent("3EB0F2959064234065B8", "f2959064234065b854ee040c")),
    ("send_button_otp", messages.send_otp(PHONE, "Seu código", button_text="Copiar código", code="482913", delay_s=1),
     Sent("3EB04503B318CC4C599B", "4503b318cc4c599ba00e1e92")),
    ("send_button_pix", messages.send_pix(PHONE, merchant_name="Loja Exemplo", key_type="EVP", amount=49.9, delay_s=1,
                                          pix_key="00000000-0000-4000-8000-000000000000"),
     Sent("3EB057C712D37789C122", "57c712d37789c12225e9fa5c")),
    ("send_carousel", messages.send_carousel(PHONE, "Nossos planos", [
        {"text": "Plano mensal", "image": "https://exemplo.test/a.png", "buttonActions": [
            {"type": "REPLAY", "buttonText": "Quero este"},
            {"type": "URL", "buttonText": "Detalhes", "url": "https://exemplo.test/a"}]},
        {"text": "Plano anual", "image": "https://exemplo.test/b.png", "buttonActions": [
            {"type": "CALL", "buttonText": "Ligar", "phone": "+5511900000001"}]}], delay_s=1),
     Sent("3EB07565E4480E567F25", "7565e4480e567f25d965c3e9")),
    ("payment_status", payment.status(), PaymentStatus(
        "PRO", "ACTIVE", datetime(2026, 1, 31, tzinfo=UTC), False)),
    ("send_reaction", messages.send_reaction(PHONE, "3EB0E5353879BD69BFDD", "👍"),
     Sent("3EB044B7497C4BB5F3E8", "44b7497c4bb5f3e8c071b12b")),
    ("remove_reaction", messages.remove_reaction(PHONE, "3EB0E5353879BD69BFDD"),
     Sent("3EB0896BCBEB40FD1B53", "896bcbeb40fd1b5397d893bd")),
    ("edit_message", messages.edit_message(PHONE, "3EB099A44CCB65B9CB7C", "texto corrigido"),
     Sent("3EB000762CCFA703393E", "00762ccfa703393e0daff813")),
    ("delete_message", messages.delete_message(PHONE, "3EB099A44CCB65B9CB7C"), Sent(None, "000000000000000000000000")),
    ("read_message", messages.read_message(PHONE, "3EB0E5353879BD69BFDD"), Done("Mensagem marcada como lida.")),
    ("send_presence", chats.send_presence(PHONE, "composing", seconds=5), Done("Presença enviada.")),
    ("fetch_chats", chats.fetch_chats(), ChatPage((
        ChatSummary(f"{PHONE}@s.whatsapp.net", "Cliente Exemplo", NEW_YEAR),
        ChatSummary(GROUP, "Equipe Exemplo", NEW_YEAR - timedelta(minutes=1))), 2, 1, 1)),
    ("chat_metadata", chats.chat(f"{PHONE}@s.whatsapp.net"), ChatDetails(
        f"{PHONE}@s.whatsapp.net", "Cliente Exemplo", PICTURE_OF.format("53b1e2ec"), None)),
    ("group_list", groups.groups(), [Group(GROUP, "Equipe Exemplo")]),
    ("group_list_broken_session", groups.groups(),
     NeedsRestart("Cannot read properties of undefined (reading 'instance')")),
    ("group_metadata", groups.group(GROUP), Group(GROUP, "Equipe Exemplo", (
        Participant(PHONE, "100000000000002@lid", "Cliente Exemplo", True, True),
        Participant("5511900000003", "100000000000003@lid", "Participante Exemplo", False)),
        owner=f"{PHONE}@s.whatsapp.net", announce=False, restrict=False, size=2, created_at=NEW_YEAR)),
    ("group_participants", groups.participants(GROUP), (
        Participant(PHONE, "100000000000002@lid", "Cliente Exemplo", True, True),
        Participant("5511900000003", "100000000000003@lid", "Participante Exemplo", False))),
    ("group_leave", groups.leave(GROUP), Done("ok")),
    ("group_revoke_invite", groups.revoke_invite(GROUP), "https://chat.whatsapp.com/FAKEFAKEFAKEFAKEFAKE00"),
    ("group_update_description", groups.describe(GROUP, "Avisos da equipe"), Done("ok")),
    ("group_update_name", groups.rename(GROUP, "Equipe Exemplo"), Done("ok")),
    ("contact_block", contacts.set_blocked(PHONE, blocked=True), Done("ok")),
    ("queue_list", chats.queue(), QueuedMessages(0, pages=1)),
    ("queue_empty", chats.queue(per_page=1), QueuedMessages(0)),
    ("queue_clear", chats.clear_queue(), QueueCleared(0, "Fila apagada com sucesso.")),
    ("integrator_create_instance", account.integrator_create(
        "Atendimento Exemplo", webhook_url=HOOK, webhookPresenceUrl="", rejectCalls=True,
        callMessage="Não atendemos ligações."), CreatedInstance(ID, FAKE_TOKEN)),
    ("integrator_create_instance_error", account.integrator_create("Atendimento Exemplo"),
     Unauthorized("Token inválido.")),
    ("integrator_delete_instance", account.integrator_delete(), Done("Instância deletada com sucesso.")),
    ("integrator_list_instances", account.integrator_list(page_size=10), [AccountInstance(InstanceDetails(
        ID, "Atendimento Exemplo", True, "5511900000001",
        {kind: None if kind is WebhookKind.CHAT_PRESENCE else HOOK for kind in WebhookKind},
        created_at=NEW_YEAR, automatic_reading=False, reject_calls=True), FAKE_TOKEN)]),
    ("client_create_instance", account.client_create(
        "TEST_ACCOUNT_API_KEY", "Atendimento Exemplo", webhook_url=HOOK, lite=True, automaticReading=False,
        rejectCalls=False), CreatedInstance("LITE-0A1B2C-3D4E5F", FAKE_TOKEN, "Atendimento Exemplo", True)),
    ("client_list_instances", account.client_list("TEST_ACCOUNT_API_KEY"), [AccountInstance(InstanceDetails(
        "LITE-0A1B2C-3D4E5F", "Atendimento Exemplo", True, None, dict.fromkeys(WebhookKind),
        "trial", None, datetime(2026, 1, 8, tzinfo=UTC), plan_type="LITE", is_trial=True), FAKE_TOKEN)]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "call", "expected"), CASES, ids=[case[0] for case in CASES])
def test_request_and_answer_are_those_of_the_contract(name: str, call: Call[Any], expected: Any) -> None:
    fixture = json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))

    token = "TEST_ACCOUNT_TOKEN" if "integrator" in name else TOKEN

    with answering(reply_of(fixture)) as server:
        outcome = outcome_of(Gateway(server.url, ID, token), call)

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


def test_no_fixture_of_the_contract_is_left_out() -> None:
    # O que nunca mandamos; o simulador os tem como armadilhas: um corpo que se aceita e não se guarda, e botões que se
    # aceitam e não chegam. E o que não oferecemos: o nome que só a documentação tem, um envio sem `phone`, a renovação.
    unused = {path.stem for path in FIXTURES.glob("*.json")} - {name for name, _, _ in CASES}

    assert unused == {
        "webhook_set_wrong_body", "send_button_list", "error_doc_slug_404", "error_missing_phone",
        "payment_auto_renew_toggle",
    }  # fmt: skip
