"""O que `make test`, `make lint`, `make types` e `make e2e` executam, passo a passo; no fim, o que falhou e o que não
pôde ser feito aqui. Sob CI=true nada pode faltar."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from scripts.prepare import ROOT, VENV, environment, find

BIN = VENV / "bin"
FRONTEND = ROOT / "frontend"


@dataclass(frozen=True)
class Step:
    """Um comando. `needs`: o programa sem o qual é pulado."""

    name: str
    verb: str
    command: tuple[str, ...]
    folder: Path = ROOT
    needs: str | None = None


def python(*words: str) -> tuple[str, ...]:
    return (str(BIN / "python"), *words)


def npm(script: str) -> tuple[str, ...]:
    return ("npm", "run", "--silent", script)


STEPS = (
    Step("ruff", "lint", (str(BIN / "ruff"), "check", "--quiet", ".")),
    Step("ruff format", "lint", (str(BIN / "ruff"), "format", "--quiet", "--check", ".")),
    Step("contratos de importação", "lint", (str(BIN / "lint-imports"),)),
    Step("migrações em dia", "lint", python("manage.py", "makemigrations", "--check", "--dry-run")),
    Step("eslint", "lint", npm("lint"), FRONTEND),
    Step("código sem uso (knip)", "lint", npm("dead"), FRONTEND),
    Step("prettier", "lint", npm("format:check"), FRONTEND),
    Step("cliente da API em dia", "lint", npm("api:check"), FRONTEND),
    Step("mypy", "types", (str(BIN / "mypy"), "core", "webhook", "api", "authentication", "multichat")),
    Step("tsc", "types", npm("types"), FRONTEND),
    Step("testes da interface", "front", npm("test"), FRONTEND),
    Step("tamanho do pacote", "front", npm("size"), FRONTEND),
    Step("testes no SQLite", "back", python("-m", "pytest")),
    Step(
        "testes no MariaDB",
        "back",
        python("scripts/with_mariadb.py", *python("-m", "pytest", "-m", "not slow")),
        needs="mariadbd",
    ),
    Step("histórias no navegador", "e2e", python("scripts/stories.py"), needs="chromium"),
)


def run(step: Step) -> bool:
    print(f"\n── {step.name}", flush=True)
    started = time.monotonic()
    done = subprocess.run(
        step.command, cwd=step.folder, env={**environment(), "DATA_DIR": str(ROOT / ".build" / "data")}
    )
    verdict = "ok" if done.returncode == 0 else f"FALHOU (saída {done.returncode})"
    print(f"── {step.name}: {verdict} em {time.monotonic() - started:.0f} s", flush=True)
    return done.returncode == 0


def main(verb: str, is_present: Callable[[str], object] = find) -> int:
    (ROOT / ".build").mkdir(exist_ok=True)
    failed: list[str] = []
    skipped: list[str] = []
    for step in STEPS:
        if verb not in ("all", step.verb):
            continue
        if step.needs and not is_present(step.needs):
            skipped.append(f"{step.name} (falta {step.needs})")
        elif not run(step):
            failed.append(step.name)
    print()
    if skipped and os.environ.get("CI") == "true":
        failed.extend(skipped)
    for name in skipped:
        print(f"Não foi feito: {name}")
    print(f"FALHARAM: {', '.join(failed)}" if failed else "Tudo passou.", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "all"))
