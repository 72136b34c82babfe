"""Gerador de carga: N conexões HTTP/1.1 vivas numa thread, em laço fechado ou em ritmo fixo. Só loopback.

Custa uns 20 microssegundos por requisição, para que a máquina de dois núcleos fique com o servidor. Em ritmo fixo a
latência conta desde a hora em que a requisição deveria ter saído: um servidor lento não esconde a própria fila."""

import heapq
import selectors
import socket
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field


@dataclass
class Result:
    """O que se mediu; latências em segundos."""

    latencies: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    elapsed: float = 0.0
    errors: int = 0

    @property
    def rate(self) -> float:
        return len(self.latencies) / self.elapsed if self.elapsed else 0.0

    def percentile(self, q: float) -> float:
        """Percentil `q` (0..100) em milissegundos."""
        ordered = sorted(self.latencies)
        return 1000 * ordered[min(len(ordered) - 1, int(len(ordered) * q / 100))] if ordered else float("nan")

    def row(self) -> dict[str, float]:
        return {
            "per_s": round(self.rate),
            "p50_ms": round(self.percentile(50), 1),
            "p99_ms": round(self.percentile(99), 1),
        }


def post(path: str, body: bytes, host: str = "127.0.0.1") -> bytes:
    """Os bytes de um POST JSON."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


class _Connection:
    __slots__ = ("buffer", "due", "sock")

    def __init__(self, host: str, port: int) -> None:
        self.sock = socket.create_connection((host, port))
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sock.setblocking(False)
        self.buffer = b""
        self.due = 0.0


def run(
    host: str,
    port: int,
    requests: Iterator[bytes],
    *,
    connections: int = 64,
    seconds: float = 5.0,
    rate: float | None = None,
    on_answer: Callable[[int, bytes], None] | None = None,
) -> Result:
    """Envia `requests` até o tempo ou o iterador acabar. `rate` por segundo, ou tão depressa quanto se responde."""
    if host not in {"127.0.0.1", "localhost", "::1"}:
        raise ValueError("a carga só vai para esta máquina")
    result = Result()
    selector = selectors.DefaultSelector()
    idle = [_Connection(host, port) for _ in range(connections)]
    for connection in idle:
        selector.register(connection.sock, selectors.EVENT_READ, connection)
    started = time.monotonic()
    end = started + seconds
    next_due = started
    late: list[float] = []
    busy = 0
    exhausted = False
    while True:
        now = time.monotonic()
        if rate is not None:
            while next_due <= now and next_due < end:
                heapq.heappush(late, next_due)
                next_due += 1 / rate
        stopping = now >= end or exhausted
        while idle and not exhausted and (late if rate is not None else not stopping):
            request = next(requests, None)
            if request is None:
                exhausted = True
                break
            connection = idle.pop()
            connection.due = heapq.heappop(late) if rate is not None else now
            try:
                connection.sock.sendall(request)
            except OSError:
                result.errors += 1
                continue
            busy += 1
        if busy == 0 and (exhausted or (now >= end and not late)):
            break
        if now > end + 30:
            result.errors += busy
            break
        timeout = 0.5 if rate is None else max(0.0, min(0.5, next_due - time.monotonic())) if idle else 0.5
        for key, _ in selector.select(timeout):
            connection = key.data
            try:
                chunk = connection.sock.recv(65536)
            except OSError:
                chunk = b""
            if not chunk:
                selector.unregister(connection.sock)
                connection.sock.close()
                if connection in idle:  # o servidor fecha conexões ociosas (30 s): nada estava em voo
                    idle.remove(connection)
                    idle.append(fresh := _Connection(host, port))
                    selector.register(fresh.sock, selectors.EVENT_READ, fresh)
                    continue
                busy -= 1
                result.errors += 1
                continue
            connection.buffer += chunk
            head, separator, rest = connection.buffer.partition(b"\r\n\r\n")
            if not separator:
                continue
            lower = head.lower()
            at = lower.find(b"content-length:")
            length = int(lower[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
            if len(rest) < length:
                continue
            status = int(head[9:12])
            result.latencies.append(time.monotonic() - connection.due)
            result.statuses[status] += 1
            if on_answer is not None:
                on_answer(status, rest[:length])
            connection.buffer = b""
            busy -= 1
            idle.append(connection)
    result.elapsed = time.monotonic() - started
    selector.close()
    return result
