"""O balde S3, por HTTP, contra um servidor de verdade (moto): o mesmo contrato da pasta."""

import pytest
from django.test import RequestFactory

from api.exceptions import FilesAway
from api.streaming import FileToServe, serve
from core.media import stored_file
from core.media.bucket import BucketAway
from core.media.renditions import delete_with_renditions
from core.media.stored_file import Mismatch
from multichat import storage_url
from tests.media.samples import content_of, save

CONTENT = bytes(range(256)) * 1000


def keys(client) -> list[str]:
    return [item["Key"] for item in client.list_objects_v2(Bucket="midia").get("Contents", [])]


def test_a_file_goes_up_once_verified_and_comes_back_whole(bucket, tmp_path):
    stored = save(7, [CONTENT[:1000], CONTENT[1000:]], sha256=None, size_bytes=len(CONTENT))

    with stored_file.on_disk(stored.name) as path:
        assert (content_of(stored.name), path.read_bytes()) == (CONTENT, CONTENT)
    assert keys(bucket) == [stored.name]
    assert (stored_file.size_bytes(stored.name), stored_file.exists(stored.name)) == (len(CONTENT), True)
    assert not path.exists()
    assert [entry for entry in tmp_path.rglob("*") if entry.is_file()] == []


def test_what_does_not_match_never_goes_up(bucket):
    with pytest.raises(Mismatch):
        save(7, [CONTENT], sha256=bytes(32), size_bytes=None)

    assert keys(bucket) == []


@pytest.mark.parametrize(("start", "length"), [(0, 10), (255, 2), (len(CONTENT) - 1, 1), (0, len(CONTENT)), (5, 0)])
def test_a_span_is_read_as_a_span(bucket, start, length):
    name = save(7, [CONTENT]).name

    assert b"".join(stored_file.span(name, start, length)) == CONTENT[start : start + length]


def test_what_is_not_there_is_file_not_found(bucket):
    for look in (stored_file.size_bytes, lambda name: stored_file.span(name, 0, 1)):
        with pytest.raises(FileNotFoundError):
            look("7/aa/nada")
    with pytest.raises(FileNotFoundError), stored_file.on_disk("7/aa/nada"):
        pass
    assert not stored_file.exists("7/aa/nada")
    stored_file.delete("7/aa/nada")


def test_deleting_takes_the_renditions_too(bucket, tmp_path):
    name = save(7, [CONTENT]).name
    (tmp_path / "aac").write_bytes(b"aac")
    stored_file.put(name + ".m4a", tmp_path / "aac")

    delete_with_renditions(name)

    assert keys(bucket) == []


def test_a_bucket_that_is_away_is_an_os_error_that_is_not_an_absence(bucket, settings):
    away = storage_url.backend("s3://chave:segredo@127.0.0.1:9/midia?secure=0")
    settings.STORAGES = {**settings.STORAGES, "media": away}

    for act in (
        lambda: stored_file.size_bytes("7/aa/x"),
        lambda: save(7, [b"x"]),
        lambda: stored_file.delete("7/aa/x"),
    ):
        with pytest.raises(BucketAway):
            act()


def asked(name: str, **headers: str):
    return serve(RequestFactory().get("/", headers=headers), FileToServe(name, "video/mp4", None, "x", False))


def test_the_browser_gets_ranges_from_the_bucket(bucket):
    name = save(7, [CONTENT]).name

    whole, part = asked(name), asked(name, range="bytes=10-19")

    assert (whole.status_code, b"".join(whole.streaming_content)) == (200, CONTENT)
    assert (part.status_code, b"".join(part.streaming_content)) == (206, CONTENT[10:20])
    assert part["Content-Range"] == f"bytes 10-19/{len(CONTENT)}"


def test_a_bucket_that_is_away_is_503_and_not_404(bucket, settings):
    away = storage_url.backend("s3://chave:segredo@127.0.0.1:9/midia?secure=0")
    settings.STORAGES = {**settings.STORAGES, "media": away}

    with pytest.raises(FilesAway):
        asked("7/aa/x")
