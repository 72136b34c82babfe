"""O carteiro: posta os webhooks, em ordem por instância, e guarda o registro do que postou."""

import itertools
import json
import logging
import queue
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any

import requests

from simulator.faults import Faults
from simulator.options import Options

logger = logging.getLogger(__name__)

_HOLD_S = 1.0
_RETRY_S = 0.2


@dataclass(slots=True)
class Delivery:
    """Um webhook: o que se postou, para onde, e no que deu. `status` None: não chegou a ninguém."""

    id: str
    instance_id: str
    kind: str
    event: str
    url: str
    payload: dict[str, Any]
    moment: int = field(default_factory=lambda: int(time.time() * 1000))
    status: int | None = None
    note: str = ""


class Postman:
    """Uma fila e uma thread por instância: a ordem é dela, e um receptor lento não atrasa as outras."""

    def __init__(self, faults: Faults, options: Options) -> None:
        self._faults = faults
        self._options = options
        self._lock = threading.Lock()
        self._ids = itertools.count(1)
        self._inboxes: dict[str, queue.Queue[Delivery | None]] = {}
        self._pending = 0
        self.log: deque[Delivery] = deque(maxlen=5000)

    def post(self, instance_id: str, kind: str, url: str, payload: dict[str, Any]) -> Delivery:
        """Põe um webhook na fila da instância."""
        event = str(payload.get("event", kind))
        delivery = Delivery(f"log-{next(self._ids)}", instance_id, kind, event, url, payload)
        with self._lock:
            self._pending += 1
            self.log.append(delivery)
            inbox = self._inboxes.get(instance_id)
            if inbox is None:
                inbox = self._inboxes[instance_id] = queue.Queue()
                name = f"simulator-postman-{instance_id}"
                threading.Thread(target=self._run, args=(inbox,), name=name, daemon=True).start()
            inbox.put(delivery)
        return delivery

    def is_idle(self) -> bool:
        """Se tudo já foi postado."""
        return self._pending == 0

    def deliveries(self, instance_id: str | None = None) -> list[Delivery]:
        """O registro, do mais novo ao mais velho."""
        with self._lock:
            return [one for one in reversed(self.log) if instance_id in (None, one.instance_id)]

    def clear(self) -> None:
        """Esvazia o registro."""
        with self._lock:
            self.log.clear()

    def stop(self) -> None:
        """Encerra as threads."""
        with self._lock:
            for inbox in self._inboxes.values():
                inbox.put(None)
            self._inboxes.clear()

    def _run(self, inbox: "queue.Queue[Delivery | None]") -> None:
        session = requests.Session()
        session.trust_env = False
        held: list[Delivery] = []
        while True:
            try:
                delivery = inbox.get(timeout=_HOLD_S if held else None)
            except queue.Empty:
                delivery = None
                if not held:
                    continue
            else:
                if delivery is None:
                    return
                if self._faults.take("reorder_webhooks", delivery.instance_id, delivery.event):
                    held.append(delivery)
                    continue
            for one in ([delivery] if delivery else []) + held:
                self._deliver(session, one)
            held.clear()

    def _deliver(self, session: requests.Session, delivery: Delivery) -> None:
        try:
            if self._faults.take("drop_webhooks", delivery.instance_id, delivery.event):
                delivery.note = "perdido"
                return
            copies = 2 if self._faults.take("duplicate_webhooks", delivery.instance_id, delivery.event) else 1
            for _ in range(copies):
                self._try(session, delivery)
        finally:
            with self._lock:
                self._pending -= 1

    def _try(self, session: requests.Session, delivery: Delivery) -> None:
        body = json.dumps(delivery.payload, ensure_ascii=False).encode()
        for attempt in range(self._options.webhook_attempts):
            if attempt:
                time.sleep(_RETRY_S)
            try:
                with session.post(
                    delivery.url,
                    data=body,
                    headers={"Content-Type": "application/json"},
                    timeout=self._options.webhook_timeout_s,
                    allow_redirects=False,
                ) as reply:
                    delivery.status, delivery.note = reply.status_code, ""
            except (requests.RequestException, ValueError) as error:
                delivery.note = type(error).__name__
            if delivery.status is not None and delivery.status < 400:
                return
