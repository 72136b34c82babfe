"""Migra-se um banco da versão anterior com uma linha em cada tabela: nada se perde, e aquela versão, que ainda atende
enquanto se migra, continua a gravar sem conhecer as colunas novas."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from scripts.with_mariadb import PrivateMariaDB, find

ROOT = Path(__file__).parents[2]
ON_MARIADB = pytest.param(
    "mariadb", marks=[pytest.mark.slow, pytest.mark.skipif(find("mariadbd") is None, reason="não há mariadbd")]
)


@pytest.fixture(params=["sqlite", ON_MARIADB])
def database(request, tmp_path):
    """O endereço de um banco vazio."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/antes.sqlite3"
        return
    with PrivateMariaDB() as server:
        yield server.url


@pytest.fixture
def run(database, tmp_path):
    """Um comando com este banco; devolve o que ele disse, em JSON."""
    known = {**os.environ, "DATABASE_URL": database, "DATA_DIR": str(tmp_path)}

    def ran(*command: str) -> Any:
        done = subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env={**known, "DJANGO_SETTINGS_MODULE": "multichat.settings"},
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return json.loads(done.stdout) if done.stdout.startswith("{") else None

    return ran


def test_a_database_of_the_version_before_keeps_its_rows_and_its_writer(run):
    run("-m", "tests.run.old_version", "migrate")
    run("-m", "tests.run.old_version", "fill", "antes")
    before = run("-m", "tests.run.old_version", "look")

    run("manage.py", "migrate", "--no-input", "-v", "0")
    after = run("-m", "tests.run.old_version", "look")
    run("-m", "tests.run.old_version", "fill", "depois")
    read = run("-m", "tests.run.old_version", "read")

    assert [label for label, rows in before.items() if not rows] == []
    assert after == before
    assert {label: read[label] for label in before} == {label: 2 * len(rows) for label, rows in before.items()}
