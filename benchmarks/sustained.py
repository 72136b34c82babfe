"""Sustentado: 1.000 eventos/s oferecidos por 60 s, web e worker em dois núcleos; depois, a taxa mais alta que se
mantém. Metas: tudo aceito, p99 do 200 < 250 ms, aplicado enquanto chega, fila vazia 5 s depois do fim; memória
depois: web < 200 MB, worker < 150 MB."""

import json
import time
from collections.abc import Iterator
from itertools import count, cycle

from benchmarks import bodies, load
from benchmarks.apply import applied
from benchmarks.servers import Stack, stack

SECONDS = 60.0
RATE = 1000


def requests(instances: list[tuple[int, str, str]], seed: int) -> Iterator[bytes]:
    sources = [
        (path, bodies.texts(name, seed=seed + n, contacts=500, prefix=f"S{seed:03d}"))
        for n, (_, name, path) in enumerate(instances)
    ]
    for path, source in cycle(sources):
        yield load.post(path, next(source)[1])


def offer(one: Stack, instances: list[tuple[int, str, str]], rate: int, seconds: float, seed: int) -> dict[str, object]:
    """Oferece `rate` por segundo e espera a fila acabar."""
    before = sum(n for _, n in applied(one))
    result = load.run("127.0.0.1", one.port, requests(instances, seed), seconds=seconds, rate=rate, connections=64)
    ended = time.monotonic()
    accepted = result.statuses.get(200, 0)
    behind = accepted - (sum(n for _, n in applied(one)) - before)
    while sum(n for _, n in applied(one)) - before < accepted and time.monotonic() - ended < 60:
        time.sleep(0.1)
    drained = time.monotonic() - ended
    return {
        "offered_per_s": rate,
        "seconds": seconds,
        "accepted": accepted,
        "refused_or_lost": sum(n for status, n in result.statuses.items() if status != 200) + result.errors,
        "ack_p50_ms": round(result.percentile(50), 1),
        "ack_p99_ms": round(result.percentile(99), 1),
        "behind_at_end": behind,
        "drained_after_s": round(drained, 1),
        "holds": result.percentile(99) < 250 and drained < 5 and not result.errors and set(result.statuses) == {200},
    }


def measure(database: str = "mariadb", seconds: float = SECONDS) -> dict[str, object]:
    with stack(database) as one:
        instances = [one.register(f"I{n}") for n in range(10)]
        one.start_web()
        one.start_worker()
        offer(one, instances, 300, 3, 1)  # aquece
        rows = [offer(one, instances, RATE if database == "mariadb" else 100, seconds, 100)]
        memory = {"web_mb": one.memory_mb("web"), "worker_mb": one.memory_mb("worker")}
        rate = RATE if database == "mariadb" else 100
        highest = rate if rows[0]["holds"] else 0
        for number in count():
            rate = int(rate * 1.2)
            step = offer(one, instances, rate, 15, 200 + 20 * number)
            rows.append(step)
            if not step["holds"]:
                break
            highest = rate
        return {
            "database": database,
            "sustained": rows[0],
            "highest_that_holds_per_s": highest,
            "memory": memory,
            "steps": rows,
        }


if __name__ == "__main__":
    import sys

    for name in sys.argv[1:] or ("mariadb", "sqlite"):
        print(json.dumps(measure(name), indent=1))
