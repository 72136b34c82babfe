"""Quantas páginas tem um PDF, num processo à parte: um arquivo malicioso prende ou incha só a ele, por pouco tempo."""

import resource
import subprocess
import sys
from pathlib import Path

MAX_BYTES = 32 * 2**20  # contar páginas lê o arquivo todo
DEADLINE_S = 6.0  # um PDF torto pode levar horas: corre num processo que morre
MEMORY_BYTES = 512 * 2**20  # o mesmo, na memória


def count_pages(path: Path) -> int | None:
    """As páginas; None se o arquivo é grande, demora ou não se deixa ler."""
    if path.stat().st_size > MAX_BYTES:
        return None
    command = [sys.executable, "-I", __file__, str(path)]
    try:
        done = subprocess.run(  # noqa: S603  (este mesmo módulo, sem shell)
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=DEADLINE_S, env={}, check=False
        )
    except subprocess.TimeoutExpired:
        return None
    told = done.stdout.strip()
    return int(told) if done.returncode == 0 and told.isdigit() and 0 < int(told) < 100_000 else None


def _main(path: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (int(DEADLINE_S), int(DEADLINE_S)))
    from pypdf import PdfReader

    print(PdfReader(path).get_num_pages())  # noqa: T201  (a resposta ao processo que o chamou)


if __name__ == "__main__":
    _main(sys.argv[1])
