"""O estado da instância é a evidência mais nova: um webhook, uma resposta do gateway, o eco de um envio. No mesmo
momento, desconectada vence. Tempo esgotado ou 5xx não prova queda: degrada, com a razão, o que se dizia conectado."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from core.ground.changes import Touched, What
from core.ground.sentences import parts_of
from core.models import (
    ConnectSession,
    InstanceLease,
    InstanceStatus,
    InstanceTransition,
    PhoneBook,
    ReconcileCause,
    ReconcileState,
    Reconciliation,
    StatusReason,
    TransitionCause,
    WhatsappInstance,
)

STATUS_FIELDS = [
    "status", "status_reason", "last_status", "status_since", "status_moment", "status_message", "status_message_parts",
]  # fmt: skip
IDENTITY_FIELDS = ["phone", "lid"]
BREAKER_FIELDS = ["breaker_failures", "breaker_trips", "breaker_opened_at", "breaker_until"]
RECONCILE_AFTER = timedelta(seconds=20)  # o que o gateway solta ao reconectar chega primeiro pela porta
ADJACENT = timedelta(minutes=1)  # duas quedas coladas conferem-se num intervalo só
PHONE_BOOK_IS_FRESH = timedelta(hours=1)  # uma reconexão logo depois não relê a agenda inteira


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
        changed |= move(instance, *_standing(instance, evidence), evidence)
    instance.save(update_fields=[*STATUS_FIELDS, *IDENTITY_FIELDS])
    return changed


def _standing(
    instance: WhatsappInstance, evidence: Evidence, *, keeps_pause: bool = True
) -> tuple[InstanceStatus, str | None]:
    """O estado que a prova dá. Um gateway que diz «conectada» não desmente a falta de sinal: só um evento o faz."""
    if not evidence.connected:
        if instance.is_plan_over:
            return InstanceStatus.DISCONNECTED, StatusReason.PLAN_EXPIRED
        is_still = instance.status == InstanceStatus.DISCONNECTED  # continua pela mesma razão
        return InstanceStatus.DISCONNECTED, instance.status_reason if is_still else reason_of_fall(instance)
    if instance.is_plan_over:
        return InstanceStatus.DEGRADED, StatusReason.PLAN_EXPIRED
    if not instance.phone:
        return InstanceStatus.DEGRADED, StatusReason.HALF_PAIRED
    if keeps_pause and instance.status_reason == StatusReason.PAUSED:  # só o disjuntor a desfaz
        return InstanceStatus.DEGRADED, StatusReason.PAUSED
    is_mute = instance.status_reason == StatusReason.NO_SIGNAL
    if is_mute and evidence.cause in {TransitionCause.POLL, TransitionCause.GATEWAY}:
        return InstanceStatus.DEGRADED, StatusReason.NO_SIGNAL
    return InstanceStatus.CONNECTED, None


def reason_of_fall(instance: WhatsappInstance) -> StatusReason | None:
    """«Nunca conectada» só de quem nunca o esteve: o número pode ter-se perdido, a linha do tempo não."""
    if instance.phone:
        return None
    was_on = InstanceTransition.objects.filter(instance=instance, status=InstanceStatus.CONNECTED)
    return None if was_on.exists() else StatusReason.NEVER_CONNECTED


def unpause(instance: WhatsappInstance, at: datetime) -> bool:
    """Os envios voltaram: o estado é o que a conexão provada dá (plano vencido e número que falta continuam)."""
    proof = Evidence(True, at, TransitionCause.SEND)
    changed = move(instance, *_standing(instance, proof, keeps_pause=False), proof)
    instance.save(update_fields=STATUS_FIELDS)
    return changed


def close_breaker(lease: InstanceLease, instance: WhatsappInstance, at: datetime) -> bool:
    """O gateway atende: o disjuntor fecha e os envios deixam de estar pausados. Diz se a instância mudou. Quem chama
    segura o arrendamento."""
    if lease.breaker_failures == 0 and lease.breaker_opened_at is None:
        return False
    lease.breaker_failures = lease.breaker_trips = 0
    lease.breaker_opened_at = lease.breaker_until = None
    lease.save(update_fields=BREAKER_FIELDS)
    return instance.status_reason == StatusReason.PAUSED and unpause(instance, at)


def is_breaker_due(lease: InstanceLease, at: datetime) -> bool:
    """Se o disjuntor está aberto e a hora da prova já chegou: com a fila vazia nenhum envio a faz, e basta que o
    gateway atenda a outra coisa."""
    return lease.breaker_opened_at is not None and (lease.breaker_until is None or lease.breaker_until <= at)


def hear(instance: WhatsappInstance, at: datetime, event: int | None) -> bool:
    """Chegou um evento, seja de que tipo for: a falta de sinal acabou."""
    if instance.status_reason != StatusReason.NO_SIGNAL or at <= instance.status_since:
        return False
    proof = Evidence(True, at, TransitionCause.WEBHOOK, event=event)
    changed = move(instance, *_standing(instance, proof), proof)
    instance.save(update_fields=STATUS_FIELDS)
    return changed


def take_plan(instance: WhatsappInstance, at: datetime) -> bool:
    """O plano acabou de ser lido (as colunas já estão na memória): vencido vira razão; renovado deixa de ser."""
    proof = Evidence(instance.status != InstanceStatus.DISCONNECTED, at, TransitionCause.GATEWAY)
    was_over = instance.status_reason == StatusReason.PLAN_EXPIRED
    if instance.is_plan_over == was_over or instance.status == InstanceStatus.CONNECTING:
        return False
    if was_over and not proof.connected:
        changed = move(instance, InstanceStatus.DISCONNECTED, reason_of_fall(instance), proof)
    else:
        changed = move(instance, *_standing(instance, proof), proof)
    instance.save(update_fields=STATUS_FIELDS)
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
    previous, previous_reason = instance.status, instance.status_reason
    if previous != status:
        instance.last_status = previous
    instance.status, instance.status_reason = status, reason
    instance.status_since = evidence.moment
    instance.status_message = (evidence.message or "")[:500] or None
    instance.status_message_parts = parts_of(evidence.message)
    InstanceTransition.objects.create(
        instance=instance,
        previous_status=previous,
        status=status,
        status_reason=reason,
        cause=evidence.cause,
        message=instance.status_message,
        message_parts=instance.status_message_parts,
        event=evidence.event,
        at=evidence.moment,
    )
    ConnectSession.objects.filter(instance=instance, next_step_at__isnull=False).update(next_step_at=evidence.moment)
    if status == InstanceStatus.CONNECTED:
        _reconcile_gap(instance, previous, previous_reason)
        if previous != InstanceStatus.DEGRADED:
            _ask_phone_book(instance)
    return True


def _ask_phone_book(instance: WhatsappInstance) -> None:
    """Conectou de novo, talvez outro celular: a agenda se lê já, se não acaba de ser lida."""
    now = timezone.now()
    old = PhoneBook.objects.filter(Q(synced_at=None) | Q(synced_at__lt=now - PHONE_BOOK_IS_FRESH), instance=instance)
    old.update(next_at=now, page=1)


def _reconcile_gap(instance: WhatsappInstance, previous: str, reason: str | None) -> None:
    """Voltou: pede que se confira, no registro do gateway, o que ele postou desde que deixou de estar conectada. Um
    gateway que apenas não respondia a uma pergunta não perdeu webhook nenhum."""
    if reason == StatusReason.NO_SIGNAL:
        cause = ReconcileCause.SILENCE
    elif previous != InstanceStatus.DEGRADED or reason == StatusReason.HALF_PAIRED:
        cause = ReconcileCause.RECONNECTED
    else:
        return
    left = InstanceTransition.objects.filter(instance=instance, previous_status=InstanceStatus.CONNECTED)
    start = left.exclude(status=InstanceStatus.CONNECTED).order_by("-id").values_list("at", flat=True).first()
    if start is not None and instance.token:
        ask_reconcile(instance.pk, start, timezone.now(), cause)


def ask_reconcile(instance_pk: int, start: datetime, end: datetime, cause: ReconcileCause) -> None:
    """Anota uma conferência a fazer; uma que já espera pela mesma causa cresce em vez de se repetir (as nossas
    ausências, que o relato das quedas mostra uma a uma, só se emendam)."""
    waiting = Reconciliation.objects.filter(instance_id=instance_pk, state=ReconcileState.WAITING, cause=cause).last()
    if waiting is not None and (cause != ReconcileCause.OUTAGE or start - waiting.end < ADJACENT):
        grown = {"start": min(waiting.start, start), "end": max(waiting.end, end)}
        if Reconciliation.objects.filter(pk=waiting.pk, state=ReconcileState.WAITING).update(**grown):
            return
    Reconciliation.objects.create(
        instance_id=instance_pk, start=start, end=end, cause=cause, not_before=timezone.now() + RECONCILE_AFTER
    )


def touched(instance: WhatsappInstance, *what: What) -> Touched:
    """A mudança a registrar no feed."""
    return Touched("instance", instance.pk, instance.pk, None, frozenset(what))
