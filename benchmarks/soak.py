"""Horas de serviço em miniatura: 100 eventos/s, envios e fluxos abertos, por N minutos. Memória, threads, conexões e
arquivos abertos têm de ficar planos; a latência, sem crescer. Grava `benchmarks/soak.png`.

    .venv/bin/python -m benchmarks.soak [minutos] [mariadb|sqlite]
"""

import http.client
import itertools
import json
import sys
import threading
import time
from pathlib import Path
from typing import Any

from benchmarks import bodies, load
from benchmarks.latency import Listener, login
from benchmarks.servers import Stack, stack
from benchmarks.sustained import requests
from simulator.options import FAST
from simulator.server import Simulator

RATE = 100
STREAMS = 8  # os de uma pessoa; o nono tomaria o lugar do primeiro
SENDS_PER_S = 2
SAMPLE_S = 5.0
INSTANCES = 5
PICTURE = Path(__file__).with_name("soak.png")


def usage(one: Stack, name: str) -> dict[str, int]:
    """Memória (MB), threads e arquivos abertos, somados."""
    found = {"mb": one.memory_mb(name), "threads": 0, "files": 0}
    for pid in one.pids(name):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("Threads"):
                found["threads"] += int(line.split()[1])
        found["files"] += len(list(Path(f"/proc/{pid}/fd").iterdir()))
    return found


def connections_of(one: Stack) -> int:
    """Conexões abertas ao banco."""
    if one.mariadb is None:
        return 0
    answer = one.mariadb.sql("SHOW STATUS LIKE 'Threads_connected'").stdout
    return int(answer.split()[-1])


class Sender(threading.Thread):
    """Quem escreve pela API."""

    def __init__(self, one: Stack, access: str, instances: list[tuple[int, str, str]], stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.one, self.access, self.instances, self.halt, self.sent = one, access, instances, stop, 0

    def run(self) -> None:
        for number in itertools.count():
            if self.halt.wait(1 / SENDS_PER_S):
                return
            pk = self.instances[number % len(self.instances)][0]
            body = json.dumps({"instance": pk, "phone": f"55119000001{number % 50:02d}", "text": f"n{number}"})
            connection = http.client.HTTPConnection("127.0.0.1", self.one.port, timeout=20)
            headers = {"Authorization": f"Bearer {self.access}", "Content-Type": "application/json"}
            connection.request("POST", "/api/mensagens/", body, headers)
            self.sent += connection.getresponse().status == 201
            connection.close()


class Probe(threading.Thread):
    """Quanto leva, do POST ao fluxo, um evento por vez."""

    def __init__(self, one: Stack, listener: Listener, instance: tuple[int, str, str], stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.one, self.listener, self.instance, self.halt = one, listener, instance, stop
        self.waits: list[tuple[float, float]] = []

    def run(self) -> None:
        pk, name, path = self.instance
        source = bodies.texts(name, seed=77, contacts=10, prefix="PROBE")
        while not self.halt.wait(0.5):
            known, started = self.listener.per_instance[pk], time.monotonic()
            connection = http.client.HTTPConnection("127.0.0.1", self.one.port, timeout=20)
            connection.request("POST", path, next(source)[1], {"Content-Type": "application/json"})
            connection.getresponse().read()
            connection.close()
            answered = time.monotonic()
            while self.listener.per_instance[pk] == known and time.monotonic() - answered < 10:
                time.sleep(0.005)
            self.waits.append((started, time.monotonic() - started))


def measure(database: str = "mariadb", minutes: float = 10.0) -> dict[str, Any]:
    with stack(database) as one, Simulator(delays=FAST) as simulator:
        one.environment |= {"WAPI_BASE_URL": simulator.base_url, "SEND_INTERVAL_MS": "100"}
        instances = [one.register(f"I{n}") for n in range(INSTANCES)]
        quiet = one.register("Sonda")
        for _, name, path in instances:
            simulator.add_instance(
                name,
                token="TOKEN",
                state="connected",
                phone="5511900000001",
                webhook_url=f"http://127.0.0.1:{one.port}{path}",
            )
        one.python(
            "from core.models import *; WhatsappInstance.objects.exclude(name='Sonda').update("
            "status='connected', status_reason=None, phone='5511900000001', token='TOKEN')"
        )
        one.start_web()
        one.start_worker()
        access = login(one)
        stop = threading.Event()
        listeners = [Listener(one, access) for _ in range(STREAMS)]
        for listener in listeners:
            listener.start()
        sender = Sender(one, access, instances, stop)
        probe = Probe(one, listeners[0], quiet, stop)
        sender.start()
        probe.start()
        samples: list[dict[str, Any]] = []
        started = time.monotonic()
        result = load.Result()

        def offer() -> None:
            found = load.run(
                "127.0.0.1", one.port, requests(instances, 300), seconds=minutes * 60, rate=RATE, connections=16
            )
            result.latencies, result.statuses, result.errors = found.latencies, found.statuses, found.errors

        offering = threading.Thread(target=offer, daemon=True)
        offering.start()
        while offering.is_alive():
            offering.join(SAMPLE_S)
            samples.append(
                {
                    "at_s": round(time.monotonic() - started),
                    "web": usage(one, "web"),
                    "worker": usage(one, "worker"),
                    "connections": connections_of(one),
                }
            )
        stop.set()
        waits = [(at - started, wait) for at, wait in probe.waits]
        _draw(samples, waits, f"{database}, {RATE}/s, {minutes:.0f} min")
        return {
            "database": database,
            "minutes": minutes,
            "accepted": result.statuses.get(200, 0),
            "refused_or_lost": sum(n for status, n in result.statuses.items() if status != 200) + result.errors,
            "sent_by_api": sender.sent,
            "ack_p99_ms": round(result.percentile(99), 1),
            "stream_p50_p99_ms": _percentiles([wait for _, wait in waits]),
            "first_quarter": _middle(samples[: len(samples) // 4 or 1]),
            "last_quarter": _middle(samples[-(len(samples) // 4 or 1) :]),
        }


def _percentiles(waits: list[float]) -> list[float]:
    found = load.Result(waits)
    return [round(found.percentile(50), 1), round(found.percentile(99), 1)]


def _middle(samples: list[dict[str, Any]]) -> dict[str, Any]:
    """A amostra do meio de cada medida."""

    def middle(values: list[int]) -> int:
        return sorted(values)[len(values) // 2]

    shown: dict[str, Any] = {
        name: {key: middle([sample[name][key] for sample in samples]) for key in ("mb", "threads", "files")}
        for name in ("web", "worker")
    }
    return {**shown, "connections": middle([sample["connections"] for sample in samples])}


def _draw(samples: list[dict[str, Any]], waits: list[tuple[float, float]], title: str) -> None:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, (upper, lower) = pyplot.subplots(2, 1, figsize=(10, 7), sharex=True)
    upper.plot([at for at, _ in waits], [1000 * wait for _, wait in waits], ".", markersize=3, color="#0C6E86")
    upper.set_ylabel("POST ao fluxo (ms)")
    upper.set_title(f"soak: {title}")
    times = [sample["at_s"] for sample in samples]
    for name, colour in (("web", "#0C6E86"), ("worker", "#C57118")):
        lower.plot(times, [sample[name]["mb"] for sample in samples], color=colour, label=f"{name}: MB")
        lower.plot(times, [sample[name]["files"] for sample in samples], "--", color=colour, label=f"{name}: arquivos")
        lower.plot(times, [sample[name]["threads"] for sample in samples], ":", color=colour, label=f"{name}: threads")
    lower.set_xlabel("segundos")
    lower.set_ylim(bottom=0)
    lower.legend(ncols=2, fontsize=8)
    figure.tight_layout()
    figure.savefig(PICTURE, dpi=90)
    pyplot.close(figure)


if __name__ == "__main__":
    wanted = float(sys.argv[1]) if len(sys.argv) > 1 else 10.0
    print(json.dumps(measure(sys.argv[2] if len(sys.argv) > 2 else "mariadb", wanted), indent=1))
