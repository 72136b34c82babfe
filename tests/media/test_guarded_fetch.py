"""Nenhum endereço de fora leva à máquina nem à rede de dentro."""

import http.server
import json
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from core.media import resolver
from core.media.guarded_fetch import (
    FetchError,
    ForbiddenTarget,
    NameTooSlow,
    TooLarge,
    check,
    fetch,
    is_public,
    post_json,
)
from tests.media.public_host import public_host


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
        "64:ff9b::a00:1",
        "64:ff9b:1::7f00:1",
        "2002:a00:1::",
        "2001:0:4136:e378:8000:63bf:80ff:fffe",  # Teredo: leva a 127.0.0.1
        "100.127.255.254",
        "198.18.0.1",
        "203.0.113.7",
        "239.255.255.250",
        "240.0.0.1",
        "::ffff:169.254.169.254",
        "::ffff:100.64.0.1",
        "fe80::1%eth0",
        "fd00:ec2::254",
        "2001:db8::1",
        "ff0e::1",
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
        "https://0177.0.0.1/x",
        "https://0/x",
        "https://localhost/x",
        "https://169.254.169.254/latest/meta-data",
        "https://[::ffff:127.0.0.1]/x",
        "https://[fe80::1%25eth0]/x",
        "https://mmg.whatsapp.net:80/x",
        "https://mmg.whatsapp.net@evil.test/x",
        "https://evil.test/mmg.whatsapp.net",
        "https://evil.test#.whatsapp.net",
        "https://evil.test\\.whatsapp.net/x",
        "https://.whatsapp.net.evil.test/x",
        "gopher://mmg.whatsapp.net/x",
        "data:text/plain,x",
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


def resolves_to(monkeypatch, *addresses: str) -> None:
    found = [(10 if ":" in address else 2, 1, 6, "", (address, 443)) for address in addresses]
    monkeypatch.setattr("socket.getaddrinfo", lambda *a, **k: found)


@pytest.mark.parametrize(
    "addresses",
    [["127.0.0.1"], ["10.0.0.1"], ["::1"], ["64:ff9b::7f00:1"], ["169.254.169.254"], ["157.240.12.54", "127.0.0.1"]],
)
def test_allowed_name_that_resolves_inside_is_refused(monkeypatch, addresses):
    resolves_to(monkeypatch, *addresses)

    with pytest.raises(ForbiddenTarget):
        check("https://mmg.whatsapp.net/x")


@pytest.mark.parametrize(
    "host", ["api.w-api.app", "cdn.w-api.app", "mmg.whatsapp.net", "pps.whatsapp.net", "PPS.WhatsApp.NET"]
)
def test_hosts_of_the_gateway_and_of_whatsapp_are_allowed(monkeypatch, host):
    resolves_to(monkeypatch, "157.240.12.54", "157.240.12.55")

    target = check(f"https://{host}/a?b=c#d")

    assert (target.address, target.host, target.port, target.path) == ("157.240.12.54", host.lower(), 443, "/a?b=c")


def test_a_name_that_does_not_resolve_is_an_error_that_may_pass(monkeypatch):
    def fail(*args, **kwargs):
        raise OSError

    monkeypatch.setattr("socket.getaddrinfo", fail)

    with pytest.raises(FetchError) as found:
        check("https://mmg.whatsapp.net/x")
    assert not isinstance(found.value, ForbiddenTarget)


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
        elif self.path == "/crooked":
            self.send_response(302)
            self.send_header("Location", "https://[x")
            self.end_headers()
        elif self.path == "/gone":
            self.send_error(410)
        elif self.path == "/zip":
            self.send_response(200)
            self.send_header("Content-Encoding", "gzip")
            self.end_headers()
        elif self.path == "/slow":
            self.send_response(200)
            self.end_headers()
            while True:
                try:
                    self.wfile.write(b"x")
                    self.wfile.flush()
                except OSError:
                    return
                time.sleep(0.05)
        elif self.path == "/whoami":
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps({name.lower(): value for name, value in self.headers.items()}).encode())
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


def get(url: str, max_bytes: int = 10_000, deadline_s: float = 5) -> bytes:
    with fetch(url, max_bytes=max_bytes, deadline_s=deadline_s) as chunks:
        return b"".join(chunks)


def test_extra_host_is_fetched_over_plain_http(files):
    assert get(f"{files}/file") == b"x" * 1000


def test_redirect_is_checked_again(files):
    with pytest.raises(ForbiddenTarget):
        get(f"{files}/away")


def test_redirect_to_what_is_no_address_is_refused(files):
    with pytest.raises(ForbiddenTarget, match="endereço inválido"):
        get(f"{files}/crooked")


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


def test_the_address_that_was_checked_is_the_one_dialled(files, settings, monkeypatch):
    port = int(files.rpartition(":")[2])
    settings.MEDIA_EXTRA_HOSTS = [f"arquivos.exemplo:{port}"]
    asked, real = [], socket.getaddrinfo

    def resolve(host, *args, **kwargs):
        asked.append(host)
        if host != "arquivos.exemplo":
            return real(host, *args, **kwargs)
        address = "127.0.0.1" if asked.count(host) == 1 else "192.0.2.1"  # na segunda vez o nome já mudou
        return [(2, 1, 6, "", (address, port))]

    monkeypatch.setattr("socket.getaddrinfo", resolve)

    told = json.loads(get(f"http://arquivos.exemplo:{port}/whoami"))

    assert asked.count("arquivos.exemplo") == 1
    assert told["host"] == f"arquivos.exemplo:{port}"
    assert not {"authorization", "cookie", "referer"} & set(told)


def test_a_compressed_answer_nobody_asked_for_is_refused(files):
    with pytest.raises(FetchError, match="comprimida"):
        get(f"{files}/zip")


def test_headers_that_drip_meet_the_deadline_too(settings):
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    settings.MEDIA_EXTRA_HOSTS = [f"127.0.0.1:{port}"]

    sent: list[int] = []

    def drip() -> None:
        client, _ = listener.accept()
        with client:
            for letter in b"HTTP/1.1 200 OK\r\nX-Long: " + b"a" * 500:
                try:
                    client.sendall(bytes([letter]))
                except OSError:
                    return
                sent.append(letter)
                time.sleep(0.05)

    threading.Thread(target=drip, daemon=True).start()

    with pytest.raises(FetchError, match="prazo"):
        take(f"http://127.0.0.1:{port}/x", deadline_s=0.5)

    assert len(sent) < 300  # quem esperasse os cabeçalhos inteiros leria mais de 500
    listener.close()


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(b"Transfer-Encoding: chunked\r\n\r\n", id="chunk-size"),
        pytest.param(b"Transfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n", id="second-chunk-size"),
    ],
)
def test_the_size_of_a_chunk_that_drips_meets_the_deadline(settings, head):
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    settings.MEDIA_EXTRA_HOSTS = [f"127.0.0.1:{port}"]
    sent: list[int] = []

    def drip() -> None:
        client, _ = listener.accept()
        with client:
            client.sendall(b"HTTP/1.1 200 OK\r\n" + head)
            for letter in b"0" * 400:  # uma linha só, que nunca acaba
                try:
                    client.sendall(bytes([letter]))
                except OSError:
                    return
                sent.append(letter)
                time.sleep(0.05)

    threading.Thread(target=drip, daemon=True).start()

    with pytest.raises(FetchError, match="prazo"):
        take(f"http://127.0.0.1:{port}/x", deadline_s=0.5)

    assert len(sent) < 200  # quem esperasse a linha inteira leria as 400
    listener.close()


def test_a_body_of_no_said_size_cut_by_the_deadline_is_not_taken_for_whole(settings):
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    settings.MEDIA_EXTRA_HOSTS = [f"127.0.0.1:{port}"]
    over = threading.Event()

    def half() -> None:
        client, _ = listener.accept()
        with client:
            client.sendall(b"HTTP/1.1 200 OK\r\n\r\nmetade")
            over.wait(10)

    threading.Thread(target=half, daemon=True).start()

    with pytest.raises(FetchError, match="prazo"):
        get(f"http://127.0.0.1:{port}/x", deadline_s=0.5)

    over.set()
    listener.close()


def test_a_notice_reaches_an_address_with_accents(monkeypatch, tmp_path):
    with public_host(monkeypatch, tmp_path, "xn--ao-siap.exemplo.com") as host:
        status = post_json("https://Ação.exemplo.com/avisos/produção x?é=1&b=%41", {"á": 1}, deadline_s=10)

    assert status == 200
    ((method, name, path, body),) = host.received
    assert (method, name) == ("POST", "xn--ao-siap.exemplo.com")
    assert path == "/avisos/produ%C3%A7%C3%A3o%20x?%C3%A9=1&b=%41"
    assert json.loads(body) == {"á": 1}


def test_who_has_no_certificate_for_the_name_receives_nothing(monkeypatch, tmp_path):
    with (
        public_host(monkeypatch, tmp_path, "outro.exemplo.com") as host,
        pytest.raises(FetchError, match=r"avisos\.exemplo\.com não respondeu"),
    ):
        post_json("https://avisos.exemplo.com/x", {}, deadline_s=10)

    assert host.received == []


def test_a_name_that_cannot_be_said_to_the_other_side_is_a_failure_like_any_other(monkeypatch, tmp_path):
    with public_host(monkeypatch, tmp_path, "x"), pytest.raises(FetchError, match="não respondeu"):
        post_json("https://.exemplo.com/x", {}, deadline_s=10)


@pytest.mark.parametrize("url", ["https://é..exemplo.com/x", "https://" + "é" * 70 + ".com/x", "https://a/\ud800"])
def test_what_cannot_be_put_in_ascii_is_no_address(url):
    with pytest.raises(ForbiddenTarget, match="endereço inválido"):
        check(url, any_host=True)


@pytest.fixture
def mute_resolver(monkeypatch):
    """Um servidor de nomes que não responde, até que o teste acabe."""
    wake, asked = threading.Event(), []

    def resolve(host, port, *args, **kwargs):
        asked.append(host)
        wake.wait(30)
        raise OSError("o sistema desistiu")

    monkeypatch.setattr("socket.getaddrinfo", resolve)
    yield asked
    wake.set()


def test_a_name_server_that_says_nothing_meets_the_deadline(mute_resolver):
    with pytest.raises(NameTooSlow, match=r"mmg\.whatsapp\.net não resolveu a tempo"):
        get("https://mmg.whatsapp.net/x", deadline_s=0.2)

    assert mute_resolver == ["mmg.whatsapp.net"]


def test_the_deadline_of_a_notice_covers_the_name_too(mute_resolver):
    with pytest.raises(NameTooSlow):
        post_json("https://avisos.exemplo.com/x", {}, deadline_s=0.2)


def test_only_so_many_names_are_asked_for_at_once(mute_resolver):
    for _ in range(resolver.MAX_AT_ONCE + 3):
        with pytest.raises(resolver.TooSlow):
            resolver.addresses_of("mudo.exemplo", 443, 0.02)

    assert len(mute_resolver) == resolver.MAX_AT_ONCE


def test_names_are_asked_for_again_once_the_name_server_is_back(monkeypatch):
    wake = threading.Event()
    monkeypatch.setattr("socket.getaddrinfo", lambda *a, **k: wake.wait(30) and [])
    for _ in range(resolver.MAX_AT_ONCE):
        with pytest.raises(resolver.TooSlow):
            resolver.addresses_of("mudo.exemplo", 443, 0.02)
    wake.set()
    resolves_to(monkeypatch, "157.240.12.54")

    assert resolver.addresses_of("mmg.whatsapp.net", 443, 5) == ["157.240.12.54"]
