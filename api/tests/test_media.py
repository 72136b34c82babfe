"""Arquivos: um trecho, a validade, o cookie, e nada que o navegador execute."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from authentication import tokens
from authentication.models import User
from core.media import storage
from core.models import MessageMedia

BYTES = bytes(range(256)) * 4


@pytest.fixture
def media(loja: Any, receive: Any, settings: Any, tmp_path: Path) -> MessageMedia:
    """Uma imagem da Acme, já guardada."""
    settings.MEDIA_ROOT = tmp_path
    receive(loja, "received_image")
    row = MessageMedia.objects.get()
    stored = storage.save(row.cliente_id, [BYTES], sha256=None, size=None)
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
        ("../../etc/passwd", "attachment; filename=\"_.._etc_passwd\"; filename*=UTF-8''_.._etc_passwd"),
        ('a"\r\nX-Mau: 1.txt', "attachment; filename=\"a_X-Mau_ 1.txt\"; filename*=UTF-8''a_X-Mau_%201.txt"),
        ("foto\u202egpj.exe", "attachment; filename=\"fotogpj.exe\"; filename*=UTF-8''fotogpj.exe"),
        ("  . ", "attachment"),
        (None, "attachment"),
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
