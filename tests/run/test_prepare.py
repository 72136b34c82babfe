"""O preparo do checkout: pasta mudada de lugar, interrompido, um `.env` que não se lê, e só o que tem hash."""

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from multichat.env import ROOT
from scripts import lock, prepare

UNREADABLE = Path("/proc/self/mem")  # um arquivo que nem o root lê do começo
LOCKS = (lock.BASE, *lock.MORE)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Um checkout só com o que o preparo lê antes de instalar."""
    for name in (
        "scripts/prepare.py",
        "multichat/__init__.py",
        "multichat/terminal.py",
        "locale/en/LC_MESSAGES/django.mo",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def start(checkout: Path, **environment: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "scripts/prepare.py", "run"], cwd=checkout, env={**os.environ, **environment},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
    )  # fmt: skip


def test_a_folder_that_moved_gets_a_venv_that_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, after = tmp_path / "antes", tmp_path / "depois"
    subprocess.run([sys.executable, "-m", "venv", str(before / ".venv")], check=True)
    before.rename(after)
    monkeypatch.setattr(prepare, "VENV", after / ".venv")
    monkeypatch.setattr(prepare, "PYTHON", after / ".venv" / "bin" / "python")

    prepare.make_venv()

    subprocess.run([str(after / ".venv" / "bin" / "pip"), "--version"], check=True, capture_output=True)


def test_a_folder_that_stayed_keeps_its_venv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "uma pasta" / ".venv")], check=True)
    monkeypatch.setattr(prepare, "VENV", tmp_path / "uma pasta" / ".venv")
    monkeypatch.setattr(prepare, "PYTHON", tmp_path / "uma pasta" / ".venv" / "bin" / "python")
    (stamp := tmp_path / "uma pasta" / ".venv" / ".requirements.stamp").write_text("x")

    prepare.make_venv()

    assert stamp.exists()


@pytest.mark.parametrize(
    ("language", "words"),
    [("pt_BR.UTF-8", "MultiChat: interrompido"), ("en_US.UTF-8", "MultiChat: interrupted")],
)
def test_ctrl_c_during_the_install_is_one_line(checkout: Path, language: str, words: str) -> None:
    with start(checkout, LC_ALL=language) as process:
        assert process.stdout is not None
        process.stdout.readline()  # «criando .venv»
        os.killpg(process.pid, signal.SIGINT)
        lines = [line for line in process.stdout.read().splitlines() if line]

    assert process.returncode != 0
    assert len(lines) == 1, lines
    assert lines[0].startswith(words)


def test_an_env_file_that_cannot_be_read_is_one_line_before_anything_is_installed(checkout: Path) -> None:
    (checkout / ".env").symlink_to(UNREADABLE)

    with start(checkout) as process:
        assert process.stdout is not None
        lines = process.stdout.read().splitlines()

    assert process.returncode != 0
    assert len(lines) == 1, lines
    assert lines[0].startswith(f"MultiChat: não consigo ler {checkout / '.env'}")


@pytest.mark.parametrize("name", LOCKS)
def test_what_people_read_is_what_is_installed(name: str) -> None:
    """Quem muda um `.txt` roda scripts/lock.py."""
    wanted = re.findall(r"^([\w.-]+)(?:\[\w+\])?==(\S+)", (ROOT / f"{name}.txt").read_text("utf-8"), re.MULTILINE)
    locked = re.findall(r"^([\w.-]+)==(\S+)", (ROOT / f"{name}.lock").read_text("utf-8"), re.MULTILINE)

    assert wanted
    assert {(one.lower().replace("_", "-"), version) for one, version in wanted} <= set(locked)


@pytest.mark.parametrize("name", LOCKS)
def test_every_pin_has_its_hash_and_none_names_a_place(name: str) -> None:
    text = (ROOT / f"{name}.lock").read_text("utf-8")
    pins = re.split(r"\n(?=[\w.-]+==)", text.split("scripts/lock.py", 1)[1])[1:]

    assert pins
    assert [pin for pin in pins if "--hash=sha256:" not in pin] == []
    assert "://" not in text
    assert "--index" not in text
    assert "--find-links" not in text


def test_whatever_is_installed_is_checked_against_its_hash() -> None:
    ours = [(ROOT / name).read_text("utf-8") for name in ("scripts/prepare.py", "Dockerfile")]
    installs = [line for text in ours for line in re.findall(r".*pip\"?,? \"?install.*", text)]

    assert len(installs) == 3
    assert [line for line in installs if "--require-hashes" not in line] == []
