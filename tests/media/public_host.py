"""Um host da internet pública, para os testes: um servidor TLS de verdade nesta máquina. De mentira só a rede (todo
nome resolve para um endereço público, que leva até aqui) e a autoridade do certificado; a guarda, o TLS e o HTTP são
os nossos."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from urllib3.util import connection as dialling

ADDRESS = "157.240.12.54"


@dataclass
class PublicHost:
    """O que chegou, e com que situação se responde."""

    status: int = 200
    received: list[tuple[str, str, str, bytes]] = field(default_factory=list)  # método, host, caminho, corpo


@contextmanager
def public_host(monkeypatch: pytest.MonkeyPatch, folder: Path, *names: str) -> Iterator[PublicHost]:
    """O servidor, com certificado para `names`."""
    host = PublicHost()

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            host.received.append((self.command, self.headers["Host"], self.path, body))
            self.send_response(host.status)
            self.end_headers()

        do_GET = do_POST = answer

        def log_message(self, *args: Any) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate, key = _certificate(folder, names)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    dial = dialling.create_connection

    def routed(address: tuple[str, int], *args: Any, **options: Any) -> Any:
        assert address == (ADDRESS, 443)
        return dial(("127.0.0.1", server.server_port), *args, **options)

    with monkeypatch.context() as network:
        network.setenv("SSL_CERT_FILE", str(certificate))
        network.setattr(dialling, "create_connection", routed)
        network.setattr("core.media.resolver.socket.getaddrinfo", _resolve)
        try:
            yield host
        finally:
            server.shutdown()
            server.server_close()


def _resolve(host: str, port: int, *args: Any, **options: Any) -> list[Any]:
    return [(2, 1, 6, "", (ADDRESS if host[0].isalpha() or host[0] == "." else host, port))]


def _certificate(folder: Path, names: tuple[str, ...]) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "teste")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(one) for one in names]), critical=False)
        .sign(key, hashes.SHA256())
    )
    certificate, private = folder / "certificate.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return certificate, private
