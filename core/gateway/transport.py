"""Uma ida e volta HTTP da qual se sabe dizer até onde foi: nunca conectou, ou pode ter sido escrita.

Por que não `requests` puro: o tempo de leitura dele recomeça a cada byte (um servidor que pinga segura a thread para
sempre), e a exceção não diz se o pedido chegou a sair. Aqui a conexão marca o primeiro byte escrito e todo uso do
socket cabe no mesmo prazo.
"""

import io
import os
import socket
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from core.gateway.errors import N_

# O Node, atrás da W-APi, fecha conexões ociosas aos 5 s; escrever numa que está fechando dá um desfecho desconhecido.
KEEP_ALIVE_IDLE_S = 2.0  # reusar uma conexão que o outro lado já fechou faria de um envio um desconhecido
_WRITE_BYTES = 16 * 1024
_READ_BYTES = 64 * 1024

_NO_CONNECTION = N_("tempo esgotado ao conectar")
_NO_ANSWER = N_("tempo esgotado à espera da resposta")
_UNWRITABLE = N_("endereço ou credencial que não se pode escrever")

_local = threading.local()


class NeverConnected(Exception):
    """Nem um byte do pedido foi escrito. `permanent`: nem pode ser, com este endereço e credencial."""

    def __init__(self, reason: str, *, permanent: bool = False, is_timeout: bool = False) -> None:
        super().__init__(reason)
        self.permanent, self.is_timeout = permanent, is_timeout


class BrokenOff(Exception):
    """O pedido pode ter sido lido e a resposta não veio inteira."""

    def __init__(self, reason: str, *, is_timeout: bool = False) -> None:
        super().__init__(reason)
        self.is_timeout = is_timeout


@dataclass(frozen=True, slots=True)
class RawReply:
    """Resposta inteira, já dentro do limite de tamanho."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def content_type(self) -> str:
        """Tipo sem parâmetros, em minúsculas."""
        return self.headers.get("Content-Type", "").split(";")[0].strip().lower()


class _Exchange:
    """O pedido em curso nesta thread: seu prazo e se já escreveu."""

    def __init__(self, timeout_s: float) -> None:
        self.ends_at = time.monotonic() + timeout_s
        self.wrote = False

    def remaining(self) -> float:
        left = self.ends_at - time.monotonic()
        if left <= 0:
            raise TimeoutError("prazo esgotado")
        return left


def exchange(
    method: str,
    url: str,
    *,
    query: Mapping[str, str],
    headers: Mapping[str, str],
    body: bytes | None,
    timeout_s: float,
    connect_timeout_s: float,
    max_bytes: int,
) -> RawReply:
    """Faz o pedido e lê a resposta inteira em `timeout_s`. Levanta NeverConnected ou BrokenOff, sem causa encadeada:
    as exceções de `requests` carregam o pedido, e com ele o token."""
    current = _local.exchange = _Exchange(timeout_s)
    try:
        reply = _session().request(
            method,
            url,
            params=dict(query),
            headers=dict(headers),
            data=body,
            timeout=(min(connect_timeout_s, timeout_s), timeout_s),
            allow_redirects=False,
            stream=True,
        )
        with reply:
            return RawReply(reply.status_code, reply.headers, _read(reply, current, max_bytes))
    except BrokenOff:
        raise
    # ValueError: cabeçalho ou endereço que nem se escrevem (token com quebra de linha, URL torta).
    except (requests.RequestException, urllib3.exceptions.HTTPError, HTTPException, OSError, ValueError) as error:
        reason = _reason(error)
    finally:
        _local.exchange = None
    is_timeout = reason in {_NO_ANSWER, _NO_CONNECTION}
    if current.wrote:
        raise BrokenOff(reason, is_timeout=is_timeout)
    reason = _NO_CONNECTION if reason == _NO_ANSWER else reason  # handshake TLS que não termina
    raise NeverConnected(reason, permanent=reason == _UNWRITABLE, is_timeout=is_timeout)


def _read(reply: requests.Response, current: _Exchange, max_bytes: int) -> bytes:
    """Lê o corpo já descomprimido, contando."""
    parts, size = [], 0
    for part in reply.iter_content(_READ_BYTES):
        size += len(part)
        if size > max_bytes:
            raise BrokenOff(N_("resposta maior que o limite"))
        parts.append(part)
        current.remaining()
    return b"".join(parts)


def _reason(error: BaseException) -> str:
    """O motivo em palavras nossas; o texto da exceção traz endereço e cabeçalhos."""
    chain: list[BaseException] = []
    pending: list[Any] = [error]
    while pending and len(chain) < 12:
        item = pending.pop()
        if isinstance(item, BaseException) and item not in chain:
            chain.append(item)
            pending += [item.__cause__, item.__context__, getattr(item, "reason", None), *item.args]
    for kinds, words in _REASONS:
        if any(isinstance(item, kinds) for item in chain):
            return words
    return _UNWRITABLE if isinstance(error, ValueError) else N_("conexão interrompida")


_REASONS: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], str], ...] = (
    ((socket.gaierror, urllib3.exceptions.NameResolutionError), N_("nome do gateway não encontrado")),
    (ConnectionRefusedError, N_("conexão recusada")),
    (requests.ConnectTimeout, _NO_CONNECTION),
    ((TimeoutError, requests.Timeout, urllib3.exceptions.TimeoutError), _NO_ANSWER),
    ((requests.exceptions.SSLError, urllib3.exceptions.SSLError), N_("falha de TLS")),
    (ConnectionResetError, N_("conexão interrompida pelo gateway")),
)


def _session() -> requests.Session:
    """Uma sessão por thread e por processo (um socket herdado de um fork serviria a dois)."""
    if getattr(_local, "pid", None) != os.getpid():
        session = requests.Session()
        session.trust_env = False
        # A sessão serve a todas as instâncias desta thread: biscoitos de uma não podem ir na outra.
        session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        session.headers.update({"User-Agent": "MultiChat", "Accept": "*/*", "Accept-Encoding": "identity"})
        for scheme in ("http://", "https://"):
            session.mount(scheme, _Adapter(max_retries=0))
        _local.session, _local.pid = session, os.getpid()
    session_of_thread: requests.Session = _local.session
    return session_of_thread


class _Watched(HTTPConnection):
    """Conexão que marca o primeiro byte escrito e põe cada uso do socket dentro do prazo do pedido em curso."""

    used_at = 0.0

    @property
    def is_connected(self) -> bool:
        return super().is_connected and time.monotonic() - self.used_at < KEEP_ALIVE_IDLE_S

    def send(self, data: Any) -> None:
        if self.sock is None:
            self.connect()
        current: _Exchange = _local.exchange
        current.remaining()  # o servidor de nomes pode ter gasto o prazo inteiro: aí nem um byte saiu
        current.wrote = True
        view = memoryview(data)
        for start in range(0, len(view), _WRITE_BYTES):
            self.sock.settimeout(current.remaining())
            self.sock.sendall(view[start : start + _WRITE_BYTES])

    def response_class(self, sock: Any, *args: Any, **kwargs: Any) -> HTTPResponse:  # type: ignore[override]
        self.used_at = time.monotonic()
        return HTTPResponse(_DeadlineSocket(sock, _local.exchange), *args, **kwargs)  # type: ignore[arg-type]


class _WatchedTLS(_Watched, HTTPSConnection):
    """O mesmo sob TLS."""


class _DeadlineSocket:
    """O que `HTTPResponse` pede de um socket: um arquivo para ler, aqui com prazo total."""

    def __init__(self, sock: socket.socket, current: _Exchange) -> None:
        self._sock, self._current = sock, current

    def makefile(self, *_: Any) -> io.BufferedReader:
        return io.BufferedReader(_DeadlineReader(self._sock, self._current.remaining))


class _DeadlineReader(io.RawIOBase):
    """Leitura crua que ajusta o tempo do socket ao que resta do prazo, a cada leitura."""

    def __init__(self, sock: socket.socket, remaining: Callable[[], float]) -> None:
        self._sock, self._remaining = sock, remaining
        self._raw = sock.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self._sock.settimeout(self._remaining())
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Watched


class _PoolTLS(HTTPSConnectionPool):
    ConnectionCls = _WatchedTLS


class _Adapter(HTTPAdapter):
    """Adaptador de `requests` que usa as conexões acima."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _PoolTLS}
