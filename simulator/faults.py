"""Falhas que se ligam de propósito, por instância, por chamada, a partir de que vez e por quantas."""

import itertools
import threading
from dataclasses import asdict, dataclass
from typing import Any

# Da chamada REST. As «after» atendem o pedido antes de estragar a resposta.
CALL_FAULTS = {
    "latency": "Resposta lenta",
    "http_500": "Erro 500 com envelope",
    "http_429": "Pedidos demais (429)",
    "html": "Página HTML no lugar da resposta",
    "ok_with_error": "200 com erro dentro",
    "refused": "Pedido recusado (400)",
    "unauthorized": "Token recusado",
    "hang": "Não responde",
    "hang_after_accept": "Aceita e não responde",
    "reset_before_answer": "Corta antes de atender",
    "reset_after_accept": "Atende e corta",
    "no_message_id": "Aceita sem messageId",
    "echo_before_answer": "Eco antes da resposta",
    "connected_false": "Diz-se desconectada",
    "no_phone": "Conectada sem telefone",
    "other_name": "Atende só pelo outro nome ou método",
    "other_shape": "Resposta com um campo a menos e outro a mais",
    "nested_answer": "Resposta um nível abaixo, em data",
    "bare_ip_link": "Link da mídia por IP nu",
    "no_members": "Grupo sem os membros",
    "logs_without_body": "Registro de webhooks sem os corpos",
}
# Dos webhooks; aqui `calls` são nomes de evento.
WEBHOOK_FAULTS = {
    "drop_webhooks": "Webhooks perdidos",
    "duplicate_webhooks": "Webhooks repetidos",
    "reorder_webhooks": "Webhooks fora de ordem",
}
FAULTS = CALL_FAULTS | WEBHOOK_FAULTS


@dataclass(slots=True)
class Fault:
    """Uma falha ligada. Sem `calls` vale para todas; sem `times`, até ser desligada; `after`: quantas deixa passar."""

    id: int
    kind: str
    instance_id: str | None = None
    calls: tuple[str, ...] = ()
    times: int | None = None
    seconds: float = 0.0
    after: int = 0


class Faults:
    """As falhas ligadas."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ids = itertools.count(1)
        self._active: list[Fault] = []

    def add(
        self,
        kind: str,
        *,
        instance_id: str | None = None,
        calls: tuple[str, ...] = (),
        times: int | None = None,
        seconds: float = 0.0,
        after: int = 0,
    ) -> Fault:
        """Liga uma falha."""
        if kind not in FAULTS:
            raise ValueError(f"falha desconhecida: {kind}; existem {', '.join(FAULTS)}")
        with self._lock:
            fault = Fault(next(self._ids), kind, instance_id, calls, times, seconds, after)
            self._active.append(fault)
            return fault

    def take(self, kind: str, instance_id: str, call: str) -> Fault | None:
        """A falha que vale agora, já descontada uma vez."""
        with self._lock:
            for fault in self._active:
                wanted = fault.kind == kind and fault.instance_id in (None, instance_id)
                if wanted and (not fault.calls or call in fault.calls):
                    if fault.after > 0:
                        fault.after -= 1
                        continue
                    if fault.times is not None:
                        fault.times -= 1
                        if fault.times <= 0:
                            self._active.remove(fault)
                    return fault
        return None

    def clear(self, fault_id: int | None = None) -> None:
        """Desliga uma, ou todas."""
        with self._lock:
            self._active = [fault for fault in self._active if fault_id is not None and fault.id != fault_id]

    def view(self) -> list[dict[str, Any]]:
        """As ligadas, para mostrar."""
        with self._lock:
            return [asdict(fault) for fault in self._active]
