"""A porta: confirmações duráveis por segundo em 64 conexões, worker parado, ao lado de um INSERT por POST e de uma
view trivial, no mesmo servidor e na mesma execução. Metas no MariaDB: 1,8x o INSERT e 35 % da trivial."""

from benchmarks import bodies, load
from benchmarks.servers import stack

SECONDS = 5.0


def measure(database: str, seconds: float = SECONDS) -> dict[str, object]:
    with stack(database) as one:
        _, instance_id, path = one.register()
        one.start_web("benchmarks.plain_settings")
        rows: dict[str, dict[str, float]] = {}
        for round_number in range(2):  # a primeira volta aquece
            for name, where in (("trivial", "/bench/trivial/"), ("plain", "/bench/plain/"), ("door", path)):
                requests = (
                    load.post(where, body)
                    for _, body in bodies.texts(instance_id, seed=round_number * 10 + len(name), prefix=name.upper())
                )
                result = load.run("127.0.0.1", one.port, requests, seconds=seconds if round_number else 2)
                if set(result.statuses) != {200} or result.errors:
                    raise RuntimeError(f"{name}: {result.statuses} erros={result.errors}")
                rows[name] = result.row()
                if name == "door":
                    rows[name]["accepted"] = len(result.latencies)
        door, plain, trivial = (rows[name]["per_s"] for name in ("door", "plain", "trivial"))
        return {
            "database": database,
            **rows,
            "door_over_plain": round(door / plain, 2),
            "door_over_trivial": round(door / trivial, 2),
        }


if __name__ == "__main__":
    import json
    import sys

    for name in sys.argv[1:] or ("mariadb", "sqlite"):
        print(json.dumps(measure(name), indent=1))
