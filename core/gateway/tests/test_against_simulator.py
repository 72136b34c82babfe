"""As duas pontas do contrato, por HTTP: este cliente contra o simulador, chamada por chamada."""

import base64
import hashlib
from typing import Any

import pytest
import requests

from core.gateway.calls import chats, contacts, groups, instance, media, messages, webhooks
from core.gateway.client import Call, Gateway
from core.gateway.errors import (
    NeedsRestart,
    NotConnected,
    Refused,
    Unauthorized,
)
from core.gateway.results import InstanceStatus, QueuedMessages, WebhookKind
from core.gateway.tests.http_server import LocalServer
from core.gateway.tests.simulated import ID, PHONE, SEND, STICKER, TOKEN, names, posted, wait_for
from core.gateway.whatsapp_crypto import decrypt
from simulator.content import KINDS, MEDIA_NODES
from simulator.server import Simulator

# Pareamento


def ready_qr(gateway: Gateway) -> Any:
    try:
        return gateway.call(instance.qr_code())
    except NeedsRestart:
        return None


def test_fresh_instance_needs_a_restart_then_shows_a_qr_and_is_connected_by_a_scan(
    sim: Simulator, hook: LocalServer
) -> None:
    sim.add_instance(ID, token=TOKEN, webhook_url=f"{hook.url}/hook")
    gateway = Gateway(sim.base_url, ID, TOKEN)
    with pytest.raises(NeedsRestart):
        gateway.call(instance.qr_code())

    gateway.call(instance.restart())
    shown = wait_for(lambda: ready_qr(gateway))
    requests.post(f"{sim.url}/control/instances/{ID}/scan", timeout=5).raise_for_status()

    [body] = posted(sim, hook)
    assert (body["event"], body["connected"]) == ("webhookConnected", True)
    assert base64.b64decode(shown.image.split(",")[1]).startswith(b"\x89PNG")
    assert gateway.call(instance.status()) == InstanceStatus(True)
    assert gateway.call(instance.device()).phone == body["connectedPhone"]
    assert gateway.call(instance.qr_code()).connected


def test_qr_expires_and_is_replaced(sim: Simulator) -> None:
    sim.add_instance(ID, token=TOKEN, state="waiting")
    gateway = Gateway(sim.base_url, ID, TOKEN)

    first = gateway.call(instance.qr_code())

    assert wait_for(lambda: gateway.call(instance.qr_code()) != first)


def test_pairing_code_connects_with_the_number_given(sim: Simulator) -> None:
    sim.add_instance(ID, token=TOKEN, state="waiting")
    gateway = Gateway(sim.base_url, ID, TOKEN)

    code = gateway.call(instance.pairing_code("5511955554444")).code
    requests.post(f"{sim.url}/control/instances/{ID}/scan", timeout=5).raise_for_status()

    assert len(code) == 8
    assert sim.wait_until_quiet()
    assert gateway.call(instance.device()).phone == "5511955554444"


def test_disconnect_is_told_by_webhook_and_is_done_twice(sim: Simulator, hook: LocalServer, gateway: Gateway) -> None:
    first, second = gateway.call(instance.disconnect()), gateway.call(instance.disconnect())

    assert (first.message, second.message) == (
        "Instância desconectada com sucesso.",
        "Instância não está online para realizar logout",
    )
    assert names(posted(sim, hook)) == ["webhookDisconnected"]
    with pytest.raises(NotConnected):
        gateway.call(SEND)


def test_a_dropped_phone_comes_back_by_restart(sim: Simulator, hook: LocalServer, gateway: Gateway) -> None:
    requests.post(f"{sim.url}/control/instances/{ID}/drop", timeout=5).raise_for_status()
    assert gateway.call(instance.status()) == InstanceStatus(False)

    gateway.call(instance.restart())

    assert names(posted(sim, hook)) == ["webhookDisconnected", "webhookConnected"]
    assert gateway.call(instance.status()) == InstanceStatus(True)


def test_wrong_token_and_unknown_instance_are_unauthorized(sim: Simulator, gateway: Gateway) -> None:
    for stranger in (Gateway(sim.base_url, ID, "outro"), Gateway(sim.base_url, "OUTRA", TOKEN)):
        with pytest.raises(Unauthorized):
            stranger.call(instance.status())


# Webhooks


def test_webhooks_are_stored_from_value_only(sim: Simulator) -> None:
    sim.add_instance(ID, token=TOKEN)
    gateway = Gateway(sim.base_url, ID, TOKEN)
    for kind in WebhookKind:
        gateway.call(webhooks.set_webhook(kind, f"https://app.test/{kind}"))
    trap = Call("x", "PUT", "/webhook/update-webhook-received", lambda answer: answer.text("message"),
                body={"url": "https://outro.test", "enabled": True})  # fmt: skip

    said = gateway.call(trap)

    assert said == "Webhook atualizado com sucesso."
    assert gateway.call(instance.details()).webhooks == {kind: f"https://app.test/{kind}" for kind in WebhookKind}


def test_webhook_log_keeps_the_body_even_of_what_was_lost(sim: Simulator, hook: LocalServer, gateway: Gateway) -> None:
    sim.add_fault("drop_webhooks", times=1)
    lost = sim.write(ID, text="perdida")
    seen = sim.write(ID, text="vista")

    assert [body["messageId"] for body in posted(sim, hook)] == [seen["message_id"]]
    newest, oldest = gateway.call(webhooks.logs())
    assert (newest.http_status, oldest.http_status) == (200, 0)
    assert oldest.payload == lost["payload"]
    assert gateway.call(webhooks.log(oldest.id or "")).payload == lost["payload"]
    assert oldest.moment is not None


# Envios


def test_a_sent_text_is_echoed_and_its_status_climbs_in_order(
    sim: Simulator, hook: LocalServer, gateway: Gateway
) -> None:
    sent = gateway.call(messages.send_text(PHONE, "Olá!", delay_s=1))

    bodies = posted(sim, hook)
    assert names(bodies) == ["webhookDelivery", "SERVER", "DELIVERY", "READ"]
    assert {body["messageId"] for body in bodies} == {sent.message_id}
    assert bodies[0] | {"fromMe": True, "fromApi": True, "msgContent": {"conversation": "Olá!"}} == bodies[0]
    assert sim.sent()["by_text"] == {"Olá!": 1}


def test_a_reply_quotes_what_it_answers(sim: Simulator, hook: LocalServer, gateway: Gateway) -> None:
    asked = sim.write(ID, text="Qual o valor?", contact=PHONE)

    gateway.call(messages.send_text(PHONE, "350", reply_to=asked["message_id"]))

    echo = posted(sim, hook)[1]["msgContent"]["extendedTextMessage"]
    assert echo["text"] == "350"
    assert echo["contextInfo"]["stanzaId"] == asked["message_id"]
    assert echo["contextInfo"]["quotedMessage"] == {"conversation": "Qual o valor?"}


def test_unknown_numbers_and_wrong_ninth_digits_vanish_in_silence(
    sim: Simulator, hook: LocalServer, gateway: Gateway
) -> None:
    assert gateway.call(contacts.phone_exists("5531999887766")).phone == "553199887766"

    for phone in ("5511999990000", "5531999887766"):
        assert gateway.call(messages.send_text(phone, "alguém?")).is_traceable

    assert posted(sim, hook) == []
    assert not gateway.call(contacts.phone_exists("5511999990000")).exists
    assert gateway.call(contacts.phones_exist([PHONE, "5511999990000"]))[1].exists is False


@pytest.mark.parametrize(
    "call",
    [
        messages.send_image(PHONE, STICKER, caption="foto"),
        messages.send_video(PHONE, STICKER),
        messages.send_audio(PHONE, STICKER),
        messages.send_document(PHONE, STICKER, extension="pdf", file_name="a.pdf"),
        messages.send_sticker(PHONE, STICKER),
        messages.send_gif(PHONE, STICKER),
        messages.send_video_note(PHONE, STICKER),
        messages.send_location(PHONE, latitude=-23.5, longitude=-46.6, name="Praça"),
        messages.send_contact(PHONE, name="Ana", contact_phone="5511900000003"),
        messages.send_contacts(PHONE, [("Ana", "5511900000003"), ("Bia", "5511900000004")]),
        messages.send_link(PHONE, "veja", url="https://exemplo.test", title="Exemplo"),
        messages.send_poll(PHONE, "Quando?", ["Hoje", "Amanhã"]),
        messages.send_list(PHONE, title="Planos", description="Escolha", button_text="Ver", sections=[]),
        messages.send_button_actions(PHONE, "Confirma?", [{"type": "REPLAY", "buttonText": "Sim"}]),
        messages.send_reaction(PHONE, "3EB0", "👍"),
        messages.remove_reaction(PHONE, "3EB0"),
        messages.edit_message(PHONE, "3EB0", "melhor"),
        messages.delete_message(PHONE, "3EB0"),
    ],
    ids=lambda call: call.name,
)
def test_every_kind_of_send_is_accepted_and_echoed(
    sim: Simulator, hook: LocalServer, gateway: Gateway, call: Call[Any]
) -> None:
    sent = gateway.call(call)

    echo = posted(sim, hook)[0]
    assert sent.inserted_id
    assert sent.message_id in (None, echo["messageId"])
    assert echo["event"] == "webhookDelivery"
    assert echo["msgContent"]


def test_a_bad_send_is_refused_for_good(gateway: Gateway) -> None:
    for call in (
        messages.send_text(PHONE, ""),
        messages.send_image(PHONE, "não é base64"),
        messages.send_text("", "a"),
    ):
        with pytest.raises(Refused) as failure:
            gateway.call(call)
        assert failure.value.permanent


def test_the_queue_is_listed_cleared_and_bursts_out_on_restart(
    sim: Simulator, hook: LocalServer, gateway: Gateway
) -> None:
    assert gateway.call(chats.queue()) == QueuedMessages(0)
    requests.post(f"{sim.url}/control/instances/{ID}/half-dead", json={"enabled": True}, timeout=5)
    with pytest.raises(NeedsRestart):
        gateway.call(groups.groups())
    gateway.call(messages.send_text(PHONE, "apagada"))
    assert gateway.call(instance.status()) == InstanceStatus(True)
    assert gateway.call(chats.queue()).total == 1
    gateway.call(chats.clear_queue())
    gateway.call(messages.send_text(PHONE, "presa"))

    gateway.call(instance.restart())

    echoes = [body for body in posted(sim, hook) if body["event"] == "webhookDelivery"]
    assert [echo["msgContent"]["conversation"] for echo in echoes] == ["presa"]


def test_everything_else_answers(sim: Simulator, gateway: Gateway) -> None:
    written = sim.write(ID, text="oi", contact=PHONE)
    group_id = next(iter(sim.simulation.world.instances[ID].groups))

    assert gateway.call(messages.read_message(PHONE, written["message_id"])).message
    assert gateway.call(chats.send_presence(PHONE, "composing", seconds=1)).message
    assert gateway.call(chats.fetch_chats()).chats[0].chat_id == f"{PHONE}@s.whatsapp.net"
    assert gateway.call(chats.chat(f"{PHONE}@s.whatsapp.net")).name
    assert gateway.call(groups.groups())[0].group_id == group_id
    assert gateway.call(groups.group(group_id)).participants[0].is_admin
    picture = gateway.call(contacts.profile_picture(PHONE))
    assert requests.get(picture, timeout=5).headers["Content-Type"] == "image/jpeg"
    assert gateway.call(instance.rename("Vendas")).message
    assert gateway.call(instance.set_auto_read(True)).message
    assert gateway.call(instance.set_reject_calls(True)).message
    assert gateway.call(instance.set_reject_calls_message("não")).message
    details = gateway.call(instance.details())
    assert (details.name, details.automatic_reading, details.reject_calls, details.call_message) == (
        "Vendas", True, True, "não")  # fmt: skip


# Contatos escrevem


@pytest.mark.parametrize("kind", [*KINDS, "presence", "call"])
def test_a_contact_writes_every_kind(sim: Simulator, hook: LocalServer, gateway: Gateway, kind: str) -> None:
    sim.write(ID, text="antes", contact=PHONE)

    written = sim.write(ID, kind=kind, contact=PHONE)

    bodies = posted(sim, hook)
    assert len(bodies) == 2
    assert bodies[1] == written["payload"]


@pytest.mark.parametrize("kind", MEDIA_NODES)
def test_received_media_downloads_by_link_and_by_decrypting_the_cipher(
    sim: Simulator, gateway: Gateway, kind: str
) -> None:
    node = sim.write(ID, kind=kind)["payload"]["msgContent"][MEDIA_NODES[kind]]
    media_type = node["mimetype"].split("/")[0].replace("application", "document")
    call = media.download_media(
        media_type, media_key=node["mediaKey"], direct_path=node["directPath"], mime_type=node["mimetype"]
    )

    link = gateway.call(call).link or ""
    plain = requests.get(link, timeout=5).content
    encrypted = requests.get(node["url"], timeout=5).content

    assert link.startswith(f"{sim.url}/media/file/")
    assert b"".join(decrypt([encrypted], base64.b64decode(node["mediaKey"]), media_type)) == plain
    assert base64.b64encode(hashlib.sha256(plain).digest()).decode() == node["fileSha256"]
    assert base64.b64encode(hashlib.sha256(encrypted).digest()).decode() == node["fileEncSha256"]
    assert len(plain) == int(node["fileLength"])
    assert plain.startswith((b"\xff\xd8\xff", b"RIFF", b"OggS", b"%PDF-", b"ID3", b"\xff\xfb")) or plain[4:8] == b"ftyp"


def test_expired_media_fails_as_the_gateway_fails(gateway: Gateway) -> None:
    gone = media.download_media("image", media_key="a", direct_path="/v/x.enc", mime_type="image/jpeg")

    with pytest.raises(Refused, match=r"Falha ao fazer o download do conteúdo\."):
        gateway.call(gone)


def test_autoplay_contacts_answer_what_they_are_sent(sim: Simulator, hook: LocalServer, gateway: Gateway) -> None:
    url = f"{sim.url}/control/instances/{ID}/autoplay"
    requests.post(url, json={"enabled": True}, timeout=5).raise_for_status()
    gateway.call(messages.send_text(PHONE, "Pode mandar o comprovante do Pix?"))

    def answers() -> list[Any]:
        bodies = [request.json for request in hook.received]
        return [body for body in bodies if body.get("event") == "webhookReceived" and body["chat"]["id"] == PHONE]

    wait_for(answers)
    requests.post(url, json={"enabled": False}, timeout=5).raise_for_status()
    assert answers()[0]["fromMe"] is False
