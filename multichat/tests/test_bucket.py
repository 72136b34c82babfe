"""O balde S3, por HTTP, contra um servidor de verdade (moto): o mesmo contrato da pasta."""

import socket
import subprocess
import sys
import time
import urllib.request

import boto3
import pytest
from django.test import RequestFactory

from api.exceptions import FilesAway
from api.streaming import FileToServe, serve
from core.media import storage
from core.media.bucket import BucketAway
from core.media.renditions import delete_with_renditions
from core.media.storage import Mismatch
from multichat import storage_url

CONTENT = bytes(range(256)) * 1000


@pytest.fixture(scope="module")
def s3():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(f"http://127.0.0.1:{port}/moto-api/")
        yield f"127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=10)


def _wait_for(url: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(url, timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail("o servidor S3 dos testes não subiu")


@pytest.fixture
def bucket(s3, settings, tmp_path):
    """Os arquivos vão para um balde vazio."""
    settings.MEDIA_ROOT = tmp_path
    backend = storage_url.backend(f"s3://chave:segre%2Fdo@{s3}/midia?secure=0")
    settings.STORAGES = {**settings.STORAGES, "media": backend}
    client = boto3.client(
        "s3", endpoint_url=f"http://{s3}", aws_access_key_id="x", aws_secret_access_key="y", region_name="us-east-1"
    )
    client.create_bucket(Bucket="midia")
    yield client
    for item in client.list_objects_v2(Bucket="midia").get("Contents", []):
        client.delete_object(Bucket="midia", Key=item["Key"])
    client.delete_bucket(Bucket="midia")


def keys(client) -> list[str]:
    return [item["Key"] for item in client.list_objects_v2(Bucket="midia").get("Contents", [])]


def test_a_file_goes_up_once_verified_and_comes_back_whole(bucket, tmp_path):
    stored = storage.save(7, [CONTENT[:1000], CONTENT[1000:]], sha256=None, size=len(CONTENT))

    with storage.open_file(stored.name) as file, storage.on_disk(stored.name) as path:
        assert (file.read(), path.read_bytes()) == (CONTENT, CONTENT)
    assert keys(bucket) == [stored.name]
    assert (storage.size(stored.name), storage.exists(stored.name)) == (len(CONTENT), True)
    assert not path.exists()
    assert [entry for entry in tmp_path.rglob("*") if entry.is_file()] == []


def test_what_does_not_match_never_goes_up(bucket):
    with pytest.raises(Mismatch):
        storage.save(7, [CONTENT], sha256=bytes(32), size=None)

    assert keys(bucket) == []


@pytest.mark.parametrize(("start", "length"), [(0, 10), (255, 2), (len(CONTENT) - 1, 1), (0, len(CONTENT)), (5, 0)])
def test_a_span_is_read_as_a_span(bucket, start, length):
    name = storage.save(7, [CONTENT], sha256=None, size=None).name

    assert b"".join(storage.span(name, start, length)) == CONTENT[start : start + length]


def test_what_is_not_there_is_file_not_found(bucket):
    for look in (storage.size, storage.open_file, lambda name: storage.span(name, 0, 1)):
        with pytest.raises(FileNotFoundError):
            look("7/aa/nada")
    with pytest.raises(FileNotFoundError), storage.on_disk("7/aa/nada"):
        pass
    assert not storage.exists("7/aa/nada")
    storage.delete("7/aa/nada")


def test_deleting_takes_the_renditions_too(bucket, tmp_path):
    name = storage.save(7, [CONTENT], sha256=None, size=None).name
    (tmp_path / "aac").write_bytes(b"aac")
    storage.save_beside(name + ".m4a", tmp_path / "aac")

    delete_with_renditions(name)

    assert keys(bucket) == []


def test_a_bucket_that_is_away_is_an_os_error_that_is_not_an_absence(bucket, settings):
    away = storage_url.backend("s3://chave:segredo@127.0.0.1:9/midia?secure=0")
    settings.STORAGES = {**settings.STORAGES, "media": away}

    for act in (
        lambda: storage.size("7/aa/x"),
        lambda: storage.save(7, [b"x"], sha256=None, size=None),
        lambda: storage.delete("7/aa/x"),
    ):
        with pytest.raises(BucketAway):
            act()


def asked(name: str, **headers: str):
    return serve(RequestFactory().get("/", headers=headers), FileToServe(name, "video/mp4", None, "x", False))


def test_the_browser_gets_ranges_from_the_bucket(bucket):
    name = storage.save(7, [CONTENT], sha256=None, size=None).name

    whole, part = asked(name), asked(name, range="bytes=10-19")

    assert (whole.status_code, b"".join(whole.streaming_content)) == (200, CONTENT)
    assert (part.status_code, b"".join(part.streaming_content)) == (206, CONTENT[10:20])
    assert part["Content-Range"] == f"bytes 10-19/{len(CONTENT)}"


def test_a_bucket_that_is_away_is_503_and_not_404(bucket, settings):
    away = storage_url.backend("s3://chave:segredo@127.0.0.1:9/midia?secure=0")
    settings.STORAGES = {**settings.STORAGES, "media": away}

    with pytest.raises(FilesAway):
        asked("7/aa/x")
