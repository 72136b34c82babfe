"""Elenco dos testes: ana administra, bruno gere a Acme, carla opera na Acme, davi opera em outro cliente."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from hypothesis import settings as hypothesis_settings

from authentication.models import User
from core.instances import registry
from core.models import Cliente, WhatsappInstance
from simulator.options import FAST
from simulator.server import Simulator

# No CI os exemplos são sempre os mesmos: uma mudança é julgada pelo que muda. Em casa, outros a cada vez.
hypothesis_settings.register_profile("ci", derandomize=True)
if os.environ.get("CI") == "true":
    hypothesis_settings.load_profile("ci")

# O terminal fala português, seja qual for a língua da máquina.
os.environ["LC_ALL"] = "C.UTF-8"

FIXTURES = Path(__file__).parent / "webhook" / "tests" / "fixtures"
WAPI_ID = "T0T0T0-AA11BB-CC22DD"


@pytest.fixture
def acme(db: None) -> Cliente:
    return Cliente.objects.create(name="Acme")


@pytest.fixture
def other(db: None) -> Cliente:
    return Cliente.objects.create(name="Outra Loja")


@pytest.fixture
def ana(db: None) -> User:
    return User.objects.create_user("ana@exemplo.com.br", "senha-de-ana-1", name="Ana", role="admin")


@pytest.fixture
def bruno(acme: Cliente) -> User:
    return User.objects.create_user("bruno@acme.com.br", "senha-de-bruno-1", name="Bruno", role="manager", cliente=acme)


@pytest.fixture
def carla(acme: Cliente) -> User:
    return User.objects.create_user(
        "carla@acme.com.br", "senha-de-carla-1", name="Carla", role="operator", cliente=acme
    )


@pytest.fixture
def davi(other: Cliente) -> User:
    return User.objects.create_user("davi@outra.com.br", "senha-de-davi-1", name="Davi", role="operator", cliente=other)


@pytest.fixture
def loja(acme: Cliente) -> WhatsappInstance:
    """A instância da Acme, com o id das capturas do contrato."""
    return registry.register(None, acme, "Loja", WAPI_ID, "TEST_INSTANCE_TOKEN")


def capture(name: str) -> dict[str, Any]:
    """Uma captura do contrato."""
    body: dict[str, Any] = json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))
    return body


@pytest.fixture
def post_webhook(client: Client) -> Callable[..., Any]:
    """Posta um corpo na porta da instância, como a W-APi faria."""

    def post(instance: WhatsappInstance, body: Any, **extra: Any) -> Any:
        raw = body if isinstance(body, bytes) else json.dumps(body)
        return client.post(f"/webhook/{instance.webhook_secret}/", raw, content_type="application/json", **extra)

    return post


@pytest.fixture
def wapi(settings) -> Iterator[Simulator]:
    """Um simulador rápido, para onde WAPI_BASE_URL aponta."""
    with Simulator(delays=FAST) as simulator:
        settings.WAPI_BASE_URL = simulator.base_url
        settings.SEND_INTERVAL_MS = 0
        settings.MEDIA_EXTRA_HOSTS = [simulator.url.removeprefix("http://")]
        yield simulator


@pytest.fixture
def connected(wapi, loja) -> WhatsappInstance:
    """A loja, conectada dos dois lados."""
    wapi.add_instance(
        loja.instance_id,
        token="TEST_INSTANCE_TOKEN",
        state="connected",
        phone="5511900000001",
        webhook_url="http://127.0.0.1:9/",  # ninguém escuta: fica no registro, de onde o teste posta na porta
    )
    WhatsappInstance.objects.filter(pk=loja.pk).update(status="connected", status_reason=None, phone="5511900000001")
    loja.refresh_from_db()
    return loja
