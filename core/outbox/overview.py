"""Como andam os envios de uma instância, para a tela: ritmo, teto, fila nossa e disjuntor."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from core.apply.evidence import touched
from core.ground import changes, lease
from core.ground.changes import What
from core.models import InstanceLease, OutboxItem, OutboxState, WhatsappInstance
from core.models.tenancy import Actor
from core.outbox import breaker, pacing


@dataclass(frozen=True, slots=True)
class Sending:
    """Os números dos envios. `*_is_own`: da instância, e não da instalação."""

    interval_ms: int
    interval_is_own: bool
    daily_cap: int | None
    daily_cap_is_own: bool
    sent_today: int
    waiting: int
    scheduled: int
    breaker_failures: int
    breaker_opened_at: datetime | None
    breaker_next_try_at: datetime | None


def overview(instance: WhatsappInstance) -> Sending:
    """Os números de agora."""
    now = timezone.now()
    held = InstanceLease.objects.get(pk=instance.pk)
    waiting = OutboxItem.objects.filter(instance=instance, state=OutboxState.WAITING)
    scheduled = waiting.filter(send_at__gt=now).count()
    return Sending(
        interval_ms=pacing.interval_ms(instance),
        interval_is_own=instance.send_interval_ms is not None,
        daily_cap=pacing.daily_cap(instance),
        daily_cap_is_own=instance.daily_cap is not None,
        sent_today=pacing.sent_today(held, now),
        waiting=waiting.count() - scheduled,
        scheduled=scheduled,
        breaker_failures=held.breaker_failures,
        breaker_opened_at=held.breaker_opened_at,
        breaker_next_try_at=held.breaker_until,
    )


@transaction.atomic
def resume(actor: Actor | None, instance: WhatsappInstance) -> None:
    """Uma pessoa pede que a chamada de prova seja já."""
    held = lease.acquire(instance.pk, wait=True)
    if held is not None:
        breaker.probe_now(held, timezone.now())
        changes.record(instance.cliente_id, [touched(instance, What.SENDING)])
