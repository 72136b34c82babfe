"""A demonstração inteira: backup enquanto se recebe, tudo destruído, restaurado, e nada falta.

Processos de verdade: web, worker e simulador no ar, e quem poste sem parar."""

import hashlib
import json
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.servers import BIN, ROOT, Stack, stack
from scripts.with_mariadb import find, free_port
from tests.promises.test_crash import Poster

pytestmark = pytest.mark.slow
POSTERS = 3
# O que se mostra depois: contas, os 200 de antes do backup, e os arquivos das mídias prontas.
STATE = """
import json
from core.models import *
from core.models.belongings import BELONGINGS, file_holders
print(json.dumps({
  'counts': {one.label: one.model.objects.count() for one in BELONGINGS},
  'events': sorted(WebhookEvent.objects.values_list('event_id', flat=True)),
  'files': sorted({name for one in file_holders() for name in one.model.objects.exclude(**{one.file: None})
                   .values_list(one.file, flat=True)}),
  'tokens': sorted(filter(None, (i.token for i in WhatsappInstance.objects.all()))),
}))
"""


@pytest.fixture(params=["sqlite", "mariadb"])
def demo(request) -> Iterator[Stack]:
    """A demonstração cheia e no ar."""
    if request.param == "mariadb" and find("mariadbd") is None:
        pytest.skip("não há mariadbd")
    port = free_port()
    with stack(request.param) as one:
        one.environment |= {
            "WAPI_BASE_URL": f"http://127.0.0.1:{port}/v1",
            "MEDIA_EXTRA_HOSTS": f"127.0.0.1:{port}",
            "BACKUP_PASSPHRASE": "a senha dos backups",
        }
        one.processes["simulator"] = subprocess.Popen(
            [str(BIN / "python"), "manage.py", "simulator", "--port", str(port)],
            cwd=ROOT, env=one.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        one.start_all()
        one.manage("demo")
        yield one


def test_the_demo_backed_up_under_load_is_destroyed_and_comes_back_whole(demo, tmp_path):
    _, instance_id, path = demo.register("Carga")
    stop = threading.Event()
    posters = [Poster(demo, path, instance_id, n + 1, stop) for n in range(POSTERS)]
    for poster in posters:
        poster.start()
    time.sleep(2)
    answered = [event for poster in posters for event in list(poster.answered)]
    first = demo.manage("backup", "--to", str(tmp_path))
    before = len(list((tmp_path / "media").iterdir()))
    during = sum(len(poster.answered) for poster in posters) - len(answered)
    second = demo.manage("backup", "--to", str(tmp_path))
    stop.set()
    for poster in posters:
        poster.join(15)
    tokens = state_of(demo)["tokens"]
    demo.stop("supervisor")
    backup = max(tmp_path.glob("*.mcb"))

    destroy(demo)
    told = demo.manage("restore", str(backup))
    restored = state_of(demo)

    assert len(answered) > 20
    assert during > 0
    assert set(answered) <= set(restored["events"])
    assert restored["tokens"] == tokens
    assert len(tokens) >= 4
    assert restored["counts"]["core.Mensagem"] > 300
    assert f"{sum(restored['counts'].values())} linhas" in second
    assert new_files(first) == before > 10
    assert new_files(second) <= before / 2
    assert "difere" not in told
    assert demo.manage("rebuild", "--check").count("igual") == restored["counts"]["core.WhatsappInstance"]
    media = Path(demo.environment["DATA_DIR"]) / "media"
    wrong = [name for name in restored["files"] if sha256(media / name) != name.rpartition("/")[2][:64]]
    assert restored["files"] != []
    assert wrong == []


def state_of(one: Stack) -> dict:
    return json.loads(one.python(STATE).splitlines()[-1])


def destroy(one: Stack) -> None:
    """Nem banco, nem arquivos, nem chave."""
    folder = Path(one.environment["DATA_DIR"])
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.suffix != ".log":
            path.unlink()
    if one.mariadb:
        done = one.mariadb.sql("DROP DATABASE multichat; CREATE DATABASE multichat CHARACTER SET utf8mb4")
        assert done.returncode == 0


def new_files(told: str) -> int:
    found = re.search(r"\((\d+) novos", told)
    return int(found[1]) if found else -1


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
