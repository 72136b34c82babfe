"""O simulador da W-APi, de verdade, por HTTP."""

from collections.abc import Iterator

import pytest

from core.models import WhatsappInstance
from core.simulator.options import FAST
from core.simulator.server import Simulator


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
