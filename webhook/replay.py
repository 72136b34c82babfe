"""Reprocessar: eventos voltam a `pending` e a caixa de entrada os aplica de novo. Seguro: fatos são idempotentes."""

import logging
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Max, Q
from django.utils import timezone

from core.ground import changes, lease
from core.ground.changes import Touched, What
from core.ground.hours import hour_of
from core.models import EventState, ReplayJob, ReplayState, Stat, WebhookEvent
from core.models.tenancy import Actor
from webhook.selection import events_of

logger = logging.getLogger("webhook.replay")

CHUNK = 500  # parâmetros de um comando no SQLite
IDLE_SECONDS = 1.0  # quem pediu olha o progresso


def ask(actor: Actor, cliente: int | None, selection: dict[str, Any]) -> ReplayJob:
    """Uma pessoa pede que se reprocessem os eventos escolhidos, até onde ela vê (`cliente`; None: tudo). O worker leva
    adiante."""
    numbers = events_of(selection, cliente).aggregate(total=Count("pk"), last=Max("pk"))
    return ReplayJob.objects.create(
        cliente_id=cliente,
        author_id=actor.pk,
        selection=selection,
        total=numbers["total"],
        last_id=numbers["last"] or 0,
        state=ReplayState.RUNNING if numbers["total"] else ReplayState.DONE,
    )


def cancel(actor: Actor, job: ReplayJob) -> ReplayJob:
    """Cancela o que ainda corre; o que já voltou à fila é aplicado."""
    ReplayJob.objects.filter(pk=job.pk, state=ReplayState.RUNNING).update(state=ReplayState.CANCELLED)
    return ReplayJob.objects.get(pk=job.pk)


def mark(ids: Iterable[int]) -> int:
    """Marca estes eventos para reprocessar, sob o arrendamento de cada instância; devolve quantos."""
    by_instance: dict[int, list[int]] = defaultdict(list)
    for pk, instance in WebhookEvent.objects.filter(pk__in=list(ids)).values_list("pk", "instance_id"):
        by_instance[instance].append(pk)
    return sum(_mark(instance, pks) for instance, pks in sorted(by_instance.items()))


@transaction.atomic
def _mark(instance: int, pks: list[int]) -> int:
    lease.acquire(instance, wait=True)
    now = timezone.now()
    waits = Q(retry_at=None) | Q(retry_at__lte=now)
    events = WebhookEvent.objects.filter(pk__in=pks).exclude(waits, state=EventState.PENDING)
    counts: Counter[tuple[int, object, str, str]] = Counter()
    touched, cliente = [], None
    for event in events.only("pk", "state", "kind", "received_at", "cliente_id", "is_test"):
        cliente = event.cliente_id
        touched.append(Touched("event", event.pk, instance, None, frozenset({What.STATE})))
        if event.state in {EventState.PROCESSED, EventState.IGNORED}:  # o livro-caixa conta o evento uma vez só
            hour = hour_of(event.received_at)
            counts[(instance, hour, "event", f"{event.kind}/{event.state}")] -= 1
    chosen = WebhookEvent.objects.filter(pk__in=[t.object_id for t in touched])
    chosen.filter(replayed_at=None, applied_at__isnull=False).update(
        first_claimed_at=F("claimed_at"), first_applied_at=F("applied_at")
    )
    changed = chosen.update(state=EventState.PENDING, retry_at=now, attempts=0, replayed_at=now)
    Stat.objects.add((*key, n) for key, n in counts.items())  # type: ignore[misc]
    changes.record(cliente, touched)
    return changed


def run() -> float:
    """Leva adiante os reprocessamentos em massa, um pedaço por turno. Devolve quanto dormir (s)."""
    jobs = list(ReplayJob.objects.filter(state=ReplayState.RUNNING).order_by("pk"))
    for job in jobs:
        advance(job)
    return 0.05 if jobs else IDLE_SECONDS


def advance(job: ReplayJob) -> None:
    """Marca o próximo pedaço e anda o cursor, se outro processo não o andou antes."""
    pks = list(
        events_of(job.selection, job.cliente_id)
        .filter(pk__gt=job.cursor, pk__lte=job.last_id)
        .order_by("pk")
        .values_list("pk", flat=True)[:CHUNK]
    )
    if not pks:
        ReplayJob.objects.filter(pk=job.pk, state=ReplayState.RUNNING).update(state=ReplayState.DONE)
        return
    mark(pks)  # antes do cursor: marcar duas vezes não muda nada, pular um pedaço perderia o pedido
    ours = ReplayJob.objects.filter(pk=job.pk, cursor=job.cursor, state=ReplayState.RUNNING)
    if ours.update(cursor=pks[-1], done=F("done") + len(pks)):
        logger.info("action=replay", extra={"fields": {"job": job.pk, "marked": len(pks)}})
