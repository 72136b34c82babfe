"""Encaminhar: o conteúdo de uma mensagem sai de novo, para outra conversa, e o eco encontra a linha nova."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from core.apply.content import TOLD
from core.facts import MessageStatus
from core.instances import registry
from core.media import expiry, ownership, stored_file
from core.models import Chat, MediaStatus, Mensagem, MessageMedia, OutboxItem
from core.outbox import deliver
from tests.api.caller import Caller
from tests.receive.posting import post_what_the_simulator_posted

pytestmark = pytest.mark.django_db(transaction=True)
SEND = "/api/mensagens/"
FIRST, SECOND = "5511900000077", "5511900000078"

SECTIONS = [{"title": "Bolos", "rows": [{"id": "b1", "title": "Cenoura"}]}]
CARDS = [{"name": "Ana", "phone": "5541988887777"}]
REPLY = [{"type": "reply", "text": "Sim"}]
TYPES = [
    pytest.param({"type": "text", "text": "oi"}, "send-text", id="texto"),
    pytest.param(
        {"type": "location", "latitude": -25.43, "longitude": -49.27, "name": "Praça"}, "send-location", id="lugar"
    ),
    pytest.param({"type": "contact", "contacts": CARDS}, "send-contact", id="cartão"),
    pytest.param(
        {"type": "link", "text": "veja", "url": "https://exemplo.com.br/", "title": "Loja"}, "send-link", id="link"
    ),
    pytest.param({"type": "poll", "text": "Qual?", "options": ["a", "b"], "max_choices": 2}, "send-poll", id="enquete"),
    pytest.param(
        {"type": "list", "text": "Escolha", "title": "Cardápio", "button_text": "Ver", "sections": SECTIONS},
        "send-list",
        id="lista",
    ),
    pytest.param({"type": "buttons", "text": "Confirma?", "buttons": REPLY}, "send-button-actions", id="botões"),
]


def picture() -> SimpleUploadedFile:
    raw = BytesIO()
    Image.new("RGB", (64, 48), "teal").save(raw, "JPEG")
    return SimpleUploadedFile("praia.jpg", raw.getvalue(), "image/jpeg")


@pytest.fixture(autouse=True)
def _media_here(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def send(carla, connected):
    def call(phone=FIRST, key=None, **fields):
        headers = {"Idempotency-Key": key} if key else {}
        return Caller(carla).post(SEND, {"instance": connected.pk, "phone": phone, **fields}, **headers)

    return call


@pytest.fixture
def photo(carla, connected) -> Mensagem:
    """Uma foto nossa, já no armazenamento."""
    caller = Caller(carla)
    body = {"instance": connected.pk, "phone": FIRST, "type": "image", "file": picture(), "text": "Praia"}
    made = caller.http.post(SEND, body, headers=caller.headers)
    return Mensagem.objects.get(pk=made.json()["id"])


def asked(message: Mensagem) -> dict:
    """O que se pediu; o que só o eco conta é de cada mensagem."""
    return {name: value for name, value in (message.details or {}).items() if name not in TOLD}


@pytest.mark.parametrize(("fields", "call"), TYPES)
def test_each_type_goes_out_again_as_it_was(wapi, connected, send, fields, call):
    original = Mensagem.objects.get(pk=send(**fields).json()["id"])

    answer = send(SECOND, forward_of=original.pk)
    deliver.deliver_all()
    post_what_the_simulator_posted(wapi, connected)

    again = Mensagem.objects.get(pk=answer.json()["id"])
    assert answer.status_code == 201
    assert [one["call"] for one in wapi.sent()["sent"]] == [call, call]
    assert (again.type, again.text, asked(again)) == (original.type, original.text, asked(original))
    assert again.status == MessageStatus.READ
    assert Chat.objects.get(pk=again.chat_id).chat_id == SECOND


def test_a_picture_is_forwarded_from_our_copy(wapi, connected, send, photo):
    answer = send(SECOND, forward_of=photo.pk)
    deliver.deliver_all()
    post_what_the_simulator_posted(wapi, connected)

    again = MessageMedia.objects.get(mensagem=answer.json()["id"])
    assert answer.json()["media"]["width"] == 64
    assert (again.mensagem.text, again.mensagem.status) == ("Praia", MessageStatus.READ)
    assert (again.storage_name, again.status) == (photo.media.storage_name, MediaStatus.READY)
    assert again.file_sha256 == photo.media.file_sha256
    first, second = wapi.sent()["sent"]
    assert second["body"]["image"] == first["body"]["image"]


def test_a_picture_received_is_forwarded_with_what_was_measured_here(connected, send, photo):
    received = photo.media
    MessageMedia.objects.filter(pk=received.pk).update(
        width=None, height=None, file_sha256=None, is_own=False, made={"width": 64, "height": 48}
    )

    shown = send(SECOND, forward_of=photo.pk).json()["media"]

    again = MessageMedia.objects.get(pk=shown["id"])
    assert (shown["width"], shown["height"], shown["status"]) == (64, 48, "ready")
    assert again.file_sha256 == stored_file.sha256_of(received.storage_name)


def test_the_file_outlives_the_original(send, photo, settings):
    deliver.deliver_all()
    again = send(SECOND, forward_of=photo.pk).json()["media"]["id"]
    MessageMedia.objects.filter(mensagem=photo).update(ready_at=timezone.now() - timedelta(days=40))
    settings.MEDIA_RETENTION_DAYS = 30

    expiry.expire(10)
    ownership.sweep(10)

    kept = MessageMedia.objects.get(pk=again)
    assert MessageMedia.objects.get(mensagem=photo).status == MediaStatus.EXPIRED
    assert stored_file.size_bytes(kept.storage_name) == kept.stored_bytes


def test_a_file_that_expires_while_it_is_forwarded_is_said_to_be_gone(send, photo, settings, monkeypatch):
    deliver.deliver_all()
    settings.MEDIA_RETENTION_DAYS = 30

    def expire_now(wanted):
        MessageMedia.objects.update(ready_at=timezone.now() - timedelta(days=40))
        expiry.expire(10)
        ownership.sweep(10)

    monkeypatch.setattr("api.views.mensagens.sending.refuse_early", expire_now)
    answer = send(SECOND, forward_of=photo.pk)

    assert answer.status_code == 400
    assert [(one["attr"], one["code"]) for one in answer.json()["errors"]] == [("forward_of", "cannot_forward")]


def test_the_same_key_is_the_same_forward(connected, send):
    original = send(type="text", text="oi").json()["id"]
    first = send(SECOND, key="k1", forward_of=original)
    Mensagem.objects.filter(pk=original).update(text="oi!")  # editada entre um pedido e outro

    again = send(SECOND, key="k1", forward_of=original)
    other = send(SECOND, key="k1", text="oi")

    assert (first.status_code, again.status_code, other.status_code) == (201, 200, 409)
    assert again.json()["id"] == first.json()["id"]


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"revoked_at": "2026-01-01T00:00:00Z"}, id="apagada"),
        pytest.param({"type": "unknown"}, id="tipo desconhecido"),
        pytest.param({"type": "list"}, id="lista que não se conhece"),
        pytest.param({"type": "location"}, id="lugar sem lugar"),
        pytest.param({"type": "contact"}, id="cartão sem telefone"),
        pytest.param({"text": " "}, id="sem texto"),
    ],
)
def test_what_cannot_go_again_is_400_with_the_reason(send, changes):
    original = send(type="text", text="oi").json()["id"]
    Mensagem.objects.filter(pk=original).update(**changes)

    answer = send(SECOND, forward_of=original)

    assert answer.status_code == 400
    assert [(one["attr"], one["code"]) for one in answer.json()["errors"]] == [("forward_of", "cannot_forward")]
    assert OutboxItem.objects.count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"status": "expired", "storage_name": None}, id="vencida"),
        pytest.param({"status": "pending"}, id="ainda baixando"),
        pytest.param({"view_once": True}, id="para ver uma vez"),
    ],
)
def test_a_file_that_is_not_ours_to_send_is_refused(send, photo, changes):
    MessageMedia.objects.update(**changes)

    assert send(SECOND, forward_of=photo.pk).status_code == 400


def test_content_does_not_come_together_with_a_forward(send):
    original = send(type="text", text="oi").json()["id"]

    answer = send(SECOND, forward_of=original, type="text", text="outra coisa")

    assert answer.status_code == 400
    assert sorted(one["attr"] for one in answer.json()["errors"]) == ["text", "type"]


def test_nothing_crosses_from_one_cliente_to_another(ana, davi, connected, other, send, photo):
    filial = registry.register(None, other, "Filial", "F0F0F0-AA11BB-CC22DD", "OTHER_INSTANCE_TOKEN")
    body = {"instance": filial.pk, "phone": SECOND, "forward_of": photo.pk}

    by_stranger, by_admin = Caller(davi).post(SEND, body), Caller(ana).post(SEND, body)

    assert by_stranger.status_code == 404
    assert (by_admin.status_code, by_admin.json()["errors"][0]["attr"]) == (400, "forward_of")


def test_a_preview_the_plan_lacks_goes_as_text(connected, send):
    link = {"type": "link", "text": "veja", "url": "https://exemplo.com.br/", "title": "Loja"}
    original = send(**link).json()["id"]
    type(connected).objects.filter(pk=connected.pk).update(plan="lite")

    again = send(SECOND, forward_of=original).json()

    assert (again["text"], again["link"]) == ("veja\nhttps://exemplo.com.br/", None)
