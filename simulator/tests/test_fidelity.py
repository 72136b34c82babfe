"""O simulador responde e posta com as mesmas chaves das fixtures do contrato (lidas como dados, sem importar nada)."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from simulator.options import FAST, Options
from simulator.server import Simulator

ROOT = Path(__file__).parents[2]
REST = ROOT / "core/gateway/tests/fixtures"
HOOKS = ROOT / "webhook/tests/fixtures"
ID, TOKEN, PHONE, GROUP = "T0T0T0-AA11BB-CC22DD", "TEST_INSTANCE_TOKEN", "5511900000002", "120363000000000001@g.us"

# Precisam de um estado próprio, ou de um arquivo que não existe, ou são uma variante que o simulador não usa.
SET_UP = {
    "disconnect_already_offline": "waiting",
    "error_send_disconnected": "waiting",
    "qr_code_json": "waiting",
    "qr_code_png": "waiting",
    "qr_code_not_initialized": "fresh",
    "pairing_code": "waiting",
    "status_disconnected": "waiting",
    "status_disconnected_2026": "waiting",
}
SKIPPED = {
    "download_media", "download_media_base64_variant", "qr_code_json_bare_base64", "error_html_gateway",
    "error_send_200_no_message_id", "error_send_200_with_error", "error_unauthorized", "group_list_broken_session",
    "integrator_create_instance_error", "profile_picture_none", "queue_list", "integrator_list_instances",
    "client_list_instances", "integrator_delete_instance", "webhook_logs", "download_media_raw_ip_link",
    "error_doc_slug_404", "phone_exists_batch_array", "profile_picture_hidden",
}  # fmt: skip


@pytest.fixture
def sim() -> Iterator[Simulator]:
    accounts = {"delays": FAST, "seed": 1}
    with Simulator(options=Options(**accounts, account_token="TEST_ACCOUNT_TOKEN")) as simulator:
        yield simulator


def populate(sim: Simulator, state: str = "connected") -> None:
    sim.add_instance(ID, token=TOKEN, state=state, phone="5511900000001", contacts=0)
    world, instance = sim.simulation.world, sim.simulation.world.instances[ID]
    world.add_contact(instance, PHONE, "Cliente Exemplo", "100000000000002@lid")
    world.add_contact(instance, "5511900000003", "Participante Exemplo", "100000000000003@lid")
    world.add_contact(instance, "5511911111111", exists=False)
    world.add_group(instance, GROUP, "Equipe Exemplo")
    if state == "connected":
        sim.write(ID, text="oi", contact=PHONE)
        sim.write(ID, text="oi", group=GROUP)


@pytest.mark.parametrize("name", sorted({path.stem for path in REST.glob("*.json")} - SKIPPED))
def test_answers_have_the_status_and_keys_of_the_contract(sim: Simulator, name: str) -> None:
    populate(sim, SET_UP.get(name, "connected"))
    fixture = json.loads((REST / f"{name}.json").read_text())
    request, expected = fixture["request"], fixture["response"]
    # Os arquivos das fixtures não existem; a própria fixture vira um endereço que o simulador consegue buscar.
    body = {key: f"{sim.url}/pps/x.jpg" if str(value).startswith("https://app.exemplo.test/f/") else value
            for key, value in (request["body"] or {}).items()}  # fmt: skip
    if "apiKey" in body:
        body["apiKey"] = "TEST_ACCOUNT_TOKEN"

    reply = requests.request(
        request["method"],
        sim.url + request["path"],
        params=request["query"],
        headers=request["headers"],
        json=body or None,
        timeout=5,
    )

    assert reply.status_code == expected["status"], reply.text
    assert reply.headers["Content-Type"] == expected["headers"]["Content-Type"]
    if "_binary_base64" in expected["body"]:
        assert reply.content.startswith(base64.b64decode(expected["body"]["_binary_base64"])[:8])
        return
    assert shape(reply.json()) == shape(expected["body"])
    if expected["body"].get("error") is True:
        assert reply.json() == expected["body"]


WRITTEN: list[tuple[str, dict[str, Any]]] = [
    ("received_text", {"text": "oi"}),
    ("received_extended_text", {"kind": "link"}),
    ("received_quoted_reply", {"text": "sim", "reply_to": True}),
    ("received_image", {"kind": "image", "text": "foto"}),
    ("received_image_no_caption", {"kind": "image"}),
    ("received_image_view_once", {"kind": "view_once"}),
    ("received_video", {"kind": "video", "text": "olha"}),
    ("received_gif", {"kind": "gif"}),
    ("received_audio_ptt", {"kind": "voice"}),
    ("received_audio_file", {"kind": "audio"}),
    ("received_document", {"kind": "document"}),
    ("received_sticker", {"kind": "sticker"}),
    ("received_location", {"kind": "location"}),
    ("received_contact", {"kind": "contact"}),
    ("received_poll_creation", {"kind": "poll"}),
    ("received_reaction", {"kind": "reaction"}),
    ("received_reaction_removed", {"kind": "reaction_removed"}),
    ("received_edit", {"kind": "edit", "text": "novo"}),
    ("received_revoke", {"kind": "revoke"}),
    ("received_button_reply", {"kind": "button_reply"}),
    ("received_list_response", {"kind": "list_reply"}),
    ("received_group_text_with_name", {"text": "oi", "group": GROUP}),
    ("received_lid_chat", {"text": "oi", "lid_chat": True}),
    ("received_newsletter", {"text": "oi", "chat": "120363000000000009@newsletter"}),
    ("received_status_broadcast", {"kind": "image", "chat": "status"}),
    ("received_from_me_true", {"text": "oi", "from_phone": True, "as_received": True}),
    ("sent_by_me_text", {"text": "oi", "from_phone": True}),
    ("sent_by_me_group_text", {"text": "oi", "from_phone": True, "group": GROUP}),
    ("presence", {"kind": "presence"}),
    ("call", {"kind": "call"}),
]
# Campos que só algumas capturas trazem.
OPTIONAL = {"caption", "viewOnce", "jpegThumbnail", "messageContextInfo", "description", "participant", "previewType",
            "pageCount", "title", "waveform"}  # fmt: skip


@pytest.mark.parametrize(("name", "request_"), WRITTEN, ids=[name for name, _ in WRITTEN])
def test_webhooks_have_the_keys_of_the_captures(sim: Simulator, name: str, request_: dict[str, Any]) -> None:
    populate(sim)
    sim.write(ID, text="Você quis dizer o plano anual?", contact=PHONE, from_phone=True)
    expected = json.loads((HOOKS / f"{name}.json").read_text())

    body = sim.write(ID, **{"contact": PHONE, **request_})["payload"]

    assert body.get("event") == expected.get("event")
    assert {key: body.get(key) for key in ("isGroup", "fromMe")} == {
        key: expected.get(key) for key in ("isGroup", "fromMe")
    }
    ignored = OPTIONAL | ({"scansSidecar", "scanLengths", "midQualityFileSha256"} if "no_caption" in name else set())
    assert shape(body, ignored) == shape(expected, ignored)


def shape(value: Any, ignored: set[str] = frozenset()) -> Any:  # type: ignore[assignment]
    """As chaves e os tipos, sem os valores; de uma lista, o primeiro item."""
    if isinstance(value, dict):
        return {key: shape(item, ignored) for key, item in value.items() if key not in ignored}
    if isinstance(value, list):
        return [shape(item, ignored) for item in value[:1]]
    if value is None:
        return None
    return {int: "number", float: "number"}.get(type(value), type(value).__name__)
