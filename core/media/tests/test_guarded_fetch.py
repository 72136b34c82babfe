"""Nenhum endereço de fora leva à máquina nem à rede de dentro."""

import http.server
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from core.media.guarded_fetch import FetchError, ForbiddenTarget, TooLarge, check, fetch, is_public


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "192.88.99.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "fec0::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "::127.0.0.1",
    ],
)
def test_inner_address_is_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "157.240.12.54", "2a03:2880:f12f:83:face:b00c:0:25de"])
def test_internet_address_is_public(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://mmg.whatsapp.net/x",
        "https://mmg.whatsapp.net:8443/x",
        "https://evil.test/x",
        "https://mmg.whatsapp.net.evil.test/x",
        "https://evilwhatsapp.net/x",
        "https://127.0.0.1/x",
        "https://2130706433/x",
        "https://0x7f000001/x",
        "https://127.1/x",
        "https://①②⑦.⓪.⓪.①/x",
        "https://[::1]/x",
        "https://user:pass@mmg.whatsapp.net/x",
        "file:///etc/passwd",
        "ftp://mmg.whatsapp.net/x",
        "//mmg.whatsapp.net/x",
        "https://",
        "https://[",
        "",
    ],
)
def test_forbidden_target_is_refused(url):
    with pytest.raises(ForbiddenTarget):
        check(url)


def test_allowed_name_that_resolves_inside_is_refused(monkeypatch):
    monkeypatch.setattr("socket.getaddrinfo", lambda *a, **k: [(2, 1, 6, "", ("127.0.0.1", 443))])

    with pytest.raises(ForbiddenTarget):
        check("https://mmg.whatsapp.net/x")


class _Files(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/away":
            self.send_response(302)
            self.send_header("Location", "http://169.254.169.254/latest/meta-data")
            self.end_headers()
        elif self.path == "/loop":
            self.send_response(302)
            self.send_header("Location", "/loop")
            self.end_headers()
        elif self.path == "/gone":
            self.send_error(410)
        else:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"x" * 1000)

    def log_message(self, *args) -> None: ...


@pytest.fixture
def files(settings):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Files)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.MEDIA_EXTRA_HOSTS = [f"127.0.0.1:{server.server_port}"]
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def get(url: str, max_bytes: int = 10_000) -> bytes:
    with fetch(url, max_bytes=max_bytes, deadline_s=5) as chunks:
        return b"".join(chunks)


def test_extra_host_is_fetched_over_plain_http(files):
    assert get(f"{files}/file") == b"x" * 1000


def test_redirect_is_checked_again(files):
    with pytest.raises(ForbiddenTarget):
        get(f"{files}/away")


def test_endless_redirect_ends(files):
    with pytest.raises(FetchError, match="redirecionamentos"):
        get(f"{files}/loop")


def test_more_bytes_than_allowed_are_not_read(files):
    with pytest.raises(TooLarge):
        get(f"{files}/file", max_bytes=999)


def test_gone_is_told_apart(files):
    with pytest.raises(FetchError) as found:
        get(f"{files}/gone")

    assert found.value.is_gone


class Dripping(BaseHTTPRequestHandler):
    """Um byte a cada décimo de segundo."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        try:
            for _ in range(1000):
                self.wfile.write(b"x")
                self.wfile.flush()
                time.sleep(0.1)
        except OSError:
            return

    def log_message(self, *args: object) -> None:
        return


@pytest.fixture
def dripping(settings):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Dripping)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.MEDIA_EXTRA_HOSTS = [f"127.0.0.1:{server.server_port}"]
    yield f"http://127.0.0.1:{server.server_port}/x"
    server.shutdown()


def take(url: str, *, deadline_s: float, error: OSError | None = None) -> None:
    """Lê tudo; com `error`, é quem recebe que falha no primeiro pedaço."""
    with fetch(url, max_bytes=10_000, deadline_s=deadline_s) as chunks:
        for _ in chunks:
            if error is not None:
                raise error


def test_who_drips_a_byte_at_a_time_meets_the_deadline(dripping):
    with pytest.raises(FetchError, match="prazo"):
        take(dripping, deadline_s=0.5)


def test_trouble_of_the_one_who_receives_is_not_blamed_on_the_address(dripping):
    with pytest.raises(OSError, match="disco cheio"):
        take(dripping, deadline_s=5, error=OSError("disco cheio"))
