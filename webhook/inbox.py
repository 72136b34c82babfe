"""A caixa de entrada: reivindica eventos em ordem de chegada, normaliza, aplica, marca. Uma transação por lote.

Um lote que falha é partido ao meio até o evento venenoso ficar só: esse é tentado de novo, com espera crescente, e
depois estacionado como `failed` com o rastro de pilha. Erro do banco não é culpa do evento: sobe e tenta-se depois."""

import logging
import time
import traceback
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone

from core.apply import Arrival, Batch, apply
from core.facts import Normalised
from core.ground import changes, lease
from core.ground.changes import Touched, Verb, What
from core.ground.claim import back_off
from core.ground.database import is_store_away, retrying
from core.ground.hours import hour_of
from core.models import EventState, InstanceLease, Stat, WebhookEvent, WhatsappInstance
from core.stats import latency_bucket
from webhook.normalise import normalise
from webhook.payload import read_json

logger = logging.getLogger("webhook.inbox")

MAX_ATTEMPTS = 8  # uns 2 minutos: um defeito de verdade não passa em oito vezes
BATCH_ROWS = {"sqlite": 50}  # no SQLite o lote segura o único escritor: pequeno, para que a porta não espere
DEFAULT_BATCH_ROWS = 500  # no MariaDB, uma transação de uma fração de segundo
ROUND_SECONDS = 0.5  # um turno curto: quem pediu para parar não espera
IDLE_SECONDS = 0.02  # o quanto um evento sozinho espera na fila
FIRST_WAIT, LAST_WAIT = timedelta(seconds=1), timedelta(minutes=5)
_STATE = frozenset({What.STATE})


def run(now: datetime | None = None) -> float:
    """Um turno: passa pelas instâncias com pendentes, um lote de cada vez, até acabar ou o turno vencer. Devolve
    quantos segundos se pode dormir."""
    waiting = instances_with_pending(now or timezone.now())
    deadline = time.monotonic() + ROUND_SECONDS  # depois da procura: por lenta que seja, o turno faz algo
    if not waiting:
        return IDLE_SECONDS
    did_something = False
    while waiting and time.monotonic() < deadline:
        waiting = [instance for instance in waiting if process(instance) > 0]
        did_something |= bool(waiting)
    return 0.0 if did_something else IDLE_SECONDS  # arrendamento alheio ou em pausa: não se martela o banco


def drain() -> int:
    """Processa tudo que está pendente e pronto; devolve quantos eventos. Para comandos e testes."""
    total = 0
    while instances := instances_with_pending(timezone.now()):
        done = sum(process(instance) for instance in instances)
        if not done:
            break
        total += done
    return total


def instances_with_pending(now: datetime) -> list[int]:
    """Instâncias com evento pendente e pronto. Uma sondagem de índice por instância, e só se há algum pendente: um
    DISTINCT leria a fila inteira, e quanto maior a fila, mais devagar ela andaria (medido: 15 % com 50 mil)."""
    pending = WebhookEvent.objects.filter(state=EventState.PENDING)
    if not pending.exists():
        return []
    ready = pending.filter(Q(retry_at=None) | Q(retry_at__lte=now), instance_id=OuterRef("pk"))
    # Subconsulta de um valor, e não EXISTS: este o MariaDB materializa, lendo a fila inteira (500 mil: 1,5 s).
    first = Subquery(ready.order_by("id").values("pk")[:1])
    return list(InstanceLease.objects.alias(first=first).filter(first__isnull=False).values_list("pk", flat=True))


def process(instance_id: int) -> int:
    """Processa um lote da instância; devolve quantos eventos (0: nada, ou outro a segura)."""
    rows = BATCH_ROWS.get(connection.vendor, DEFAULT_BATCH_ROWS)
    try:
        return retrying(_process_batch, instance_id, None, rows)
    except Exception as error:
        if is_store_away(error):
            raise
        return _halve(instance_id, _pending(instance_id, None, rows, timezone.now()), error)


def _halve(instance_id: int, ids: list[int], error: Exception) -> int:
    if not ids:
        return 0
    if len(ids) == 1:
        _note_failure(ids[0], error)
        return 1
    middle = len(ids) // 2
    done = 0
    for half in (ids[:middle], ids[middle:]):
        try:
            done += retrying(_process_batch, instance_id, half, len(half))
        except Exception as inner:
            if is_store_away(inner):
                raise
            done += _halve(instance_id, half, inner)
    return done


def _pending(instance_id: int, ids: Sequence[int] | None, rows: int, now: datetime) -> list[int]:
    """Os ids primeiro, que o índice dá sozinho: pedindo a linha inteira, o MariaDB varre a tabela pela chave."""
    ready = Q(retry_at=None) | Q(retry_at__lte=now)
    events = WebhookEvent.objects.filter(ready, state=EventState.PENDING, instance_id=instance_id).order_by("id")
    return list((events.filter(pk__in=ids) if ids is not None else events[:rows]).values_list("pk", flat=True))


def _process_batch(instance_id: int, ids: Sequence[int] | None, rows: int) -> int:
    with transaction.atomic():
        held = lease.acquire(instance_id, wait=ids is not None)
        claimed_at = timezone.now()
        if held is None or lease.is_paused(held, claimed_at):
            return 0
        claimed = _pending(instance_id, ids, rows, claimed_at)
        if not claimed:
            return 0
        events = list(WebhookEvent.objects.filter(pk__in=claimed).defer("stack", "error"))
        instance = WhatsappInstance.objects.get(pk=instance_id)
        events.sort(key=lambda e: (e.received_at, e.pk))
        pairs = [(event, understand(event)) for event in events]
        real = [(event, meaning) for event, meaning in pairs if not event.is_test]
        for event, meaning in pairs:
            if event.is_test:
                _prove(instance, event, meaning)
        batch = apply(instance, [arrival_of(event, meaning) for event, meaning in real], claimed_at) if real else None
        _mark(instance, pairs, claimed_at, batch)
    logger.info(
        "action=apply",
        extra={"fields": {"instance": instance_id, "events": len(events), "ms": _ms(claimed_at, timezone.now())}},
    )
    return len(events)


def understand(event: WebhookEvent) -> Normalised:
    """O sentido do corpo guardado."""
    return normalise(read_json(bytes(event.payload)), event_id=event.event_id, received_at=event.received_at)


def arrival_of(event: WebhookEvent, meaning: Normalised) -> Arrival:
    """Os fatos do evento, prontos para `core.apply`."""
    return Arrival(
        event=event.pk,
        received_at=event.received_at,
        facts=meaning.facts,
        pairs=meaning.pairs,
        connected_phone=meaning.connected_phone,
        connected_lid=meaning.connected_lid,
        event_type=meaning.event_type,
        recovered=event.recovered,
    )


def _prove(instance: WhatsappInstance, event: WebhookEvent, meaning: Normalised) -> None:
    """Um evento de teste passa pela aplicação de verdade e é desfeito: prova o caminho sem deixar rastro."""
    point = transaction.savepoint()
    try:
        apply(WhatsappInstance.objects.get(pk=instance.pk), [arrival_of(event, meaning)], timezone.now())
    finally:
        transaction.savepoint_rollback(point)


def _mark(
    instance: WhatsappInstance, pairs: list[tuple[WebhookEvent, Normalised]], claimed_at: datetime, batch: Batch | None
) -> None:
    """Marca cada evento, soma os contadores e escreve o feed: tudo no COMMIT do lote."""
    now = timezone.now()
    groups: dict[tuple[str, str | None, str], list[int]] = {}
    counts: Counter[tuple[int, datetime, str, str]] = Counter()
    touched: set[Touched] = set(batch.touched) if batch else set()
    for event, meaning in pairs:
        state = EventState.PROCESSED if meaning.facts else EventState.IGNORED
        groups.setdefault((state, meaning.reason, meaning.kind), []).append(event.pk)
        touched.add(Touched("event", event.pk, instance.pk, None, _STATE, _verb_of(event)))
        if event.is_test:
            continue
        hour = hour_of(event.received_at)
        counts[(instance.pk, hour, "event", f"{meaning.kind}/{state}")] += 1
        if event.replayed_at is None and not event.recovered:
            counts[(instance.pk, hour, "latency", latency_bucket(_ms(event.received_at, now)))] += 1
    for message in batch.created if batch else ():
        counts[(instance.pk, hour_of(message.sent_at), "message", f"{message.direction}/{message.type}")] += 1
    for (final_state, reason, kind), ids in sorted(groups.items(), key=lambda item: str(item[0])):
        WebhookEvent.objects.filter(pk__in=ids).update(
            state=final_state, reason=reason, kind=kind, error=None, stack=None, retry_at=None,
            attempts=F("attempts") + 1, claimed_at=claimed_at, applied_at=now, processed_at=now,
        )  # fmt: skip
    Stat.objects.add((*key, n) for key, n in counts.items())
    changes.record(instance.cliente_id, touched)


def _note_failure(pk: int, error: Exception) -> None:
    """Anota o defeito no evento: nova tentativa com espera crescente, ou estacionado depois da oitava."""
    with transaction.atomic():
        event = WebhookEvent.objects.get(pk=pk)
        verb = _verb_of(event)
        lease.acquire(event.instance_id, wait=True)
        event.refresh_from_db(fields=["state", "attempts"])
        if event.state != EventState.PENDING:  # outro worker o aplicou entretanto
            return
        now = timezone.now()
        event.attempts += 1
        event.error = f"{type(error).__name__}: {error}"[:500]
        event.stack = "".join(traceback.format_exception(error))[-20_000:]
        event.claimed_at = now
        if event.attempts >= MAX_ATTEMPTS:
            event.state = EventState.FAILED
            event.retry_at, event.processed_at = None, now
            Stat.objects.add([(event.instance_id, hour_of(event.received_at), "failure", type(error).__name__, 1)])
        else:
            event.retry_at = now + back_off(FIRST_WAIT, event.attempts, LAST_WAIT)
        event.save(update_fields=["attempts", "error", "stack", "claimed_at", "state", "retry_at", "processed_at"])
        changes.record(event.cliente_id, [Touched("event", event.pk, event.instance_id, None, _STATE, verb)])
    logger.error(
        "action=event_failed",
        extra={"fields": {"event": pk, "attempt": event.attempts, "state": event.state, "error": type(error).__name__}},
    )


def _verb_of(event: WebhookEvent) -> Verb:
    """A porta não escreve no feed (cada POST pagaria por isso): o evento nasce, para quem ouve, na primeira vez que se
    tenta aplicá-lo."""
    return Verb.CREATED if event.attempts == 0 and event.replayed_at is None else Verb.CHANGED


def _ms(start: datetime, end: datetime) -> int:
    return max(0, int((end - start).total_seconds() * 1000))
