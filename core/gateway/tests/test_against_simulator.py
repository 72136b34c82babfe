"""As duas pontas do contrato, por HTTP: este cliente contra o simulador, chamada por chamada e falha por falha."""

import base64
import hashlib
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

from core.gateway.calls import account, chats, contacts, groups, instance, media, messages, webhooks
from core.gateway.client import Call, Gateway
from core.gateway.errors import (
    GatewayError,
    NeedsRestart,
    NotConnected,
    OutcomeUnknown,
    RateLimited,
    Refused,
    Unauthorized,
    Unavailable,
)
from core.gateway.results import Done, InstanceStatus, QueuedMessages, WebhookKind
from core.gateway.tests.http_server import LocalServer, Reply, answering
from core.gateway.whatsapp_crypto import decrypt
from core.simulator.content import KINDS, MEDIA_NODES
from core.simulator.options import FAST, Options
from core.simulator.server import Simulator

ID, TOKEN, PHONE = "LITE-AAAAAA-BBBBBB", "t0ken", "5511900000002"
STICKER = "data:image/webp;base64," + base64.b64encode(b"RIFF\x00\x00\x00\x00WEBP").decode()
SEND = messages.send_text(PHONE, "oi")


@pytest.fixture
def sim() -> Iterator[Simulator]:
    with Simulator(options=Options(delays=FAST, seed=7)) as simulator:
        yield simulator


@pytest.fixture
def hook() -> Iterator[LocalServer]:
    with answering(Reply()) as server:
        yield server


@pytest.fixture
def gateway(sim: Simulator, hook: LocalServer) -> Gateway:
    """Conectada, com os seis webhooks apontados para `hook`."""
    sim.add_instance(ID, token=TOKEN, state="connected", phone="5511900000001", webhook_url=f"{hook.url}/hook")
    return Gateway(sim.base_url, ID, TOKEN, timeout_s=5)


def posted(sim: Simulator, hook: LocalServer) -> list[dict[str, Any]]:
    """Tudo que o receptor recebeu até o mundo se aquietar."""
    assert sim.settle()
    return [request.json for request in hook.received]


def names(bodies: list[dict[str, Any]]) -> list[str]:
    return [body.get("status") or body["event"] for body in bodies]


def wait_for(condition: Callable[[], Any]) -> Any:
    ends_at = time.monotonic() + 5
    while not (value := condition()) and time.monotonic() < ends_at:
        time.sleep(0.01)
    assert value
    return value


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
    assert sim.settle()
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
        messages.send_button_list(PHONE, "Mais?", [{"buttonId": "1", "label": "Sim"}]),
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


# Grupos e contatos


def test_a_group_is_made_changed_and_left(sim: Simulator, gateway: Gateway) -> None:
    made = gateway.call(groups.create("Mutirão", [PHONE, "5511900000003"]))
    group = made.group_id

    gateway.call(groups.add_participants(group, ["5511900000004"]))
    gateway.call(groups.add_admins(group, [PHONE, "5511900000003"]))
    gateway.call(groups.remove_admins(group, ["5511900000003"]))
    gateway.call(groups.remove_participants(group, ["5511900000003"]))
    gateway.call(groups.rename(group, "Mutirão de sábado"))
    gateway.call(groups.describe(group, "às 9h"))
    gateway.call(groups.set_rules(group, announce=True, restrict=True))
    gateway.call(groups.set_photo(group, "https://exemplo.test/f.jpg"))
    seen = gateway.call(groups.group(group))
    fresh = gateway.call(groups.revoke_invite(group))

    ranks = {one.phone: (one.is_admin, one.is_super_admin) for one in seen.participants}
    assert ranks == {PHONE: (True, False), "5511900000004": (False, False), "5511900000001": (True, True)}
    assert (seen.subject, seen.description, seen.announce, seen.restrict) == ("Mutirão de sábado", "às 9h", True, True)
    assert (seen.size, seen.owner) == (3, "5511900000001@s.whatsapp.net")
    assert seen.invite_link != fresh == gateway.call(groups.group(group)).invite_link
    gateway.call(groups.leave(group))
    assert group not in {one.group_id for one in gateway.call(groups.groups())}
    with pytest.raises(Refused):
        gateway.call(groups.group(group))


def test_only_an_administrator_changes_a_group(sim: Simulator, gateway: Gateway) -> None:
    group = next(iter(sim.simulation.world.instances[ID].groups.values()))
    group.admins.discard("5511900000001")

    with pytest.raises(Refused, match="administrador"):
        gateway.call(groups.rename(group.group_id, "Nosso"))
    assert gateway.call(groups.group(group.group_id)).invite_link is None


def test_contacts_are_listed_checked_and_blocked(sim: Simulator, gateway: Gateway) -> None:
    known = gateway.call(contacts.fetch_contacts(per_page=3))
    phone = known[0].address.split("@")[0]

    gateway.call(contacts.set_blocked(phone, blocked=True))
    blocked = {one.address: one.is_blocked for one in gateway.call(contacts.fetch_contacts())}
    gateway.call(contacts.set_blocked(phone, blocked=False))
    checked = gateway.call(contacts.phones_exist([phone, "5511900000000"]))

    assert len(known) == 3
    assert blocked[known[0].address] is True
    assert sum(map(bool, blocked.values())) == 1
    assert [one.exists for one in checked] == [True, False]
    assert not any(one.is_blocked for one in gateway.call(contacts.fetch_contacts()))


def test_an_unknown_number_and_a_bad_presence_are_refused(sim: Simulator, gateway: Gateway) -> None:
    with pytest.raises(Refused):
        gateway.call(contacts.set_blocked("5511900000000", blocked=True))
    with pytest.raises(Refused):
        gateway.call(chats.send_presence(PHONE, "dormindo", seconds=1))


@pytest.mark.parametrize("family", ["integrator", "client"])
def test_instances_are_created_listed_and_deleted_by_both_account_families(sim: Simulator, family: str) -> None:
    own = Gateway(sim.base_url, "", "SIMULADOR")
    hook_url = "https://app.test/h"
    if family == "integrator":
        made = own.call(account.integrator_create("Loja", webhook_url=hook_url))
        listed = own.call(account.integrator_list())
    else:
        made = own.call(account.client_create("SIMULADOR", "Loja", webhook_url=hook_url, lite=True))
        listed = own.call(account.client_list("SIMULADOR"))
    created = Gateway(sim.base_url, made.instance_id, "SIMULADOR")
    details = Gateway(sim.base_url, made.instance_id, made.token).call(instance.details())

    gone = created.call(account.integrator_delete() if family == "integrator" else account.client_delete("SIMULADOR"))

    assert details.webhooks == dict.fromkeys(WebhookKind, hook_url)
    assert [(one.details.instance_id, one.token) for one in listed] == [(made.instance_id, made.token)]
    assert gone == Done("Instância deletada com sucesso.")
    assert own.call(account.integrator_list()) == []
    with pytest.raises(Unauthorized):
        Gateway(sim.base_url, "", "outro").call(account.integrator_list())


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


# Falhas


@pytest.mark.parametrize(
    ("kind", "error", "accepted"),
    [
        ("http_500", Refused, 0),
        ("http_429", RateLimited, 0),
        ("html", OutcomeUnknown, 0),
        ("ok_with_error", Unavailable, 0),
        ("unauthorized", Unauthorized, 0),
        ("hang", OutcomeUnknown, 0),
        ("reset_before_answer", OutcomeUnknown, 0),
        ("hang_after_accept", OutcomeUnknown, 1),
        ("reset_after_accept", OutcomeUnknown, 1),
    ],
)
def test_each_fault_of_a_send_has_its_error_and_the_next_send_works(
    sim: Simulator, gateway: Gateway, kind: str, error: type[GatewayError], accepted: int
) -> None:
    sim.add_fault(kind, instance_id=ID, calls=("send-text",), times=1)
    hasty = Gateway(sim.base_url, ID, TOKEN, timeout_s=0.5)

    with pytest.raises(error) as failure:
        hasty.call(SEND)

    assert type(failure.value) is error
    assert sim.sent()["by_text"].get("oi", 0) == accepted
    assert gateway.call(SEND).is_traceable


def test_latency_only_delays(sim: Simulator, gateway: Gateway) -> None:
    sim.add_fault("latency", seconds=0.2, times=1)
    started = time.monotonic()

    assert gateway.call(SEND).is_traceable

    assert time.monotonic() - started >= 0.2


def test_a_send_may_be_accepted_without_message_id(sim: Simulator, hook: LocalServer, gateway: Gateway) -> None:
    sim.add_fault("no_message_id", times=1)

    sent = gateway.call(SEND)

    assert not sent.is_traceable
    assert "webhookDelivery" in names(posted(sim, hook))


def test_the_echo_may_come_before_the_answer(sim: Simulator, hook: LocalServer, gateway: Gateway) -> None:
    sim.add_fault("echo_before_answer", times=1)

    sent = gateway.call(SEND)

    assert hook.received[0].json["messageId"] == sent.message_id


def test_status_may_lie_and_the_device_may_have_no_phone(sim: Simulator, gateway: Gateway) -> None:
    sim.add_fault("connected_false", calls=("status-instance",), times=1)
    sim.add_fault("no_phone", calls=("device",), times=1)

    assert gateway.call(instance.status()) == InstanceStatus(False)
    assert gateway.call(instance.status()) == InstanceStatus(True)
    assert gateway.call(instance.device()).phone is None


def test_webhooks_may_be_lost_doubled_and_swapped(sim: Simulator, hook: LocalServer, gateway: Gateway) -> None:
    sim.add_fault("drop_webhooks", calls=("webhookDelivery",), times=1)
    sim.add_fault("reorder_webhooks", calls=("webhookStatus",), times=1)
    gateway.call(SEND)
    assert names(posted(sim, hook)) == ["DELIVERY", "SERVER", "READ"]
    hook.received.clear()
    sim.add_fault("duplicate_webhooks", times=1)

    sim.write(ID, text="duas vezes")

    first, second = posted(sim, hook)
    assert first == second


def test_control_says_how_often_each_text_was_accepted(sim: Simulator, gateway: Gateway) -> None:
    for text in ("a", "b", "a"):
        gateway.call(messages.send_text(PHONE, text))

    told = requests.get(f"{sim.url}/control/sent", params={"instance_id": ID}, timeout=5).json()

    assert told["by_text"] == {"a": 2, "b": 1}
