"""Arquivos enviados: do formulário ao eco, uma linha, com o nosso arquivo à vista todo o tempo."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from core import retention
from core.facts import MessageStatus
from core.models import Chat, Mensagem, MessageMedia, OutboxItem, SendAttempt
from core.outbox import decisions, deliver
from tests.api.caller import Caller
from tests.receive.posting import post_what_the_simulator_posted

pytestmark = pytest.mark.django_db(transaction=True)
SEND = "/api/mensagens/"
CONTACT = "5511900000077"


def picture() -> SimpleUploadedFile:
    raw = BytesIO()
    Image.new("RGB", (64, 48), "teal").save(raw, "JPEG")
    return SimpleUploadedFile("praia.jpg", raw.getvalue(), "image/jpeg")


@pytest.fixture
def post(carla, connected, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"

    def send(key="k1", **fields):
        body = {"instance": connected.pk, "phone": CONTACT, **fields}
        caller = Caller(carla)
        return caller.http.post(SEND, body, headers={**caller.headers, "Idempotency-Key": key})

    return send


@pytest.fixture
def conversa_de_outro(connected) -> int:
    """Uma mensagem de outra conversa da mesma instância: citá-la é recusado."""
    chat = Chat.objects.create(cliente=connected.cliente, instance=connected, chat_id="5511900000078", kind="direct")
    now = timezone.now()
    return Mensagem.objects.create(
        cliente=connected.cliente, instance=connected, chat=chat, direction="in", origin="contact", type="text",
        status=MessageStatus.RECEIVED, message_id="OUTRA", sent_at=now, created_at=now,
    ).pk  # fmt: skip


def test_an_uploaded_image_is_shown_at_once_sent_and_met_by_its_echo(wapi, connected, post):
    answer = post(type="image", file=picture(), text="Veja")
    media = MessageMedia.objects.get()
    before = (media.status, media.storage_name)

    deliver.deliver_all()
    post_what_the_simulator_posted(wapi, connected)

    media.refresh_from_db()
    message = Mensagem.objects.get()
    assert answer.status_code == 201
    assert answer.json()["media"]["width"] == 64
    assert before[0] == "ready"
    assert (media.status, media.storage_name) == before
    assert (message.status, message.text) == (MessageStatus.READ, "Veja")
    assert wapi.sent()["sent"][0]["call"] == "send-image"
    assert SendAttempt.objects.get().file_by == "base64"


def test_the_same_key_with_the_same_file_is_the_same_message(post):
    first = post(type="image", file=picture())

    again = post(type="image", file=picture())
    other = post(type="image", file=picture(), text="outra")

    assert (first.status_code, again.status_code, other.status_code) == (201, 200, 409)
    assert Mensagem.objects.count() == 1


def test_a_file_of_another_type_is_400_at_the_file(post):
    answer = post(type="image", file=SimpleUploadedFile("a.jpg", b"isto nao e imagem", "image/jpeg"))

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["attr"] == "file"
    assert not Mensagem.objects.exists()


def test_a_public_url_goes_to_the_gateway_as_it_is(wapi, connected, post):
    url = f"{wapi.url}/pps/5511900000077.jpg"
    answer = post(type="image", url=url)

    deliver.deliver_all()

    assert answer.status_code == 201
    assert wapi.sent()["sent"][0]["body"]["image"] == url
    assert SendAttempt.objects.get().file_by == "url"


@pytest.mark.parametrize("both", [True, False], ids=["os dois", "nenhum"])
def test_a_file_send_takes_a_file_or_a_url(post, both):
    given = {"file": picture(), "url": "https://exemplo.com.br/a.jpg"} if both else {}

    assert post(type="image", **given).status_code == 400


def test_a_file_waits_for_its_scheduled_send_however_old_it_gets(wapi, connected, post, settings):
    settings.MEDIA_RETENTION_DAYS = 30
    post(type="image", file=picture(), send_at=(timezone.now() + timedelta(days=60)).isoformat())
    MessageMedia.objects.update(ready_at=timezone.now() - timedelta(days=59))

    retention.run()
    OutboxItem.objects.update(send_at=timezone.now())
    deliver.deliver_all()
    retention.run()

    assert wapi.sent()["sent"][0]["body"]["image"].startswith("data:image/jpeg;base64,")
    assert MessageMedia.objects.get().status == "expired"


def test_a_send_whose_file_expired_is_refused_with_what_to_do(wapi, connected, post, settings):
    settings.MEDIA_RETENTION_DAYS = 30
    post(type="image", file=picture())
    message = Mensagem.objects.get()
    decisions.cancel(None, message)
    MessageMedia.objects.update(ready_at=timezone.now() - timedelta(days=31))
    retention.run()

    decisions.retry(None, message)
    deliver.deliver_all()

    message.refresh_from_db()
    assert (message.status, message.error_code) == (MessageStatus.FAILED, "file")
    assert "envie-o de novo" in message.error
    assert wapi.sent()["sent"] == []


def test_a_document_keeps_its_name(wapi, connected, post):
    post(type="document", file=SimpleUploadedFile("Orçamento nº 3.pdf", b"%PDF-1.4\n%%EOF"), text="segue")

    deliver.deliver_all()

    body = wapi.sent()["sent"][0]["body"]
    assert (body["fileName"], body["extension"]) == ("Orçamento nº 3.pdf", "pdf")


def test_a_refused_send_leaves_no_file_behind(post, tmp_path, conversa_de_outro):
    answer = post(type="image", file=picture(), reply_to=conversa_de_outro)
    retention.run()

    assert answer.status_code == 400
    assert not [path for path in (tmp_path / "media").rglob("*") if path.is_file()]
