"""O começo diz um passo por linha: nem lotes enquanto a demonstração se enche, nem o que parece defeito e não é."""

import os
import re
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from multichat.demo import DAYS
from multichat.env import ROOT
from scripts import prepare
from scripts.with_mariadb import free_port

SPEAK = """
import logging.config
from pathlib import Path
from multichat.logs import LOGGING

logging.config.dictConfig(LOGGING)
log = logging.getLogger("webhook.inbox")
log.info("action=apply first")
log.warning("action=slow")
log.error("action=event_failed")
Path({marker!r}).unlink()
log.info("action=apply second")
"""


def demo_in(folder: Path) -> subprocess.Popen[str]:
    """Uma demonstração a ligar, com a sua própria pasta e portas."""
    environment = {**os.environ, "DEMO_DATA_DIR": str(folder / "demo"), "PORT": str(free_port()), "HOST": "127.0.0.1"}
    environment.pop("MULTICHAT_SIMULATOR_PORT", None)
    return subprocess.Popen(
        [sys.executable, "-m", "multichat.supervisor", "--demo"], cwd=ROOT, env=environment, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip


def test_while_the_demo_is_being_filled_only_what_is_wrong_is_said(tmp_path: Path) -> None:
    marker = tmp_path / "filling"
    marker.touch()
    environment = {**os.environ, "MULTICHAT_QUIET_WHILE": str(marker)}

    told = subprocess.run(
        [sys.executable, "-c", SPEAK.format(marker=str(marker))], cwd=ROOT, env=environment, capture_output=True,
        text=True, check=True,
    ).stderr  # fmt: skip

    assert re.findall(r"action=.*", told) == ["action=slow", "action=event_failed", "action=apply second"]


@pytest.mark.slow
def test_a_demo_starts_with_one_line_per_step_and_then_speaks(tmp_path: Path) -> None:
    with demo_in(tmp_path) as process:
        assert process.stdout is not None
        before = []
        for line in process.stdout:
            before.append(line)
            if line.startswith("Ready: "):
                break
        process.send_signal(signal.SIGTERM)
        after = process.stdout.read()

    steps = [line for line in before if line.startswith("· ")]
    assert len(steps) == -(-DAYS // 7)
    assert [line for line in before if " info " in line] == []
    assert len(before) == len(steps) + 5  # administrador, simulador (ao ligar e no fim), entrar, Ready
    assert "action=worker_stopped" in after


@pytest.mark.parametrize(("is_required", "exits"), [(False, False), (True, True)])
def test_without_the_mysql_headers_sqlite_lacks_nothing_and_mysql_says_what_it_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], is_required: bool, exits: bool
) -> None:
    """Um pip que não compila, numa máquina sem pkg-config nem apt."""
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\nexit 1\n")
    python.chmod(0o755)
    monkeypatch.setattr(prepare, "VENV", tmp_path)
    monkeypatch.setattr(prepare, "PYTHON", python)
    monkeypatch.setenv("PATH", str(tmp_path))
    needed = "como root: apt-get install libmariadb-dev pkg-config gcc"

    if exits:
        with pytest.raises(SystemExit, match=f"DATABASE_URL pede MySQL/MariaDB.*{needed}"):
            prepare.install_mysql(is_required)
        return
    prepare.install_mysql(is_required)

    assert capsys.readouterr().out.splitlines() == [
        "· instalando o cliente MySQL/MariaDB (opcional: o SQLite não precisa dele)",
        f"· o banco é o SQLite, e nada lhe falta; se um dia quiser MySQL/MariaDB, {needed}",
    ]


def test_mysql_asked_for_in_the_dotenv_or_in_a_file_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepare, "ROOT", tmp_path)
    for name in ("DATABASE_URL", "DATABASE_URL_FILE"):
        monkeypatch.delenv(name, raising=False)
    nothing = prepare.setting("DATABASE_URL")
    (tmp_path / ".env").write_text("# banco\nexport DATABASE_URL='mysql://loja@db/multichat'\n")
    written = prepare.setting("DATABASE_URL")
    (tmp_path / "url").write_text("mysql://segredo@db/multichat\n")
    (tmp_path / ".env").write_text(f"DATABASE_URL_FILE={tmp_path / 'url'}\n")

    assert nothing == ""
    assert written == "mysql://loja@db/multichat"
    assert prepare.setting("DATABASE_URL") == "mysql://segredo@db/multichat"


def test_headers_that_came_later_are_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, body in (("python", "exit 0"), ("pkg-config", "exit 0")):
        (tmp_path / name).write_text(f"#!/bin/sh\n{body}\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setattr(prepare, "VENV", tmp_path)
    monkeypatch.setattr(prepare, "PYTHON", tmp_path / "python")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setenv("PATH", str(tmp_path))
    stamp = tmp_path / ".requirements-mysql.stamp"
    value = prepare.digest(prepare.ROOT / "requirements-mysql.lock")
    stamp.write_text(f"absent {value}")

    prepare.install_mysql(is_required=False)

    assert stamp.read_text() == value


@pytest.mark.slow
def test_a_demo_still_filling_stops_at_once_without_a_trace_and_begins_again(tmp_path: Path) -> None:
    with demo_in(tmp_path) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("· "):
                break
        process.send_signal(signal.SIGINT)
        after = process.stdout.read()
    with demo_in(tmp_path) as process:
        assert process.stdout is not None
        again = []
        for line in process.stdout:
            again.append(line)
            if line.startswith("Ready: "):
                break
        process.send_signal(signal.SIGTERM)
        process.stdout.read()

    assert "Ready" not in after
    assert "Traceback" not in after
    steps = [line for line in again if line.startswith("· conversas")]
    assert len(steps) == -(-DAYS // 7)
    assert messages_of(tmp_path / "demo") > 1_000
    assert hours_of_the_last_day(tmp_path / "demo") >= 8


def hours_of_the_last_day(folder: Path) -> int:
    """Em quantas horas das últimas 24 a demonstração recebeu eventos, conforme os contadores e conforme as linhas."""
    since = (datetime.now(UTC) - timedelta(hours=24)).strftime("%Y-%m-%d %H:%M:%S")
    with closing(sqlite3.connect(folder / "multichat.sqlite3")) as database:
        counted = database.execute(
            "SELECT hour, SUM(n) FROM core_stat WHERE metric = 'event' AND hour >= ?"
            # O livro-caixa soma também as que se apagaram: as da vez que parou no meio.
            " AND instance IN (SELECT id FROM core_whatsappinstance) GROUP BY hour ORDER BY hour",
            [since],
        ).fetchall()
        rows = database.execute(
            "SELECT strftime('%Y-%m-%d %H:00:00', received_at) AS h, COUNT(*) FROM core_webhookevent"
            " WHERE received_at >= ? AND state IN ('processed', 'ignored') GROUP BY h ORDER BY h",
            [counted[0][0]],
        ).fetchall()
    assert [(hour[:19], n) for hour, n in counted] == rows
    return len(rows)


def messages_of(folder: Path) -> int:
    """Quantas mensagens a demonstração guardou."""
    with closing(sqlite3.connect(folder / "multichat.sqlite3")) as database:
        return int(database.execute("SELECT count(*) FROM core_mensagem").fetchone()[0])
