"""O que uma página de uma lista custa por dentro: processador do aplicativo, tempo do banco, comandos. Roda no próprio
processo (`manage.py`-como, sobre o banco de `stack`), pela aplicação WSGI inteira: só falta a rede."""

import gc
import json
import statistics
import time
from collections.abc import Callable
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import RequestFactory

REPEATS = 150
WARM_UP = 15


class Meter:
    """Quanto se esperou pelo banco, e quantos comandos foram."""

    def __init__(self) -> None:
        self.seconds, self.statements = 0.0, 0
        self.texts: list[str] = []

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        started = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.seconds += time.perf_counter() - started
            self.statements += 1
            self.texts.append(sql)


def get(application: Any, path: str, access: str) -> bytes:
    environ = RequestFactory().get(path, HTTP_AUTHORIZATION=f"Bearer {access}", SERVER_NAME="127.0.0.1").environ
    statuses: list[str] = []
    answer = application(environ, lambda status, headers, info=None: statuses.append(status))
    body = b"".join(answer)
    answer.close()
    if not statuses[0].startswith("200"):
        raise RuntimeError(f"{path}: {statuses[0]} {body[:300]!r}")
    return body


def cost(application: Any, path: str, access: str) -> dict[str, float]:
    """Medianas de uma página."""
    cpu, waited, statements, rows = [], [], 0, 0
    for number in range(WARM_UP + REPEATS):
        meter = Meter()
        with connection.execute_wrapper(meter):
            started = time.thread_time()
            body = get(application, path, access)
            used = time.thread_time() - started
        if number >= WARM_UP:
            cpu.append(used)
            waited.append(meter.seconds)
            statements = meter.statements
            rows = len(json.loads(body)["results"])
    return {
        "rows": rows,
        "app_cpu_ms": round(1000 * statistics.median(cpu), 1),
        "database_ms": round(1000 * statistics.median(waited), 1),
        "statements": statements,
    }


def report(paths: dict[str, str], access: str) -> None:
    """Imprime o custo de cada página, em JSON."""
    application = get_wsgi_application()
    for path in paths.values():  # rotas, serializers e conexão de pé antes de medir
        get(application, path, access)
    gc.freeze()  # como em multichat/wsgi.py
    print(json.dumps({name: cost(application, path, access) for name, path in paths.items()}))
