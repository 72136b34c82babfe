"""Os mesmos trabalhos de `jobs.py` sob Celery, em quantas máquinas se queira. O banco continua a ser a fila: o broker
só leva convites («há trabalho»), e um convite perdido não perde nada.

Um convite (`shift`) é um turno: o trabalho corre no seu laço por alguns segundos. No fim, quem o fez convida o
seguinte; se o broker não atende, segue ele mesmo. O beat repete os convites, para o caso de todos se perderem; os que
sobram chegam aos workers ainda livres, até que cada um faça o seu turno de cada trabalho."""

import logging
import os
import threading
import time
from collections import defaultdict
from typing import Any

import django
from celery import Celery, signals
from django.apps import apps
from django.conf import settings
from kombu.exceptions import OperationalError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "multichat.settings")
if not apps.ready:  # `celery -A multichat.celery` começa por aqui
    django.setup()

from multichat.jobs import JOBS, Job
from multichat.worker import loop

logger = logging.getLogger("multichat.celery")

SHIFT_S = 5.0  # um turno: se o broker some, perde-se no máximo um
_BROKER_TIMEOUT_S = 2.0  # o trabalho segue sem ele
_jobs: dict[str, Job] = {job.name: job for job in JOBS}
_here: dict[str, threading.Lock] = defaultdict(threading.Lock)  # um turno de cada trabalho por processo
_next_run: dict[str, float] = {}
_stopping = threading.Event()

app = Celery("multichat", broker=settings.CELERY_BROKER_URL or "memory://")
app.conf.update(
    task_ignore_result=True,
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    broker_transport_options={
        "socket_timeout": _BROKER_TIMEOUT_S,
        "socket_connect_timeout": _BROKER_TIMEOUT_S,
        "interval_max": 2.0,
        "max_retries": 1,
    },
    worker_cancel_long_running_tasks_on_connection_loss=False,
    beat_max_loop_interval=SHIFT_S,
    beat_schedule={
        name: {"task": "shift", "schedule": SHIFT_S, "args": (name,), "options": {"expires": SHIFT_S}} for name in _jobs
    },
)


@app.task(name="shift")  # type: ignore[untyped-decorator]
def shift(name: str) -> None:
    """Um turno de um trabalho. Se este processo já o faz, o convite fica para outro."""
    lock = _here[name]
    if not lock.acquire(blocking=False):
        return
    try:
        while not _stopping.is_set():
            _work(_jobs[name])
            if _invite(name):
                return
    finally:
        lock.release()


def _work(job: Job) -> None:
    """O laço do worker próprio, por SHIFT_S."""
    over = threading.Event()
    timer = threading.Timer(SHIFT_S, over.set)
    timer.daemon = True
    timer.start()

    def run() -> float:
        sleep = job.run()
        _next_run[job.name] = time.monotonic() + sleep
        return sleep

    try:
        # Um trabalho que pediu para dormir mais que um turno dorme, mesmo de turno em turno.
        over.wait(max(0.0, _next_run.get(job.name, 0.0) - time.monotonic()))
        if not over.is_set():
            loop(Job(job.name, run), over)
    finally:
        timer.cancel()


def _invite(name: str) -> bool:
    """Põe um convite no broker; diz se conseguiu."""
    try:
        shift.apply_async((name,), expires=SHIFT_S, retry=False)
    except OperationalError as error:
        logger.warning("action=broker_away", extra={"fields": {"job": name, "error": type(error).__name__}})
        return False
    return True


@signals.worker_shutting_down.connect  # type: ignore[untyped-decorator]
def _stop(**_: Any) -> None:
    """O turno em curso acaba o lote e sai."""
    _stopping.set()


def broker_fault() -> str | None:
    """Por que o broker não atende, ou None."""
    try:
        with app.connection_for_write() as broker:
            broker.ensure_connection(max_retries=1, timeout=_BROKER_TIMEOUT_S)
    except (OperationalError, KeyError, ValueError) as error:  # os dois últimos: um endereço que não é de broker nenhum
        return str(error.args[0] if error.args else error)
    return None


def commands(python: str, data_dir: str) -> dict[str, list[str]]:
    """Os processos que fazem o trabalho de fundo sob Celery: um worker e o beat (um só por instalação)."""
    celery = [python, "-m", "celery", "--quiet", "-A", "multichat.celery"]
    return {
        "worker": [
            *celery, "worker", "--pool", "threads", "--concurrency", str(len(_jobs) * 2), "--loglevel", "WARNING",
            "--without-gossip", "--without-mingle",
        ],
        "beat": [*celery, "beat", "--loglevel", "WARNING", "--schedule", f"{data_dir}/celerybeat", "--pidfile="],
    }  # fmt: skip
