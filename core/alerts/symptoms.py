"""Medir os sintomas de agora. Um número fixo de consultas, quantas instâncias houver; só se lê."""

import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Min, Q, Sum
from django.db.models.functions import Coalesce

from core.alerts.rules import DEFAULTS, all_rules
from core.facts import MessageStatus
from core.ground.sentences import Sentence, Told
from core.models import (
    AlertKind,
    BackupKind,
    BackupRun,
    BackupState,
    EventState,
    InstanceLease,
    InstanceStatus,
    OutboxItem,
    OutboxState,
    Stat,
    StatusReason,
    WebhookEvent,
    WhatsappInstance,
)
from core.stats import last_hours, percentile

MIN_EVENTS = 20  # menos que isso não é amostra de taxa nem de latência
RECENT_UNKNOWN = timedelta(days=1)  # depois de um dia ninguém mais vai conferir no celular
_SILENT = (StatusReason.NO_SIGNAL, StatusReason.GATEWAY_UNREACHABLE, StatusReason.HALF_PAIRED)


@dataclass(frozen=True, slots=True)
class Symptom:
    """Algo errado agora. `instance` None: da instalação."""

    kind: str
    message: str
    instance: WhatsappInstance | None = None
    value: float | None = None
    threshold: float | None = None

    @property
    def cause(self) -> str:
        """O que torna dois sintomas o mesmo."""
        return f"{self.kind}:{self.instance.pk if self.instance else 0}"


@dataclass(slots=True)
class Measured:
    """O que se mediu de todas as instâncias, por id."""

    now: datetime
    leases: dict[int, InstanceLease]
    waiting: dict[int, int]
    unknown: dict[int, int]
    oldest: dict[int, datetime]
    parked: dict[int, int]
    events: dict[int, int]
    failures: dict[int, int]
    latency: dict[int, dict[str, int]]


def measure(now: datetime) -> Measured:
    """As medidas."""
    sends = OutboxItem.objects.order_by()
    due = Q(send_at=None) | Q(send_at__lte=now)
    unknown = sends.filter(mensagem__status=MessageStatus.UNKNOWN, created_at__gt=now - RECENT_UNKNOWN)
    ready = Q(retry_at=None) | Q(retry_at__lte=now)
    pending = WebhookEvent.objects.filter(ready, state=EventState.PENDING, is_test=False).order_by()
    parked = WebhookEvent.objects.filter(state=EventState.FAILED).order_by()
    events: dict[int, int] = defaultdict(int)
    failures: dict[int, int] = defaultdict(int)
    latency: dict[int, dict[str, int]] = defaultdict(dict)
    recent = Stat.objects.filter(hour__gte=last_hours(2, now), metric__in=("event", "failure", "latency"))
    for instance, metric, label, n in recent.values_list("instance", "metric", "label").annotate(n=Sum("n")).order_by():
        if metric == "event":
            events[instance] += n
        elif metric == "failure":
            failures[instance] += n
        else:
            latency[instance][label] = n
    return Measured(
        now=now,
        leases=InstanceLease.objects.exclude(breaker_opened_at=None).in_bulk(),
        waiting=dict(sends.filter(due, state=OutboxState.WAITING).values_list("instance").annotate(n=Count("pk"))),
        unknown=dict(unknown.values_list("instance").annotate(n=Count("pk"))),
        oldest=dict(pending.values_list("instance").annotate(at=Min(Coalesce("retry_at", "received_at")))),
        parked=dict(parked.values_list("instance").annotate(n=Count("pk"))),
        events=events,
        failures=failures,
        latency=latency,
    )


def find(now: datetime) -> list[Symptom]:
    """Os sintomas de agora, já pelas regras de cada cliente."""
    measured = measure(now)
    rules = all_rules()
    found: list[Symptom] = []
    for instance in WhatsappInstance.objects.defer("token", "webhook_secret").order_by("pk"):
        for kind, check in _CHECKS.items():
            is_on, threshold = rules[instance.cliente_id][kind]
            if is_on:
                found += check(instance, measured, threshold or 0)
    return found + list(_disk()) + list(_backup(now))


Check = Callable[[WhatsappInstance, Measured, float], Iterator[Symptom]]


def _disconnected(instance: WhatsappInstance, measured: Measured, limit: float) -> Iterator[Symptom]:
    down = (measured.now - instance.status_since).total_seconds()
    is_down = instance.status == InstanceStatus.DISCONNECTED and instance.phone is not None
    if is_down and down > limit:
        words = Sentence.IS_DOWN % {"name": instance.name}
        yield Symptom(AlertKind.DISCONNECTED, words, instance, round(down), limit)


def _no_signal(instance: WhatsappInstance, measured: Measured, limit: float) -> Iterator[Symptom]:
    quiet = (measured.now - instance.status_since).total_seconds()
    if instance.status == InstanceStatus.DEGRADED and instance.status_reason in _SILENT and quiet > limit:
        known = bool(instance.status_message)
        if instance.status_reason == StatusReason.HALF_PAIRED:
            sentence = Sentence.HALF_PAIRED_BECAUSE if known else Sentence.HALF_PAIRED
        else:
            sentence = Sentence.NO_SIGNAL_BECAUSE if known else Sentence.NO_SIGNAL
        words = sentence % {"name": instance.name, "words": _why(instance)}
        yield Symptom(AlertKind.NO_SIGNAL, words, instance, round(quiet), limit)


def _why(instance: WhatsappInstance) -> str | None:
    """A razão do estado, com as partes dela."""
    words, parts = instance.status_message, instance.status_message_parts
    return Told(words, parts) if words and parts else words


def _failures(instance: WhatsappInstance, measured: Measured, limit: float) -> Iterator[Symptom]:
    failed = measured.failures.get(instance.pk, 0)
    total = measured.events.get(instance.pk, 0) + failed
    share = 100 * failed / total if total >= MIN_EVENTS else 0.0
    if share > limit:
        words = Sentence.EVENTS_FAIL % {"failed": failed, "total": total, "name": instance.name}
        yield Symptom(AlertKind.FAILURES, words, instance, round(share, 1), limit)


def _backlog(instance: WhatsappInstance, measured: Measured, limit: float) -> Iterator[Symptom]:
    oldest = measured.oldest.get(instance.pk)
    age = (measured.now - oldest).total_seconds() if oldest else 0.0
    if age > limit:
        words = Sentence.BACKLOG % {"name": instance.name, "seconds": round(age)}
        yield Symptom(AlertKind.BACKLOG, words, instance, round(age), limit)


def _latency(instance: WhatsappInstance, measured: Measured, limit: float) -> Iterator[Symptom]:
    buckets = measured.latency.get(instance.pk, {})
    p95 = percentile(buckets, 0.95) if sum(buckets.values()) >= MIN_EVENTS else None
    if p95 is not None and p95 > limit:
        words = Sentence.LATENCY % {"name": instance.name, "seconds": f"{p95 / 1000:.1f}"}
        yield Symptom(AlertKind.LATENCY, words, instance, p95, limit)


def _breaker(instance: WhatsappInstance, measured: Measured, limit: float) -> Iterator[Symptom]:
    lease = measured.leases.get(instance.pk)
    if lease is not None:
        words = Sentence.SENDS_PAUSED % {"name": instance.name, "failures": lease.breaker_failures}
        yield Symptom(AlertKind.BREAKER, words, instance, lease.breaker_failures, None)


def _queue(instance: WhatsappInstance, measured: Measured, limit: float) -> Iterator[Symptom]:
    waiting = measured.waiting.get(instance.pk, 0)
    if waiting > limit:
        words = Sentence.SENDS_WAIT % {"waiting": waiting, "name": instance.name}
        yield Symptom(AlertKind.QUEUE, words, instance, waiting, limit)


def _unknown(instance: WhatsappInstance, measured: Measured, limit: float) -> Iterator[Symptom]:
    unknown = measured.unknown.get(instance.pk, 0)
    if unknown > limit:
        words = Sentence.SENDS_UNKNOWN % {"unknown": unknown, "name": instance.name}
        yield Symptom(AlertKind.UNKNOWN_SENDS, words, instance, unknown, limit)


def _parked(instance: WhatsappInstance, measured: Measured, limit: float) -> Iterator[Symptom]:
    parked = measured.parked.get(instance.pk, 0)
    if parked > limit:
        words = Sentence.EVENTS_PARKED % {"parked": parked, "name": instance.name}
        yield Symptom(AlertKind.PARKED_EVENTS, words, instance, parked, limit)


def _plan(instance: WhatsappInstance, measured: Measured, limit: float) -> Iterator[Symptom]:
    if instance.plan_expires_at is None:
        return
    days = (instance.plan_expires_at - measured.now).total_seconds() / 86_400
    if days < limit:
        sentence = Sentence.PLAN_OVER if days <= 0 else Sentence.PLAN_ENDS
        words = sentence % {"name": instance.name, "days": max(1, round(days))}
        yield Symptom(AlertKind.PLAN_EXPIRING, words, instance, round(max(days, 0), 1), limit)


_CHECKS: dict[str, Check] = {
    AlertKind.DISCONNECTED: _disconnected,
    AlertKind.NO_SIGNAL: _no_signal,
    AlertKind.FAILURES: _failures,
    AlertKind.BACKLOG: _backlog,
    AlertKind.LATENCY: _latency,
    AlertKind.BREAKER: _breaker,
    AlertKind.QUEUE: _queue,
    AlertKind.UNKNOWN_SENDS: _unknown,
    AlertKind.PARKED_EVENTS: _parked,
    AlertKind.PLAN_EXPIRING: _plan,
}


def _disk() -> Iterator[Symptom]:
    usage = shutil.disk_usage(settings.DATA_DIR)
    free, limit = 100 * usage.free / usage.total, DEFAULTS[AlertKind.DISK].threshold or 0
    if free < limit:
        words = Sentence.DISK % {"gib": usage.free // 2**30, "free": round(free)}
        yield Symptom(AlertKind.DISK, words, None, round(free, 1), limit)


def _backup(now: datetime) -> Iterator[Symptom]:
    """Um que não passou na conferência; o último bom, velho; ou nenhum, havendo o que o tentasse."""
    if not settings.BACKUP_DIR:
        return
    limit = DEFAULTS[AlertKind.BACKUP].threshold or 0
    verified = BackupRun.objects.last(BackupKind.VERIFY, BackupState.OK, BackupState.FAILED)
    good = BackupRun.objects.last_good_at()
    age = (now - good).total_seconds() if good else None
    if verified is not None and verified.state == BackupState.FAILED:
        words = Sentence.BACKUP_NOT_PROVED % {"name": verified.name}
    elif age is not None and age > limit:
        words = Sentence.BACKUP_OLD % {"hours": round(age / 3600)}
    elif age is None and BackupRun.objects.filter(state=BackupState.FAILED).exists():
        words = Sentence.BACKUP_NEVER % {}
    else:
        return
    yield Symptom(AlertKind.BACKUP, words, None, None if age is None else round(age), limit)
