"""Um Caddy de verdade com o nosso Caddyfile: nenhum registro mostra segredo, e reiniciar web não perde postagem."""

import http.client
import os
import re
import shutil
import socket
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml

from benchmarks.servers import BIN, ROOT, stack
from scripts.with_mariadb import free_port

CADDY = shutil.which("caddy", path=f"{BIN}:{os.environ['PATH']}") or ""
SECRET = "s3gr3do-que-ninguem-deve-ver"
POSTERS = 8
ENOUGH = 60  # postagens antes, e depois, de web reiniciar


@contextmanager
def caddy(folder: Path, upstream: int) -> Iterator[tuple[int, Path]]:
    """O Caddy na frente de `upstream`, sem TLS: a porta dele e o seu registro."""
    port, log = free_port(), folder / "caddy.log"
    environment = {
        **os.environ, "DOMAIN": f"http://127.0.0.1:{port}", "UPSTREAM": f"127.0.0.1:{upstream}", "HOME": str(folder),
        "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "CADDY_ADMIN": f"127.0.0.1:{free_port()}",
    }  # fmt: skip
    command = [CADDY, "run", "--config", str(ROOT / "Caddyfile"), "--adapter", "caddyfile"]
    with log.open("wb") as out, subprocess.Popen(command, env=environment, stdout=out, stderr=out) as process:
        try:
            while not is_open(port):
                assert process.poll() is None, log.read_text()
                time.sleep(0.05)
            yield port, log
        finally:
            process.terminate()


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def ask(port: int, method: str, path: str, body: bytes = b"{}", **headers: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request(method, path, body, {"Content-Type": "application/json", **headers})
        return connection.getresponse().status
    finally:
        connection.close()


@pytest.fixture
def hanging_up() -> Iterator[int]:
    """Um servidor que aceita e desliga."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def hang_up() -> None:
            while True:
                try:
                    server.accept()[0].close()
                except OSError:
                    return

        threading.Thread(target=hang_up, daemon=True).start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)


def test_no_log_of_caddy_shows_a_secret_not_even_the_one_of_errors(tmp_path: Path, hanging_up: int) -> None:
    with caddy(tmp_path, hanging_up) as (port, log):
        answers = [
            ask(port, "PUT", f"/webhook/{SECRET}/", Authorization=f"Bearer {SECRET}", Cookie=f"refresh={SECRET}"),
            ask(port, "POST", f"/files/{SECRET}/foto.jpg", Referer=f"https://x.test/webhook/{SECRET}/"),
        ]

    told = log.read_text()
    assert answers == [502, 502]
    assert '"logger":"http.log.error' in told
    assert told.count("/webhook/***/") == told.count("/files/***/") == 2  # o acesso e o erro
    assert SECRET not in told


def test_caddy_refuses_headers_beyond_the_limit(tmp_path: Path, hanging_up: int) -> None:
    with caddy(tmp_path, hanging_up) as (port, _):
        assert ask(port, "PUT", "/", **{"X-Longo": "a" * 60_000}) == 431


def test_the_caddy_of_the_compose_file_is_one_that_reads_the_caddyfile() -> None:
    named = re.search(r"Caddy (\d+)\.(\d+) ou mais novo", (ROOT / "Caddyfile").read_text("utf-8"))
    image = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))["services"]["caddy"]["image"]

    assert named
    assert tuple(map(int, image.removeprefix("caddy:").split("."))) >= tuple(map(int, named.groups()))
    assert f"Caddy {named[1]}.{named[2]}" in (ROOT / "docs" / "operations.md").read_text("utf-8")


@pytest.mark.slow
def test_a_restart_of_web_loses_no_post(tmp_path: Path) -> None:
    answers: Counter[int | str] = Counter()
    posted, lock, over = 0, threading.Lock(), threading.Event()

    with stack("sqlite") as one:
        _, instance_id, path = one.register()
        one.start_web()
        with caddy(tmp_path, one.port) as (port, _):

            def post() -> None:
                nonlocal posted
                while not over.is_set():
                    with lock:
                        posted += 1
                        number = posted
                    body = f'{{"event": "webhookReceived", "instanceId": "{instance_id}", "messageId": "P{number}"}}'
                    try:
                        status: int | str = ask(port, "POST", path, body.encode())
                    except OSError as error:
                        status = type(error).__name__
                    with lock:
                        answers[status] += 1

            def wait_for(n_more: int) -> None:
                target = sum(answers.values()) + n_more
                while sum(answers.values()) < target:
                    time.sleep(0.05)

            posters = [threading.Thread(target=post) for _ in range(POSTERS)]
            for poster in posters:
                poster.start()
            for _ in range(2):
                wait_for(ENOUGH)
                one.stop("web")
                one.start_web()
            wait_for(ENOUGH)
            over.set()
            for poster in posters:
                poster.join()
        stored = one.python("from core.models import WebhookEvent; print(WebhookEvent.objects.count())")

    assert answers == {200: posted}
    assert int(stored) == posted
