"""Vários workers: repartem a fila sem contar nada duas vezes; sob Celery, o broker pode parar e voltar vazio."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from benchmarks.apply import fill
from benchmarks.servers import ROOT, Stack, stack
from scripts.with_mariadb import find, free_port
from tests.promises.test_crash import AUDIT, Poster, wait_drained

pytestmark = [pytest.mark.slow, pytest.mark.skipif(find("mariadbd") is None, reason="não há mariadbd")]
STORM_S = 20.0


class PrivateRedis:
    """Um Redis só do teste, sem disco: quando volta, volta vazio."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd="/tmp")

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()


@contextmanager
def celery_stack() -> Iterator[tuple[Stack, PrivateRedis]]:
    """MariaDB, Redis, web, o beat e dois workers do Celery; quem morre é religado pelo teste (`tend`)."""
    redis = PrivateRedis()
    redis.start()
    try:
        with stack("mariadb") as one:
            one.environment["CELERY_BROKER_URL"] = redis.url
            one.start_web()
            start_missing(one)
            yield one, redis
    finally:
        redis.kill()


def start_missing(one: Stack) -> None:
    """Liga o beat e os workers que não estiverem de pé."""
    code = "import json, sys; from multichat import celery\nprint(json.dumps(celery.commands(sys.executable, '.')))"
    commands = json.loads(one.python(code))
    commands["beat"][commands["beat"].index("./celerybeat")] = f"{one.environment['DATA_DIR']}/celerybeat"
    for name, command in (("beat", "beat"), ("worker1", "worker"), ("worker2", "worker")):
        process = one.processes.get(name)
        if process is None or process.poll() is not None:
            line = [sys.executable, *commands[command][1:]]
            if command == "worker":
                line += ["--hostname", f"{name}@test"]
            log = open(f"{one.environment['DATA_DIR']}/{name}.log", "ab")  # noqa: SIM115
            one.processes[name] = subprocess.Popen(line, cwd=ROOT, env=one.environment, stdout=log, stderr=log)


@pytest.mark.skipif(shutil.which("redis-server") is None, reason="não há redis-server")
def test_under_celery_with_workers_and_broker_killed_nothing_is_lost_or_counted_twice():
    rng = random.Random()
    with celery_stack() as (one, redis):
        _, instance_id, path = one.register()
        stop = threading.Event()
        posters = [Poster(one, path, instance_id, n + 1, stop) for n in range(4)]
        for poster in posters:
            poster.start()

        kills = storm(one, redis, rng)
        stop.set()
        for poster in posters:
            poster.join(15)
        wait_drained(one)  # até 60 s: o atraso prometido com o broker de volta
        state = json.loads(one.python(AUDIT).splitlines()[-1])

        answered = {event: message for poster in posters for event, message in poster.answered.items()}
        assert kills["broker"] >= 2
        assert kills["worker"] >= 2
        assert len(answered) > 200
        assert set(answered) <= set(state["events"])
        assert set(state["events"].values()) == {"processed"}
        assert set(state["messages"].values()) == {1}
        assert state["counted"] == len(state["events"])
        assert state["equal"]


def storm(one: Stack, redis: PrivateRedis, rng: random.Random) -> dict[str, int]:
    """Mata workers e o broker, que volta vazio depois de uns segundos."""
    kills = {"broker": 0, "worker": 0}
    end = time.monotonic() + STORM_S
    while time.monotonic() < end or min(kills.values()) < 2:
        time.sleep(rng.uniform(0.8, 2.0))
        if kills["broker"] <= kills["worker"]:
            redis.kill()
            time.sleep(rng.uniform(0.5, 3.0))
            redis.start()
            kills["broker"] += 1
        else:
            victim = one.processes[rng.choice(["worker1", "worker2"])]
            os.kill(victim.pid, signal.SIGKILL)
            victim.wait()
            start_missing(one)
            kills["worker"] += 1
    return kills


def test_three_workers_share_ten_thousand_events_and_none_is_applied_twice():
    with stack("mariadb") as one:
        instances = [one.register(f"I{n}")[:2] for n in range(30)]
        fill(one, instances, 10_000, seed=7)

        for name in ("a", "b", "c"):
            one.start_worker(name)
        wait_drained(one)
        state = json.loads(one.python(AUDIT).splitlines()[-1])
        attempts = one.python("from core.models import *; print(WebhookEvent.objects.exclude(attempts=1).count())")

        assert len(state["events"]) == 10_000
        assert set(state["events"].values()) == {"processed"}
        assert state["counted"] == 10_000
        assert attempts == "0"
