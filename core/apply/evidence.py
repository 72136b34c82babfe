"""O estado da instância é a evidência mais nova: um webhook, uma resposta do gateway, o eco de um envio. No mesmo
momento, desconectada vence. Tempo esgotado ou 5xx não prova queda: degrada, com a razão, o que se dizia conectado."""

from dataclasses import dataclass
from datetime import datetime

from core.changes import Touched
from core.models import (
    ConnectSession,
    InstanceStatus,
    InstanceTransition,
    StatusReason,
    TransitionCause,
    WhatsappInstance,
)

STATUS_FIELDS = ["status", "status_reason", "last_status", "status_since", "status_moment", "status_message"]
IDENTITY_FIELDS = ["phone", "lid"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Uma prova: conectada ou não, quando, de onde."""

    connected: bool
    moment: datetime
    cause: TransitionCause
    phone: str | None = None
    lid: str | None = None
    event: int | None = None
    message: str | None = None

    @property
    def rank(self) -> tuple[datetime, bool]:
        """A mais nova; no mesmo momento, a queda."""
        return (self.moment, not self.connected)


def take_evidence(instance: WhatsappInstance, evidence: Evidence) -> bool:
    """Aplica uma prova à instância; diz se algo visível mudou. Grava só as colunas de estado e identidade."""
    changed = False
    if evidence.phone and evidence.phone != instance.phone and not _is_older(instance, evidence):
        instance.phone, changed = evidence.phone, True
    if evidence.lid and evidence.lid != instance.lid and not _is_older(instance, evidence):
        instance.lid, changed = evidence.lid, True
    if not _is_older(instance, evidence):
        instance.status_moment = evidence.moment
        if not evidence.connected:
            reason: str | None = None if instance.phone else StatusReason.NEVER_CONNECTED
            if instance.status == InstanceStatus.DISCONNECTED:
                reason = instance.status_reason  # continua pela mesma razão
            changed |= move(instance, InstanceStatus.DISCONNECTED, reason, evidence)
        elif instance.status_reason == StatusReason.PAUSED:
            pass  # conectada está; os envios pausados só o disjuntor devolve (core.outbox.breaker)
        elif instance.phone:
            changed |= move(instance, InstanceStatus.CONNECTED, None, evidence)
        else:
            changed |= move(instance, InstanceStatus.DEGRADED, StatusReason.HALF_PAIRED, evidence)
    instance.save(update_fields=[*STATUS_FIELDS, *IDENTITY_FIELDS])
    return changed


def _is_older(instance: WhatsappInstance, evidence: Evidence) -> bool:
    if instance.status_moment is None:
        return False
    return evidence.rank < (instance.status_moment, instance.status == InstanceStatus.DISCONNECTED)


def degrade(instance: WhatsappInstance, reason: StatusReason, at: datetime, cause: TransitionCause, words: str) -> bool:
    """O gateway não respondeu: quem se dizia conectada (ou conectando) passa a degradada; uma queda provada fica."""
    if instance.status not in {InstanceStatus.CONNECTED, InstanceStatus.CONNECTING}:
        return False
    changed = move(instance, InstanceStatus.DEGRADED, reason, Evidence(False, at, cause, message=words))
    instance.save(update_fields=STATUS_FIELDS)
    return changed


def move(instance: WhatsappInstance, status: InstanceStatus, reason: str | None, evidence: Evidence) -> bool:
    """Muda o estado na memória e escreve a linha do tempo; diz se mudou. Quem chama grava `STATUS_FIELDS`."""
    if (instance.status, instance.status_reason) == (status, reason):
        return False
    previous = instance.status
    if previous != status:
        instance.last_status = previous
    instance.status, instance.status_reason = status, reason
    instance.status_since = evidence.moment
    instance.status_message = (evidence.message or "")[:500] or None
    InstanceTransition.objects.create(
        instance=instance,
        previous_status=previous,
        status=status,
        status_reason=reason,
        cause=evidence.cause,
        message=instance.status_message,
        event=evidence.event,
        at=evidence.moment,
    )
    ConnectSession.objects.filter(instance=instance, next_step_at__isnull=False).update(next_step_at=evidence.moment)
    return True


def touched(instance: WhatsappInstance) -> Touched:
    """A mudança a registrar no feed."""
    return Touched("instance", instance.pk, instance.pk)
