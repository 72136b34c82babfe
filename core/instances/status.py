"""Perguntar ao gateway como está a instância, a pedido ou em ronda, e gravar a resposta como prova."""

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from core.apply.evidence import Evidence
from core.gateway.calls import instance as calls
from core.gateway.errors import GatewayError
from core.instances.proof import gateway_of, note, note_unreachable
from core.instances.signs import mark
from core.models import ConnectSession, InstanceStatus, StatusReason, TransitionCause, WhatsappInstance

logger = logging.getLogger("core.instances")

EVERY = {
    InstanceStatus.CONNECTED: timedelta(seconds=60),
    InstanceStatus.CONNECTING: timedelta(seconds=5),
    InstanceStatus.DEGRADED: timedelta(seconds=15),
    InstanceStatus.DISCONNECTED: timedelta(seconds=120),
}
MAX_WAIT = timedelta(minutes=10)
CLAIM = timedelta(seconds=90)
POLL_TIMEOUT_S = 10.0
_pool = ThreadPoolExecutor(max_workers=8, thread_name_prefix="poll")


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
        claimed = WhatsappInstance.objects.filter(pk=instance.pk, next_poll_at=instance.next_poll_at)
        if claimed.update(next_poll_at=now + CLAIM):
            _pool.submit(_poll_in_thread, instance)
    return 1.0


def poll(instance: WhatsappInstance) -> None:
    """Pergunta e marca a próxima vez, mais espaçada a cada falha."""
    try:
        instance = ask(instance, TransitionCause.POLL, POLL_TIMEOUT_S)
        failures, wait = 0, _wait_after(instance)
    except GatewayError as error:
        failures = instance.poll_failures + 1
        wait = min(EVERY[InstanceStatus.DEGRADED] * 2 ** min(failures - 1, 6), MAX_WAIT)
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


def _poll_in_thread(instance: WhatsappInstance) -> None:
    try:
        poll(instance)
    except Exception:
        # A próxima vez já está marcada (CLAIM); a ronda continua.
        logger.exception("action=poll_broken", extra={"fields": {"instance": instance.pk}})
    finally:
        connection.close()
