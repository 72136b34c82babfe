"""O que os testes daqui usam."""

import socket
import subprocess
import sys
import time
import urllib.request

import boto3
import pytest

from multichat import storage_url
from webhook import inbox


@pytest.fixture
def receive(post_webhook):
    """Posta corpos na porta e os aplica."""

    def post(instance, *bodies):
        for body in bodies:
            assert post_webhook(instance, {**body, "instanceId": instance.instance_id}).status_code == 200
        inbox.drain()

    return post


@pytest.fixture(scope="session")
def s3():
    """Um servidor S3 de verdade (moto), por HTTP."""
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
