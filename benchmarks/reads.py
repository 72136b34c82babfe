"""Leituras com tabelas grandes: lista de conversas, página de mensagens, página de eventos e números, com 10 mil e com
1 milhão de mensagens (`manage.py seed`, com centenas de conversas à espera, fios longos e muitos contatos). Metas: p99
com 1 milhão <= 1,5x o de 10 mil, e < 50 ms no servidor; uma página de 50 custa até 8 ms de processador ao aplicativo,
3 ms ao banco e 4 comandos, com 10 mil como com 1 milhão."""

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


def costs(one: Stack, access: str) -> dict[str, dict[str, float]]:
    busiest = one.python(
        "from core.models import *; from django.db.models import Count\n"
        "print(Mensagem.objects.values('chat').annotate(n=Count('id')).order_by('-n').first()['chat'])"
    )
    paths = {
        "chat_list": "/api/chats/",
        "chats_waiting": "/api/chats/?waiting=1",
        "contacts": "/api/contacts/",
        "long_thread": f"/api/mensagens/?chat={busiest}",
        "events": "/api/events/",
    }
    done = one.python(f"from benchmarks.page_cost import report; report({paths!r}, {access!r})")
    found: dict[str, dict[str, float]] = json.loads(done.splitlines()[-1])
    return found


def measure(database: str, large: int = 1_000_000) -> dict[str, object]:
    rows: dict[str, object] = {"database": database}
    # 100 mensagens por conversa nos dois: a mesma página de conversa, só a tabela muda.
    for label, messages, waiting in (("10k", 10_000, 60), ("large", large, max(60, large // 2_000))):
        chats = messages // 100
        with stack(database) as one:
            size = {"chats": chats, "messages": messages, "waiting": waiting, "contacts": 5 * chats}
            one.manage("seed", *(f"--{name}={n}" for name, n in size.items()))
            if one.mariadb:
                tables = ("mensagem", "webhookevent", "chat", "contact")
                one.mariadb.sql("ANALYZE TABLE " + ", ".join(f"multichat.core_{name}" for name in tables))
            one.start_web()
            access = login(one)
            pages(one, access)  # aquece
            rows[label] = pages(one, access)
            rows[f"{label}_costs"] = costs(one, access)
    small, big = rows["10k"], rows["large"]
    rows["large_messages"] = large
    rows["ratio_p99"] = {name: round(big[name]["p99_ms"] / small[name]["p99_ms"], 2) for name in small}  # type: ignore[index,attr-defined]
    return rows


if __name__ == "__main__":
    import sys

    for name in sys.argv[1:] or ("mariadb", "sqlite"):
        print(json.dumps(measure(name), indent=1))
