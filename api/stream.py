"""`GET /api/stream/`: o feed de mudanças como text/event-stream.

Uma thread por processo lê o feed e acorda os fluxos; um fluxo não segura conexão com o banco. Cada
evento diz «isto mudou»; o navegador busca de novo só aquilo. O `id` é uma posição da qual retomar nunca pula nada."""

import json
import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import Error, connection, connections

from core.ground.changes import RESUME_LIMIT, FeedReader, Touched, after, latest_id, merged, touched_of
from core.models import Change
from core.models.tenancy import Actor, Role

logger = logging.getLogger("api.stream")

POLL_SECONDS = 0.03  # a maior parte do atraso até a tela; menos que isto o banco sente
HEARTBEAT_SECONDS = 15.0  # proxies e roteadores cortam conexões mudas a partir de 30 s
MAX_LIFE_SECONDS = 12 * 60  # a autorização se renova, e uma parada não espera fluxos eternos
PER_USER = 8  # abas, aparelhos e navegadores de uma pessoa
NOWHERE = -1  # um `Last-Event-ID` que não é posição nenhuma
QUEUE_LIMIT = 4_000  # além disto buscar tudo de novo custa menos
OF_MANAGERS = frozenset({"event", "user", "cliente", "alert_rule", "alert_channel"})  # o que um operador nem lista


class TooManyStreams(Exception):
    """Não cabe mais um fluxo neste processo: o navegador sonda enquanto isso."""


@dataclass(eq=False)
class Subscriber:
    """Um fluxo aberto: o que seu dono pode ver e o que espera para ser enviado."""

    user: int
    is_admin: bool
    cliente: int | None
    manages: bool
    ready: threading.Condition = field(default_factory=threading.Condition)
    queue: deque[tuple[int, Change]] = field(default_factory=deque)
    has_lost: bool = False
    is_over: bool = False

    def sees(self, change: Change) -> bool:
        """A mesma resposta de `visible_to`, para uma linha do feed."""
        if change.resource in OF_MANAGERS and not self.manages:
            return False
        if change.user is not None and change.user != self.user:
            return False
        return self.is_admin or (change.cliente is not None and change.cliente == self.cliente)

    def end(self) -> None:
        """Pede que o fluxo termine (outro do mesmo dono tomou o lugar)."""
        with self.ready:
            self.is_over = True
            self.ready.notify()

    def push(self, low_water: int, changes: Iterable[Change]) -> None:
        """Enfileira o que o dono pode ver; quem não dá conta perde a fila e recebe `reset`."""
        mine = [(low_water, change) for change in changes if self.sees(change)]
        if not mine:
            return
        with self.ready:
            if len(self.queue) + len(mine) > QUEUE_LIMIT:
                self.queue.clear()
                self.has_lost = True
            else:
                self.queue.extend(mine)
            self.ready.notify()

    def take(self, timeout: float) -> tuple[list[tuple[int, Change]], bool]:
        """O que chegou (espera até `timeout` s) e se algo se perdeu."""
        with self.ready:
            if not self.queue and not self.has_lost and not self.is_over:
                self.ready.wait(timeout)
            taken, lost = list(self.queue), self.has_lost
            self.queue.clear()
            self.has_lost = False
        return taken, lost


class Broadcaster:
    """Os fluxos deste processo e a thread que lê o feed para eles."""

    def __init__(self) -> None:
        self._subscribers: dict[Subscriber, None] = {}  # em ordem de chegada
        self._lock = threading.Lock()
        self._reader: FeedReader | None = None
        self._thread: threading.Thread | None = None

    def subscribe(self, subscriber: Subscriber) -> int:
        """Entra e devolve a posição do feed. Levanta `TooManyStreams`."""
        with self._lock:
            mine = [other for other in self._subscribers if other.user == subscriber.user]
            if len(mine) >= PER_USER:  # o mais antigo costuma ser de uma aba já fechada, que só se nota ao escrever
                self._subscribers.pop(mine[0])
                mine[0].end()
            if len(self._subscribers) >= settings.STREAMS_PER_PROCESS:
                raise TooManyStreams
            if self._reader is None:
                self._reader = FeedReader()
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._read, name="feed", daemon=True)
                self._thread.start()
            self._subscribers[subscriber] = None
            return self._reader.low_water

    def leave(self, subscriber: Subscriber) -> None:
        """Sai."""
        with self._lock:
            self._subscribers.pop(subscriber, None)

    def _read(self) -> None:
        try:
            while True:
                with self._lock:
                    reader, subscribers = self._reader, list(self._subscribers)
                    if not subscribers or reader is None:
                        self._reader = self._thread = None
                        return
                try:
                    changes = reader.poll()
                except Error as error:
                    logger.warning("action=feed_unavailable", extra={"fields": {"error": type(error).__name__}})
                    connection.close()
                    time.sleep(1)
                    continue
                if changes:
                    for subscriber in subscribers:
                        subscriber.push(reader.low_water, changes)
                time.sleep(POLL_SECONDS)
        finally:
            connection.close()


broadcaster = Broadcaster()


def subscriber_for(user_id: int, actor: Actor) -> Subscriber:
    """O fluxo de um usuário, com o que ele pode ver."""
    return Subscriber(
        user=user_id,
        is_admin=actor.role == Role.ADMIN,
        cliente=actor.cliente_id,
        manages=actor.role != Role.OPERATOR,
    )


class Frames:
    """O corpo de um fluxo. Fechado antes do primeiro byte, o gerador nem começou e o seu `finally` não corre: quem
    devolve o lugar é este `close`."""

    def __init__(self, subscriber: Subscriber, chunks: Iterator[bytes]) -> None:
        self._subscriber, self._chunks = subscriber, chunks

    def __iter__(self) -> Iterator[bytes]:
        """Os pedaços."""
        return self._chunks

    def close(self) -> None:
        """Acabou, tenha começado ou não."""
        close = getattr(self._chunks, "close", None)
        if close is not None:
            close()
        broadcaster.leave(self._subscriber)


def frames(
    subscriber: Subscriber, position: int, last_id: int | None, still_valid: Callable[[], bool]
) -> Iterator[bytes]:
    """Os bytes do fluxo: posição, o que se perdeu desde `last_id`, e o que for mudando, com um sinal de vida a cada
    15 s, quando também se confere de novo a autorização (`still_valid`)."""
    try:
        backlog = _backlog(subscriber, last_id)
        connections.close_all()  # daqui em diante o fluxo não toca no banco, salvo ao conferir a autorização
        yield b"retry: 2000\n: multichat\n\n" + _frame("ready", {}, position)
        if backlog is None:
            yield _frame("reset", {}, position)
        else:
            yield from _batch([(position, change) for change in backlog])
        end = time.monotonic() + MAX_LIFE_SECONDS
        next_beat = time.monotonic() + HEARTBEAT_SECONDS
        while time.monotonic() < end:
            taken, lost = subscriber.take(max(0.0, next_beat - time.monotonic()))
            if subscriber.is_over:
                return
            if lost:
                yield _frame("reset", {}, taken[-1][0] if taken else None)
            yield from _batch(taken)
            if time.monotonic() >= next_beat:
                next_beat = time.monotonic() + HEARTBEAT_SECONDS
                valid = still_valid()
                connections.close_all()
                if not valid:
                    return
                yield b": \n\n"
    finally:
        broadcaster.leave(subscriber)
        connections.close_all()


def _backlog(subscriber: Subscriber, last_id: int | None) -> list[Change] | None:
    """O que mudou desde `last_id`; None se é mais do que vale enviar, ou se o feed já não (ou ainda não) chega lá."""
    if last_id is None:
        return []
    if last_id == NOWHERE or last_id > latest_id():  # além do fim: um banco restaurado, cujos ids se repetirão
        return None
    oldest = Change.objects.order_by("id").values_list("id", flat=True).first()
    if oldest is not None and last_id < oldest - 1:
        return None
    missed = after(last_id, RESUME_LIMIT + 1)
    return None if len(missed) > RESUME_LIMIT else [change for change in missed if subscriber.sees(change)]


def _batch(taken: list[tuple[int, Change]]) -> Iterator[bytes]:
    """Um evento por linha mudada; mudanças repetidas, no mesmo lote, viram uma (`merged`), na posição da última:
    retomar dali não pula nenhuma."""
    positions = {(change.resource, change.object_id, change.chat): position for position, change in taken}
    rows = merged(touched_of(change) for _, change in taken)
    chunks = [_frame(one.resource, _data(one), positions[one.resource, one.object_id, one.chat]) for one in rows]
    if chunks:
        yield b"".join(chunks)


def _data(row: Touched) -> dict[str, Any]:
    data: dict[str, Any] = {"id": row.object_id, "instance": row.instance, "verb": row.verb, "what": sorted(row.what)}
    return {**data, "chat": row.chat} if row.chat is not None else data


def _frame(event: str, data: dict[str, Any], position: int | None) -> bytes:
    head = f"id: {position}\n" if position is not None else ""
    return f"{head}event: {event}\ndata: {json.dumps(data)}\n\n".encode()
