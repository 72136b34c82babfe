"""`make bench`: todas as medições, uma depois da outra; BENCH_JSON=<arquivo> guarda o resultado."""

import json
import os
import platform
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import apply, door, latency, reads, sends, sustained, workers
from scripts.with_mariadb import find

DATABASES = ["mariadb", "sqlite"] if find("mariadbd") else ["sqlite"]
PARTS: dict[str, Callable[[str], dict[str, object]]] = {
    "door": door.measure,
    "sustained": sustained.measure,
    "apply": lambda name: apply.measure(name, (50_000, 500_000) if name == "mariadb" else (50_000,)),
    "latency": latency.measure,
    "reads": reads.measure,
    "sends": sends.measure,
    "workers": workers.measure,
}


def show(title: str, value: object, indent: int = 0) -> None:
    """Uma tabela simples: chave e valor, aninhadas."""
    pad = "  " * indent
    if isinstance(value, dict):
        print(f"{pad}{title}")
        for key, inner in value.items():
            show(str(key), inner, indent + 1)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            show(f"{title} {number + 1}", inner, indent)
    else:
        print(f"{pad}{title:<28} {value}", flush=True)


def main() -> None:
    results: dict[str, object] = {
        "machine": f"{platform.machine()}, {os.cpu_count()} núcleos, Python {platform.python_version()}",
        "date": datetime.now(UTC).date().isoformat(),
    }
    for part in sys.argv[1:] or PARTS:
        results[part] = {}
        for database in DATABASES:
            found = PARTS[part](database)
            results[part][database] = found  # type: ignore[index]
            show(f"{part} ({database})", found)
    if path := os.environ.get("BENCH_JSON"):
        Path(path).write_text(json.dumps(results, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
