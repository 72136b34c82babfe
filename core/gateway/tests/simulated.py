"""As duas pontas do contrato, por HTTP: o que os testes contra o simulador dividem."""

import base64
import time
from collections.abc import Callable
from typing import Any

from core.gateway.calls import messages
from core.gateway.tests.http_server import LocalServer
from simulator.server import Simulator

ID, TOKEN, PHONE = "LITE-AAAAAA-BBBBBB", "t0ken", "5511900000002"
STICKER = "data:image/webp;base64," + base64.b64encode(b"RIFF\x00\x00\x00\x00WEBP").decode()
SEND = messages.send_text(PHONE, "oi")


def posted(sim: Simulator, hook: LocalServer) -> list[dict[str, Any]]:
    """Tudo que o receptor recebeu até o mundo se aquietar."""
    assert sim.wait_until_quiet()
    return [request.json for request in hook.received]


def names(bodies: list[dict[str, Any]]) -> list[str]:
    return [body.get("status") or body["event"] for body in bodies]


def wait_for(condition: Callable[[], Any]) -> Any:
    ends_at = time.monotonic() + 5
    while not (value := condition()) and time.monotonic() < ends_at:
        time.sleep(0.01)
    assert value
    return value
