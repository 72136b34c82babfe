"""Recusas da porta: contadas na memória e somadas ao livro-caixa a cada segundo. Um 503 não é contado."""

import logging
import threading
from collections import Counter
from datetime import datetime

from django.db import Error, connection
from django.utils import timezone

from core.ground.hours import hour_of
from core.models import Stat

logger = logging.getLogger("webhook.rejections")

FLUSH_SECONDS = 1.0  # no máximo isto de recusas por contar se o processo morre


class Rejections:
    """Contador por (instância, hora, razão), com a thread que o descarrega."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[int, datetime, str]] = Counter()
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._thread: threading.Thread | None = None

    def count(self, reason: str, instance: int = 0) -> None:
        """Anota uma recusa; `instance` 0 é «nenhuma conhecida»."""
        hour = hour_of(timezone.now())
        with self._lock:
            self._counts[(instance, hour, reason)] += 1
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Timer(FLUSH_SECONDS, self.flush)
                self._thread.daemon = True
                self._thread.start()

    def flush(self) -> None:
        """Soma ao banco o que se contou; se ele não está, fica para a próxima. Ao voltar, nada está a meio caminho."""
        try:
            with self._writing:
                self._write()
        finally:
            if threading.current_thread() is not threading.main_thread():
                connection.close()

    def _write(self) -> None:
        with self._lock:
            counts, self._counts = self._counts, Counter()
            self._thread = None
        try:
            Stat.objects.add((i, hour, "rejected", reason, n) for (i, hour, reason), n in counts.items())
        except Error as error:
            with self._lock:
                self._counts.update(counts)
            logger.warning("action=rejections_kept", extra={"fields": {"error": type(error).__name__}})


rejections = Rejections()
