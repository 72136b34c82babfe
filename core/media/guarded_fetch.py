"""A única busca de endereços que vêm de fora. Só https, porta 443, hosts da lista; o nome é resolvido uma vez, o
endereço conferido é o que se disca, cada redirecionamento passa pela mesma guarda.

`MEDIA_EXTRA_HOSTS` (host ou host:porta) é a única exceção: http, qualquer porta, endereço local."""

import ipaddress
import json
import re
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

import urllib3
from django.conf import settings
from django.utils.translation import gettext as _
from urllib3.connection import HTTPConnection, HTTPSConnection

from core.ground.sentences import Sentence
from core.media.ascii_url import ascii_host, ascii_path
from core.media.resolver import TooSlow, addresses_of

ALLOWED_HOSTS = ("api.w-api.app", ".w-api.app", "mmg.whatsapp.net", ".whatsapp.net")
MAX_REDIRECTS = 3  # cada um é conferido de novo; mais que isto é alguém brincando
CONNECT_TIMEOUT_S = 5.0  # um CDN que não atende em 5 s não atenderá
READ_TIMEOUT_S = 15.0  # silêncio no meio de um corpo
RESOLVE_TIMEOUT_S = 10.0  # o resolvedor do sistema não tem prazo próprio
CHUNK_BYTES = 64 * 1024
# Passam por `is_global`, mas levam a outro lugar: tradução v6-v4, 6to4, compatíveis, multicast, retransmissão.
_TRICK_NETWORKS = tuple(
    ipaddress.ip_network(text)
    for text in (
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "2002::/16",
        "fec0::/10",
        "::/96",
        "224.0.0.0/4",
        "192.88.99.0/24",
        "ff00::/8",
    )
)
_NAME = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")


class FetchError(Exception):
    """O arquivo não veio; `is_gone`: quem o tinha diz que não o tem mais."""

    def __init__(self, message: str, *, is_gone: bool = False) -> None:
        super().__init__(message)
        self.is_gone = is_gone


class ForbiddenTarget(FetchError):
    """O endereço não é dos que se podem buscar."""


class NameTooSlow(FetchError):
    """O nome não resolveu dentro do prazo: o servidor de nomes desta máquina não responde."""


class TooLarge(FetchError):
    """O arquivo passa do limite."""


@dataclass(frozen=True, slots=True)
class Target:
    """Um endereço conferido: o que se disca e o nome que se diz."""

    scheme: str
    host: str
    port: int
    address: str
    path: str


def check(url: str, *, any_host: bool = False, timeout_s: float = RESOLVE_TIMEOUT_S) -> Target:
    """Confere e resolve. Levanta `ForbiddenTarget` (fora da lista, privado), `NameTooSlow` ou `FetchError`.
    `any_host`: qualquer nome que leve só à internet pública (endereços que um cliente dá para receber avisos)."""
    try:
        parts = urlsplit(url)
        port = parts.port
        host = ascii_host(parts.hostname or "")
        path = ascii_path(parts.path or "/") + (f"?{ascii_path(parts.query)}" if parts.query else "")
    except ValueError as error:
        raise ForbiddenTarget(_("endereço inválido")) from error
    is_extra = not any_host and (
        host in settings.MEDIA_EXTRA_HOSTS or f"{host}:{port or _default_port(parts)}" in settings.MEDIA_EXTRA_HOSTS
    )
    if parts.username or parts.password or not host:
        raise ForbiddenTarget(_("endereço com credenciais ou sem host"))
    if not is_extra:
        if parts.scheme != "https" or port not in (None, 443):
            raise ForbiddenTarget(_("só https na porta 443"))
        is_listed = any(host == known or (known[0] == "." and host.endswith(known)) for known in ALLOWED_HOSTS)
        # Um nome de verdade: `evil.test\\.whatsapp.net` também termina como um da lista.
        if not (any_host or (is_listed and _NAME.fullmatch(host))):
            raise ForbiddenTarget(Sentence.HOST_UNLISTED % {"host": host})
    elif parts.scheme not in {"http", "https"}:
        raise ForbiddenTarget(_("só http ou https"))
    port = port or _default_port(parts)
    return Target(parts.scheme, host, port, _resolve(host, port, is_extra, timeout_s), path)


def _default_port(parts: SplitResult) -> int:
    return 443 if parts.scheme == "https" else 80


def _resolve(host: str, port: int, is_extra: bool, timeout_s: float) -> str:
    try:
        addresses = addresses_of(host, port, timeout_s)
    except TooSlow as error:
        raise NameTooSlow(Sentence.HOST_SLOW % {"host": host}) from error
    except (OSError, ValueError) as error:
        raise FetchError(Sentence.HOST_UNKNOWN % {"host": host}) from error
    if not is_extra and not all(is_public(address) for address in addresses):
        raise ForbiddenTarget(Sentence.HOST_PRIVATE % {"host": host})
    return addresses[0]


def is_public(text: str) -> bool:
    """Se o endereço é da internet pública, por dentro de qualquer embrulho v4-em-v6."""
    address = ipaddress.ip_address(text.partition("%")[0])
    if any(address.version == network.version and address in network for network in _TRICK_NETWORKS):
        return False
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or (address.teredo[1] if address.teredo else None)
        if inner is not None:
            return is_public(str(inner))
    return address.is_global and not address.is_multicast and not address.is_reserved


@contextmanager
def fetch(url: str, *, max_bytes: int, deadline_s: float) -> Iterator[Iterator[bytes]]:
    """Os bytes de `url`, em pedaços. Levanta `FetchError` e filhas; nada além de `max_bytes` ou do prazo é lido."""
    deadline = time.monotonic() + deadline_s
    for _hop in range(MAX_REDIRECTS + 1):
        target = check(url, timeout_s=min(RESOLVE_TIMEOUT_S, deadline - time.monotonic()))
        with _open(target, deadline) as response:
            location = response.headers.get("Location")
            if response.status in {301, 302, 303, 307, 308} and location:
                url = _joined(url, location)
                continue
            if response.status != 200:
                raise FetchError(
                    Sentence.HOST_ANSWERED % {"host": target.host, "status": response.status},
                    is_gone=response.status in {403, 404, 410},
                )
            if response.headers.get("Content-Encoding", "identity") != "identity":
                raise FetchError(_("resposta comprimida, não pedida"))
            yield _bounded(response, max_bytes, deadline)
            return
    raise FetchError(_("redirecionamentos demais"))


def post_json(url: str, body: dict[str, Any], *, deadline_s: float) -> int:
    """POST de um JSON a um endereço da internet pública; a situação HTTP. Não segue redirecionamentos. Levanta
    `FetchError` e filhas."""
    deadline = time.monotonic() + deadline_s
    target = check(url, any_host=True, timeout_s=min(RESOLVE_TIMEOUT_S, deadline_s))
    with _open(target, deadline, json.dumps(body).encode()) as response:
        return int(response.status)


def _joined(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError as error:
        raise ForbiddenTarget(_("endereço inválido")) from error


@contextmanager
def _open(target: Target, deadline: float, body: bytes | None = None) -> Iterator[Any]:
    left = max(0.1, deadline - time.monotonic())
    connection = _connection(target, min(CONNECT_TIMEOUT_S, left))
    host = target.host if target.port in {80, 443} else f"{target.host}:{target.port}"
    headers = {"Host": host, "Accept-Encoding": "identity", "User-Agent": "MultiChat", "Connection": "close"}
    if body is not None:
        headers["Content-Type"] = "application/json"
    with ExitStack() as undo:
        undo.callback(connection.close)
        try:
            method = "GET" if body is None else "POST"
            connection.connect()
            # O tempo de leitura recomeça a cada byte; o prazo corta a conexão, estejam vindo cabeçalhos ou corpo.
            undo.callback(_cut_at(deadline, connection.sock).cancel)
            connection.sock.settimeout(min(READ_TIMEOUT_S, left))
            connection.request(method, target.path, body=body, headers=headers, preload_content=False)
            response = connection.getresponse()
        except (urllib3.exceptions.HTTPError, HTTPException, OSError, ValueError) as error:  # ValueError: o não ASCII
            raise _broken(target.host, deadline, error) from error
        yield response  # o que quem recebe levantar (disco cheio) é dele, não do endereço


def _connection(target: Target, timeout_s: float) -> HTTPConnection:
    """Ao endereço conferido, com o nome para o TLS."""
    if target.scheme == "http":
        return HTTPConnection(target.address, target.port, timeout=timeout_s)
    return HTTPSConnection(
        target.address,
        target.port,
        timeout=timeout_s,
        ssl_context=ssl.create_default_context(),
        server_hostname=target.host,
        assert_hostname=target.host,
    )


def _cut_at(deadline: float, sock: socket.socket) -> threading.Timer:
    """Acabado o prazo, quem está lendo acorda com a conexão fechada. Guarda o socket mesmo: com `Connection: close`, a
    conexão larga o seu assim que lê os cabeçalhos."""
    watch = threading.Timer(max(0.0, deadline - time.monotonic()), _cut, [sock])
    watch.daemon = True
    watch.start()
    return watch


def _cut(sock: socket.socket) -> None:
    with suppress(OSError):
        socket.socket.shutdown(sock, socket.SHUT_RDWR)  # o do TLS o largaria, e o resto viria cifrado


def _broken(host: str | None, deadline: float, error: Exception) -> FetchError:
    if time.monotonic() >= deadline - 0.05:
        return FetchError(_("o prazo para baixar acabou"))
    sentence = Sentence.ANSWER_CUT if host is None else Sentence.HOST_SILENT
    return FetchError(sentence % {"host": host, "error": type(error).__name__})


def _bounded(response: Any, max_bytes: int, deadline: float) -> Iterator[bytes]:
    total = 0
    while chunk := _read(response, deadline):
        total += len(chunk)
        if total > max_bytes:
            raise TooLarge(Sentence.TOO_LARGE % {"limit": max_bytes})
        if time.monotonic() > deadline:
            raise FetchError(_("o prazo para baixar acabou"))
        yield chunk
    if time.monotonic() > deadline:  # um corpo sem tamanho dito que o prazo cortou parece inteiro
        raise FetchError(_("o prazo para baixar acabou"))


def _read(response: Any, deadline: float) -> bytes:
    """O que já chegou, até CHUNK_BYTES: quem pinga um byte por vez também encontra o prazo."""
    try:
        chunk: bytes = response.read1(CHUNK_BYTES, decode_content=False)
    except (urllib3.exceptions.HTTPError, HTTPException, OSError, ValueError) as error:
        raise _broken(None, deadline, error) from error
    return chunk
