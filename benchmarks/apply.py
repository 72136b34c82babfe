"""Aplicar: um worker sobre uma fila pronta de 50.000 eventos (meta: 1.500/s), e como isso muda até 500.000."""

import json
import time
from datetime import datetime
from pathlib import Path

from benchmarks.servers import Stack, stack

FILL = """
import secrets, sys
sys.path.insert(0, '.')
from django.utils import timezone
from benchmarks import bodies
from webhook.event_id import event_id
from webhook.intake import Posted, store_rows
import json
instances, total, seed = json.loads({instances!r}), {total}, {seed}
sources = [bodies.texts(name, seed=seed + n, contacts=2000) for n, (pk, name) in enumerate(instances)]
group = []
for number in range(total):
    pk, name = instances[number % len(instances)]
    message_id, body = next(sources[number % len(instances)])
    group.append(Posted(event_id=event_id(pk, json.loads(body)), receipt=secrets.token_hex(16), cliente_id=1,
        instance_id=pk, event_type='webhookReceived', kind='message', subject=None, authenticated=True, payload=body,
        received_at=timezone.now()))
    if len(group) == 250:
        store_rows(group); group = []
if group: store_rows(group)
"""


def fill(one: Stack, instances: list[tuple[int, str]], total: int, seed: int) -> None:
    one.python(FILL.format(instances=json.dumps(instances), total=total, seed=seed))


def applied(one: Stack) -> list[tuple[float, int]]:
    """(quando, quantos) de cada lote, das linhas do próprio worker: medir não toma processador."""
    found = []
    for line in (Path(one.environment["DATA_DIR"]) / "worker.log").read_text().splitlines():
        if "action=apply" in line:
            events = int(line.split("events=")[1].split()[0])
            found.append((datetime.fromisoformat(line.split()[0]).timestamp(), events))
    return found


def drain(one: Stack, total: int) -> float:
    """Liga um worker, espera a fila de `total` acabar; eventos por segundo."""
    log = Path(one.environment["DATA_DIR"]) / "worker.log"
    log.unlink(missing_ok=True)
    one.start_worker()
    while sum(n for _, n in applied(one)) < total:
        time.sleep(1)
    one.stop("worker")
    batches = applied(one)
    return (total - batches[0][1]) / (batches[-1][0] - batches[0][0])


def measure(database: str, totals: tuple[int, ...] = (50_000,)) -> dict[str, object]:
    with stack(database) as one:
        instances = [one.register(f"I{n}")[:2] for n in range(10)]
        rows: dict[str, object] = {"database": database}
        for number, total in enumerate(totals):
            fill(one, instances, total, seed=number * 20 + 1)
            rows[f"backlog_{total}_per_s"] = round(drain(one, total))
        return rows


if __name__ == "__main__":
    import sys

    for name in sys.argv[1:] or ("mariadb", "sqlite"):
        print(json.dumps(measure(name)))
