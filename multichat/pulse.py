"""O sinal de vida do web: enquanto ele (ou o banco) está fora, webhooks se perdem; ao voltar, pede-se a conferência."""

import logging
import socket
import threading

from django.db import Error, connection

from core.instances import reconcile

logger = logging.getLogger("multichat.pulse")

EVERY_S = 5.0  # uma parada de 15 s nota-se


def start() -> None:
    """Liga a thread, uma por processo; morre com ele."""
    threading.Thread(target=_run, name="pulse", daemon=True).start()


def _run() -> None:
    pause = threading.Event()
    while True:
        try:
            connection.close_if_unusable_or_obsolete()
            since = reconcile.beat("web", socket.gethostname())
            if since is not None:
                logger.warning("action=web_was_away", extra={"fields": {"since": since.isoformat()}})
        except Error as error:
            connection.close()
            logger.warning("action=pulse_failed", extra={"fields": {"error": type(error).__name__}})
        pause.wait(EVERY_S)
