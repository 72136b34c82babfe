"""O que só o servidor de verdade mostra: corpos em pedaços, conexões vivas, paradas, recomeços, recados claros."""

import http.client
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.servers import BIN, ROOT, Stack, stack
from scripts.with_mariadb import find, free_port
from tests.promises.test_crash import descendants

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def running() -> Iterator[tuple[Stack, str]]:
    """Web e worker sob o supervisor, com uma instância."""
    with stack("sqlite") as one:
        _, _, path = one.register()
        one.start_all()
        yield one, path


def send(one: Stack, raw: bytes) -> tuple[int, bytes]:
    with socket.create_connection(("127.0.0.1", one.port), timeout=10) as sock:
        sock.sendall(raw)
        answer = http.client.HTTPResponse(sock)
        answer.begin()
        return answer.status, answer.read()


def head(path: str, *lines: str) -> bytes:
    return "\r\n".join([f"POST {path} HTTP/1.1", "Host: x", *lines, "", ""]).encode()


def test_chunked_body_is_read_whole(running):
    one, path = running
    body = json.dumps({"pedacos": "a" * 3000}).encode()
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:100], body[100:])) + b"0\r\n\r\n"

    status, answer = send(one, head(path, "Transfer-Encoding: chunked") + chunks)

    kept = one.python("from core.models import *; print(bytes(WebhookEvent.objects.latest('id').payload).decode())")
    assert (status, json.loads(answer)["status"]) == (200, "accepted")
    assert kept == body.decode()


def test_empty_body_is_400(running):
    one, path = running

    assert send(one, head(path, "Content-Length: 0"))[0] == 400


def test_chunked_body_over_the_limit_is_413(running):
    one, path = running
    piece = b"10000\r\n" + b"x" * 65536 + b"\r\n"

    status, _ = send(one, head(path, "Transfer-Encoding: chunked") + piece * 40 + b"0\r\n\r\n")

    assert status == 413


def test_refusal_comes_before_the_body_is_read(running):
    one, _ = running

    status, answer = send(one, head(f"/webhook/{'z' * 32}/", "Content-Length: 1000000") + b"{" + b" " * 1000)

    assert (status, json.loads(answer)["reason"]) == (403, "forbidden")


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_headers_beyond_the_limit_are_refused(running, method):
    one, path = running
    long = [f"X-{number}: {'a' * 8000}" for number in range(40)]

    status, _ = send(one, head(path, *long, "Content-Length: 2").replace(b"POST", method.encode()) + b"{}")

    assert status == 431


def test_what_dies_is_back_within_five_seconds(running):
    one, path = running
    for word in ("granian", "manage.py worker"):
        before = {pid for pid, line in descendants(one.processes["supervisor"].pid) if word in line}
        for pid in before:
            os.kill(pid, signal.SIGKILL)

        deadline = time.monotonic() + 5
        while time.monotonic() < deadline:
            after = {pid for pid, line in descendants(one.processes["supervisor"].pid) if word in line}
            if after and not after & before:
                break
            time.sleep(0.1)

        assert after, word
        assert not after & before, word
    deadline = time.monotonic() + 5
    status = 0
    while status != 200 and time.monotonic() < deadline:
        try:
            status = send(one, head(path, "Content-Length: 2") + b"{}")[0]
        except OSError:
            time.sleep(0.1)
    assert status == 200


def make(one: Stack, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [str(BIN / "python"), "-m", "multichat.supervisor"],
        cwd=ROOT,
        env={**one.environment, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        stdin=subprocess.DEVNULL,
    )


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({}, "PORT="),
        ({"PORT": "abc"}, "PORT=abc"),
        ({"DATABASE_URL": "postgres://x/y"}, "DATABASE_URL"),
        ({"DATABASE_URL": "mysql://u:segredo@127.0.0.1:1/x", "PORT": "0"}, "PORT=0"),
        ({"PUBLIC_URL": "chat.exemplo"}, "PUBLIC_URL"),
        ({"WEBHOOK_OPEN": "talvez"}, "WEBHOOK_OPEN"),
    ],
)
def test_what_stops_the_start_is_one_clear_line(running, environment, words):
    one, _ = running

    done = make(one, **environment)

    lines = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
    assert done.returncode != 0
    assert len(lines) == 1, lines
    assert words in lines[0]


def test_a_second_start_on_the_same_data_is_one_clear_line(running):
    one, _ = running

    done = make(one, PORT=str(free_port()))

    lines = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
    assert done.returncode != 0
    assert len(lines) == 1, lines
    assert "outro MultiChat já está no ar" in lines[0]


def test_database_that_is_away_is_one_clear_line(running):
    one, _ = running
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    done = make(one, DATABASE_URL="mysql://usuario:segredo@127.0.0.1:1/banco", PORT=str(port))

    lines = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
    assert len(lines) == 1, lines
    assert "DATABASE_URL" in lines[0]
    assert "segredo" not in lines[0]


def test_everything_stops_within_ten_seconds_and_frees_the_port():
    with stack("sqlite") as one:
        one.start_all()
        supervisor = one.processes["supervisor"]
        children = [pid for pid, _ in descendants(supervisor.pid)]

        started = time.monotonic()
        supervisor.send_signal(signal.SIGTERM)
        supervisor.wait(10)

        assert time.monotonic() - started < 10
        assert not any(_alive(pid) for pid in children)
        _bind(one.port)


def test_children_end_with_a_supervisor_that_is_killed():
    with stack("sqlite") as one:
        one.start_all()
        supervisor = one.processes["supervisor"]
        children = [pid for pid, _ in descendants(supervisor.pid)]

        supervisor.kill()
        supervisor.wait()
        deadline = time.monotonic() + 5
        while any(_alive(pid) for pid in children) and time.monotonic() < deadline:
            time.sleep(0.1)

        assert not any(_alive(pid) for pid in children)
        _bind(one.port)


def _alive(pid: int) -> bool:
    """Algum fio do processo ainda vive? O primeiro pode já ter acabado com outro ainda segurando a porta."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
    except OSError:
        return False
    return any(_runs(task / "stat") for task in tasks)


def _runs(stat: Path) -> bool:
    try:
        return stat.read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def _bind(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))


def test_store_that_went_away_is_503_within_five_seconds_and_comes_back():
    if find("mariadbd") is None:
        pytest.skip("não há mariadbd")
    with stack("mariadb") as one:
        _, _, path = one.register()
        one.start_all()
        one.mariadb.kill()

        started = time.monotonic()
        down, answer = send(one, head(path, "Content-Length: 8") + b'{"a": 1}')
        took = time.monotonic() - started
        health = send(one, b"GET /webhook/status/ HTTP/1.1\r\nHost: x\r\n\r\n")
        one.mariadb.start()
        up = 0
        deadline = time.monotonic() + 15
        while up != 200 and time.monotonic() < deadline:
            up = send(one, head(path, "Content-Length: 8") + b'{"a": 1}')[0]

        assert (down, json.loads(answer)["status"]) == (503, "rejected")
        assert took < 5
        assert (health[0], json.loads(health[1])["ok"]) == (503, False)
        assert up == 200
