"""Freio da API por usuário e minuto, na memória do processo: contém um laço solto, não é defesa."""

import threading
import time
from typing import Any

from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

WINDOW_S = 60.0  # o limite é dito por minuto


class UserThrottle(BaseThrottle):
    """Conta pedidos numa janela fixa de um minuto por usuário."""

    _windows: dict[Any, tuple[float, int]] = {}
    _lock = threading.Lock()

    def allow_request(self, request: Request, view: Any) -> bool:
        """Falso depois do limite do minuto; anônimos não têm limite aqui (o login tem o seu)."""
        user = getattr(request.user, "pk", None)
        if user is None:
            return True
        now = time.monotonic()
        with self._lock:
            started, count = self._windows.get(user, (now, 0))
            if now - started >= WINDOW_S:
                started, count = now, 0
            self._windows[user] = (started, count + 1)
        self._wait = max(1.0, started + WINDOW_S - now)
        return count < _limit()

    def wait(self) -> float | None:
        """Segundos até a próxima janela."""
        return self._wait


def _limit() -> int:
    rate: str = settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"]["user"]
    return int(rate.partition("/")[0])
