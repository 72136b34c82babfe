"""Confirmação em grupo: os POST em voo de um processo dividem um INSERT e um COMMIT; cada um é respondido depois do
COMMIT que guarda a sua linha, provada pelo recibo lido de volta.

Um escrivão por processo (uma thread, uma conexão com o banco) grava; as threads das requisições esperam por ele."""

import logging
import threading
import time
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import Error, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as N_

from core.ground.database import is_store_away, retrying
from core.ground.hours import hour_of
from core.models import Stat, WhatsappInstance
from core.models.webhook_event import EventState

logger = logging.getLogger("webhook.intake")

MAX_ROWS = 256  # um INSERT de tamanho são; quem chegou primeiro não espera por mais
MAX_BYTES = 4 * 2**20  # abaixo de max_allowed_packet (16 MB) com folga
MAX_WAITING_BYTES = 256 * 2**20  # o que os POST em voo podem ocupar de memória antes do 503
ANSWER_WITHIN_S = 4.5  # o 503 sai antes de 5 s
STUCK_AFTER_S = 1.5  # um COMMIT leva milésimos: a mais que isto o banco está mudo ou travado
MOST_STUCK = 64  # os POST que então esperam, cada um com a sua thread; os outros têm o 503 já (WEB_THREADS é 128)

COLUMNS = [
    "event_id",
    "receipt",
    "cliente_id",
    "instance_id",
    "event_type",
    "kind",
    "state",
    "subject",
    "attempts",
    "duplicates",
    "authenticated",
    "is_test",
    "recovered",
    "size",
    "payload",
    "received_at",
    "retry_at",
    "stored_at",
]


class StoreUnavailable(Exception):
    """O banco não confirmou a tempo: nada foi prometido, quem postou deve tentar de novo."""


@dataclass(slots=True)
class Posted:
    """Um evento a guardar. `receipt` é aleatório por POST."""

    event_id: str
    receipt: str
    cliente_id: int
    instance_id: int
    event_type: str | None
    kind: str
    subject: str | None
    authenticated: bool
    payload: bytes
    received_at: datetime
    is_test: bool = False
    closes_door: bool = False
    recovered: bool = False  # reposto do registro do gateway: se já está aqui, não é um repetido


@dataclass(slots=True)
class _Waiting:
    posted: Posted
    done: threading.Event = field(default_factory=threading.Event)
    is_new: bool | None = None  # None depois de `done`: não foi guardado


class Intake:
    """A fila dos POST em voo e o seu escrivão."""

    def __init__(self) -> None:
        self._queue: deque[_Waiting] = deque()
        self._waiting_bytes = 0
        self._wake = threading.Condition()
        self._clerk: threading.Thread | None = None
        self._busy_since: float | None = None

    def store(self, posted: Posted, within_s: float = ANSWER_WITHIN_S) -> bool:
        """Guarda; True se é novo, False se é repetido. Só volta depois do COMMIT. Levanta `StoreUnavailable`."""
        return self.store_many([posted], within_s)[0]

    def store_many(self, posted: Sequence[Posted], within_s: float = ANSWER_WITHIN_S) -> list[bool]:
        """O mesmo para vários, que assim dividem o COMMIT."""
        waiting = [_Waiting(one) for one in posted]
        with self._wake:
            busy = self._busy_since
            if busy is not None and time.monotonic() - busy > STUCK_AFTER_S and len(self._queue) >= MOST_STUCK:
                raise StoreUnavailable(N_("o banco não confirmou a tempo"))
            if self._waiting_bytes > MAX_WAITING_BYTES:
                raise StoreUnavailable(N_("a fila de gravação está cheia"))
            self._queue.extend(waiting)
            self._waiting_bytes += sum(len(one.payload) for one in posted)
            if self._clerk is None or not self._clerk.is_alive():
                self._clerk = threading.Thread(target=self._work, name="intake", daemon=True)
                self._clerk.start()
            self._wake.notify()
        deadline = time.monotonic() + within_s
        answers = []
        for one in waiting:
            if not one.done.wait(deadline - time.monotonic()) or one.is_new is None:
                raise StoreUnavailable(N_("o banco não confirmou a tempo"))
            answers.append(one.is_new)
        return answers

    def _work(self) -> None:
        while True:
            with self._wake:
                while not self._queue:
                    self._wake.wait()
                group = self._take()
                started = self._busy_since = time.monotonic()
            try:
                connection.close_if_unusable_or_obsolete()
                self._store_group(group)
            except Exception as error:  # esta thread não morre com um grupo: os outros POST esperam por ela
                connection.close()
                logger.warning(
                    "action=intake_failed",
                    exc_info=not isinstance(error, Error),
                    extra={"fields": {"events": len(group), "error": type(error).__name__}},
                )
            finally:
                self._busy_since = None
                for waiting in group:
                    waiting.done.set()
            logger.debug(
                "action=intake",
                extra={"fields": {"events": len(group), "ms": int((time.monotonic() - started) * 1000)}},
            )

    def _take(self) -> list[_Waiting]:
        group: list[_Waiting] = []
        size = 0
        while self._queue and len(group) < MAX_ROWS:
            n = len(self._queue[0].posted.payload)
            if group and size + n > MAX_BYTES:
                break
            size += n
            group.append(self._queue.popleft())
        self._waiting_bytes -= size
        return group

    def _store_group(self, group: list[_Waiting]) -> None:
        try:
            outcome = retrying(store_rows, [w.posted for w in group])
        except (Error, UnicodeError, OverflowError, ValueError) as error:
            if is_store_away(error):
                raise
            self._store_singly(group)
            return
        for waiting in group:
            waiting.is_new = outcome.get(waiting.posted.receipt)

    def _store_singly(self, group: list[_Waiting]) -> None:
        """Uma linha ruim não derruba as vizinhas: cada uma por si, e só a culpada fica sem recibo."""
        for waiting in group:
            try:
                waiting.is_new = retrying(store_rows, [waiting.posted]).get(waiting.posted.receipt)
            except (Error, UnicodeError, OverflowError, ValueError) as error:
                if is_store_away(error):
                    raise
                logger.error(
                    "action=intake_row_refused",
                    extra={"fields": {"event_id": waiting.posted.event_id, "error": type(error).__name__}},
                )


def store_rows(posted: Sequence[Posted]) -> dict[str, bool]:
    """Uma transação: INSERT de todas, recibos lidos de volta, repetidos contados. Devolve recibo -> é novo?;
    recibo ausente: a linha não está lá."""
    now = timezone.now()
    adapt = connection.ops.adapt_datetimefield_value
    rows = sorted(posted, key=lambda p: p.event_id)  # ordem fixa: dois grupos com os mesmos ids não se travam
    clash = "ON DUPLICATE KEY UPDATE id = id" if connection.vendor == "mysql" else "ON CONFLICT (event_id) DO NOTHING"
    places = ", ".join(["(" + ", ".join(["%s"] * len(COLUMNS)) + ")"] * len(rows))
    values: list[Any] = []
    for p in rows:
        values += (
            p.event_id, p.receipt, p.cliente_id, p.instance_id, p.event_type, p.kind, EventState.PENDING, p.subject,
            0, 0, p.authenticated, p.is_test, p.recovered, len(p.payload), p.payload, adapt(p.received_at),
            adapt(now) if p.recovered else None, adapt(now),
        )  # fmt: skip
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO core_webhookevent ({', '.join(COLUMNS)}) VALUES {places} {clash}",  # noqa: S608
            values,
        )
        ids = sorted({p.event_id for p in rows})
        marks = ", ".join(["%s"] * len(ids))
        cursor.execute(f"SELECT event_id, receipt FROM core_webhookevent WHERE event_id IN ({marks})", ids)  # noqa: S608
        kept: dict[str, str] = dict(cursor.fetchall())
        outcome = {p.receipt: kept[p.event_id] == p.receipt for p in rows if p.event_id in kept}
        repeated = [p for p in rows if outcome.get(p.receipt) is False and not p.recovered]
        repeats = Counter(p.event_id for p in repeated)
        for event_id, n in sorted(repeats.items()):
            cursor.execute(
                "UPDATE core_webhookevent SET duplicates = duplicates + %s, last_duplicate_at = %s WHERE event_id = %s",
                [n, adapt(now), event_id],
            )
        hour = hour_of(now)
        again = Counter(p.instance_id for p in repeated if not p.is_test)
        Stat.objects.add((instance, hour, "duplicate", "", n) for instance, n in again.items())
        closing = {p.instance_id for p in rows if p.closes_door}
        if closing:
            WhatsappInstance.objects.filter(pk__in=closing, door_closed_at=None).update(door_closed_at=now)
    return outcome


intake = Intake()
