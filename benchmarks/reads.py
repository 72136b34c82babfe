"""Leituras com tabelas grandes: lista de conversas, página de mensagens, página de eventos e números, com 10 mil e com
1 milhão de mensagens (`manage.py seed`). Metas: p99 com 1 milhão <= 1,5x o de 10 mil, e < 50 ms no servidor."""

import http.client
import json
import time

from benchmarks import load
from benchmarks.latency import login
from benchmarks.servers import Stack, stack

REPEATS = 300


def timed(one: Stack, access: str, path: str) -> load.Result:
    connection = http.client.HTTPConnection("127.0.0.1", one.port, timeout=30)
    result = load.Result()
    for number in range(REPEATS + 20):
        started = time.perf_counter()
        connection.request("GET", path, headers={"Authorization": f"Bearer {access}"})
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status}")
        if number >= 20:
            result.latencies.append(time.perf_counter() - started)
    return result


def pages(one: Stack, access: str) -> dict[str, dict[str, float]]:
    newest = one.python("from core.models import *; print(Mensagem.objects.latest('id').chat_id)")
    found = {}
    for name, path in (
        ("chat_list", "/api/chats/"),
        ("thread", f"/api/mensagens/?chat={newest}"),
        ("events", "/api/events/"),
        ("stats", "/api/stats/"),
    ):
        result = timed(one, access, path)
        found[name] = {"p50_ms": round(result.percentile(50), 1), "p99_ms": round(result.percentile(99), 1)}
    return found


def measure(database: str, large: int = 1_000_000) -> dict[str, object]:
    rows: dict[str, object] = {"database": database}
    # 50 mensagens por conversa nos dois: a mesma página de conversa, só a tabela muda.
    for label, chats, messages in (("10k", 200, 10_000), ("large", large // 50, large)):
        with stack(database) as one:
            one.manage("seed", "--chats", str(chats), "--messages", str(messages))
            if one.mariadb:
                one.mariadb.sql(
                    "ANALYZE TABLE multichat.core_mensagem, multichat.core_webhookevent, multichat.core_chat"
                )
            one.start_web()
            access = login(one)
            pages(one, access)  # aquece
            rows[label] = pages(one, access)
    small, big = rows["10k"], rows["large"]
    rows["large_messages"] = large
    rows["ratio_p99"] = {name: round(big[name]["p99_ms"] / small[name]["p99_ms"], 2) for name in small}  # type: ignore[index,attr-defined]
    return rows


if __name__ == "__main__":
    import sys

    for name in sys.argv[1:] or ("mariadb", "sqlite"):
        print(json.dumps(measure(name), indent=1))
