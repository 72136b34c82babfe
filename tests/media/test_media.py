"""Mídia recebida: baixada, verificada, guardada; o que falha diz por quê."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from conftest import WAPI_ID
from core.gateway.calls import media as ask
from core.media import download, ffmpeg, turns
from core.models import MessageMedia
from multichat.logs import redact
from tests.media.samples import content_of
from tests.receive.posting import post_what_the_simulator_posted

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def media_root(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def receive(wapi, connected, kind) -> MessageMedia:
    wapi.write(WAPI_ID, kind=kind)
    post_what_the_simulator_posted(wapi, connected)
    return MessageMedia.objects.get()


@pytest.mark.parametrize(
    ("kind", "served"),
    [
        ("image", "image/jpeg"),
        ("voice", "audio/ogg"),
        ("document", "application/pdf"),
        ("sticker", "image/webp"),
        ("video", "video/mp4"),
    ],
)
def test_received_file_is_downloaded_and_verified(wapi, connected, kind, served):
    media = receive(wapi, connected, kind)

    media = download.download(media.pk)

    assert (media.status, media.served_type, media.error) == ("ready", served, None)
    assert len(content_of(media.storage_name)) == media.size


def test_failing_gateway_falls_back_to_own_decryption(wapi, connected):
    media = receive(wapi, connected, "image")
    wapi.add_fault("http_500", instance_id=WAPI_ID, calls=("download-media",), times=1)

    media = download.download(media.pk)

    assert (media.status, media.served_type) == ("ready", "image/jpeg")


def test_wrong_content_is_never_kept(wapi, connected, media_root):
    media = receive(wapi, connected, "image")
    MessageMedia.objects.update(file_sha256="AAAA" * 10 + "AAA=")

    media = download.download(media.pk)

    assert media.status == "pending"
    assert media.next_try_at is not None
    assert "hash" in media.error
    assert [p for p in media_root.rglob("*") if p.is_file()] == []


def test_tries_end_in_failed_with_the_reason_and_a_person_may_ask_again(wapi, connected, settings):
    media = receive(wapi, connected, "image")
    MessageMedia.objects.update(url="https://evil.test/x", direct_path="/nada")
    settings.WAPI_BASE_URL = "http://127.0.0.1:9/v1"

    for _ in range(download.MAX_ATTEMPTS):
        media = download.download(media.pk)
    failed = (media.status, media.next_try_at, bool(media.error))
    download.ask_again(None, media)

    assert failed == ("failed", None, True)
    assert (media.status, media.attempts) == ("pending", 0)


def test_a_claim_outlives_the_slowest_download(wapi, connected, monkeypatch):
    media, now = receive(wapi, connected, "voice"), timezone.now()
    slowest = ask.TIMEOUT_S + 2 * download.DEADLINE_S + turns._WAIT_S + 2 * ffmpeg.DEADLINE_S

    sent = []
    monkeypatch.setattr(download._crew, "send", lambda work, claim, *args: sent.append(claim(*args)))
    download.run()

    media.refresh_from_db()
    assert sent == [media.pk]
    assert media.next_try_at > now + timedelta(seconds=slowest)


def test_declared_size_over_the_limit_is_refused_without_a_call(wapi, connected, settings):
    settings.MEDIA_MAX_BYTES = 10
    media = receive(wapi, connected, "image")

    media = download.download(media.pk)

    assert media.status == "failed"


def test_the_link_of_a_file_is_never_logged_whole():
    line = redact("GET https://chat.exemplo.com.br/files/s3gr3d0-s3gr3d0-s3gr3d0/foto.jpg e s3://chave:segredo@h/b")

    assert line == "GET https://chat.exemplo.com.br/files/***/foto.jpg e s3://chave:***@h/b"
