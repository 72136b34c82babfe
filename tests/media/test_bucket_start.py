"""Um balde errado se nota na partida, numa linha que diz o que fazer."""

import os
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from django.core.checks import run_checks

from core.media import stored_file
from core.media.bucket import BucketAway
from multichat import storage_url

ROOT = Path(__file__).parents[2]


def use(settings, url: str) -> None:
    settings.STORAGES = {**settings.STORAGES, "media": storage_url.backend(url)}


def found(databases=("default",)) -> list[str]:
    return [str(one.msg) for one in run_checks(databases=list(databases)) if one.id == "multichat.E030"]


@pytest.fixture
def locked(s3):
    """O servidor passa a conferir chaves."""
    _auth(s3, "0")
    yield
    _auth(s3, "inf")


def _auth(s3: str, free_calls: str) -> None:
    request = urllib.request.Request(
        f"http://{s3}/moto-api/reset-auth", free_calls.encode(), {"Content-Type": "text/plain"}
    )
    urllib.request.urlopen(request, timeout=5).close()


@pytest.mark.django_db
def test_a_bucket_that_serves_is_proved_and_left_as_it_was(bucket):
    assert found() == []
    assert bucket.list_objects_v2(Bucket="midia").get("Contents", []) == []


@pytest.mark.django_db
def test_a_bucket_that_does_not_exist_says_to_make_it(bucket, settings, s3):
    use(settings, f"s3://chave:segredo@{s3}/outro?secure=0")

    (words,) = found()

    assert "MEDIA_STORAGE_URL" in words
    assert "não existe" in words
    assert "segredo" not in words


@pytest.mark.django_db
def test_a_key_the_server_does_not_know_says_to_check_it(bucket, settings, locked):
    (words,) = found()

    assert "não conhece a chave" in words


@pytest.mark.django_db
def test_a_server_that_does_not_answer_says_to_check_the_address(settings):
    use(settings, "s3://chave:segredo@127.0.0.1:9/midia?secure=0")

    (words,) = found()

    assert "confira endereço e porta" in words


@pytest.mark.django_db
def test_tls_where_there_is_none_says_so(settings, s3):
    use(settings, f"s3://chave:segredo@{s3}/midia")

    (words,) = found()

    assert "secure=" in words


def test_a_folder_that_takes_no_files_is_said_too(settings, tmp_path):
    (tmp_path / "media").write_bytes(b"um arquivo onde devia haver uma pasta")
    settings.MEDIA_ROOT = tmp_path / "media"

    with pytest.raises(OSError):
        stored_file.prove()


def test_without_the_database_nothing_is_asked_of_the_bucket(settings):
    use(settings, "s3://chave:segredo@127.0.0.1:9/midia?secure=0")

    assert [one.id for one in run_checks() if one.id == "multichat.E030"] == []
    with pytest.raises(BucketAway):
        stored_file.prove()


def test_the_start_is_refused_with_one_line(s3, tmp_path):
    environment = {
        **os.environ,
        "DATA_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path}/x.sqlite3",
        "MEDIA_STORAGE_URL": f"s3://chave:segredo@{s3}/nao-ha?secure=0",
        "DJANGO_SETTINGS_MODULE": "multichat.settings",
        "PORT": "8391",
    }

    done = subprocess.run(
        [sys.executable, "-m", "multichat.supervisor"], cwd=ROOT, env=environment, capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip

    assert done.returncode == 1
    assert done.stderr.strip().splitlines()[-1].startswith("MultiChat: Os arquivos não têm onde ficar")
    assert "Traceback" not in done.stderr


def test_the_demonstration_never_writes_to_the_bucket_of_the_installation(tmp_path):
    environment = {
        **os.environ,
        "DEMO_DATA_DIR": str(tmp_path),
        "MEDIA_STORAGE_URL": "s3://chave:segredo@s3.exemplo.com/midia",
        "MULTICHAT_SIMULATOR_PORT": "8392",
    }
    script = (
        "from multichat import supervisor; supervisor.demo_environment();"
        " from multichat import settings; print(settings.STORAGES['media']['BACKEND'], settings.MEDIA_ROOT)"
    )

    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )

    assert done.stdout.split() == ["core.media.disk.Disk", str(tmp_path / "media")]
