"""Arquivos: um trecho, a validade, o cookie, e nada que o navegador execute."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from authentication import tokens
from authentication.models import User
from core.media import stored_file
from core.media.turns import BenchFull
from core.models import MessageMedia
from tests.media.samples import asset, save

BYTES = bytes(range(256)) * 4


@pytest.fixture
def media(loja: Any, receive: Any, settings: Any, tmp_path: Path) -> MessageMedia:
    """Uma imagem da Acme, já guardada."""
    settings.MEDIA_ROOT = tmp_path
    receive(loja, "received_image")
    row = MessageMedia.objects.get()
    stored = save(row.cliente_id, [BYTES])
    row.status, row.storage_name, row.served_type, row.file_name = "ready", stored.name, "image/jpeg", "foto.jpg"
    row.ready_at = timezone.now()
    row.save()
    return row


def content(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_the_bytes_come_whole_and_cannot_be_more_than_bytes(as_user: Any, carla: User, media: MessageMedia) -> None:
    answer = as_user(carla).get(f"/api/media/{media.pk}/file/")

    assert (answer.status_code, content(answer)) == (200, BYTES)
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Length"] == "1024"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Content-Disposition"].startswith("inline")
    assert answer["Cache-Control"].startswith("private")


@pytest.mark.parametrize(
    ("asked", "status", "expected", "span"),
    [
        ("bytes=0-9", 206, BYTES[:10], "bytes 0-9/1024"),
        ("bytes=1000-", 206, BYTES[1000:], "bytes 1000-1023/1024"),
        ("bytes=-24", 206, BYTES[-24:], "bytes 1000-1023/1024"),
        ("bytes=0-99999", 206, BYTES, "bytes 0-1023/1024"),
        ("bytes=-99999", 206, BYTES, "bytes 0-1023/1024"),
        ("bytes=1024-", 416, b"", "bytes */1024"),
        ("bytes=-0", 416, b"", "bytes */1024"),
        ("bytes=5-2", 200, BYTES, None),
        ("bytes=0-1,5-6", 200, BYTES, None),
        ("linhas=1-2", 200, BYTES, None),
        ("bytes=-", 200, BYTES, None),
    ],
)
def test_one_range_is_served(
    as_user: Any, carla: User, media: MessageMedia, asked: str, status: int, expected: bytes, span: str | None
) -> None:
    answer = as_user(carla).get(f"/api/media/{media.pk}/file/", Range=asked)

    assert (answer.status_code, content(answer), answer.headers.get("Content-Range")) == (status, expected, span)


def test_what_did_not_change_is_304_and_head_has_no_body(as_user: Any, carla: User, media: MessageMedia) -> None:
    caller, path = as_user(carla), f"/api/media/{media.pk}/file/"
    etag = caller.get(path)["ETag"]

    assert caller.get(path, If_None_Match=f'W/"x", {etag}').status_code == 304
    assert caller.get(path, Range="bytes=0-1", If_Range='"outro"').status_code == 200
    assert caller.get(path, Range="bytes=0-1", If_Range=etag).status_code == 206
    head = caller.call("HEAD", path)
    assert (head.status_code, content(head), head["Content-Length"]) == (200, b"", "1024")


def test_an_image_tag_comes_in_by_the_cookie_and_by_reading_only(carla: User, davi: User, media: MessageMedia) -> None:
    browser, path = Client(), f"/api/media/{media.pk}/file/"
    browser.cookies["multichat_media"] = tokens.open_family(carla).access

    assert browser.get(path, headers={"Accept": "image/avif,image/*"}).status_code == 200
    assert browser.get("/api/media/").status_code == 401
    assert browser.post(f"/api/media/{media.pk}/retry/").status_code == 401
    browser.cookies["multichat_media"] = tokens.open_family(davi).access
    assert browser.get(path).status_code == 404
    browser.cookies["multichat_media"] = "lixo"
    assert browser.get(path).status_code == 401
    tokens.end_all(carla)


@pytest.mark.parametrize("kind", ["text/html", "image/svg+xml", "application/pdf", "application/octet-stream", None])
def test_what_a_browser_might_execute_is_an_attachment(
    as_user: Any, carla: User, media: MessageMedia, kind: str | None
) -> None:
    MessageMedia.objects.update(served_type=kind)

    answer = as_user(carla).get(f"/api/media/{media.pk}/file/")

    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("relatório.pdf", "attachment; filename=\"relatorio.pdf\"; filename*=UTF-8''relat%C3%B3rio.pdf"),
        ("../../etc/passwd", "attachment; filename=\"_.._etc_passwd.jpg\"; filename*=UTF-8''_.._etc_passwd.jpg"),
        ('a"\r\nX-Mau: 1.txt', "attachment; filename=\"a_X-Mau_ 1.txt\"; filename*=UTF-8''a_X-Mau_%201.txt"),
        ("foto\u202egpj.exe", "attachment; filename=\"fotogpj.exe\"; filename*=UTF-8''fotogpj.exe"),
        ("  . ", "attachment; filename=\"image.jpg\"; filename*=UTF-8''image.jpg"),
        (None, "attachment; filename=\"image.jpg\"; filename*=UTF-8''image.jpg"),
    ],
)
def test_the_name_is_only_a_name(
    as_user: Any, carla: User, media: MessageMedia, name: str | None, expected: str
) -> None:
    MessageMedia.objects.update(file_name=name)

    assert as_user(carla).get(f"/api/media/{media.pk}/file/?download=1")["Content-Disposition"] == expected


def test_a_file_that_is_gone_or_not_here_yet_is_404(as_user: Any, carla: User, media: MessageMedia) -> None:
    caller, path = as_user(carla), f"/api/media/{media.pk}/file/"
    MessageMedia.objects.update(storage_name="1/aa/sumiu")
    assert caller.get(path).status_code == 404

    MessageMedia.objects.update(status="failed", error="venceu", next_try_at=None)
    assert caller.get(path).status_code == 404
    again = caller.post(f"/api/media/{media.pk}/retry/").json()
    assert (again["status"], again["error"], again["url"]) == ("pending", None, None)
    assert MessageMedia.objects.get().next_try_at is not None


def test_a_message_shows_its_file(as_user: Any, carla: User, media: MessageMedia) -> None:
    row = as_user(carla).get("/api/mensagens/").json()["results"][0]

    assert row["media"]["url"] == f"/api/media/{media.pk}/file/"
    assert (row["media"]["chat"], row["media"]["mensagem"]) == (row["chat"], row["id"])
    assert row["media"] == as_user(carla).get(f"/api/media/{media.pk}/").json()
    assert "media_key" not in row["media"]


@pytest.fixture
def voice(media: MessageMedia) -> MessageMedia:
    """A mesma linha, com uma voz de verdade."""
    stored = save(media.cliente_id, [asset("voice_media.ogg")])
    media.storage_name, media.served_type, media.stored_bytes = stored.name, stored.served_type, stored.size_bytes
    media.file_name = "voz.ogg"
    media.save()
    return media


def test_a_voice_comes_in_aac_for_who_cannot_play_opus(
    as_user: Any, carla: User, davi: User, voice: MessageMedia
) -> None:
    caller, path = as_user(carla), f"/api/media/{voice.pk}/file/?as=aac"
    offered = caller.get(f"/api/media/{voice.pk}/").json()["renditions"]

    answer = caller.get(path)
    whole = content(answer)
    part = caller.get(path, Range="bytes=4-11")

    assert offered == ["aac"]
    assert (answer.status_code, answer["Content-Type"]) == (200, "audio/mp4")
    assert answer["Content-Disposition"].startswith('inline; filename="voz.m4a"')
    assert (part.status_code, content(part)) == (206, b"ftypM4A ")
    assert part["Content-Range"] == f"bytes 4-11/{len(whole)}"
    assert answer["ETag"] != caller.get(f"/api/media/{voice.pk}/file/")["ETag"]
    assert as_user(davi).get(path).status_code == 404


def test_the_aac_is_made_once(as_user: Any, carla: User, voice: MessageMedia, monkeypatch: pytest.MonkeyPatch) -> None:
    caller, path = as_user(carla), f"/api/media/{voice.pk}/file/?as=aac"
    first = content(caller.get(path))
    monkeypatch.setattr("core.media.ffmpeg.to_aac", None)

    assert content(caller.get(path)) == first


@pytest.mark.parametrize("wanted", ["mp3", "..", "aac"])
def test_a_version_that_is_not_offered_is_404(as_user: Any, carla: User, media: MessageMedia, wanted: str) -> None:
    shown = as_user(carla).get(f"/api/media/{media.pk}/").json()

    assert (shown["renditions"], shown["url"] is not None) == ([], True)
    assert as_user(carla).get(f"/api/media/{media.pk}/file/?as={wanted}").status_code == 404


def test_a_voice_that_does_not_open_is_404_in_aac(as_user: Any, carla: User, media: MessageMedia) -> None:
    MessageMedia.objects.update(served_type="audio/ogg")

    assert as_user(carla).get(f"/api/media/{media.pk}/file/?as=aac").status_code == 404


def test_a_file_that_is_here_is_not_asked_again_and_one_that_vanished_is(
    as_user: Any, carla: User, media: MessageMedia
) -> None:
    here = as_user(carla).post(f"/api/media/{media.pk}/retry/")
    stored_file.delete(media.storage_name or "")

    again = as_user(carla).post(f"/api/media/{media.pk}/retry/")

    assert (here.status_code, here.json()["errors"][0]["code"]) == (409, "already_ready")
    assert (again.status_code, again.json()["status"]) == (200, "pending")


@pytest.mark.parametrize(("method", "path"), [("post", "retry/"), ("get", "file/?as=aac")])
def test_a_storage_that_is_away_is_503_and_not_500(
    as_user: Any, carla: User, voice: MessageMedia, settings: Any, method: str, path: str
) -> None:
    options = {
        "access_key": "x", "secret_key": "y", "bucket_name": "midia", "region_name": "us-east-1",
        "endpoint_url": "http://127.0.0.1:9",
    }  # fmt: skip
    away = {"BACKEND": "core.media.bucket.Bucket", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "media": away}

    answer = getattr(as_user(carla), method)(f"/api/media/{voice.pk}/{path}")

    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (503, "files_unavailable")


def test_too_many_conversions_is_503_and_not_a_version_that_does_not_exist(
    as_user: Any, carla: User, voice: MessageMedia, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(media: MessageMedia) -> str:
        raise BenchFull

    monkeypatch.setattr("api.views.media.aac_of", full)

    assert as_user(carla).get(f"/api/media/{voice.pk}/file/?as=aac").status_code == 503


def test_a_cliente_shows_what_its_files_take(
    as_user: Any, bruno: User, media: MessageMedia, django_assert_max_num_queries: Any
) -> None:
    MessageMedia.objects.update(stored_bytes=1024)
    caller, path = as_user(bruno), f"/api/clientes/{media.cliente_id}/"

    with django_assert_max_num_queries(6):
        shown = caller.get(path).json()

    assert (shown["media_bytes"], shown["media_files"]) == (1024, 1)
    MessageMedia.objects.update(storage_name=None)
    assert caller.get(path).json()["media_bytes"] == 0


def test_the_installation_says_how_and_how_much(as_user: Any, carla: User, settings: Any) -> None:
    settings.FILES_BY, settings.MEDIA_MAX_BYTES, settings.MEDIA_RETENTION_DAYS = "base64", 20 * 2**20, 30

    shown = as_user(carla).get("/api/installation/").json()

    assert (shown["public_url"], shown["files_by"]) == (settings.PUBLIC_URL, "base64")
    assert shown["media_retention_days"] == 30
    assert shown["max_file_bytes"] == {
        "image": 16 * 2**20,
        "video": 20 * 2**20,
        "gif": 16 * 2**20,
        "video_note": 16 * 2**20,
        "audio": 16 * 2**20,
        "voice": 16 * 2**20,
        "document": 20 * 2**20,
        "sticker": 2**20,
    }
