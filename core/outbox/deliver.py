"""Entregar a caixa de saída: reivindica, chama o gateway fora de qualquer transação, grava o desfecho.

Por instância há uma chamada de cada vez e um intervalo mínimo; por conversa, a ordem. Uma chamada cujo desfecho se
perdeu (o processo morreu, o prazo passou) vira `unknown`: nunca é repetida por si."""

import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from core import changes, lease
from core.apply.batch import Batch
from core.database import retrying
from core.facts import MessageStatus
from core.gateway.calls.messages import send_text
from core.gateway.client import Gateway
from core.gateway.errors import GatewayError, NotConnected, NotSent, OutcomeUnknown, RateLimited, Refused
from core.models import (
    InstanceLease,
    InstanceStatus,
    OutboxItem,
    OutboxState,
    SendAttempt,
    StatusReason,
    WhatsappInstance,
)
from core.outbox.settle import Outcome, settle

logger = logging.getLogger("core.outbox")

CLAIM_MARGIN_S = 15  # além do prazo da chamada: só depois disso o desfecho é dado por desconhecido
LOOK_AHEAD = 200
WORTH_TRYING = {StatusReason.GATEWAY_UNREACHABLE, StatusReason.NO_SIGNAL, StatusReason.PLAN_EXPIRED}
_pool = ThreadPoolExecutor(max_workers=16, thread_name_prefix="deliver")


@dataclass(frozen=True, slots=True)
class Claimed:
    """Um envio reivindicado: o que a chamada precisa, sem linhas do banco."""

    mensagem: int
    attempt: int
    instance_id: str
    token: str
    phone: str
    payload: dict[str, Any]


def run() -> float:
    """Um turno: uma chamada por instância com envio pronto, cada uma em sua thread. Devolve quanto dormir (s)."""
    expire_claims()
    claimed = claim_all()
    for one in claimed:
        _pool.submit(_deliver_in_thread, one)
    return 0.02 if claimed else 0.1


def deliver_all() -> int:
    """Entrega, nesta thread, tudo que está pronto; devolve quantas chamadas fez. Para comandos e testes."""
    calls = 0
    while claimed := claim_all():
        for one in claimed:
            deliver(one)
        calls += len(claimed)
    return calls


def claim_all() -> list[Claimed]:
    """Reivindica um envio por instância pronta."""
    instances = OutboxItem.objects.filter(state=OutboxState.WAITING).order_by().values_list("instance_id", flat=True)
    found = [retrying(lambda pk=pk: claim(pk)) for pk in instances.distinct()]  # type: ignore[misc]
    return [one for one in found if one is not None]


def can_send(instance: WhatsappInstance) -> bool:
    """Se vale chamar o gateway: conectada, ou degradada sem que a queda esteja provada (a própria chamada o dirá; de um
    número que só envia, o eco é o único sinal que o faria voltar)."""
    return instance.status == InstanceStatus.CONNECTED or (
        instance.status == InstanceStatus.DEGRADED and instance.status_reason in WORTH_TRYING
    )


@transaction.atomic
def claim(instance_pk: int) -> Claimed | None:
    """O próximo envio desta instância, já marcado como em chamada; None se não há ou não é hora."""
    held = lease.acquire(instance_pk, wait=False)
    now = timezone.now()
    if held is None or (held.next_send_at is not None and held.next_send_at > now):
        return None
    instance = WhatsappInstance.objects.get(pk=instance_pk)
    items = OutboxItem.objects.filter(instance=instance)
    if not can_send(instance) or not instance.token or items.filter(state=OutboxState.CALLING).exists():
        return None
    item = _next(items, now)
    if item is None:
        return None
    if item.mensagem.status >= MessageStatus.SENT:  # uma tentativa passada chegou: nada a repetir
        item.state = OutboxState.DONE
        item.save(update_fields=["state"])
        return None
    item.state = OutboxState.CALLING
    item.claimed_until = now + timedelta(seconds=settings.WAPI_TIMEOUT_S + CLAIM_MARGIN_S)
    item.save(update_fields=["state", "claimed_until"])
    SendAttempt.objects.update_or_create(
        mensagem=item.mensagem, number=item.attempt, defaults={"instance": instance, "started_at": now}
    )
    InstanceLease.objects.filter(pk=instance_pk).update(
        next_send_at=now + timedelta(milliseconds=settings.SEND_INTERVAL_MS)
    )
    batch = Batch(instance, now)
    batch.touch_message(item.pk, item.chat_id)
    changes.record(item.cliente_id, batch.touched)
    return Claimed(item.pk, item.attempt, instance.instance_id, instance.token, item.chat.chat_id, item.payload)


def _next(items: Any, now: datetime) -> OutboxItem | None:
    """O envio mais antigo cuja conversa não tem outro, mais antigo ainda, à espera."""
    blocked: set[int] = set()
    waiting = items.filter(state=OutboxState.WAITING).select_related("mensagem", "chat").order_by("mensagem_id")
    for item in waiting[:LOOK_AHEAD]:
        if item.chat_id not in blocked and (item.not_before is None or item.not_before <= now):
            return item  # type: ignore[no-any-return]
        blocked.add(item.chat_id)
    return None


def deliver(claimed: Claimed) -> None:
    """Chama o gateway e grava o desfecho."""
    outcome = call_gateway(claimed)
    retrying(lambda: settle(claimed.mensagem, claimed.attempt, outcome))
    logger.info(
        "action=send",
        extra={"fields": {"mensagem": claimed.mensagem, "attempt": claimed.attempt, "outcome": outcome.kind}},
    )


def call_gateway(claimed: Claimed) -> Outcome:
    """A chamada, e o que seu erro quer dizer para a mensagem."""
    gateway = Gateway(settings.WAPI_BASE_URL, claimed.instance_id, claimed.token, timeout_s=settings.WAPI_TIMEOUT_S)
    payload = claimed.payload
    try:
        sent = gateway.call(
            send_text(claimed.phone, payload["text"], reply_to=payload.get("reply_to"), delay_s=payload.get("delay_s"))
        )
    except RateLimited as error:
        return Outcome("not_sent", error=error.message, retry_after_s=error.retry_after_s or 5)
    except NotSent as error:
        return Outcome("not_sent", error=error.message)
    except OutcomeUnknown as error:
        return Outcome("unknown", error=error.message)
    except NotConnected as error:
        return Outcome("refused", error=error.message, code="instance_disconnected")
    except Refused as error:
        return Outcome("refused", error=error.message)
    except GatewayError as error:
        return Outcome("unknown", error=error.message)
    if sent.message_id is None:
        return Outcome("unknown", error="O gateway aceitou, mas não disse o id da mensagem.", code="no_message_id")
    return Outcome("accepted", message_id=sent.message_id)


def _deliver_in_thread(claimed: Claimed) -> None:
    try:
        deliver(claimed)
    except Exception:
        # O desfecho não foi gravado: o prazo da reivindicação passa e a mensagem vira `unknown`.
        logger.exception("action=deliver_failed", extra={"fields": {"mensagem": claimed.mensagem}})
    finally:
        connection.close()


def expire_claims() -> None:
    """Reivindicações vencidas: ninguém sabe o desfecho."""
    lost = OutboxItem.objects.filter(state=OutboxState.CALLING, claimed_until__lt=timezone.now())
    for pk, attempt in lost.values_list("pk", "attempt"):
        outcome = Outcome("unknown", error="O envio foi interrompido antes da resposta do gateway.")
        retrying(lambda pk=pk, attempt=attempt, outcome=outcome: settle(pk, attempt, outcome))  # type: ignore[misc]
