"""Envios: uma instância cujo gateway não responde não atrasa as outras; e centenas de workers mortos no meio.

Metas: p95 do pedido ao gateway < 2 s com uma instância parada; nenhuma mensagem vista duas vezes, nenhuma perdida."""

import json
import time

from benchmarks.load import Result
from benchmarks.servers import Stack, stack
from simulator.options import FAST
from simulator.server import Simulator

INSTANCES = 12  # a primeira fica parada
PER_INSTANCE = 25
RATE = 20  # pedidos por segundo, somadas as instâncias
CONTACT = "55119000001{:02d}"

ENQUEUE = """
import json, time
from core.models import WhatsappInstance
from core.outbox.enqueue import enqueue
from core.outbox.to_send import ToSend
WhatsappInstance.objects.update(status='connected', status_reason=None, phone='5511900000001', token='TOKEN')
asked = {{}}
for n in range({per_instance}):
    for instance in WhatsappInstance.objects.all():
        text = f'{{instance.pk}}-{{n}}'
        enqueue(None, ToSend(instance, text, address='{contact}'.format(n % 20)), None)
        asked[text] = time.time()
        time.sleep(1 / {rate})
print(json.dumps(asked))
"""

KILLS = """
import json
from datetime import timedelta
from django.utils import timezone
from benchmarks.killing import run_and_die
from core.models import *
from core.outbox import deliver
from core.outbox.enqueue import enqueue
from core.outbox.to_send import ToSend
instance = WhatsappInstance.objects.get()
WhatsappInstance.objects.update(status='connected', status_reason=None, phone='5511900000001', token='TOKEN')
killed = 0
n = 0
while killed < {wanted}:
    step = 1
    while True:
        n += 1
        enqueue(None, ToSend(instance, f'm{{n}}', address='5511900000077'), None)
        died = run_and_die(deliver.deliver_all, step)
        OutboxItem.objects.filter(state='calling').update(claimed_until=timezone.now() - timedelta(seconds=1))
        deliver.expire_claims(); deliver.deliver_all()
        if not died: break
        killed += 1; step += 1
rows = {{m.text: (m.status_word, m.accepted_at is not None) for m in Mensagem.objects.all()}}
print(json.dumps({{'killed': killed, 'rows': rows}}))
"""


def measure(database: str) -> dict[str, object]:
    return {"one_instance_hanging": _hanging(database), "killed_workers": _killed(database)}


def _prepared(one: Stack, simulator: Simulator, instances: int) -> None:
    one.environment |= {"WAPI_BASE_URL": simulator.base_url, "SEND_INTERVAL_MS": "0"}
    for n in range(instances):
        _, instance_id, _ = one.register(f"I{n}")
        simulator.add_instance(
            instance_id, token="TOKEN", state="connected", phone="5511900000001", webhook_url="http://127.0.0.1:9/"
        )


def _hanging(database: str) -> dict[str, object]:
    with stack(database) as one, Simulator(delays=FAST) as simulator:
        _prepared(one, simulator, INSTANCES)
        simulator.add_fault("hang", instance_id="BENCH-I0", calls=("send-text", "phone-exists"), seconds=120)
        one.start_worker()
        time.sleep(3)
        asked = json.loads(
            one.python(ENQUEUE.format(per_instance=PER_INSTANCE, contact=CONTACT, rate=RATE)).splitlines()[-1]
        )
        wanted = (INSTANCES - 1) * PER_INSTANCE
        deadline = time.monotonic() + 60
        while len(simulator.sent()["sent"]) < wanted and time.monotonic() < deadline:
            time.sleep(0.1)
        result = Result()
        result.latencies = [max(0.0, row["at"] - asked[row["text"]]) for row in simulator.sent()["sent"]]
        return {
            "instances": INSTANCES,
            "sent_by_the_others": len(result.latencies),
            "wanted": wanted,
            "p50_ms": round(result.percentile(50)),
            "p95_ms": round(result.percentile(95)),
        }


def _killed(database: str, wanted: int = 300) -> dict[str, object]:
    with stack(database) as one, Simulator(delays=FAST) as simulator:
        _prepared(one, simulator, 1)
        found = json.loads(one.python(KILLS.format(wanted=wanted)).splitlines()[-1])
        times = simulator.sent()["by_text"]
        rows = found["rows"]
        return {
            "killed": found["killed"],
            "messages": len(rows),
            "seen_twice": sum(n > 1 for n in times.values()),
            "unknown": sum(status == "unknown" for status, _ in rows.values()),
            "lost": sum(not times.get(text) and status != "unknown" for text, (status, _) in rows.items()),
        }
