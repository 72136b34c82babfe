"""O disjuntor da instância: depois de falhas seguidas os envios param, e uma chamada de prova decide se voltam.

fechado -(5 falhas seguidas)-> aberto -(passa a espera)-> meio aberto: um envio
    meio aberto -(deu certo)-> fechado;  -(falhou)-> aberto, com o dobro da espera."""

from datetime import datetime, timedelta

from core.apply.evidence import BREAKER_FIELDS, STATUS_FIELDS, Evidence, degrade, move
from core.ground.claim import back_off
from core.ground.sentences import Sentence
from core.models import InstanceLease, InstanceStatus, StatusReason, TransitionCause, WhatsappInstance

FAILURES_TO_OPEN = 5  # menos que isto é um soluço da rede
FIRST_WAIT, LAST_WAIT = timedelta(seconds=30), timedelta(minutes=10)


def lets_through(lease: InstanceLease, now: datetime) -> bool:
    """Se um envio pode sair: fechado, ou chegou a hora da prova (quem chama garante um de cada vez)."""
    return lease.breaker_until is None or lease.breaker_until <= now


def note_failure(lease: InstanceLease, instance: WhatsappInstance, now: datetime, words: str) -> bool:
    """Conta uma falha do gateway; diz se a instância mudou. Quem chama segura o arrendamento."""
    lease.breaker_failures = min(lease.breaker_failures + 1, 32_000)
    changed = False
    if lease.breaker_opened_at is not None or lease.breaker_failures >= FAILURES_TO_OPEN:
        lease.breaker_until = now + back_off(FIRST_WAIT, lease.breaker_trips + 1, LAST_WAIT)
        lease.breaker_trips = min(lease.breaker_trips + 1, 10)
        if lease.breaker_opened_at is None:
            lease.breaker_opened_at = now
            told = Sentence.FAILURES % {"failures": lease.breaker_failures, "words": words}
            changed = _pause(instance, now, told)
    lease.save(update_fields=BREAKER_FIELDS)
    return changed


def probe_now(lease: InstanceLease, now: datetime) -> None:
    """Uma pessoa pede a prova já. Quem chama segura o arrendamento."""
    if lease.breaker_until is not None and lease.breaker_until > now:
        lease.breaker_until = now
        lease.save(update_fields=["breaker_until"])


def _pause(instance: WhatsappInstance, now: datetime, words: str) -> bool:
    """Conectada (ou degradada porque o gateway não responde) passa a «envios pausados»."""
    if instance.status == InstanceStatus.DEGRADED and instance.status_reason == StatusReason.GATEWAY_UNREACHABLE:
        changed = move(
            instance,
            InstanceStatus.DEGRADED,
            StatusReason.PAUSED,
            Evidence(False, now, TransitionCause.SEND, message=words),
        )
        instance.save(update_fields=STATUS_FIELDS)
        return changed
    return degrade(instance, StatusReason.PAUSED, now, TransitionCause.SEND, words)
