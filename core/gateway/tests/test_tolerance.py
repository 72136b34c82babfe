"""As formas que a W-APi tem de dizer a mesma coisa, e a promessa de que nenhum corpo derruba o cliente."""

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.gateway import envelope
from core.gateway.calls import contacts, instance, media, messages, webhooks
from core.gateway.client import Call, Gateway
from core.gateway.envelope import Answer
from core.gateway.errors import GatewayError, NotConnected, Refused
from core.gateway.results import DownloadedMedia, InstanceStatus, QrCode, Sent
from core.gateway.tests.http_server import Reply, answering
from core.gateway.transport import RawReply

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
SEND = messages.send_text("5511900000002", "oi")
DOWNLOAD = media.download_media("image", media_key="a", direct_path="/b", mime_type="image/jpeg")


def answer_to(call: Call[Any], body: bytes | Any, status: int = 200, content_type: str = "application/json") -> Any:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    with answering(Reply(status, {"Content-Type": content_type}, raw)) as server:
        return Gateway(server.url, "INST", "TOKEN").call(call)


@pytest.mark.parametrize(
    "body",
    [
        {"messageId": "3EB0", "insertedId": "9"},
        {"error": False, "messageId": "3EB0", "insertedId": "9"},
        {"error": "false", "messageId": "3EB0", "insertedId": "9"},
        {"error": None, "messageId": "3EB0", "insertedId": "9"},
        {"data": {"messageId": "3EB0", "insertedId": "9"}},
        {"success": True, "result": {"messageid": "3EB0", "insertedid": 9}},
        {"MessageID": "3EB0", "InsertedID": "9"},
        {"key": {"id": "3EB0"}, "insertedId": "9"},
    ],
)
def test_an_accepted_send_is_read_in_every_spelling(body: Any) -> None:
    assert answer_to(SEND, body, content_type="text/html") == Sent("3EB0", "9")


@pytest.mark.parametrize("body", [{}, {"messageId": ""}, {"messageId": None}, {"id": "fila-1"}])
def test_a_send_without_message_id_is_accepted_but_not_traceable(body: Any) -> None:
    assert not answer_to(SEND, body).is_traceable


@pytest.mark.parametrize(
    "body",
    [
        {"error": True, "message": "Número inválido"},
        {"error": "Número inválido"},
        {"error": {"message": "Número inválido"}},
        {"error": True, "message": {"error": False, "data": {"error": True, "message": "Número inválido"}}},
        {"success": False, "message": "Número inválido"},
        {"status": "failed", "message": "Número inválido"},
        {"status": "ERROR", "message": "Número inválido"},
        {"data": {"error": True, "message": "Número inválido"}},
        {"ERROR": True, "Message": "Número inválido"},
    ],
)
def test_an_error_is_seen_in_every_envelope(body: Any) -> None:
    with pytest.raises(Refused) as failure:
        answer_to(SEND, body)

    assert failure.value.message == "Número inválido"


def test_a_profile_note_that_says_error_is_no_error() -> None:
    assert answer_to(instance.device(), {"connectedPhone": "5511", "status": "error"}).about == "error"


@pytest.mark.parametrize("words", ["WhatsApp nao conectado", "not connected", "Session disconnected"])
def test_known_words_of_a_dropped_session_are_not_connected(words: str) -> None:
    with pytest.raises(NotConnected):
        answer_to(SEND, {"error": True, "message": words}, status=500)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        pytest.param({"qrCode": PNG}, "text/plain", id="camel"),
        pytest.param({"base64": f"data:image/png;base64,{PNG}"}, "application/json", id="base64"),
        pytest.param({"data": {"qrcode": PNG}}, "application/json", id="nested"),
        pytest.param(PNG.encode(), "text/plain", id="bare-text"),
        pytest.param(json.dumps(PNG).encode(), "application/json", id="json-string"),
    ],
)
def test_qr_code_is_read_in_every_form(body: Any, content_type: str) -> None:
    assert answer_to(instance.qr_code(), body, content_type=content_type) == QrCode(f"data:image/png;base64,{PNG}")


@pytest.mark.parametrize("body", [b"<html></html>", {"error": False}, {"qrcode": "nao e imagem"}])
def test_an_answer_without_qr_is_not_shown_as_one(body: Any) -> None:
    with pytest.raises(GatewayError, match="resposta sem QR"):
        answer_to(instance.qr_code(), body)


@pytest.mark.parametrize("key", ["fileLink", "url", "link"])
def test_media_link_is_read_under_its_three_names(key: str) -> None:
    assert answer_to(DOWNLOAD, {key: "https://api.w-api.app/m"}) == DownloadedMedia("https://api.w-api.app/m")


def test_media_bytes_in_the_answer_are_taken() -> None:
    assert answer_to(DOWNLOAD, b"\xff\xd8jpeg", content_type="image/jpeg") == DownloadedMedia(
        content=b"\xff\xd8jpeg", mime_type="image/jpeg"
    )


def test_an_html_page_is_never_media() -> None:
    with pytest.raises(GatewayError):
        answer_to(DOWNLOAD, b"<html></html>", content_type="text/html")


@pytest.mark.parametrize(
    ("body", "connected"),
    [({"connected": "true"}, True), ({"data": {"connected": False}}, False), ({"status": "disconnected"}, False)],
)
def test_status_is_read_in_every_form(body: Any, connected: bool) -> None:
    assert answer_to(instance.status(), body) == InstanceStatus(connected)


NAMES = st.sampled_from(
    ["error", "message", "data", "result", "status", "success", "messageId", "connected", "qrcode", "expires", "logs",
     "exists", "key", "fileLink", "base64", "created", "instance", "code"]
)  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(NAMES | st.text(), inner),
    max_leaves=12,
)
CALLS = [SEND, DOWNLOAD, instance.qr_code(), instance.status(), instance.device(), instance.details(),
         instance.disconnect(), contacts.phone_exists("1"), contacts.phones_exist(["1"]), webhooks.logs()]  # fmt: skip


@settings(deadline=None)
@given(document=JSON, status=st.sampled_from([200, 201, 302, 400, 404, 500]), call=st.sampled_from(CALLS))
def test_any_json_becomes_a_result_or_a_gateway_error(document: Any, status: int, call: Call[Any]) -> None:
    reply = RawReply(status, {"Content-Type": "application/json"}, json.dumps(document).encode())

    with contextlib.suppress(GatewayError):
        Gateway("http://x", "INST", "TOKEN")._answer(call, reply)


@settings(deadline=None)
@given(raw=st.binary(max_size=40))
def test_any_bytes_parse_or_are_none(raw: bytes) -> None:
    document = envelope.parse(raw)

    assert document is None or isinstance(Answer(document).items("logs"), list)
