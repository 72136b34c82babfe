"""As dependências com os seus hashes: de cada `requirements*.txt`, que as pessoas leem e mudam, faz o `.lock` que se
instala (`pip --require-hashes`: um pacote trocado no caminho é recusado).

Rode depois de mudar um `.txt`. As versões que já estavam no `.lock` ficam; `--upgrade` sobe as indiretas."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BASE = "requirements"
MORE = ("requirements-mysql", "requirements-celery", "requirements-node", "requirements-dev")


def lock(name: str, *options: str) -> None:
    """Um `.lock`, para todas as plataformas; sem o endereço de onde se leu, que é de cada máquina."""
    subprocess.run(
        [
            sys.executable, "-m", "uv", "pip", "compile", f"{name}.txt", "--output-file", f"{name}.lock",
            "--universal", "--python-version", "3.11", "--generate-hashes", "--annotation-style", "line",
            "--no-emit-index-url", "--no-emit-find-links", "--quiet", "--no-progress",
            "--custom-compile-command", "python scripts/lock.py", *options,
        ],
        cwd=ROOT,
        check=True,
    )  # fmt: skip


def main() -> None:
    """O do produto primeiro: os outros não podem pedir versões diferentes das dele."""
    lock(BASE, *sys.argv[1:])
    for name in MORE:
        lock(name, "--constraint", f"{BASE}.lock", *sys.argv[1:])


if __name__ == "__main__":
    main()
