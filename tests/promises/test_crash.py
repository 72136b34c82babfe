"""Processos de verdade mortos com SIGKILL a qualquer hora: o que foi respondido 200 está lá, uma vez, e aplicado."""

import http.client
import json
import os
import random
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks import bodies
from benchmarks.servers import Stack, stack
from scripts.with_mariadb import find

pytestmark = pytest.mark.slow
POSTERS = 6
STORM_S = 16.0
AUDIT = """
import json
from collections import Counter
from django.db.models import Count
from core.models import *
from webhook.rebuild import rebuild

events = dict(WebhookEvent.objects.values_list('event_id', 'state'))
messages = Counter(Mensagem.objects.values_list('message_id', flat=True))
unread = {c.pk: c.unread_count for c in Chat.objects.all()}
real = dict(Mensagem.objects.filter(direction='in').values_list('chat').annotate(n=Count('id')).order_by())
counted = sum(s.n for s in Stat.objects.filter(metric='event'))
print(json.dumps({'events': events, 'messages': messages, 'unread_ok': unread == {k: real.get(k, 0) for k in unread},
  'counted': counted, 'equal': all(rebuild(i, check=True).is_equal for i in WhatsappInstance.objects.all())}))
"""


def descendants(pid: int) -> Iterator[tuple[int, str]]:
    """(pid, linha de comando) dos processos abaixo de `pid`."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, IndexError):
                continue
            parents.setdefault(parent, []).append(int(entry.name))
    waiting = list(parents.get(pid, []))
    while waiting:
        child = waiting.pop()
        waiting.extend(parents.get(child, []))
        try:
            yield child, (Path("/proc") / str(child) / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue


class Poster(threading.Thread):
    """Posta eventos de ids conhecidos, insistindo em cada um até o 200."""

    def __init__(self, one: Stack, path: str, instance_id: str, number: int, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.one, self.path, self.halt = one, path, stop
        self.bodies = bodies.texts(instance_id, seed=number, contacts=40)
        self.answered: dict[str, str] = {}  # event_id -> message_id
        self.retries = 0

    def run(self) -> None:
        connection: http.client.HTTPConnection | None = None
        for message_id, body in self.bodies:
            while True:
                if self.halt.is_set():
                    return
                try:
                    connection = connection or http.client.HTTPConnection("127.0.0.1", self.one.port, timeout=10)
                    connection.request("POST", self.path, body, {"Content-Type": "application/json"})
                    answer = connection.getresponse()
                    content = answer.read()
                    if answer.status == 200:
                        self.answered[json.loads(content)["event_id"]] = message_id
                        break
                except (OSError, http.client.HTTPException):
                    connection = None
                self.retries += 1
                time.sleep(0.05)


def storm(one: Stack, rng: random.Random) -> dict[str, int]:
    """Mata web, worker e (no MariaDB) o banco, ao acaso, por STORM_S segundos."""
    kills: dict[str, int] = {"web": 0, "worker": 0, "database": 0}
    end = time.monotonic() + STORM_S
    while time.monotonic() < end:
        time.sleep(rng.uniform(0.6, 1.8))
        victim = rng.choice(["web", "worker", "database"] if one.mariadb else ["web", "worker"])
        if victim == "database":
            one.mariadb.kill()
            time.sleep(rng.uniform(0.1, 0.8))
            one.mariadb.start()
        else:
            word = "manage.py worker" if victim == "worker" else "granian"
            found = [pid for pid, line in descendants(one.processes["supervisor"].pid) if word in line]
            if not found:
                continue
            os.kill(rng.choice(found), signal.SIGKILL)
        kills[victim] += 1
    return kills


@pytest.mark.parametrize("database", ["sqlite", "mariadb"])
def test_what_was_answered_200_survives_any_kill_exactly_once(database):
    if database == "mariadb" and find("mariadbd") is None:
        pytest.skip("não há mariadbd")
    rng = random.Random()
    with stack(database) as one:
        _, instance_id, path = one.register()
        one.start_all()
        stop = threading.Event()
        posters = [Poster(one, path, instance_id, n + 1, stop) for n in range(POSTERS)]
        for poster in posters:
            poster.start()

        kills = storm(one, rng)
        stop.set()
        for poster in posters:
            poster.join(15)
        wait_drained(one)
        state = json.loads(one.python(AUDIT).splitlines()[-1])

        answered = {event: message for poster in posters for event, message in poster.answered.items()}
        assert kills["web"] + kills["worker"] + kills["database"] >= 6
        assert len(answered) > 200
        assert set(answered) <= set(state["events"])
        assert set(state["events"].values()) == {"processed"}
        assert {state["messages"].get(message) for message in answered.values()} == {1}
        assert set(state["messages"].values()) == {1}
        assert state["counted"] == len(state["events"])
        assert state["unread_ok"]
        assert state["equal"]


def wait_drained(one: Stack) -> None:
    """Espera, até 60 s, que nada mais esteja pendente."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            if (
                one.python("from core.models import *; print(WebhookEvent.objects.filter(state='pending').count())")
                == "0"
            ):
                return
        except RuntimeError:
            time.sleep(1)
        time.sleep(0.5)
    raise AssertionError("a fila não esvaziou")
