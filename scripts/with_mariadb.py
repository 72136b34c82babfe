"""Executa um comando com um MariaDB particular: pasta própria, porta própria, gravação durável, apagado no fim.

    python scripts/with_mariadb.py pytest -m "not sqlite_only"

O comando recebe DATABASE_URL e MARIADB_PRIVATE=1. Também serve de módulo (`PrivateMariaDB`) a testes e medições."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Self

ENV = {**os.environ, "PATH": f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"}


def find(name: str) -> str | None:
    return shutil.which(name, path=ENV["PATH"])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class PrivateMariaDB:
    """Um servidor só nosso. `kill()` é SIGKILL; `start()` o traz de volta com os mesmos dados."""

    def __init__(self, keep_in: Path | None = None) -> None:
        self.binary = find("mariadbd")
        if self.binary is None:
            raise FileNotFoundError("não há mariadbd (Debian: apt-get install mariadb-server)")
        self.folder = keep_in or Path(tempfile.mkdtemp(prefix="multichat-mariadb-"))
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"mysql://multichat:multichat@127.0.0.1:{self.port}/multichat"

    @property
    def socket_path(self) -> str:
        return str(self.folder / "s")

    def start(self) -> Self:
        data = self.folder / "data"
        if not (data / "mysql").exists():
            user = ["--user=root"] if os.geteuid() == 0 else []
            subprocess.run(
                [find("mariadb-install-db") or "mariadb-install-db", "--no-defaults", f"--datadir={data}",
                 "--auth-root-authentication-method=normal", "--skip-test-db", *user],
                check=True, env=ENV, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
        log = (self.folder / "log").open("ab")
        self.process = subprocess.Popen(
            [
                str(self.binary), "--no-defaults", f"--datadir={data}", f"--socket={self.socket_path}",
                f"--port={self.port}", "--bind-address=127.0.0.1", f"--pid-file={self.folder}/pid",
                "--innodb-flush-log-at-trx-commit=1", "--log-bin=binlog", "--sync-binlog=1", "--binlog-format=ROW",
                "--character-set-server=utf8mb4", "--collation-server=utf8mb4_unicode_ci",
                "--innodb-buffer-pool-size=512M", "--innodb-log-file-size=256M", "--max-connections=600",
                "--transaction-isolation=READ-COMMITTED", "--expire-logs-days=1", "--performance-schema=0",
                *(["--user=root"] if os.geteuid() == 0 else []),
            ],
            env=ENV, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
        )  # fmt: skip
        self._wait()
        return self

    def _wait(self) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            done = self.sql(
                "CREATE DATABASE IF NOT EXISTS multichat CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;"
                "CREATE USER IF NOT EXISTS multichat@'127.0.0.1' IDENTIFIED BY 'multichat';"
                "CREATE USER IF NOT EXISTS multichat@'localhost' IDENTIFIED BY 'multichat';"
                "GRANT ALL ON *.* TO multichat@'127.0.0.1'; GRANT ALL ON *.* TO multichat@'localhost';"
            )
            if done.returncode == 0:
                return
            if self.process is not None and self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise RuntimeError((self.folder / "log").read_text(errors="replace")[-3000:])

    def sql(self, statements: str) -> "subprocess.CompletedProcess[str]":
        client = find("mariadb") or "mariadb"
        return subprocess.run(
            [client, "--no-defaults", "-uroot", f"--socket={self.socket_path}", "-N", "-e", statements],
            env=ENV, capture_output=True, text=True,
        )  # fmt: skip

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def main() -> int:
    with PrivateMariaDB() as server:
        child = subprocess.Popen(sys.argv[1:], env={**os.environ, "DATABASE_URL": server.url, "MARIADB_PRIVATE": "1"})
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda signum, frame: child.send_signal(signum))
        return child.wait()


if __name__ == "__main__":
    sys.exit(main())
