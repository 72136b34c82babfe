"""O que não é resposta: sockets de verdade que recusam, travam, pingam, cortam, redirecionam e exageram."""

import ipaddress
import re
import socket
import ssl
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from core.gateway import transport
from core.gateway.calls import instance, messages
from core.gateway.client import Gateway
from core.gateway.errors import GatewayError, NotSent, OutcomeUnknown, RateLimited, Refused
from core.gateway.tests.http_server import Reply, answering
from core.gateway.transport import KEEP_ALIVE_IDLE_S

SECRET = "s3cr3t-t0ken"
SEND = messages.send_text("5511900000002", "oi")
TLS_HANDSHAKE = b"\x16"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n"


@contextmanager
def raw_server(
    behave: Callable[[socket.socket, threading.Event], None], *, reads: bool = True
) -> Iterator[tuple[str, list[int]]]:
    """Aceita conexões e entrega cada uma a `behave`, já lido o pedido; devolve o endereço e a conta de pedidos."""
    listener = socket.create_server(("127.0.0.1", 0))
    over, requests_seen = threading.Event(), [0]

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=one, args=(connection,), daemon=True).start()

    def one(connection: socket.socket) -> None:
        with connection:
            try:
                if not reads:
                    behave(connection, over)
                while reads and read_request(connection):
                    requests_seen[0] += 1
                    behave(connection, over)
            except OSError:
                pass

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", requests_seen
    finally:
        over.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def read_request(connection: socket.socket) -> bytes:
    """Um pedido inteiro: cabeçalhos e corpo vêm em pacotes separados."""
    data = b""
    while (part := connection.recv(65536)) or data:
        data += part
        head, end, body = data.partition(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head.lower())
        if data[:1] == TLS_HANDSHAKE or not part or (end and len(body) >= int(length[1] if length else 0)):
            break
    return data


@contextmanager
def tls_server(serve: Callable[[socket.socket, threading.Event], None]) -> Iterator[str]:
    """O mesmo, entregando a conexão antes do aperto de mãos."""
    with raw_server(serve, reads=False) as (url, _):
        yield url.replace("http:", "https:")


def gateway(url: str, timeout_s: float = 5.0) -> Gateway:
    return Gateway(url, "INST", SECRET, timeout_s=timeout_s)


def hang(_: socket.socket, over: threading.Event) -> None:
    over.wait(10)


def drip_headers(connection: socket.socket, over: threading.Event) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    while not over.wait(0.05):
        connection.sendall(b"X-Slow: 1\r\n")


def drip_one_header_byte_by_byte(connection: socket.socket, over: threading.Event) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while not over.wait(0.05):
        connection.sendall(b"a")


def drip_body(connection: socket.socket, over: threading.Event) -> None:
    connection.sendall(HEAD.replace(b"50", b"9999"))
    while not over.wait(0.05):
        connection.sendall(b" ")


@pytest.mark.parametrize("behave", [hang, drip_headers, drip_one_header_byte_by_byte, drip_body])
def test_whatever_the_server_drips_the_deadline_holds_and_the_outcome_is_unknown(
    behave: Callable[[socket.socket, threading.Event], None],
) -> None:
    with raw_server(behave) as (url, seen):
        started = time.monotonic()

        with pytest.raises(OutcomeUnknown) as failure:
            gateway(url, timeout_s=0.4).call(SEND)

        assert 0.3 < time.monotonic() - started < 3
    assert seen == [1]
    assert failure.value.message == "tempo esgotado à espera da resposta"


def reset_after_read(connection: socket.socket, _: threading.Event) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
    connection.close()


def close_after_read(connection: socket.socket, _: threading.Event) -> None:
    connection.shutdown(socket.SHUT_RDWR)


def cut_the_body(connection: socket.socket, _: threading.Event) -> None:
    connection.sendall(HEAD + b'{"messageId":')
    connection.shutdown(socket.SHUT_RDWR)


def speak_no_http(connection: socket.socket, _: threading.Event) -> None:
    connection.sendall(b"SSH-2.0-OpenSSH\r\n\r\n")
    connection.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize("behave", [reset_after_read, close_after_read, cut_the_body, speak_no_http])
def test_a_connection_lost_after_the_request_was_read_is_unknown_and_not_repeated(
    behave: Callable[[socket.socket, threading.Event], None],
) -> None:
    with raw_server(behave) as (url, seen), pytest.raises(OutcomeUnknown):
        gateway(url).call(SEND)

    assert seen == [1]


def test_refused_connection_is_not_sent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"

    with pytest.raises(NotSent) as failure:
        gateway(url).call(SEND)

    assert failure.value.message == "conexão recusada"
    assert not failure.value.permanent


def test_unknown_name_is_not_sent() -> None:
    with pytest.raises(NotSent) as failure:
        gateway("http://nao-existe.invalid").call(SEND)

    assert failure.value.message == "nome do gateway não encontrado"


def test_a_name_server_that_spends_the_whole_deadline_leaves_nothing_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    resolve = socket.getaddrinfo

    def slowly(*args: object, **kwargs: object) -> object:
        time.sleep(0.4)
        return resolve(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr("socket.getaddrinfo", slowly)
    with raw_server(speak_no_http) as (url, seen), pytest.raises(NotSent) as failure:
        Gateway(url.replace("127.0.0.1", "localhost"), "INST", SECRET, timeout_s=0.2).call(SEND)

    assert failure.value.message == "tempo esgotado ao conectar"
    assert seen == [0]


def test_connect_timeout_is_not_sent() -> None:
    # Uma fila de escuta cheia não aceita mais ninguém: o SYN fica sem resposta.
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        address = listener.getsockname()
        fillers = [socket.socket() for _ in range(4)]
        for filler in fillers:
            filler.setblocking(False)
            filler.connect_ex(address)

        with pytest.raises(NotSent) as failure:
            Gateway(f"http://127.0.0.1:{address[1]}", "INST", SECRET, connect_timeout_s=0.3).call(SEND)

        for filler in fillers:
            filler.close()
    assert failure.value.message == "tempo esgotado ao conectar"


def test_failed_tls_handshake_is_not_sent() -> None:
    with raw_server(speak_no_http) as (url, _), pytest.raises(NotSent) as failure:
        gateway(url.replace("http:", "https:")).call(SEND)

    assert failure.value.message == "falha de TLS"


@pytest.mark.parametrize("token", ["linha\r\nX-Outro: 1", "não é latim ✓"])
def test_a_token_that_cannot_be_written_is_not_sent_for_good_and_is_not_shown(token: str) -> None:
    with answering(Reply()) as server, pytest.raises(NotSent) as failure:
        Gateway(server.url, "INST", token).call(SEND)

    assert failure.value.permanent
    assert token[:8] not in "".join(traceback.format_exception(failure.value))
    assert server.received == []


def test_redirect_is_refused_and_the_token_stays_home() -> None:
    with answering(Reply()) as elsewhere, answering(Reply(302, {"Location": elsewhere.url})) as server:
        with pytest.raises(Refused) as failure:
            gateway(server.url).call(SEND)

        assert elsewhere.received == []
    assert failure.value.permanent
    assert "redireciona" in failure.value.message


def test_answer_beyond_the_size_limit_is_unknown() -> None:
    with answering(Reply(body=b" " * (9 * 1024 * 1024))) as server, pytest.raises(OutcomeUnknown) as failure:
        gateway(server.url).call(SEND)

    assert "resposta maior que" in failure.value.message


@pytest.mark.parametrize(
    ("status", "body", "kind", "permanent"),
    [
        pytest.param(502, b"<html>Bad Gateway</html>", OutcomeUnknown, False, id="5xx-html"),
        pytest.param(200, b"<html>manutencao</html>", OutcomeUnknown, False, id="200-html"),
        pytest.param(200, b"", OutcomeUnknown, False, id="200-empty"),
        pytest.param(200, b'"texto"', OutcomeUnknown, False, id="200-json-scalar"),
        pytest.param(200, b"[" * 100_000, OutcomeUnknown, False, id="200-too-deep"),
        pytest.param(504, b'{"error":true,"message":"timeout"}', OutcomeUnknown, False, id="504-even-with-envelope"),
        pytest.param(500, b'{"error":true,"message":"x"}', Refused, False, id="500-envelope"),
        pytest.param(404, b"<html>Not Found</html>", Refused, True, id="404-html"),
        pytest.param(400, b'{"message":"numero invalido"}', Refused, True, id="400-without-error-key"),
        pytest.param(408, b"", Refused, False, id="408"),
        pytest.param(429, b"", RateLimited, False, id="429"),
        pytest.param(200, b'{"error":"numero invalido"}', Refused, True, id="200-error-string"),
    ],
)
def test_every_broken_answer_has_its_class(status: int, body: bytes, kind: type, permanent: bool) -> None:
    with answering(Reply(status, body=body)) as server, pytest.raises(GatewayError) as failure:
        gateway(server.url).call(SEND)

    assert type(failure.value) is kind
    assert failure.value.permanent is permanent
    assert (failure.value.call, failure.value.http_status) == ("send-text", status)


def test_retry_after_is_kept() -> None:
    reply = Reply(429, {"Retry-After": "7"}, b'{"error":true,"message":"devagar"}')
    with answering(reply) as server, pytest.raises(RateLimited) as failure:
        gateway(server.url).call(SEND)

    assert failure.value.retry_after_s == 7


def test_the_token_is_in_no_message_repr_cause_or_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    body = f'{{"error":true,"message":"token {SECRET} invalido"}}'.encode()
    failures: list[GatewayError] = []
    with raw_server(reset_after_read) as (broken, _), answering(Reply(400, body=body)) as server:
        for url in (broken, server.url, "http://nao-existe.invalid", "http://[torto"):
            try:
                gateway(url).call(SEND)
            except GatewayError as error:
                failures.append(error)

    assert len(failures) == 4
    for error in failures:
        assert SECRET not in "".join(traceback.format_exception(error)) + repr(error) + repr(vars(error))
        # Sentry lê também as causas suprimidas, e as de `requests` carregam o pedido com seus cabeçalhos.
        assert not any("requests" in type(cause).__module__ for cause in causes(error))
    assert SECRET not in caplog.text + repr(gateway("http://x"))


def causes(error: BaseException) -> Iterator[BaseException]:
    cause = error.__cause__ or error.__context__
    if cause is not None:
        yield cause
        yield from causes(cause)


def test_connections_are_reused_but_not_after_idling(monkeypatch: pytest.MonkeyPatch) -> None:
    connections: list[int] = []

    def behave(connection: socket.socket, _: threading.Event) -> None:
        connections.append(connection.getpeername()[1])
        body = b'{"connected":true}'
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))

    with raw_server(behave) as (url, _):
        for _ in range(2):
            gateway(url).call(instance.status())
        now = time.monotonic
        monkeypatch.setattr(time, "monotonic", lambda: now() + KEEP_ALIVE_IDLE_S + 1)
        gateway(url).call(instance.status())

    assert connections[0] == connections[1] != connections[2]


def test_cookies_of_one_instance_never_travel_with_another() -> None:
    reply = Reply(headers={"Set-Cookie": "sessao=acme; Path=/"}, body=b'{"connected":true}')
    with answering(reply) as server:
        Gateway(server.url, "ACME", "a").call(instance.status())
        Gateway(server.url, "OUTRA", "b").call(instance.status())

    assert all("Cookie" not in request.headers for request in server.received)


def test_half_an_emoji_is_sent_as_a_question_mark() -> None:
    with answering(Reply(body=b'{"messageId":"3EB0"}')) as server:
        gateway(server.url).call(messages.send_text("5511900000002", "oi \ud83d"))

    assert server.received[0].json["message"] == "oi ?"


@pytest.fixture
def tls_context(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """Um certificado próprio para 127.0.0.1, em que a sessão desta thread confia."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "teste")])
    today = datetime.now(UTC)
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, today, today + timedelta(days=1))
    certificate = builder.add_extension(address, critical=False).sign(key, SHA256())
    pem = tmp_path / "tls.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    pem.write_bytes(secret + certificate.public_bytes(Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    monkeypatch.setattr(transport._session(), "verify", str(pem))
    return context


def over_tls(
    context: ssl.SSLContext, behave: Callable[[socket.socket, threading.Event], None]
) -> Callable[[socket.socket, threading.Event], None]:
    def serve(connection: socket.socket, over: threading.Event) -> None:
        with context.wrap_socket(connection, server_side=True) as secure:
            while read_request(secure):
                behave(secure, over)

    return serve


def test_tls_answers_are_read_whole(tls_context: ssl.SSLContext) -> None:
    def behave(connection: socket.socket, _: threading.Event) -> None:
        body = b'{"messageId":"3EB0","insertedId":"' + b"9" * 200_000 + b'"}'
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))

    big = messages.send_image("5511900000002", "data:image/png;base64," + "A" * 400_000)
    with tls_server(over_tls(tls_context, behave)) as url:
        for _ in range(2):
            assert gateway(url).call(big).message_id == "3EB0"


@pytest.mark.parametrize("behave", [hang, drip_headers, drip_body])
def test_the_deadline_holds_over_tls(
    tls_context: ssl.SSLContext, behave: Callable[[socket.socket, threading.Event], None]
) -> None:
    with tls_server(over_tls(tls_context, behave)) as url, pytest.raises(OutcomeUnknown, match="tempo esgotado"):
        gateway(url, timeout_s=0.4).call(SEND)


def test_a_certificate_nobody_signed_is_not_sent(tls_context: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport._session(), "verify", True)
    with tls_server(over_tls(tls_context, hang)) as url, pytest.raises(NotSent) as failure:
        gateway(url).call(SEND)

    assert failure.value.message == "falha de TLS"
