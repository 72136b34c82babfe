"""O que `make test`, `make lint`, `make types`, `make e2e` e o pre-commit executam; no fim, o que falhou e o que
não pôde ser feito aqui. Sob CI=true nada pode faltar.

Os passos leves correm dois a dois; os pesados, que já ocupam os núcleos todos, um depois do outro."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from scripts.prepare import ROOT, VENV, environment, find

BIN = VENV / "bin"
FRONTEND = ROOT / "frontend"
CODE = ("core", "webhook", "api", "authentication", "multichat", "simulator")
LANES = 2


@dataclass(frozen=True)
class Step:
    """Um comando. `needs`: o programa sem o qual é pulado; `is_heavy`: corre sozinho, com a saída à vista."""

    name: str
    verb: str
    command: tuple[str, ...]
    folder: Path = ROOT
    needs: str | None = None
    is_heavy: bool = False


def python(*words: str) -> tuple[str, ...]:
    return (str(BIN / "python"), *words)


def pytest(*words: str) -> tuple[str, ...]:
    return python("-m", "pytest", *words)


def npm(script: str) -> tuple[str, ...]:
    return ("npm", "run", "--silent", script)


STEPS = (
    Step("ruff", "lint", (str(BIN / "ruff"), "check", "--quiet", ".")),
    Step("ruff format", "lint", (str(BIN / "ruff"), "format", "--quiet", "--check", ".")),
    Step("contratos de importação", "lint", (str(BIN / "lint-imports"),)),
    Step("migrações em dia", "lint", python("manage.py", "makemigrations", "--check", "--dry-run")),
    Step("esquema da API em dia", "lint", python("manage.py", "exportschema", "--check")),
    Step("documentação em dia", "lint", pytest("tests/run/test_docs.py", "tests/run/test_translations.py")),
    Step("eslint", "lint", npm("lint"), FRONTEND),
    Step("código sem uso (knip)", "lint", npm("dead"), FRONTEND),
    Step("prettier", "lint", npm("format:check"), FRONTEND),
    Step("cliente da API em dia", "lint", npm("api:check"), FRONTEND),
    Step("mypy", "types", (str(BIN / "mypy"), *CODE)),
    Step("tsc", "types", npm("types"), FRONTEND),
    Step("testes da interface", "front", npm("test"), FRONTEND, is_heavy=True),
    Step("tamanho do pacote", "front", npm("size"), FRONTEND),
    Step("testes no SQLite", "back", pytest("-m", "not slow", "-n", str(LANES)), is_heavy=True),
    Step(
        "testes no MariaDB",
        "back",
        python("scripts/with_mariadb.py", *pytest("-m", "not slow", "-n", str(LANES))),
        needs="mariadbd",
        is_heavy=True,
    ),
    Step("processos de verdade", "back", pytest("-m", "slow"), is_heavy=True),
    Step("histórias no navegador", "e2e", python("scripts/stories.py"), needs="chromium", is_heavy=True),
)


def run(step: Step) -> bool:
    started = time.monotonic()
    if step.is_heavy:
        print(f"\n── {step.name}", flush=True)
    done = subprocess.run(
        step.command,
        cwd=step.folder,
        env={**environment(), "DATA_DIR": str(ROOT / ".build" / "data")},
        stdout=None if step.is_heavy else subprocess.PIPE,
        stderr=None if step.is_heavy else subprocess.STDOUT,
        text=True,
    )
    verdict = "ok" if done.returncode == 0 else f"FALHOU (saída {done.returncode})"
    said = f"\n{done.stdout}" if done.returncode and done.stdout else ""
    print(f"── {step.name}: {verdict} em {time.monotonic() - started:.0f} s{said}", flush=True)
    return done.returncode == 0


def main(verb: str, is_present: Callable[[str], object] = find) -> int:
    (ROOT / ".build").mkdir(exist_ok=True)
    chosen = [step for step in STEPS if verb in ("all", step.verb)]
    skipped = [f"{step.name} (falta {step.needs})" for step in chosen if step.needs and not is_present(step.needs)]
    wanted = [step for step in chosen if not step.needs or is_present(step.needs)]
    with ThreadPoolExecutor(LANES) as lanes:
        light = [step for step in wanted if not step.is_heavy]
        failed = [step.name for step, passed in zip(light, lanes.map(run, light), strict=True) if not passed]
    failed += [step.name for step in wanted if step.is_heavy and not run(step)]
    print()
    if skipped and os.environ.get("CI") == "true":
        failed.extend(skipped)
    for name in skipped:
        print(f"Não foi feito: {name}")
    print(f"FALHARAM: {', '.join(failed)}" if failed else "Tudo passou.", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "all"))
