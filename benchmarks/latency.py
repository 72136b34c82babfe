"""Do POST do webhook ao evento no fluxo de um navegador, a 100 por segundo. Metas: p99 < 250 ms, nada faltando."""

import http.client
import json
import threading
import time
from collections import Counter

from benchmarks import bodies, load
from benchmarks.servers import Stack, stack

RATE, SECONDS = 100, 20.0
PAIRS = (
    "from core.models import *; import json;print(json.dumps(dict(WebhookEvent.objects.values_list('pk', 'event_id'))))"
)


class Listener(threading.Thread):
    """Um fluxo aberto: quando cada evento (linha de webhook) apareceu."""

    def __init__(self, one: Stack, access: str) -> None:
        super().__init__(daemon=True)
        self.connection = http.client.HTTPConnection("127.0.0.1", one.port, timeout=30)
        self.connection.request("GET", "/api/stream/", headers={"Authorization": f"Bearer {access}"})
        self.answer = self.connection.getresponse()
        self.seen: dict[int, float] = {}
        self.per_instance: Counter[int] = Counter()
        self.ready = threading.Event()

    def run(self) -> None:
        name = ""
        while line := self.answer.readline():
            if line.startswith(b"event:"):
                name = line[6:].strip().decode()
                self.ready.set()
            elif line.startswith(b"data:") and name == "event":
                told = json.loads(line[5:])
                self.seen.setdefault(int(told["id"]), time.monotonic())
                self.per_instance[told["instance"]] += 1


def login(one: Stack) -> str:
    one.manage("createadmin", "--email", "a@b.test", "--password", "senha-longa-1")
    connection = http.client.HTTPConnection("127.0.0.1", one.port, timeout=10)
    body = json.dumps({"email": "a@b.test", "password": "senha-longa-1"})
    connection.request("POST", "/api/auth/token/", body, {"Content-Type": "application/json"})
    return str(json.loads(connection.getresponse().read())["access"])


def measure(database: str) -> dict[str, object]:
    with stack(database) as one:
        _, instance_id, path = one.register()
        one.start_web()
        one.start_worker()
        listener = Listener(one, login(one))
        listener.start()
        listener.ready.wait(10)
        source = bodies.texts(instance_id, contacts=200)
        posted: dict[str, float] = {}
        end = time.monotonic() + SECONDS
        due = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", one.port, timeout=10)
        while due < end:
            time.sleep(max(0.0, due - time.monotonic()))
            started = time.monotonic()
            connection.request("POST", path, next(source)[1], {"Content-Type": "application/json"})
            posted[json.loads(connection.getresponse().read())["event_id"]] = started
            due += 1 / RATE
        time.sleep(2)
        ids = {int(pk): event for pk, event in json.loads(one.python(PAIRS)).items()}
        waits = load.Result([at - posted[ids[pk]] for pk, at in listener.seen.items() if ids.get(pk) in posted])
        return {
            "database": database,
            "rate_per_s": RATE,
            "posted": len(posted),
            "missing": len(posted) - len(waits.latencies),
            "p50_ms": round(waits.percentile(50), 1),
            "p99_ms": round(waits.percentile(99), 1),
        }


if __name__ == "__main__":
    import sys

    for name in sys.argv[1:] or ("mariadb", "sqlite"):
        print(json.dumps(measure(name), indent=1))
