"""A lista do trabalho de fundo: nome, função, ritmo. Cada função reivindica um lote de linhas, faz, confirma, e diz
quantos segundos se pode dormir; é idempotente e pode correr em quantos processos se queira."""

import socket
from collections.abc import Callable
from dataclasses import dataclass

from core import retention
from core.alerts import notify, watch
from core.contacts import groups, phone_book, pictures
from core.instances import connect, drift, health, reconcile, status
from core.media import download
from core.outbox import deliver
from multichat.backup import schedule
from webhook import inbox, recover, replay

HEARTBEAT_S = 2.0  # a tela dá o worker por ausente com alguns batimentos de falta


@dataclass(frozen=True, slots=True)
class Job:
    """Um trabalho. `run()` devolve a espera em segundos até o próximo turno."""

    name: str
    run: Callable[[], float]


def heartbeat() -> float:
    """Sinal de vida, mostrado como `worker_seen_at`; uma falta longa pede que se confira o que se perdeu."""
    reconcile.beat("worker", socket.gethostname())
    return HEARTBEAT_S


JOBS: tuple[Job, ...] = (
    Job("inbox", inbox.run),
    Job("outbox", deliver.run),
    Job("media", download.run),
    Job("connect", connect.run),
    Job("status", status.run),
    Job("health", health.run),
    Job("drift", drift.run),
    Job("reconcile", recover.run),
    Job("groups", groups.run),
    Job("phone_book", phone_book.run),
    Job("pictures", pictures.run),
    Job("replay", replay.run),
    Job("alerts", watch.run),
    Job("notices", notify.run),
    Job("retention", retention.run),
    Job("backup", schedule.run),
    Job("heartbeat", heartbeat),
)
