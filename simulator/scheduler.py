"""O relógio: uma thread que faz cada coisa na sua hora. O que ela chama é breve; postar é com o carteiro."""

import heapq
import itertools
import logging
import threading
import time
from collections.abc import Callable

logger = logging.getLogger(__name__)


class Scheduler:
    """Ações marcadas para daqui a pouco, na ordem em que vencem."""

    def __init__(self) -> None:
        self._wake = threading.Condition()
        self._heap: list[tuple[float, int, bool, Callable[[], None]]] = []
        self._order = itertools.count()
        self._busy = False
        self._stopped = False
        threading.Thread(target=self._run, name="simulator-clock", daemon=True).start()

    def after(self, seconds: float, action: Callable[[], None], *, background: bool = False) -> None:
        """Marca `action`. As `background` (conversa espontânea) não contam como pendência."""
        with self._wake:
            heapq.heappush(self._heap, (time.monotonic() + seconds, next(self._order), background, action))
            self._wake.notify_all()

    def is_idle(self) -> bool:
        """Se nada está por fazer."""
        with self._wake:
            return not self._busy and all(background for _, _, background, _ in self._heap)

    def clear(self) -> None:
        """Esquece tudo que estava marcado."""
        with self._wake:
            self._heap.clear()

    def stop(self) -> None:
        """Encerra a thread."""
        with self._wake:
            self._stopped = True
            self._wake.notify_all()

    def _run(self) -> None:
        while (action := self._next()) is not None:
            try:
                action()
            except Exception:  # uma ação que falha não pode parar o relógio dos outros
                logger.exception("action=simulator_action_failed")
            finally:
                self._busy = False

    def _next(self) -> Callable[[], None] | None:
        with self._wake:
            while not self._stopped:
                wait = self._heap[0][0] - time.monotonic() if self._heap else None
                if wait is not None and wait <= 0:
                    self._busy = True
                    return heapq.heappop(self._heap)[3]
                self._wake.wait(wait)
        return None
