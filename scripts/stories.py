"""Sobe a demonstração numa pasta temporária e roda contra ela as histórias do navegador (Playwright).

`stories.py [--seed N] [--times M] [o que mais o Playwright entenda]`: a semente dá a ordem das histórias e a gente
que elas inventam; com `--times`, tantas vezes, cada uma do zero e com a semente seguinte. Sem semente vale sempre a
mesma: o `make test` é igual em toda parte."""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from scripts.prepare import ROOT, VENV, environment, find
from scripts.with_mariadb import free_port

READY_WITHIN_S = 180.0


def tell(seed: int, words: list[str]) -> int:
    """Uma vez, do zero. Devolve a saída do Playwright."""
    print(f"── histórias, semente {seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="multichat-stories-") as folder:
        web, simulator = free_port(), free_port()
        env = {
            **environment(),
            "DEMO_DATA_DIR": folder,
            "DEMO_AUTOPLAY": "0",  # ninguém escreve senão a própria história
            "PORT": str(web),
            "MULTICHAT_SIMULATOR_PORT": str(simulator),
        }
        env.pop("PUBLIC_URL", None)
        log = Path(folder) / "log"
        with log.open("wb") as output:
            product = subprocess.Popen(
                [VENV / "bin" / "python", "-m", "multichat.supervisor", "--demo"],
                cwd=ROOT,
                env=env,
                stdout=output,
                stderr=output,
            )
        try:
            deadline = time.monotonic() + READY_WITHIN_S
            while "Ready: " not in log.read_text(errors="replace"):
                if product.poll() is not None or time.monotonic() > deadline:
                    print(log.read_text(errors="replace")[-4000:])
                    return 1
                time.sleep(0.2)
            stories = {
                "E2E_BASE_URL": f"http://127.0.0.1:{web}",
                "E2E_SIMULATOR_URL": f"http://127.0.0.1:{simulator}",
                "E2E_SEED": str(seed),
                "CHROMIUM_PATH": find("chromium") or "/usr/bin/chromium",
            }
            command = ["npx", "playwright", "test", "--shuffle", str(seed), *words]
            done = subprocess.run(command, cwd=ROOT / "frontend", env={**env, **stories})
            if done.returncode:
                lines = log.read_text(errors="replace").splitlines()
                print("\n".join(line for line in lines if " info " not in line)[-3000:])
            return done.returncode
        finally:
            product.send_signal(signal.SIGTERM)
            product.wait(15)


def main() -> int:
    """Tantas vezes quantas se pede; para na primeira que falha."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--times", type=int, default=1)
    wanted, words = parser.parse_known_args()
    for seed in range(wanted.seed, wanted.seed + wanted.times):
        if code := tell(seed, words):
            print(f"── falhou com a semente {seed}; repete-se com: scripts/stories.py --seed {seed}", flush=True)
            return code
    return 0


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main())
