"""Três workers sobre 10.000 eventos de 30 instâncias: cada um faz ao menos 20 %, e nada é feito duas vezes."""

import time
from pathlib import Path

from benchmarks.apply import fill
from benchmarks.servers import stack

NAMES = ("a", "b", "c")
EVENTS = 10_000


def measure(database: str) -> dict[str, object]:
    with stack(database) as one:
        instances = [one.register(f"I{n}")[:2] for n in range(30)]
        fill(one, instances, EVENTS, seed=7)
        for name in NAMES:
            one.start_worker(name)
        shares = dict.fromkeys(NAMES, 0)
        deadline = time.monotonic() + 120
        while sum(shares.values()) < EVENTS and time.monotonic() < deadline:
            time.sleep(0.5)
            for name in NAMES:
                lines = (Path(one.environment["DATA_DIR"]) / f"{name}.log").read_text().splitlines()
                applied = [line for line in lines if "action=apply" in line]
                shares[name] = sum(int(line.split("events=")[1].split()[0]) for line in applied)
        twice = one.python("from core.models import *; print(WebhookEvent.objects.filter(attempts__gt=1).count())")
        return {
            "events": sum(shares.values()),
            "shares_percent": {name: round(100 * n / EVENTS, 1) for name, n in shares.items()},
            "done_twice": int(twice),
        }
