"""Um arquivo nosso, da escolha ao tique: sai pelo gateway, e o eco do WhatsApp não toma o lugar do que guardamos."""

import io
from dataclasses import dataclass

import pytest
from django.db import OperationalError, connection

from core.gateway.tests.http_server import Reply, answering
from core.media import download, stored_file
from core.media.outgoing import prepare
from core.models import Mensagem, MessageMedia, OutgoingLink, SendAttempt
from core.outbox import deliver
from core.outbox.enqueue import enqueue
from core.outbox.gateway_call import FILE_IS_GONE
from core.outbox.to_send import ToSend
from tests.media.samples import asset, content_of, picture
from tests.receive.posting import post_what_the_simulator_posted
from webhook.rebuild import rebuild

pytestmark = pytest.mark.django_db(transaction=True)
CONTACT = "5511900000077"
CALLS = [
    ("image", picture(), "send-image", "image"),
    ("video", asset("video.mp4"), "send-video", "video"),
    ("gif", asset("gif.mp4"), "send-gif", "video"),
    ("video_note", asset("gif.mp4"), "send-ptv", "video_note"),
    ("audio", asset("audio.mp3"), "send-audio", "audio"),
    ("voice", asset("voice_curta.ogg"), "send-audio", "voice"),
    ("document", b"%PDF-1.4 conta", "send-document", "document"),
    ("sticker", picture("PNG"), "send-sticker", "sticker"),
]


@pytest.fixture(autouse=True)
def media_root(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@dataclass
class Sent:
    """Um arquivo posto na fila."""

    message: Mensagem
    media: MessageMedia
    content: bytes


def put(instance, send_type: str, content: bytes, name: str = "arquivo.bin") -> Sent:
    prepared = prepare(instance.cliente_id, send_type, io.BytesIO(content), name)
    fields = {"file_name": name}
    message, _ = enqueue(None, ToSend(instance, None, send_type, fields, file=prepared, address=CONTACT), None)
    return Sent(message, message.media, content_of(prepared.storage_name))


@pytest.mark.parametrize(("send_type", "content", "call", "row_type"), CALLS, ids=[case[0] for case in CALLS])
def test_each_kind_leaves_and_stays_ours_after_its_echo(wapi, connected, send_type, content, call, row_type):
    sent = put(connected, send_type, content)
    before = sent.media

    deliver.deliver_all()
    post_what_the_simulator_posted(wapi, connected)

    media = MessageMedia.objects.get()
    assert [one["call"] for one in wapi.sent()["sent"]] == [call]
    assert (media.mensagem.type, media.mensagem.status_word in {"read", "played"}) == (row_type, True)
    assert (media.status, media.next_try_at, media.storage_name) == ("ready", None, before.storage_name)
    assert (media.size, media.mime_type, media.waveform) == (before.size, before.mime_type, before.waveform)
    assert media.media_key
    assert media.direct_path


def test_echo_whose_hash_differs_teaches_the_keys_and_keeps_the_file(wapi, connected):
    sent = put(connected, "image", picture())

    deliver.deliver_all()
    post_what_the_simulator_posted(wapi, connected)

    media = MessageMedia.objects.get()
    assert media.file_sha256 != sent.media.file_sha256
    assert (media.status, media.storage_name, media.ready_at) == ("ready", sent.media.storage_name, sent.media.ready_at)
    assert content_of(media.storage_name) == sent.content


@pytest.mark.parametrize("fault", ["echo_before_answer", "reset_after_accept"])
def test_two_rows_that_become_one_keep_our_file(wapi, connected, fault):
    sent = put(connected, "image", picture())
    wapi.add_fault(fault, instance_id=connected.instance_id, calls=("send-image",), times=1)

    deliver.deliver_all()
    post_what_the_simulator_posted(wapi, connected)

    media = MessageMedia.objects.get()
    assert (media.mensagem_id, media.status, media.storage_name) == (
        sent.message.pk,
        "ready",
        sent.media.storage_name,
    )
    assert (media.is_own, bool(media.media_key)) == (True, True)


def test_rebuild_finds_our_files_as_they_are(wapi, connected):
    for send_type, content, _, _ in CALLS[:2]:
        put(connected, send_type, content)
    deliver.deliver_all()
    deliver.deliver_all()
    post_what_the_simulator_posted(wapi, connected)

    report = rebuild(connected, check=True)

    assert report.is_equal, [str(d) for d in report.differences if d.size]


def test_our_file_gone_by_age_can_be_had_back_from_whatsapp(wapi, connected):
    put(connected, "image", picture())
    deliver.deliver_all()
    post_what_the_simulator_posted(wapi, connected)
    MessageMedia.objects.update(status="expired", storage_name=None, ready_at=None)

    media = download.download(download.ask_again(None, MessageMedia.objects.get()).pk)

    assert (media.status, media.error) == ("ready", None)


def test_the_gateway_fetches_the_link_and_falls_back_to_base64(wapi, connected, settings, live_server):
    settings.FILES_BY, settings.PUBLIC_URL = "link", live_server.url
    put(connected, "image", picture())
    deliver.deliver_all()
    fetched = OutgoingLink.objects.get().first_used_at

    settings.PUBLIC_URL = "http://127.0.0.1:9"
    put(connected, "image", picture(color="red"))
    wapi.wait_until_quiet()
    deliver.deliver_all()

    assert fetched is not None
    assert list(SendAttempt.objects.order_by("pk").values_list("outcome", "file_by")) == [
        ("accepted", "link"),
        ("accepted", "base64"),
    ]
    assert "files/" in wapi.sent()["sent"][0]["body"]["image"]


@pytest.mark.parametrize(
    ("fault", "status", "state"), [("http_500", "unknown", "done"), ("http_429", "pending", "waiting")]
)
def test_base64_after_a_refused_link_is_what_the_outcome_says(wapi, connected, settings, fault, status, state):
    settings.FILES_BY, settings.PUBLIC_URL = "link", "http://127.0.0.1:9"
    wapi.add_fault(fault, instance_id=connected.instance_id, calls=("send-image",), times=1, after=1, seconds=60)
    sent = put(connected, "image", picture())

    deliver.deliver_all()

    sent.message.refresh_from_db()
    assert (sent.message.status_word, sent.message.outbox.state) == (status, state)


def test_a_file_that_vanishes_while_its_link_is_refused_leaves_the_first_refusal(connected, settings):
    settings.FILES_BY, settings.PUBLIC_URL = "link", "http://127.0.0.1:9"
    sent = put(connected, "image", picture())

    def refuse(request):
        if request.path.endswith("phone-exists"):
            return Reply(body=b'{"exists": true}')
        stored_file.delete(sent.media.storage_name)
        return Reply(400, body=b'{"error": true, "message": "Nao foi possivel baixar."}')

    with answering(refuse) as gateway:
        settings.WAPI_BASE_URL = gateway.url
        deliver.deliver_all()

    sent.message.refresh_from_db()
    assert (sent.message.status_word, sent.message.error) == ("failed", "Nao foi possivel baixar.")


def test_a_database_away_while_a_link_is_refused_leaves_the_first_refusal(wapi, connected, settings):
    settings.FILES_BY, settings.PUBLIC_URL = "link", "http://127.0.0.1:9"
    sent = put(connected, "image", picture())

    def away(execute, sql, params, many, context):
        if sql.startswith("SELECT") and OutgoingLink._meta.db_table in sql:
            raise OperationalError(2006, "Server has gone away")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(away):
        deliver.deliver_all()

    sent.message.refresh_from_db()
    assert sent.message.status_word == "failed"
    assert SendAttempt.objects.get().outcome == "refused"
    assert wapi.sent()["sent"] == []


def test_a_file_that_vanished_is_a_refusal_with_words(wapi, connected):
    sent = put(connected, "image", picture())
    stored_file.delete(sent.media.storage_name)

    deliver.deliver_all()

    sent.message.refresh_from_db()
    assert (sent.message.status_word, sent.message.error) == ("failed", FILE_IS_GONE)
    assert wapi.sent()["sent"] == []
