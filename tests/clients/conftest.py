"""Um MultiChat de verdade, ligado ao simulador, com quem escreveu em três conversas."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from benchmarks.servers import ROOT, Stack, stack
from simulator.options import FAST
from simulator.server import Simulator

SCHEMA = ROOT / "frontend" / "openapi.json"
EMAIL, PASSWORD = "a@b.test", "senha-longa-1"  # os de `Stack.start_all`
CONTACTS = ("5511900000002", "5511900000003", "5511900000004")


@dataclass
class Live:
    """O servidor e o simulador dele."""

    url: str
    instance: int
    instance_id: str
    wapi: Simulator


def until(found: Callable[[], Any]) -> Any:
    """O que `found` acha, quando achar."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if value := found():
            return value
        time.sleep(0.2)
    raise AssertionError("não chegou")


def _is_here(one: Stack) -> bool:
    return one.python("from core.models import Chat; print(Chat.objects.count())") == str(len(CONTACTS))


@pytest.fixture(scope="module")
def live() -> Iterator[Live]:
    """Web e worker sob o supervisor; cada contato escreveu uma vez."""
    with Simulator(delays=FAST) as wapi, stack("sqlite") as one:
        one.environment["WAPI_BASE_URL"] = wapi.base_url
        instance, instance_id, path = one.register()
        one.python("from core.models import *; i = WhatsappInstance.objects.get(); i.token = 't0ken'; i.save()")
        url = f"http://127.0.0.1:{one.port}"
        wapi.add_instance(instance_id, token="t0ken", state="connected", webhook_url=url + path)
        one.start_all()
        for contact in CONTACTS:
            wapi.write(instance_id, text="oi", contact=contact)
        until(lambda: _is_here(one))
        yield Live(url, instance, instance_id, wapi)
