"""Processos de verdade para medir: MariaDB particular ou SQLite em pasta própria, granian, worker."""

import os
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from scripts.with_mariadb import PrivateMariaDB, free_port

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"


@dataclass
class Stack:
    """Um banco e os processos sobre ele."""

    database: str
    environment: dict[str, str]
    port: int
    mariadb: PrivateMariaDB | None = None
    processes: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def manage(self, *command: str) -> str:
        return subprocess.run(
            [str(BIN / "python"), "manage.py", *command],
            cwd=ROOT,
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    def python(self, code: str) -> str:
        """Executa código com o Django deste banco; devolve o que imprimir."""
        prologue = "import os,django;os.environ['DJANGO_SETTINGS_MODULE']='multichat.settings';django.setup()\n"
        done = subprocess.run(
            [str(BIN / "python"), "-c", prologue + code], cwd=ROOT, env=self.environment, capture_output=True, text=True
        )
        if done.returncode:
            raise RuntimeError(done.stderr[-3000:])
        return done.stdout.strip()

    def start_web(self, settings: str = "multichat.settings") -> None:
        command = self.python("from multichat.supervisor import web_command; print('\\x1f'.join(web_command()))").split(
            "\x1f"
        )
        log = open(Path(self.environment["DATA_DIR"]) / "web.log", "ab")  # noqa: SIM115
        self.processes["web"] = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**self.environment, "DJANGO_SETTINGS_MODULE": settings, "MULTICHAT_SUPERVISED": "1"},
            stdout=log,
            stderr=log,
        )
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/webhook/status/", timeout=2)
                return
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError((Path(self.environment["DATA_DIR"]) / "web.log").read_text()[-3000:])

    def start_worker(self, name: str = "worker") -> None:
        """Um worker; o que ele diz fica em `<name>.log`."""
        log = open(Path(self.environment["DATA_DIR"]) / f"{name}.log", "ab")  # noqa: SIM115
        self.processes[name] = subprocess.Popen(
            [str(BIN / "python"), "manage.py", "worker"], cwd=ROOT, env=self.environment, stdout=log, stderr=log
        )

    def start_all(self) -> None:
        """O supervisor do `make run`, com web e worker; volta quando ele diz `Ready`."""
        path = Path(self.environment["DATA_DIR"]) / "supervisor.log"
        log = path.open("ab")
        environment = {**self.environment, "ADMIN_EMAIL": "a@b.test", "ADMIN_PASSWORD": "senha-longa-1"}
        self.processes["supervisor"] = subprocess.Popen(
            [str(BIN / "python"), "-m", "multichat.supervisor"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
        deadline = time.monotonic() + 60
        while "Ready: " not in path.read_text(errors="replace"):
            if time.monotonic() > deadline or self.processes["supervisor"].poll() is not None:
                raise RuntimeError(path.read_text(errors="replace")[-3000:])
            time.sleep(0.1)

    def stop(self, name: str) -> None:
        process = self.processes.pop(name, None)
        if process is not None:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def pids(self, name: str) -> list[int]:
        """O processo e os filhos."""
        pids = [self.processes[name].pid]
        for pid in pids:
            for task in Path(f"/proc/{pid}/task").iterdir():
                pids.extend(int(child) for child in (task / "children").read_text().split())
        return pids

    def memory_mb(self, name: str) -> int:
        """Memória (MB) do processo e dos filhos; a página que dividem conta uma vez só (PSS)."""
        lines = [line for pid in self.pids(name) for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()]
        return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) // 1024

    def register(self, name: str = "Loja") -> tuple[int, str, str]:
        """Uma instância nova: (id, instance_id, caminho do webhook)."""
        out = self.python(
            "from core.models import Cliente; from core.instances import registry\n"
            "c,_ = Cliente.objects.get_or_create(name='Bench')\n"
            f"i = registry.register(None, c, {name!r}, 'BENCH-'+{name!r}, None)\n"
            "print(i.pk, i.instance_id, f'/webhook/{i.webhook_secret}/')"
        )
        pk, instance_id, path = out.split()
        return int(pk), instance_id, path


@contextmanager
def stack(database: str) -> Iterator[Stack]:
    """`sqlite` ou `mariadb`, migrado; tudo apagado no fim."""
    folder = Path(
        tempfile.mkdtemp(prefix="multichat-bench-", dir=ROOT / ".build" if (ROOT / ".build").exists() else None)
    )
    mariadb = PrivateMariaDB().start() if database == "mariadb" else None
    port = free_port()
    environment = {
        **os.environ,
        "DATA_DIR": str(folder),
        "PORT": str(port),
        "DATABASE_URL": mariadb.url if mariadb else f"sqlite:///{folder}/bench.sqlite3",
        "WAPI_BASE_URL": "http://127.0.0.1:9/v1",
        "PYTHONPATH": str(ROOT),
    }
    environment.pop("PUBLIC_URL", None)
    one = Stack(database, environment, port, mariadb)
    try:
        one.manage("migrate", "--verbosity=0")
        yield one
    finally:
        for name in list(one.processes):
            one.stop(name)
        if mariadb:
            mariadb.stop()
        shutil.rmtree(folder, ignore_errors=True)
