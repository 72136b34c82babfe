"""Conferir com o registro de postagens do gateway: quando, de que intervalo, e como ele se lê, página a página.

Repor o que falta é com a porta (webhook/recover.py). O formato do registro nunca foi visto por dentro: o que não se
reconhece é erro com nome, e nada do que já está aqui se perde."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from core.apply.evidence import ask_reconcile
from core.gateway.calls import webhooks as calls
from core.gateway.errors import OutcomeUnknown, Refused
from core.gateway.results import WebhookLogEntry
from core.ground import lease
from core.ground.gateway import gateway_of
from core.instances.health_rows import mark
from core.models import Heartbeat, InstanceHealth, ReconcileCause, WhatsappInstance

PAGE = 100  # poucas chamadas por intervalo
MAX_PAGES = 2_000  # 200 mil postagens: além disto o intervalo é que está errado
STALE_PAGES = 5  # seguidas, sem nada de novo: acabou. Uma só não basta: postagens novas empurram as vistas adiante
MARGIN = timedelta(minutes=2)  # relógios diferem, e o registro é escrito depois da postagem
LOG_KEPT = timedelta(days=30)  # o gateway guarda o registro por 30 dias (contrato)
NIGHT = time(3, 0)
NIGHT_LOOKS_BACK = timedelta(hours=26)  # um dia, e duas horas de sobreposição com a noite anterior
DEAF_AFTER = timedelta(seconds=15)  # um processo que fica mais que isso sem dar sinal esteve fora


@dataclass(frozen=True, slots=True)
class Posting:
    """Uma postagem que o gateway diz ter feito. `body` None: ele não guarda o que postou."""

    body: dict[str, Any] | None
    moment: datetime | None


def postings(
    instance: WhatsappInstance,
    start: datetime,
    end: datetime,
    *,
    fetches_bodies: bool = True,
    pause: Callable[[], None] = lambda: None,
) -> Iterator[list[Posting]]:
    """As postagens do intervalo, uma página por vez, cada entrada uma vez só. Sem `fetches_bodies`, uma entrada sem
    corpo que foi respondida 2xx fica de lado: o que a porta responde assim está guardado. `pause` corre antes de cada
    corpo buscado (e pode levantar, para parar). Levanta `GatewayError`."""
    gateway = gateway_of(instance)
    start, end = start - MARGIN, end + MARGIN
    seen: set[str] = set()
    stale = 0
    for page in range(1, MAX_PAGES + 1):
        entries = gateway.call(calls.logs(page=page, per_page=PAGE))
        fresh = [entry for entry in entries if _identity(entry) not in seen]
        stale = 0 if fresh else stale + 1
        if not entries or stale == STALE_PAGES:
            return  # acabou, ou o gateway devolve sempre a mesma página
        if not fresh:
            continue
        seen.update(_identity(entry) for entry in fresh)
        wanted = [entry for entry in fresh if _is_wanted(entry, instance, start, end)]
        yield [
            _posting(instance, entry, pause)
            for entry in wanted
            if fetches_bodies or entry.payload is not None or not 200 <= (entry.http_status or 0) < 300
        ]
        if _is_before(fresh, start):
            return


def _identity(entry: WebhookLogEntry) -> str:
    """O id da entrada, ou o que ela diz, onde não há id."""
    return entry.id or json.dumps([entry.event, str(entry.moment), entry.payload], sort_keys=True, default=str)


def _is_wanted(entry: WebhookLogEntry, instance: WhatsappInstance, start: datetime, end: datetime) -> bool:
    if entry.instance_id not in (None, instance.instance_id):
        return False
    return entry.moment is None or start <= entry.moment <= end


def _is_before(entries: list[WebhookLogEntry], start: datetime) -> bool:
    """Se a página já passou do começo do intervalo; só onde o registro vem do mais novo ao mais velho."""
    moments = [entry.moment for entry in entries if entry.moment is not None]
    return bool(moments) and moments[-1] < start and moments[0] >= moments[-1]


def _posting(instance: WhatsappInstance, entry: WebhookLogEntry, pause: Callable[[], None]) -> Posting:
    found = entry.payload
    if found is None and entry.id is not None:
        pause()
        found = _body_of(instance, entry.id)
    return Posting(dict(found) if found is not None else None, entry.moment)


def _body_of(instance: WhatsappInstance, entry_id: str) -> Mapping[str, object] | None:
    """O corpo de uma postagem. A que não se deixa ler, nem na segunda vez, não impede as outras: fica sem corpo."""
    for attempt in (1, 2):
        try:
            return gateway_of(instance).call(calls.log(entry_id)).payload
        except Refused as error:
            if error.http_status in (401, 403, 429):
                raise
            return None
        except OutcomeUnknown:
            if attempt == 2:
                return None
    return None


def oldest_useful(now: datetime) -> datetime:
    """Antes disto não adianta conferir: o gateway já não lembra, ou nós já apagamos o evento de propósito."""
    return now - min(LOG_KEPT, timedelta(days=settings.EVENT_RETENTION_DAYS) - timedelta(hours=1))


def ask_nights(now: datetime) -> int:
    """Pede a conferência das instâncias cuja noite chegou (3 h, com uns minutos de diferença entre elas)."""
    asked = 0
    for health in InstanceHealth.objects.filter(next_night_at__lte=now).exclude(instance__token=None)[:50]:
        due = InstanceHealth.objects.filter(pk=health.pk, next_night_at=health.next_night_at)
        if due.update(next_night_at=next_night(health.pk, now)):
            ask_reconcile(health.pk, now - NIGHT_LOOKS_BACK, now, ReconcileCause.NIGHTLY)
            asked += 1
    unmarked = WhatsappInstance.objects.exclude(token=None).filter(health__next_night_at=None)
    for pk in unmarked.values_list("pk", flat=True)[:200]:
        mark(pk, next_night_at=next_night(pk, now))
    return asked


def next_night(instance_pk: int, now: datetime) -> datetime:
    """As próximas 3 h da hora local, mais o atraso próprio desta instância (até uma hora)."""
    local = timezone.localtime(now, settings.LOCAL_TIME_ZONE)
    delay = timedelta(seconds=instance_pk * 397 % 3600)
    tonight = local.replace(hour=NIGHT.hour, minute=NIGHT.minute, second=0, microsecond=0) + delay
    return tonight if tonight > local else tonight + timedelta(days=1)


def beat(kind: str, host: str, now: datetime | None = None) -> datetime | None:
    """Sinal de vida de um processo (`web` ou `worker`). Se nenhum do seu tipo dava sinal há tempo (ele, ou o banco,
    estava fora), pede a conferência de todas as instâncias e devolve desde quando."""
    now = now or timezone.now()
    last = (
        Heartbeat.objects.filter(name__startswith=f"{kind}@")
        .order_by("-seen_at")
        .values_list("seen_at", flat=True)
        .first()
    )
    was_deaf = last is not None and now - last >= DEAF_AFTER
    if was_deaf and last is not None:  # antes do sinal: se o banco cair no meio, a próxima vez ainda se lembra
        for pk in WhatsappInstance.objects.exclude(token=None).values_list("pk", flat=True):
            with transaction.atomic():  # dois processos que voltam juntos anotam a mesma ausência, um depois do outro
                lease.acquire(pk, wait=True)
                ask_reconcile(pk, max(last, oldest_useful(now)), now, ReconcileCause.OUTAGE)
    Heartbeat.objects.update_or_create(name=f"{kind}@{host}"[:64], defaults={"seen_at": now})
    return last if was_deaf else None
