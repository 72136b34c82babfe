"""Sobe a demonstração numa pasta temporária e roda contra ela as histórias do navegador (Playwright)."""

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


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="multichat-stories-") as folder:
        web, simulator = free_port(), free_port()
        env = {
            **environment(),
            "DEMO_DATA_DIR": folder,
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
                "CHROMIUM_PATH": find("chromium") or "/usr/bin/chromium",
            }
            command = ["npx", "playwright", "test", *sys.argv[1:]]
            done = subprocess.run(command, cwd=ROOT / "frontend", env={**env, **stories})
            if done.returncode:
                print(
                    "\n".join(line for line in log.read_text(errors="replace").splitlines() if " info " not in line)[
                        -3000:
                    ]
                )
            return done.returncode
        finally:
            product.send_signal(signal.SIGTERM)
            product.wait(15)


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main())
