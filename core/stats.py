"""Números: latência em faixas, livro-caixa, séries por hora. Contadores somados pelo worker; estados vivos contados."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import CharField, Count, IntegerField, Max, Min, Q, QuerySet, Sum, Value
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from core.ground.hours import hour_of
from core.models import (
    Chat,
    EventState,
    Heartbeat,
    InstanceStatus,
    OutboxItem,
    OutboxState,
    Stat,
    WebhookEvent,
    WebhookSetting,
    WhatsappInstance,
)

LATENCY_BOUNDS_MS = (
    5,
    10,
    20,
    30,
    50,
    75,
    100,
    150,
    200,
    300,
    500,
    750,
    1000,
    1500,
    2000,
    3000,
    5000,
    10_000,
    30_000,
    60_000,
    600_000,
)
HOUR = timedelta(hours=1)
RANGES: dict[str, int] = {"1h": 1, "24h": 24, "7d": 168, "30d": 720}  # em horas
LIVE = (EventState.PENDING, EventState.FAILED)
PANEL = ("event", "message", "latency", "failure", "send_failure")

Ids = Sequence[int] | None  # None: a instalação toda, também o que é de instância nenhuma


def latency_bucket(ms: int) -> str:
    """A faixa de latência (limite superior em ms, com zeros à esquerda para ordenar)."""
    for bound in LATENCY_BOUNDS_MS:
        if ms <= bound:
            return f"{bound:07d}"
    return "9999999"


def percentile(buckets: Mapping[str, int], share: float) -> float | None:
    """O valor abaixo do qual está esta fração, interpolado dentro da faixa; None sem dados."""
    total = sum(buckets.values())
    if total <= 0:
        return None
    seen, wanted = 0, total * share
    for label, n in sorted(buckets.items()):
        if seen + n >= wanted and n > 0:
            top = min(int(label), LATENCY_BOUNDS_MS[-1])
            low = max((bound for bound in LATENCY_BOUNDS_MS if bound < top), default=0)
            return round(low + (top - low) * (wanted - seen) / n, 1)
        seen += n
    return float(LATENCY_BOUNDS_MS[-1])


@dataclass(frozen=True, slots=True)
class InstanceNumbers:
    """O que a lista de instâncias mostra de cada uma."""

    received_24h: int = 0
    sent_24h: int = 0
    outbox_pending: int = 0
    unread_count: int = 0


def instance_numbers(ids: Sequence[int]) -> dict[int, InstanceNumbers]:
    """Os números destas instâncias, em três consultas."""
    if not ids:
        return {}
    moved: Counter[tuple[int, str]] = Counter()
    rows = Stat.objects.filter(instance__in=ids, hour__gte=last_hours(24), metric="message")
    for instance, label, n in rows.values_list("instance", "label").annotate(total=Sum("n")).order_by():
        moved[(instance, label.partition("/")[0])] += n
    waiting = dict(
        OutboxItem.objects.filter(instance__in=ids)
        .exclude(state=OutboxState.DONE)
        .values_list("instance")
        .annotate(n=Count("pk"))
        .order_by()
    )
    unread = dict(
        Chat.objects.filter(instance__in=ids, unread_count__gt=0)
        .values_list("instance")
        .annotate(n=Sum("unread_count"))
        .order_by()
    )
    return {
        pk: InstanceNumbers(moved[(pk, "in")], moved[(pk, "out")], waiting.get(pk, 0), unread.get(pk, 0)) for pk in ids
    }


def last_hours(count: int, now: datetime | None = None) -> datetime:
    """O começo da janela de `count` horas que termina na hora corrente."""
    now = now or timezone.now()
    return hour_of(now) - HOUR * (count - 1)


@dataclass(slots=True)
class Window:
    """As somas de um período, por métrica e rótulo."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, metric: str, label: str, n: int) -> None:
        """Soma."""
        self.counts[(metric, label)] += n

    def by_label(self, metric: str) -> dict[str, int]:
        """Os rótulos de uma métrica."""
        return {label: n for (name, label), n in self.counts.items() if name == metric and n}

    def by_part(self, metric: str, part: int) -> dict[str, int]:
        """Rótulos `a/b` somados por uma das partes."""
        summed: Counter[str] = Counter()
        for label, n in self.by_label(metric).items():
            summed[label.split("/")[part]] += n
        return {name: n for name, n in sorted(summed.items()) if n}

    def total(self, metric: str) -> int:
        """A soma de uma métrica."""
        return sum(self.by_label(metric).values())

    def latency(self, share: float) -> float | None:
        """Um percentil da latência."""
        return percentile(self.by_label("latency"), share)


def overview(ids: Ids, chosen: str) -> dict[str, Any]:
    """O painel: `ids` são as instâncias vistas (None: todas)."""
    now = timezone.now()
    hours = RANGES[chosen]
    start, before = last_hours(hours, now), last_hours(hours * 2, now)
    day = last_hours(24, now)
    current, previous, today = Window(), Window(), Window()
    by_hour: Counter[datetime] = Counter()
    series: defaultdict[datetime, Window] = defaultdict(Window)
    for hour, metric, label, n in _rows(ids, min(before, day)):
        if hour >= start:
            current.add(metric, label, n)
            series[hour.replace(hour=0) if hours > 168 else hour].add(metric, label, n)
        elif hour >= before:
            previous.add(metric, label, n)
        if hour >= day:
            today.add(metric, label, n)
            if metric == "event":
                by_hour[hour] += n
    books = ledger(ids)
    return {
        "range": chosen,
        "instances": _instances(ids),
        "events_24h": {
            "by_hour": [{"at": at, "n": n} for at, n in sorted(by_hour.items()) if n],
            "by_kind": today.by_part("event", 0),
            "by_state": {**today.by_part("event", 1), "pending": books["pending"], "failed": books["failed"]},
        },
        "messages_24h": {**_moved(today), "by_type": today.by_part("message", 1)},
        "latency_ms": {"p50": current.latency(0.5), "p95": current.latency(0.95)},
        "failures": _by_reason(current, "failure"),
        "send_failures": _by_reason(current, "send_failure"),
        "ledger": books,
        "series": [{"at": at, **_point(window)} for at, window in sorted(series.items())],
        "totals": _totals(current),
        "previous": {**_totals(previous), "p95": previous.latency(0.95)},
        **_chats(ids),
        "oldest_pending_seconds": oldest_pending_seconds(ids, now),
        "worker_seen_at": worker_seen_at(),
        "checklist": _checklist(ids),
    }


def _rows(ids: Ids, since: datetime) -> Iterable[tuple[datetime, str, str, int]]:
    stats = Stat.objects.filter(metric__in=PANEL, hour__gte=since)
    if ids is not None:
        stats = stats.filter(instance__in=ids)
    return stats.values_list("hour", "metric", "label").annotate(total=Sum("n")).order_by()


def ledger(ids: Ids) -> dict[str, Any]:
    """O livro-caixa, lido num comando só, para que as contas fechem."""
    counters: QuerySet[Any] = Stat.objects.filter(metric__in=("event", "duplicate", "rejected"))
    alive: QuerySet[Any] = WebhookEvent.objects.filter(state__in=LIVE, is_test=False)
    if ids is not None:
        counters, alive = counters.filter(instance__in=ids), alive.filter(instance__in=ids)
    text = CharField(max_length=64)
    counted = counters.order_by().values_list("metric", "label").annotate(total=Sum("n"))
    living = (
        alive.order_by()
        .annotate(what=Value("live", output_field=text), named=Cast("state", text))
        .values_list("what", "named")
        .annotate(total=Count("pk", output_field=IntegerField()))
    )
    window = Window()
    for metric, label, n in counted.union(living, all=True):
        window.add(metric, label, n or 0)
    states, live = window.by_part("event", 1), window.by_label("live")
    pending, failed = live.get(EventState.PENDING, 0), live.get(EventState.FAILED, 0)
    processed, ignored = states.get(EventState.PROCESSED, 0), states.get(EventState.IGNORED, 0)
    accepted = pending + processed + ignored + failed
    rejected = dict(sorted(window.by_label("rejected").items()))
    duplicates = window.total("duplicate")
    return {
        "received": accepted + duplicates + sum(rejected.values()),
        "accepted": accepted,
        "duplicates": duplicates,
        "rejected": rejected,
        "pending": pending,
        "processed": processed,
        "ignored": ignored,
        "failed": failed,
    }


def door_numbers(ids: Ids) -> dict[str, Any]:
    """O que `/webhook/status/` conta a quem tem token."""
    now = timezone.now()
    books = ledger(ids)
    stats = Stat.objects.filter(hour__gte=last_hours(24, now), metric__in=("event", "duplicate", "rejected"))
    seen = WhatsappInstance.objects.all()
    if ids is not None:
        stats, seen = stats.filter(instance__in=ids), seen.filter(pk__in=ids)
    by_metric = dict(stats.values_list("metric").annotate(total=Sum("n")).order_by())
    duplicates = by_metric.get("duplicate", 0)
    return {
        "pending": books["pending"],
        "failed": books["failed"],
        "oldest_pending_seconds": oldest_pending_seconds(ids, now),
        "received_24h": sum(by_metric.values()) + books["pending"] + books["failed"],
        "duplicates_24h": duplicates,
        "last_event_at": seen.aggregate(at=Max("last_event_at"))["at"],
        "worker_seen_at": worker_seen_at(),
    }


def oldest_pending_seconds(ids: Ids, now: datetime) -> float | None:
    """Há quanto tempo espera o pendente mais antigo (um reprocessado, desde o pedido); None sem pendentes."""
    pending = WebhookEvent.objects.filter(state=EventState.PENDING, is_test=False)
    if ids is not None:
        pending = pending.filter(instance__in=ids)
    oldest = pending.aggregate(at=Min(Coalesce("retry_at", "received_at")))["at"]
    return None if oldest is None else round(max(0.0, (now - oldest).total_seconds()), 1)


def worker_seen_at() -> datetime | None:
    """O último sinal de vida de um worker."""
    seen: datetime | None = Heartbeat.objects.filter(name__startswith="worker").aggregate(at=Max("seen_at"))["at"]
    return seen


def _instances(ids: Ids) -> dict[str, int]:
    instances = WhatsappInstance.objects.all() if ids is None else WhatsappInstance.objects.filter(pk__in=ids)
    counted = dict(instances.order_by().values_list("status").annotate(n=Count("pk")))
    return {**dict.fromkeys(InstanceStatus.values, 0), **counted}


def _moved(window: Window) -> dict[str, int]:
    sides = window.by_part("message", 0)
    return {"in": sides.get("in", 0), "out": sides.get("out", 0)}


def _totals(window: Window) -> dict[str, int]:
    return {"events": window.total("event"), **_failed(window), **_moved(window)}


def _failed(window: Window) -> dict[str, int]:
    """Eventos cuja aplicação falhou, e envios que não saíram."""
    return {"failures": window.total("failure"), "send_failures": window.total("send_failure")}


def _by_reason(window: Window, metric: str) -> list[dict[str, Any]]:
    counted = sorted(window.by_label(metric).items(), key=lambda pair: -pair[1])
    return [{"reason": reason, "n": n} for reason, n in counted]


def _point(window: Window) -> dict[str, Any]:
    return {
        "kinds": window.by_part("event", 0),
        **_moved(window),
        **_failed(window),
        "p50": window.latency(0.5),
        "p95": window.latency(0.95),
    }


def _chats(ids: Ids) -> dict[str, int]:
    chats = Chat.objects.all() if ids is None else Chat.objects.filter(instance__in=ids)
    return dict(chats.aggregate(chats_waiting=Count("pk", filter=Q(awaits_reply=True)), chats_total=Count("pk")))


def _checklist(ids: Ids) -> dict[str, bool]:
    instances, settings, sends = WhatsappInstance.objects.all(), WebhookSetting.objects.all(), OutboxItem.objects.all()
    if ids is not None:
        instances, settings = instances.filter(pk__in=ids), settings.filter(instance__in=ids)
        sends = sends.filter(instance__in=ids)
    return {
        "has_instance": instances.exists(),
        "has_connected": instances.filter(phone__isnull=False).exists(),
        "webhooks_verified": settings.filter(kind="received", state="match").exists(),
        "has_test_message": sends.exists(),
    }
