"""Um nome vira endereços, com prazo: `getaddrinfo` não tem um seu, e um servidor de nomes mudo seguraria quem pede por
meio minuto.

Cada consulta corre numa thread própria, que acaba quando o sistema desiste; poucas ao mesmo tempo."""

import queue
import socket
import threading
import time

MAX_AT_ONCE = 16  # cada nome lento segura uma thread; além disto os outros esperam
_places = threading.BoundedSemaphore(MAX_AT_ONCE)


class TooSlow(Exception):
    """O nome não resolveu dentro do prazo."""


def addresses_of(host: str, port: int, timeout_s: float) -> list[str]:
    """Os endereços de `host`. Levanta `TooSlow`, OSError, ValueError (o que não é um nome)."""
    deadline = time.monotonic() + timeout_s
    if not _places.acquire(timeout=max(0.0, timeout_s)):  # as outras todas esperam por um servidor de nomes mudo
        raise TooSlow
    answer: queue.SimpleQueue[list[str] | OSError | ValueError] = queue.SimpleQueue()

    def look() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answer.put([str(entry[4][0]) for entry in found])
        except (OSError, ValueError) as error:
            answer.put(error)
        finally:
            _places.release()

    try:
        threading.Thread(target=look, name="resolve", daemon=True).start()
    except RuntimeError:  # a máquina não dá mais threads
        _places.release()
        raise
    try:
        told = answer.get(timeout=max(0.0, deadline - time.monotonic()))
    except queue.Empty as error:
        raise TooSlow from error
    if isinstance(told, list):
        return told
    raise told
