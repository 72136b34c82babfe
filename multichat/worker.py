"""O laço do worker: cada trabalho de `jobs.py` em sua thread, até SIGTERM. Sem broker: o banco é a fila."""

import logging
import os
import signal
import threading
from types import FrameType

from django.db import connection

from multichat.jobs import JOBS, Job

logger = logging.getLogger("multichat.worker")

ERROR_SECONDS = (0.5, 1.0, 2.0, 5.0)  # o banco que reinicia volta em segundos


def loop(job: Job, stop: threading.Event) -> None:
    """Executa um trabalho até parar. Um erro (banco longe, defeito) fecha a conexão, espera e continua."""
    failures = 0
    while not stop.is_set():
        try:
            connection.close_if_unusable_or_obsolete()
            sleep = job.run()
            failures = 0
        except Exception:
            sleep = ERROR_SECONDS[min(failures, len(ERROR_SECONDS) - 1)]
            failures += 1
            logger.exception("action=job_failed", extra={"fields": {"job": job.name, "retry_s": sleep}})
            connection.close()
        if sleep > 0:
            stop.wait(sleep)
    connection.close()


def run() -> None:
    """Liga as threads e espera por SIGTERM ou SIGINT; o lote em curso termina antes de sair."""
    stop = threading.Event()

    def ask_to_stop(signum: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, ask_to_stop)
    signal.signal(signal.SIGINT, ask_to_stop)
    threads = [threading.Thread(target=loop, args=(job, stop), name=job.name, daemon=True) for job in JOBS]
    for thread in threads:
        thread.start()
    logger.info("action=worker_started", extra={"fields": {"pid": os.getpid(), "jobs": len(JOBS)}})
    while not stop.wait(3600):
        pass
    for thread in threads:
        thread.join(timeout=5)
    logger.info("action=worker_stopped", extra={"fields": {"pid": os.getpid()}})
