"""Threads que só tomam o que podem começar já. Reivindicar e deixar esperando numa fila faria o prazo da reivindicação
correr antes do trabalho: outro o tomaria, ou se daria por perdido o que nem começou."""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ParamSpec, TypeVar

from django.db import connection

P = ParamSpec("P")
T = TypeVar("T")
logger = logging.getLogger("core.ground.crew")


class Crew:
    """Um grupo de threads de um trabalho."""

    def __init__(self, name: str, size: int) -> None:
        self._name = name
        self._pool = ThreadPoolExecutor(max_workers=size, thread_name_prefix=name)
        self._free = threading.BoundedSemaphore(size)

    def send(
        self, work: Callable[[T], Any], claim: Callable[P, T | None], *args: P.args, **options: P.kwargs
    ) -> bool | None:
        """Com alguém livre, reivindica (`claim(*args)`, nesta thread) e manda fazer `work` com o que se tomou. True:
        foi; None: não havia o que reivindicar; False: ninguém livre, tente no próximo turno."""
        if not self._free.acquire(blocking=False):
            return False
        taken: T | None = None
        try:
            taken = claim(*args, **options)
        finally:
            if not taken:
                self._free.release()
        if not taken:
            return None
        self._pool.submit(self._run, work, taken)
        return True

    def _run(self, work: Callable[[T], Any], taken: T) -> None:
        try:
            work(taken)
        except Exception:
            # A reivindicação vence sozinha e o trabalho é tentado de novo (ou, num envio, dado por desconhecido).
            logger.exception(f"action={self._name}_broken", extra={"fields": {"taken": str(taken)[:80]}})
        finally:
            connection.close()
            self._free.release()
