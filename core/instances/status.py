"""Perguntar ao gateway como está a instância, a pedido ou em ronda, e gravar a resposta como prova."""

import logging
from datetime import timedelta

from django.utils import timezone

from core.apply.evidence import Evidence
from core.gateway.calls import instance as calls
from core.gateway.errors import GatewayError
from core.ground.claim import back_off, take
from core.ground.crew import Crew
from core.ground.gateway import gateway_of
from core.instances.health_rows import mark
from core.instances.state import note, note_unreachable
from core.models import ConnectSession, InstanceStatus, StatusReason, TransitionCause, WhatsappInstance

logger = logging.getLogger("core.instances")

EVERY = {
    InstanceStatus.CONNECTED: timedelta(seconds=60),
    InstanceStatus.CONNECTING: timedelta(seconds=5),
    InstanceStatus.DEGRADED: timedelta(seconds=15),
    InstanceStatus.DISCONNECTED: timedelta(seconds=120),
}
MAX_WAIT = timedelta(minutes=10)  # um gateway que volta é notado em 10 minutos, sem martelar
CLAIM = timedelta(seconds=90)  # maior que o prazo da pergunta
POLL_TIMEOUT_S = 10.0  # a ronda tem outras a perguntar
_crew = Crew("poll", 8)


def ask(instance: WhatsappInstance, cause: TransitionCause, timeout_s: float | None = None) -> WhatsappInstance:
    """Pergunta a situação (e, se conectada sem número, o número) e grava. Levanta `GatewayError` já anotado."""
    gateway = gateway_of(instance, timeout_s)
    asked = timezone.now()
    try:
        answer = gateway.call(calls.status())
        phone, lid = answer.phone, None
        if answer.connected and not phone and not instance.phone:
            device = gateway.call(calls.device())
            phone, lid = device.phone, device.lid
            WhatsappInstance.objects.filter(pk=instance.pk).update(
                profile_name=device.name,
                platform=device.platform,
                is_business=device.is_business,
                picture_url=device.picture_url,
            )
    except GatewayError as error:
        note_unreachable(instance.pk, asked, cause, error.message)
        raise
    mark(instance.pk, answered_at=timezone.now())
    return note(instance.pk, Evidence(answer.connected, asked, cause, phone, lid))


def run() -> float:
    """A ronda: instâncias cuja hora chegou, cada uma em sua thread. Devolve quanto dormir (s)."""
    now = timezone.now()
    due = WhatsappInstance.objects.filter(next_poll_at__lte=now).exclude(
        pk__in=ConnectSession.objects.filter(next_step_at__isnull=False).values("pk")
    )
    for instance in due.order_by("next_poll_at")[:50]:
        if _crew.send(poll, _claim, instance) is False:
            break
    return 1.0


def _claim(instance: WhatsappInstance) -> WhatsappInstance | None:
    is_mine = take(WhatsappInstance, instance.pk, "next_poll_at", instance.next_poll_at, timezone.now() + CLAIM)
    return instance if is_mine else None


def poll(instance: WhatsappInstance) -> None:
    """Pergunta e marca a próxima vez, mais espaçada a cada falha."""
    try:
        instance = ask(instance, TransitionCause.POLL, POLL_TIMEOUT_S)
        failures, wait = 0, _wait_after(instance)
    except GatewayError as error:
        failures = instance.poll_failures + 1
        wait = back_off(EVERY[InstanceStatus.DEGRADED], failures, MAX_WAIT)
        logger.info(
            "action=poll_failed",
            extra={"fields": {"instance": instance.pk, "failures": failures, "error": type(error).__name__}},
        )
    now = timezone.now()
    mark(instance.pk, polled_at=now)
    WhatsappInstance.objects.filter(pk=instance.pk).update(next_poll_at=now + wait, poll_failures=failures)


def _wait_after(instance: WhatsappInstance) -> timedelta:
    """Muda ou vencida, a instância segue conectada segundo o gateway: não há pressa em perguntar o mesmo."""
    is_up = instance.status_reason in {StatusReason.NO_SIGNAL, StatusReason.PLAN_EXPIRED}
    return EVERY[InstanceStatus.CONNECTED if is_up else InstanceStatus(instance.status)]
