"""Entregar a caixa de saída: reivindica, chama o gateway fora de qualquer transação, grava o desfecho.

Por instância há uma chamada de cada vez, um ritmo (`pacing`) e um disjuntor (`breaker`); por conversa, a ordem. Uma
chamada cujo desfecho se perdeu (o processo morreu, o prazo passou) vira `unknown`: nunca é repetida por si."""

import logging
import random
import time
from datetime import datetime, timedelta
from itertools import count

from django.conf import settings
from django.db import Error, connection, transaction
from django.db.models import DateTimeField, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_noop as N_

from core.apply.batch import Batch
from core.apply.chats import recompute
from core.facts import MessageStatus
from core.gateway.calls.messages import MEDIA_TIMEOUT_S
from core.ground import changes, lease
from core.ground.changes import What
from core.ground.claim import back_off
from core.ground.crew import Crew
from core.ground.database import is_store_away, retrying
from core.models import (
    InstanceLease,
    InstanceStatus,
    OutboxItem,
    OutboxState,
    SendAttempt,
    StatusReason,
    WhatsappInstance,
)
from core.outbox import breaker, numbers, pacing
from core.outbox.gateway_call import Claimed, call_gateway
from core.outbox.settle import Outcome, settle
from core.outbox.to_send import FILE_TYPES

logger = logging.getLogger("core.outbox")

CLAIM_MARGIN_S = 15  # além do prazo das chamadas: só depois disso o desfecho é dado por desconhecido
SETTLE_FIRST_WAIT, SETTLE_LAST_WAIT = timedelta(milliseconds=200), timedelta(seconds=5)
THREADS = 64  # instâncias em chamada ao mesmo tempo; uma parada segura uma
_crew = Crew("deliver", THREADS)
# Conectada, ou degradada sem queda provada: a própria chamada o dirá (de quem só envia, o eco é o único sinal).
_WORTH_CALLING = (
    StatusReason.GATEWAY_UNREACHABLE,
    StatusReason.NO_SIGNAL,
    StatusReason.PLAN_EXPIRED,
    StatusReason.PAUSED,
)
_CAN_SEND = Q(status=InstanceStatus.CONNECTED) | Q(status=InstanceStatus.DEGRADED, status_reason__in=_WORTH_CALLING)


def can_send(instance: WhatsappInstance) -> bool:
    """Se vale chamar o gateway por esta instância (o mesmo que `_CAN_SEND`)."""
    return instance.status == InstanceStatus.CONNECTED or (
        instance.status == InstanceStatus.DEGRADED and instance.status_reason in _WORTH_CALLING
    )


def run() -> float:
    """Um turno: uma chamada por instância com envio pronto, cada uma em sua thread. Devolve quanto dormir (s)."""
    expire_claims()
    calls = 0
    for instance_pk in ready_instances(timezone.now()):
        sent = _crew.send(deliver, retrying, claim, instance_pk)
        if sent is False:
            break
        calls += sent is True
    return 0.02 if calls else 0.1


def deliver_all() -> int:
    """Entrega, nesta thread, tudo que está pronto; devolve quantas chamadas fez. Para comandos e testes."""
    calls = 0
    while claimed := [one for pk in ready_instances(timezone.now()) if (one := retrying(claim, pk))]:
        for one in claimed:
            deliver(one)
        calls += len(claimed)
    return calls


def ready_instances(now: datetime) -> list[int]:
    """Instâncias com envio à espera e em condições de enviar: as outras nem são travadas."""
    free = Q(lease__next_send_at=None) | Q(lease__next_send_at__lte=now)
    closed = Q(lease__breaker_until=None) | Q(lease__breaker_until__lte=now)
    own = OutboxItem.objects.filter(instance=OuterRef("pk"))
    # Por instância, e não pela fila (quem espera a hora, ou uma instância caída, pode ser dezenas de milhares), e só a
    # primeira linha de cada índice: com a hora dentro da subconsulta, o MariaDB leria a fila inteira.
    first_due = own.filter(state=OutboxState.WAITING).order_by("due_at").values("due_at")[:1]
    calling = own.filter(state=OutboxState.CALLING).values("pk")[:1]
    ready = WhatsappInstance.objects.alias(
        first_due=Subquery(first_due, output_field=DateTimeField()), calling=Subquery(calling)
    )
    ready = ready.filter(_CAN_SEND, free, closed, first_due__lte=now, calling=None).order_by()
    found = list(ready.values_list("pk", flat=True))
    random.shuffle(found)  # com mais instâncias que threads, a vez é de todas
    return found


@transaction.atomic
def claim(instance_pk: int) -> Claimed | None:
    """O próximo envio desta instância, já marcado como em chamada; None se não há ou não é hora."""
    held = lease.acquire(instance_pk, wait=False)
    now = timezone.now()
    if held is None or not breaker.lets_through(held, now):
        return None
    items = OutboxItem.objects.filter(instance=instance_pk)
    if items.filter(state=OutboxState.CALLING).exists():
        return None
    # A linha inteira (mídia, segredos que se decifram) só da que sai: aqui se segura o arrendamento.
    next_one = in_turn(now, items).order_by("due_at", "mensagem_id").values_list("pk", flat=True).first()
    item = OutboxItem.objects.select_related("mensagem__media", "chat", "instance").filter(pk=next_one).first()
    if item is None or not can_send(item.instance) or not item.instance.token:
        return None
    if not pacing.is_time(held, item.instance, now):
        pacing.hold(held, item.instance, now)
        return None
    if item.mensagem.status >= MessageStatus.SENT:  # uma tentativa passada chegou: nada a repetir
        item.state = OutboxState.DONE
        item.save(update_fields=["state"])
        return None
    return _take(held, item, now)


def in_turn(now: datetime, items: QuerySet[OutboxItem]) -> QuerySet[OutboxItem]:
    """Destes envios, os que podem sair: chegou a hora, e nenhum mais antigo da mesma conversa espera (um de hora
    marcada que não chegou não conta)."""
    is_time = Q(send_at=None) | Q(send_at__lte=now)
    older = OutboxItem.objects.filter(
        is_time, state=OutboxState.WAITING, chat=OuterRef("chat"), mensagem__lt=OuterRef("mensagem")
    )
    return items.filter(~Exists(older), state=OutboxState.WAITING, due_at__lte=now)


def _take(held: InstanceLease, item: OutboxItem, now: datetime) -> Claimed:
    has_file = item.payload.get("type") in FILE_TYPES
    is_new = numbers.is_new(item.chat)
    # Cada chamada que este envio pode precisar: a pergunta do número, o envio, e uma segunda forma dele.
    one_call = MEDIA_TIMEOUT_S if has_file else settings.WAPI_TIMEOUT_S
    longest = 2 * one_call + settings.WAPI_TIMEOUT_S * is_new
    item.state = OutboxState.CALLING
    item.claimed_until = now + timedelta(seconds=longest + CLAIM_MARGIN_S)
    item.save(update_fields=["state", "claimed_until"])
    SendAttempt.objects.update_or_create(
        mensagem=item.mensagem, number=item.attempt, defaults={"instance": item.instance, "started_at": now}
    )
    pacing.take_turn(held, item.instance, now)
    held.save(update_fields=pacing.FIELDS)
    batch = Batch(item.instance, now)
    batch.touch_message(item.pk, item.chat_id, What.QUEUE)
    if item.send_at is not None:  # a hora chegou: passa a ser palavra dita
        batch.relast.add(item.chat_id)
        recompute(batch)
    changes.record(item.cliente_id, batch.touched)
    return Claimed(
        mensagem=item.pk,
        attempt=item.attempt,
        instance_id=item.instance.instance_id,
        token=item.instance.token or "",
        chat=item.chat_id,
        address=item.chat.chat_id,
        send_as=item.chat.send_as,
        is_new=is_new,
        payload=item.payload,
        until=item.claimed_until,
        last_start=item.claimed_until - timedelta(seconds=one_call + CLAIM_MARGIN_S / 3),
        media=getattr(item.mensagem, "media", None) if has_file else None,
    )


def deliver(claimed: Claimed) -> None:
    """Chama o gateway e grava o desfecho."""
    outcome = call_gateway(claimed)
    _settle_until_written(claimed, outcome)
    logger.info(
        "action=send",
        extra={"fields": {"mensagem": claimed.mensagem, "attempt": claimed.attempt, "outcome": outcome.kind}},
    )


def _settle_until_written(claimed: Claimed, outcome: Outcome) -> None:
    """O desfecho é sabido, e um banco que pisca não o pode levar: insiste-se, cada vez com mais espera, até que a
    reivindicação vença e outro o dê por desconhecido."""
    for failures in count(1):
        try:
            retrying(settle, claimed.mensagem, claimed.attempt, outcome)
            return
        except Error as error:
            wait = back_off(SETTLE_FIRST_WAIT, failures, SETTLE_LAST_WAIT)
            if not is_store_away(error) or timezone.now() + wait >= claimed.until:
                raise
            told = {"mensagem": claimed.mensagem, "failures": failures, "error": type(error).__name__}
            logger.warning("action=settle_again", extra={"fields": told})
            connection.close()
            time.sleep(wait.total_seconds())


def expire_claims() -> None:
    """Reivindicações vencidas: ninguém sabe o desfecho."""
    lost = OutboxItem.objects.filter(state=OutboxState.CALLING, claimed_until__lt=timezone.now())
    for pk, attempt in lost.values_list("pk", "attempt"):
        outcome = Outcome("unknown", error=N_("O envio foi interrompido antes da resposta do gateway."))
        retrying(settle, pk, attempt, outcome)
