"""Repor o que o gateway diz ter postado e não chegou: cada corpo entra pela mesma confirmação em grupo da porta, com o
mesmo `event_id`, marcado `recovered`. O que já está aqui é reconhecido; conferir duas vezes não repõe nada de novo."""

import json
import logging
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from core.apply.evidence import touched
from core.gateway.errors import GatewayError
from core.ground import changes
from core.ground.changes import What
from core.ground.claim import back_off
from core.ground.crew import Crew
from core.instances import reconcile
from core.instances.reconcile import Posting
from core.models import ReconcileCause, ReconcileState, Reconciliation, WebhookEvent, WhatsappInstance
from core.models.tenancy import Actor
from webhook.event_id import event_id_of
from webhook.intake import Posted, StoreUnavailable, intake
from webhook.normalise.envelope import instance_id_of, read

logger = logging.getLogger("webhook.recover")

CLAIM = timedelta(minutes=10)  # renovada a cada página; um processo morto solta a conferência nisto
FIRST_WAIT, LAST_WAIT = timedelta(minutes=1), timedelta(hours=1)
MAX_ATTEMPTS = 5  # uns 15 minutos de tentativas
IDLE_SECONDS = 2.0  # o que se repõe já chegou tarde
IN_A_REQUEST_S = 20.0  # menos que o prazo de um proxy comum (30 s)
_crew = Crew("reconcile", 4)


class OutOfTime(Exception):
    """O prazo de quem esperava acabou; o worker continua."""


@dataclass(slots=True)
class Tally:
    """O que se achou até aqui. `earlier`: as contas de uma tentativa interrompida desta mesma conferência, que lê tudo
    desde o começo: o que ela repôs agora se encontra já aqui, e não se conta duas vezes nem se desconta."""

    earlier: Reconciliation
    found: int = 0
    recovered: int = 0
    unfillable: int = 0

    def columns(self) -> dict[str, int]:
        """As contas como se gravam: found = already_here + recovered + unfillable. Nenhuma encolhe enquanto se relê."""
        before = self.earlier
        found = max(self.found, before.found)
        unfillable = self.unfillable if self.found >= before.found else max(self.unfillable, before.unfillable)
        recovered = max(before.recovered, min(self.recovered + before.recovered, found - unfillable))
        unfillable = min(unfillable, found - recovered)
        return {
            "found": found,
            "recovered": recovered,
            "unfillable": unfillable,
            "already_here": found - unfillable - recovered,
        }


def run() -> float:
    """Um turno: marca as noites, e faz as conferências cuja hora chegou, cada uma em sua thread."""
    now = timezone.now()
    reconcile.ask_nights(now)
    for pk in due(now):
        if _crew.send(execute, claim, pk, timezone.now()) is False:
            break
    return IDLE_SECONDS


def run_all() -> int:
    """Faz, nesta thread, tudo que espera, seja para quando for; devolve quantas. Para comandos e testes."""
    pks = list(Reconciliation.objects.filter(state=ReconcileState.WAITING).values_list("pk", flat=True))
    for pk in pks:
        if claim(pk, timezone.now()):
            execute(pk)
    return len(pks)


def due(now: datetime) -> list[int]:
    """As que esperam e venceram, e as que alguém começou e não acabou."""
    waiting = Q(state=ReconcileState.WAITING, not_before__lte=now)
    lost = Q(state=ReconcileState.RUNNING, claimed_until__lt=now)
    return list(Reconciliation.objects.filter(waiting | lost).order_by("not_before").values_list("pk", flat=True)[:20])


def claim(pk: int, now: datetime) -> int | None:
    """Toma uma conferência para si; None se é de outro."""
    free = Q(state=ReconcileState.WAITING) | Q(state=ReconcileState.RUNNING, claimed_until__lt=now)
    mine = Reconciliation.objects.filter(free, pk=pk)
    return pk if mine.update(state=ReconcileState.RUNNING, claimed_until=now + CLAIM) else None


def now_for(actor: Actor | None, instance: WhatsappInstance, start: datetime, end: datetime) -> Reconciliation:
    """A pedido de uma pessoa: confere já, até `IN_A_REQUEST_S`; o que passar disso o worker termina (estado `waiting`).
    Levanta `GatewayError` se o gateway recusa; a conferência fica como `failed`, com as palavras."""
    now = timezone.now()
    row = Reconciliation.objects.create(
        instance=instance, start=start, end=end, cause=ReconcileCause.PERSON, not_before=now,
        state=ReconcileState.RUNNING, claimed_until=now + CLAIM,
    )  # fmt: skip
    return execute(row.pk, deadline=time.monotonic() + IN_A_REQUEST_S, raises=True)


def execute(pk: int, *, deadline: float | None = None, raises: bool = False) -> Reconciliation:
    """Faz uma conferência já tomada, e grava o desfecho."""
    row = Reconciliation.objects.select_related("instance").get(pk=pk)
    if row.state != ReconcileState.RUNNING:  # outro a terminou
        return row
    try:
        _read_all(row, deadline)
    except OutOfTime:
        _close(row, state=ReconcileState.WAITING, not_before=timezone.now())
    except (GatewayError, StoreUnavailable) as error:
        words = error.message if isinstance(error, GatewayError) else str(error)
        row.attempts += 1
        is_over = raises or row.attempts >= MAX_ATTEMPTS or (isinstance(error, GatewayError) and error.permanent)
        _close(
            row,
            state=ReconcileState.FAILED if is_over else ReconcileState.WAITING,
            attempts=row.attempts,
            message=words[:500],
            not_before=timezone.now() + back_off(FIRST_WAIT, row.attempts, LAST_WAIT),
        )
        if raises:
            raise
    else:
        _close(row, state=ReconcileState.DONE, message=None)
    return row


def _close(row: Reconciliation, **columns: Any) -> None:
    """Grava o desfecho e avisa a tela."""
    is_over = columns["state"] in {ReconcileState.DONE, ReconcileState.FAILED}
    columns |= {"claimed_until": None, "finished_at": timezone.now() if is_over else None}
    Reconciliation.objects.filter(pk=row.pk).update(**columns)
    row.refresh_from_db()
    changes.record(row.instance.cliente_id, [touched(row.instance, What.SIGNAL)])
    logger.info(
        "action=reconcile",
        extra={
            "fields": {
                "instance": row.instance_id, "cause": row.cause, "state": row.state, "found": row.found,
                "recovered": row.recovered, "unfillable": row.unfillable, "message": row.message,
            }
        },
    )  # fmt: skip


def _read_all(row: Reconciliation, deadline: float | None) -> None:
    tally = Tally(earlier=row)
    start = max(row.start, reconcile.oldest_useful(timezone.now()))
    # De noite, o que a porta respondeu 2xx não se busca de novo corpo a corpo: seriam milhares de chamadas.
    fetches = row.cause != ReconcileCause.NIGHTLY
    known: set[str] = set()

    def still_here() -> None:
        """Entre um corpo e outro: renova a reivindicação, e para no prazo de quem espera."""
        Reconciliation.objects.filter(pk=row.pk).update(claimed_until=timezone.now() + CLAIM)
        if deadline is not None and time.monotonic() > deadline:
            raise OutOfTime

    for page in reconcile.postings(row.instance, start, row.end, fetches_bodies=fetches, pause=still_here):
        feed(row.instance, page, tally, known)
        Reconciliation.objects.filter(pk=row.pk).update(**tally.columns(), claimed_until=timezone.now() + CLAIM)
        if deadline is not None and time.monotonic() > deadline:
            raise OutOfTime


def feed(instance: WhatsappInstance, page: Sequence[Posting], tally: Tally, known: set[str]) -> None:
    """Repõe os que faltam desta página. `known`: eventos já vistos nesta conferência (o registro repete o repetido)."""
    posted: dict[str, Posted] = {}
    for posting in page:
        one = None if posting.body is None else _posted(instance, posting.body, posting.moment)
        if one is None:
            tally.found += 1
            tally.unfillable += 1
        elif one.instance_id == instance.pk and one.event_id not in known:
            known.add(one.event_id)
            tally.found += 1
            posted[one.event_id] = one
    here = set(WebhookEvent.objects.filter(event_id__in=list(posted)).values_list("event_id", flat=True))
    missing = [one for event_id, one in posted.items() if event_id not in here]
    tally.recovered += sum(intake.store_many(missing)) if missing else 0


def _posted(instance: WhatsappInstance, body: dict[str, Any], moment: datetime | None) -> Posted | None:
    """O evento a repor; None para o corpo de que não se sabe nem quando foi. De outra instância: `instance_id` 0."""
    envelope = read(body)
    named = instance_id_of(envelope)
    now = timezone.now()
    # Sem momento nenhum, um «desconectada» antigo seria tomado por um de agora.
    if moment is None and envelope.message_id is None and not _has_moment(body):
        return None
    return Posted(
        event_id=event_id_of(instance.pk, body, envelope),
        receipt=secrets.token_hex(16),
        cliente_id=instance.cliente_id,
        instance_id=instance.pk if named in (None, instance.instance_id) else 0,
        event_type=envelope.event_type,
        kind=envelope.kind.value,
        subject=envelope.chat or None,
        authenticated=True,
        payload=json.dumps(body).encode(),
        received_at=min(moment or now, now),
        recovered=True,
    )


def _has_moment(body: dict[str, Any]) -> bool:
    return any(str(key).lower() == "moment" and value for key, value in body.items())
