"""O relato de cada queda: de quando a quando, por quê, o que chegou tarde, o que se repôs, quem ficou esperando.

Uma queda vai de quando a instância deixou de estar conectada até quando voltou (linha do tempo), ou é o tempo em que
nós é que estivemos fora (conferências de causa `outage`)."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Min, Sum
from django.utils import timezone

from core.models import (
    Chat,
    Direction,
    InstanceStatus,
    InstanceTransition,
    Mensagem,
    ReconcileCause,
    ReconcileState,
    Reconciliation,
    WebhookEvent,
    WhatsappInstance,
)

MESSAGES_READ = 5_000  # de uma queda mais movimentada que isso contam-se as primeiras
WAITING_SHOWN = 50  # quem esperou, na tela: além disto diz-se só quantos


@dataclass(frozen=True, slots=True)
class Waiting:
    """Uma conversa em que alguém escreveu durante a queda."""

    chat: int
    name: str | None
    chat_id: str
    since: datetime
    messages: int


@dataclass(slots=True)
class Downtime:
    """Uma queda. `end` nulo: ainda dura. `ours`: quem esteve fora fomos nós, não a instância."""

    start: datetime
    end: datetime | None
    ours: bool
    cause: str
    status: str | None = None
    reason: str | None = None
    message: str | None = None
    message_parts: dict[str, Any] | None = None
    late: int = 0
    recovered: int = 0
    unfillable: int = 0
    is_checked: bool = False
    waiting: list[Waiting] = field(default_factory=list)


def downtimes(instance: WhatsappInstance, before: datetime | None, limit: int) -> list[Downtime]:
    """As quedas mais novas começadas antes de `before`, no máximo `limit`."""
    found = [*_of_instance(instance, before, limit), *_of_ours(instance, before, limit)]
    found.sort(key=lambda one: one.start, reverse=True)
    for one in found[:limit]:
        _fill(instance, one)
    return found[:limit]


def _of_instance(instance: WhatsappInstance, before: datetime | None, limit: int) -> list[Downtime]:
    moves = InstanceTransition.objects.filter(instance=instance)
    left = moves.filter(previous_status=InstanceStatus.CONNECTED).exclude(status=InstanceStatus.CONNECTED)
    if before is not None:
        left = left.filter(at__lt=before)
    found = []
    for move in left.order_by("-id")[:limit]:
        back = moves.filter(pk__gt=move.pk, status=InstanceStatus.CONNECTED).order_by("id").first()
        end = None if back is None else max(back.at, move.at)
        found.append(
            Downtime(move.at, end, False, move.cause, move.status, move.status_reason, move.message, move.message_parts)
        )
    return found


def _of_ours(instance: WhatsappInstance, before: datetime | None, limit: int) -> list[Downtime]:
    checks = Reconciliation.objects.filter(instance=instance, cause=ReconcileCause.OUTAGE)
    if before is not None:
        checks = checks.filter(start__lt=before)
    return [Downtime(one.start, one.end, True, ReconcileCause.OUTAGE) for one in checks.order_by("-id")[:limit]]


def _fill(instance: WhatsappInstance, one: Downtime) -> None:
    end = one.end or timezone.now()
    checks = Reconciliation.objects.filter(instance=instance, start__lt=end, end__gt=one.start)
    done = checks.filter(state=ReconcileState.DONE)
    # A da noite olha mais de um dia: o que ela achou só se atribui a uma queda que nenhuma outra conferiu.
    own = done.exclude(cause=ReconcileCause.NIGHTLY)
    sums = (own if own.exists() else done).aggregate(recovered=Sum("recovered"), unfillable=Max("unfillable"))
    one.is_checked = done.filter(end__gte=end).exists()
    one.recovered, one.unfillable = sums["recovered"] or 0, sums["unfillable"] or 0
    # Pelo índice das conversas até as mensagens: a tabela de mensagens não se lê por instância.
    inside = Mensagem.objects.filter(
        chat__instance=instance, chat__last_message_at__gte=one.start, sent_at__gte=one.start, sent_at__lt=end
    )
    events = [pk for pk in inside.values_list("event", flat=True)[:MESSAGES_READ] if pk is not None]
    if one.end is not None:
        one.late = sum(
            WebhookEvent.objects.filter(pk__in=events[at : at + 500], stored_at__gt=one.end).count()
            for at in range(0, len(events), 500)
        )
    waited = inside.filter(direction=Direction.IN).order_by()
    rows = waited.values("chat").annotate(since=Min("sent_at"), n=Count("pk")).order_by("since")[:WAITING_SHOWN]
    counted: dict[int, dict[str, Any]] = {int(row["chat"]): dict(row) for row in rows}
    chats = Chat.objects.in_bulk(counted)
    one.waiting = [
        Waiting(pk, chats[pk].name, chats[pk].chat_id, row["since"], row["n"]) for pk, row in counted.items()
    ]
