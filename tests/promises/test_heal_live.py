"""Com os processos de verdade: o que o gateway postou enquanto estivemos fora volta sozinho."""

import json
import time

import pytest

from benchmarks.servers import Stack, stack
from simulator.options import FAST
from simulator.server import Simulator

pytestmark = pytest.mark.slow

TELL = """
import json
from core.models import Mensagem, Reconciliation, WebhookEvent
rows = Reconciliation.objects.filter(cause="outage", state="done")
print(json.dumps({
    "texts": sorted(Mensagem.objects.values_list("text", flat=True)),
    "recovered": WebhookEvent.objects.filter(recovered=True).count(),
    "checks": [[one.found, one.recovered, one.unfillable] for one in rows],
}))
"""


def wait_for(one: Stack, texts: list[str]) -> dict:
    deadline = time.monotonic() + 90
    told: dict = {}
    while time.monotonic() < deadline:
        told = json.loads(one.python(TELL))
        if told["texts"] == texts and (told["checks"] or len(texts) == 3):
            return told
        time.sleep(1)
    raise AssertionError(told)


def test_what_was_posted_while_everything_was_down_comes_back_by_itself() -> None:
    with Simulator(delays=FAST) as wapi, stack("sqlite") as one:
        one.environment["WAPI_BASE_URL"] = wapi.base_url
        _, instance_id, path = one.register()
        one.python("from core.models import *; i = WhatsappInstance.objects.get(); i.token = 't0ken'; i.save()")
        url = f"http://127.0.0.1:{one.port}{path}"
        wapi.add_instance(instance_id, token="t0ken", state="connected", webhook_url=url)
        one.start_all()
        for number in range(3):
            wapi.write(instance_id, text=f"antes {number}", contact="5511900000002")
        before = [f"antes {number}" for number in range(3)]
        wait_for(one, before)

        one.stop("supervisor")
        for number in range(20):
            wapi.write(instance_id, text=f"perdida {number:02}", contact="5511900000002")
        assert wapi.wait_until_quiet(30)
        # Como se a parada tivesse durado um minuto.
        one.python(
            "from core.models import *; from django.utils import timezone; from datetime import timedelta\n"
            "Heartbeat.objects.update(seen_at=timezone.now() - timedelta(minutes=1))"
        )
        one.start_all()

        told = wait_for(one, before + [f"perdida {number:02}" for number in range(20)])

    assert told["recovered"] == 20
    assert sum(check[1] for check in told["checks"]) == 20
    assert all(check[2] == 0 for check in told["checks"])
