"""O que impede a partida se diz numa linha, e dois não sobem sobre o mesmo banco (processos de verdade, sem esperar
que fiquem prontos)."""

import os
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from authentication.models import User
from multichat import admins, only_one
from multichat.env import ROOT
from multichat.terminal import CannotGoOn
from scripts.with_mariadb import free_port


def run(folder: Path, *command: str, **environment: str) -> tuple[int, list[str]]:
    """Um comando nosso sobre uma pasta de dados: a saída e as linhas."""
    ours = {"DATA_DIR": str(folder), "PORT": str(free_port()), "HOST": "127.0.0.1", "PYTHONPATH": str(ROOT)}
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "PUBLIC_URL"}}
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env={**kept, **ours, **environment}, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, timeout=90,
    )  # fmt: skip
    return done.returncode, [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]


def supervisor(folder: Path, *words: str, **environment: str) -> tuple[int, list[str]]:
    return run(folder, "-m", "multichat.supervisor", *words, **environment)


def mode(path: Path) -> str:
    return oct(stat.S_IMODE(path.stat().st_mode))


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        one.listen()
        yield one.getsockname()[1]


@pytest.fixture
def in_use(tmp_path: Path) -> Iterator[Path]:
    """Uma pasta com um banco que outro processo segura."""
    database = tmp_path / "multichat.sqlite3"
    code = f"from pathlib import Path; from multichat import only_one; only_one.claim(Path({str(database)!r})); input()"
    with subprocess.Popen(
        [sys.executable, "-c", f"{code}"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        while not database.with_name("multichat.sqlite3.lock").exists():
            assert holder.poll() is None
        yield tmp_path
        holder.kill()


@pytest.mark.parametrize("command", [("-m", "multichat.supervisor"), ("manage.py", "web")], ids=["run", "web"])
def test_a_second_start_on_one_sqlite_folder_is_refused_with_a_line(in_use: Path, command: tuple[str, ...]) -> None:
    code, lines = run(in_use, *command)

    assert code != 0
    assert len(lines) == 1, lines
    assert "outro MultiChat já está no ar" in lines[0]
    assert "DATA_DIR" in lines[0]


def test_a_second_demo_leaves_the_first_as_it_was(in_use: Path) -> None:
    (in_use / "simulator.port").write_text("8901")

    code, lines = supervisor(in_use, "--demo", DEMO_DATA_DIR=str(in_use))

    assert code != 0
    assert len(lines) == 1, lines
    assert not (in_use / "filling").exists()  # calaria a que está no ar
    assert (in_use / "simulator.port").read_text() == "8901"


def test_who_ended_does_not_hold_the_database(tmp_path: Path) -> None:
    database = tmp_path / "multichat.sqlite3"
    code = f"from pathlib import Path; from multichat import only_one; only_one.claim(Path({str(database)!r}))"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)

    only_one.claim(database)

    with pytest.raises(subprocess.CalledProcessError):
        subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True)


def test_what_a_process_becomes_by_exec_still_holds_the_database(tmp_path: Path) -> None:
    """O `manage.py web` vira o granian."""
    database = tmp_path / "multichat.sqlite3"
    becomes = [sys.executable, "-c", "print('outro', flush=True); input()"]
    code = (
        "import os; from pathlib import Path; from multichat import only_one;"
        f"only_one.claim(Path({str(database)!r})); only_one.hand_over(); os.execv({sys.executable!r}, {becomes!r})"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "outro\n"

        with pytest.raises(CannotGoOn):
            only_one.claim(database)
        process.kill()


def test_a_demo_on_a_taken_port_is_one_line_that_says_make_demo(tmp_path: Path, taken: int) -> None:
    code, lines = supervisor(tmp_path, "--demo", PORT=str(taken), DEMO_DATA_DIR=str(tmp_path / "demo"))

    assert code != 0
    assert len(lines) == 1, lines
    assert "make demo" in lines[0]
    assert not (tmp_path / "demo").exists()


@pytest.mark.parametrize(
    ("language", "words"),
    [("pt_BR.UTF-8", "o broker de CELERY_BROKER_URL não atende"), ("en_GB.UTF-8", "the broker of CELERY_BROKER_URL")],
)
@pytest.mark.parametrize("address", ["redis://:segredo@127.0.0.1:1/0", "correio://127.0.0.1"])
def test_a_broker_that_does_not_answer_is_one_line(tmp_path: Path, language: str, words: str, address: str) -> None:
    code, lines = supervisor(tmp_path, CELERY_BROKER_URL=address, LC_ALL=language)

    assert code != 0
    assert len(lines) == 1, lines
    assert words in lines[0]
    assert "segredo" not in lines[0]


@pytest.mark.parametrize("command", [("-m", "multichat.supervisor"), ("manage.py", "worker")], ids=["run", "worker"])
def test_a_wrong_setting_is_said_in_the_language_of_the_terminal(tmp_path: Path, command: tuple[str, ...]) -> None:
    _, portuguese = run(tmp_path, *command, WEBHOOK_OPEN="talvez")
    _, english = run(tmp_path, *command, WEBHOOK_OPEN="talvez", LC_ALL="en_US.UTF-8")

    assert portuguese == ["MultiChat: WEBHOOK_OPEN=talvez: use 1 ou 0."]
    assert english == ["MultiChat: WEBHOOK_OPEN=talvez: use 1 or 0."]


def test_the_data_folder_and_what_is_in_it_are_only_ours(tmp_path: Path) -> None:
    folder = tmp_path / "data"

    code, _ = run(folder, "manage.py", "migrate", "--verbosity=0")
    run(folder, "manage.py", "check")

    assert code == 0
    assert mode(folder) == "0o700"
    assert {path.name: mode(path) for path in folder.iterdir() if path.is_file()} == {
        "multichat.sqlite3": "0o600",
        "secret_key": "0o600",
    }


def test_a_database_of_before_is_closed_at_the_next_start(tmp_path: Path) -> None:
    (tmp_path / "multichat.sqlite3").touch(0o644)
    (tmp_path / "media").mkdir(0o755)
    (tmp_path / "deles").touch(0o644)
    before = mode(tmp_path)

    run(tmp_path, "manage.py", "check")

    assert mode(tmp_path / "multichat.sqlite3") == "0o600"
    assert mode(tmp_path / "media") == "0o700"
    assert (mode(tmp_path), mode(tmp_path / "deles")) == (before, "0o644")  # uma pasta de fora pode ter mais gente


@pytest.mark.parametrize(
    ("email", "password"),
    [("sem-arroba", "senha-longa-1"), ("ana@exemplo.com.br", "curta"), ("ana@exemplo.com.br", "password123")],
)
def test_an_administrator_that_the_screen_would_refuse_is_refused(db: None, email: str, password: str) -> None:
    with pytest.raises(CommandError):
        call_command("createadmin", email=email, password=password)

    assert not User.objects.exists()


def test_createadmin_makes_one_and_gives_back_the_password_of_one(db: None) -> None:
    call_command("createadmin", email="Ana@Exemplo.com.br", password="senha-longa-1", verbosity=0)
    call_command("createadmin", email="ana@exemplo.com.br", password="outra-senha-2", verbosity=0)

    ana = User.objects.get()
    assert ana.email == "ana@exemplo.com.br"
    assert ana.check_password("outra-senha-2")


@pytest.mark.parametrize(("email", "password"), [("ana", "senha-longa-1"), ("ana@exemplo.com.br", "12345678")])
def test_the_first_administrator_of_the_environment_is_checked_too(
    db: None, monkeypatch: pytest.MonkeyPatch, email: str, password: str
) -> None:
    monkeypatch.setenv("ADMIN_EMAIL", email)
    monkeypatch.setenv("ADMIN_PASSWORD", password)

    with pytest.raises(CannotGoOn, match="ADMIN_EMAIL, ADMIN_PASSWORD"):
        admins.first_admin()

    assert not User.objects.exists()


def test_on_a_terminal_a_bad_answer_is_asked_again(
    db: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("ADMIN_EMAIL", raising=False)
    monkeypatch.delenv("ADMIN_PASSWORD", raising=False)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    emails, passwords = iter(["ana", "ana@exemplo.com.br"]), iter(["senha-longa-1", "senha-longa-1"])
    monkeypatch.setattr("builtins.input", lambda _: next(emails))
    monkeypatch.setattr("getpass.getpass", lambda _: next(passwords))

    admins.first_admin()

    assert User.objects.get().email == "ana@exemplo.com.br"
    assert len(capsys.readouterr().out.splitlines()) == 2
