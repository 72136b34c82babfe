"""O que as sondas perguntam. `GET /healthz`: o processo vive? `GET /readyz`: o serviço todo está de pé?

Um proxy só olha `/healthz`: um worker parado nunca fecha a porta, que guarda o que chega mesmo assim."""

import threading
import time
from datetime import timedelta
from typing import Any

from django.db import DatabaseError, connection
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.models import Heartbeat

SEEN_WITHIN = timedelta(seconds=60)
ANSWER_WITHIN_S = 3.0  # um banco parado fica mudo; quem sonda não espera
_asking = threading.Lock()


class HealthView(APIView):
    """O processo."""

    authentication_classes = ()
    permission_classes = ()
    throttle_classes = ()

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        """Sem perguntar nada a ninguém."""
        return Response({"ok": True})


class ReadyView(APIView):
    """O serviço: banco e worker."""

    permission_classes = ()
    throttle_classes = ()

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        """A razão só se diz a quem entrou."""
        reason = not_ready()
        body: dict[str, Any] = {"ok": reason is None}
        if reason and request.user is not None:
            body["reason"] = reason
        return Response(body, status=503 if reason else 200)

    def handle_exception(self, exc: Exception) -> Response:
        """O token também se confere no banco."""
        if isinstance(exc, DatabaseError):
            response = Response({"ok": False}, status=503)
            response.exception = True
            return response
        return super().handle_exception(exc)


def not_ready() -> str | None:
    """`database`, `worker`, ou None se nada falta. Uma pergunta ao banco de cada vez: se ele está mudo, só uma thread
    fica à espera dele."""
    deadline = time.monotonic() + ANSWER_WITHIN_S
    found: list[str | None] = []

    def ask() -> None:
        try:
            found.append(_missing())
        except DatabaseError:
            found.append("database")
        finally:
            connection.close()
            _asking.release()

    if not _asking.acquire(timeout=ANSWER_WITHIN_S):
        return "database"
    asker = threading.Thread(target=ask, name="readyz", daemon=True)
    asker.start()
    asker.join(max(0.0, deadline - time.monotonic()))
    return found[0] if found else "database"


def _missing() -> str | None:
    connection.close_if_unusable_or_obsolete()
    since = timezone.now() - SEEN_WITHIN
    is_seen = Heartbeat.objects.filter(name__startswith="worker", seen_at__gte=since).exists()
    return None if is_seen else "worker"
