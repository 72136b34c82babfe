"""O simulador e um receptor de webhooks, dos testes do cliente."""

from collections.abc import Iterator

import pytest

from core.gateway.client import Gateway
from core.gateway.tests.http_server import LocalServer, Reply, answering
from core.gateway.tests.simulated import ID, TOKEN
from simulator.options import FAST, Options
from simulator.server import Simulator


@pytest.fixture
def sim() -> Iterator[Simulator]:
    with Simulator(options=Options(delays=FAST, seed=7)) as simulator:
        yield simulator


@pytest.fixture
def hook() -> Iterator[LocalServer]:
    with answering(Reply()) as server:
        yield server


@pytest.fixture
def gateway(sim: Simulator, hook: LocalServer) -> Gateway:
    """Conectada, com os seis webhooks apontados para `hook`."""
    sim.add_instance(ID, token=TOKEN, state="connected", phone="5511900000001", webhook_url=f"{hook.url}/hook")
    return Gateway(sim.base_url, ID, TOKEN, timeout_s=5)
