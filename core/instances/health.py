"""A saúde pela evidência: uma instância que se diz conectada e não dá sinal passa a `degraded`/`no_signal`.

Três evidências, e só elas: um envio aceito há mais de um minuto sem que nada tenha chegado desde então; o gateway que
não mostra o aparelho; um silêncio fora do costume da hora. Antes de acusar, pergunta-se (situação e aparelho): uma
queda provada é queda. Qualquer evento recebido desfaz."""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_noop as N_

from core.apply.evidence import STATUS_FIELDS, Evidence, ask_reconcile, degrade, move, touched
from core.gateway.calls import instance as calls
from core.gateway.errors import GatewayError, RateLimited, Refused, Unauthorized
from core.ground import changes, lease
from core.ground.changes import What
from core.ground.claim import take
from core.ground.crew import Crew
from core.ground.gateway import gateway_of
from core.ground.hours import hour_of
from core.ground.sentences import Sentence
from core.instances import drift
from core.instances.health_rows import health_of, mark
from core.instances.no_signal import stuck_sends, suspicions
from core.instances.silence import usual_events
from core.instances.status import ask
from core.models import (
    InstanceHealth,
    InstanceStatus,
    ReconcileCause,
    StatusReason,
    TransitionCause,
    WhatsappInstance,
)

logger = logging.getLogger("core.instances")

PROBE_EVERY = timedelta(minutes=10)  # de quem já se suspeita pergunta-se de novo
DETAILS_EVERY = timedelta(hours=1)  # plano e ajustes mudam pouco
DETAILS_RETRY = timedelta(minutes=5)  # uma leitura que falhou
CLAIM = timedelta(seconds=90)  # maior que os prazos das perguntas
LOOK_SECONDS = 20.0  # só banco, com o mesmo custo para qualquer número de instâncias
TIMEOUT_S = 10.0  # a ronda tem outras a perguntar
_crew = Crew("health", 4)


def run() -> float:
    """A ronda: olha as que se dizem conectadas (só banco), e manda perguntar ao gateway o que venceu."""
    now = timezone.now()
    for pk, marked in due_probes(now):
        _crew.send(probe, _claim_probe, pk, marked)
    for pk, marked in due_details(now):
        if _crew.send(read_details, claim_details, pk, marked, timezone.now()) is False:
            break
    return LOOK_SECONDS


def watched() -> list[WhatsappInstance]:
    """As conectadas, e as já dadas por mudas."""
    mute = Q(status=InstanceStatus.DEGRADED, status_reason=StatusReason.NO_SIGNAL)
    up = WhatsappInstance.objects.filter(Q(status=InstanceStatus.CONNECTED) | mute).exclude(token=None)
    return list(up.defer("token", "webhook_secret"))


def due_probes(now: datetime) -> list[tuple[int, datetime | None]]:
    """Por quem perguntar ao gateway, e a marca de cada uma: porque algo não cheira bem no banco, ou porque já é hora.
    Um número fixo de consultas: a ronda é a cada 20 s."""
    instances = watched()
    against = suspicions(instances, now)
    marks = dict(InstanceHealth.objects.filter(pk__in=[one.pk for one in instances]).values_list("pk", "next_probe_at"))
    due: list[tuple[int, datetime | None]] = []
    for instance in instances:
        marked = marks.get(instance.pk)
        is_mute = instance.status_reason == StatusReason.NO_SIGNAL
        # A suspeita nova passa à frente da hora marcada, não de uma pergunta que acaba de sair.
        is_just_asked = marked is not None and marked > now + PROBE_EVERY - CLAIM
        is_new = instance.pk in against and not is_mute and not is_just_asked
        if marked is None or marked <= now or is_new:
            due.append((instance.pk, marked))
    return due


def _claim_probe(instance_pk: int, marked: datetime | None) -> int | None:
    until = timezone.now() + PROBE_EVERY
    if marked is None:
        mark(instance_pk, next_probe_at=until)
        return instance_pk
    claimed = InstanceHealth.objects.filter(pk=instance_pk, next_probe_at=marked).update(next_probe_at=until)
    return instance_pk if claimed else None


def probe(instance_pk: int, now: datetime | None = None) -> WhatsappInstance:
    """Pergunta situação e aparelho, e decide: queda, sem sinal, ou tudo bem."""
    now = now or timezone.now()
    instance = WhatsappInstance.objects.get(pk=instance_pk)
    if not instance.token:
        return instance
    mark(instance.pk, next_probe_at=now + PROBE_EVERY)
    try:
        instance = ask(instance, TransitionCause.POLL, TIMEOUT_S)
    except GatewayError:
        return WhatsappInstance.objects.get(pk=instance_pk)  # já anotado: o gateway não responde, e isso não é mudez
    try:
        device_words = ask_device(instance) if _is_up(instance) else None
    except GatewayError as error:
        # A situação ele deu: decide o que há no banco, e o aparelho que não se viu não absolve.
        logger.info("action=device_failed", extra={"fields": {"instance": instance_pk, "error": type(error).__name__}})
        return judge(instance_pk, None, now, may_clear=False)
    return judge(instance_pk, device_words, now)


def ask_device(instance: WhatsappInstance) -> str | None:
    """Pede o aparelho. Devolve as palavras da recusa, None se ele está lá. Levanta `GatewayError` sem resposta que
    prove."""
    try:
        gateway_of(instance, TIMEOUT_S).call(calls.device())
    except (Unauthorized, RateLimited):
        raise
    except Refused as error:
        if type(error) is Refused and (error.http_status or 0) >= 500:
            raise  # um 5xx sem palavras conhecidas não prova nada
        mark(instance.pk, device_error=error.message[:500])
        return error.message
    mark(instance.pk, device_at=timezone.now(), device_error=None)
    return None


@transaction.atomic
def judge(instance_pk: int, device_words: str | None, now: datetime, *, may_clear: bool = True) -> WhatsappInstance:
    """Grava o veredito, com as linhas de agora: um evento pode ter chegado enquanto se perguntava. Sem `may_clear`, só
    acusa."""
    lease.acquire(instance_pk, wait=True)
    instance = WhatsappInstance.objects.get(pk=instance_pk)
    if not _is_up(instance):
        return instance
    words = suspicions([instance], now).get(instance.pk)
    if device_words is not None:
        words = Sentence.DEVICE_HIDDEN % {"words": device_words}
    is_mute = instance.status_reason == StatusReason.NO_SIGNAL
    changed = False
    if words is not None and not is_mute:
        changed = degrade(instance, StatusReason.NO_SIGNAL, now, TransitionCause.POLL, words)
        ask_reconcile(instance.pk, instance.last_event_at or now - timedelta(days=1), now, ReconcileCause.SILENCE)
    elif words is None and is_mute and may_clear:
        proof = Evidence(True, now, TransitionCause.POLL, message=N_("Voltou a dar sinal."))
        changed = move(instance, InstanceStatus.CONNECTED, None, proof)
        instance.save(update_fields=STATUS_FIELDS)
    if changed:
        changes.record(instance.cliente_id, [touched(instance, What.STATUS)])
        logger.info("action=no_signal", extra={"fields": {"instance": instance.pk, "is_mute": words is not None}})
    return instance


def report(instance: WhatsappInstance) -> dict[str, Any]:
    """Os sinais de vida como a tela os mostra, com o que há contra a instância agora."""
    now = timezone.now()
    signs, stuck = health_of(instance), stuck_sends([instance], now).get(instance.pk)
    here = hour_of(now)
    usual = usual_events({instance.pk: here}, now)[instance.pk].get(here)
    return {
        "status": instance.status,
        "status_reason": instance.status_reason,
        "status_message": instance.status_message,
        "status_message_parts": instance.status_message_parts,
        "last_event_at": instance.last_event_at,
        "last_answer_at": signs.answered_at,
        "last_poll_at": signs.polled_at,
        "last_echo_at": signs.echo_at,
        "device_seen_at": signs.device_at,
        "device_error": signs.device_error,
        "oldest_stuck_seconds": None if stuck is None else round((now - stuck).total_seconds(), 1),
        "usual_gap_seconds": round(3600 / usual, 1) if usual else None,
        "next_check_at": signs.next_night_at,
    }


def due_details(now: datetime) -> list[tuple[int, datetime | None]]:
    """As instâncias cuja leitura de hora em hora venceu, e a marca de cada uma. Vence antes se o prazo do plano
    passou."""
    never = Q(health__isnull=True) | Q(health__next_details_at=None)
    lapsed = Q(plan_expires_at__lte=now, plan_checked_at__lt=now - DETAILS_RETRY) & ~Q(status_reason="plan_expired")
    due = WhatsappInstance.objects.exclude(token=None).filter(never | Q(health__next_details_at__lte=now) | lapsed)
    return list(due.values_list("pk", "health__next_details_at")[:50])


def claim_details(instance_pk: int, marked: datetime | None, now: datetime) -> int | None:
    """Toma a leitura desta instância; None se outro a tomou."""
    until = now + CLAIM
    if marked is None:
        mark(instance_pk, next_details_at=until)
        return instance_pk
    return take(InstanceHealth, instance_pk, "next_details_at", marked, until)


def read_details(instance_pk: int) -> None:
    """A leitura de hora em hora; uma falha tenta de novo logo, e não muda o estado (disso cuida a ronda)."""
    instance = WhatsappInstance.objects.get(pk=instance_pk)
    # Uns minutos a mais ou a menos por instância, para que não perguntem todas juntas.
    wait = DETAILS_EVERY + timedelta(seconds=instance_pk * 37 % 600)
    try:
        drift.watch(instance, TIMEOUT_S)
    except GatewayError as error:
        wait = DETAILS_RETRY
        logger.info("action=details_failed", extra={"fields": {"instance": instance_pk, "error": type(error).__name__}})
    mark(instance_pk, next_details_at=timezone.now() + wait)


def _is_up(instance: WhatsappInstance) -> bool:
    mute = instance.status == InstanceStatus.DEGRADED and instance.status_reason == StatusReason.NO_SIGNAL
    return mute or instance.status == InstanceStatus.CONNECTED
