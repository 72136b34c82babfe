"""Restaurar um backup noutro banco, num processo à parte: nada do que este processo usa muda."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings

from multichat.backup.errors import NotProved
from multichat.terminal import _

Say = Callable[[str], Any]
LOOK_S = 1.0


def verify(file: str, *, keys: bool = True, say: Say = lambda _: None, tick: Callable[[], Any] = lambda: None) -> None:
    """Restaura num SQLite de rascunho e lê o hash de cada arquivo do backup. Levanta `NotProved`, com a falha."""
    with tempfile.TemporaryDirectory(prefix=".mcb-", dir=settings.DATA_DIR) as folder:
        options = ["--media", "hash", *([] if keys else ["--without-keys"])]
        restore_elsewhere(file, f"sqlite:///{folder}/scratch.sqlite3", Path(folder), options, say, tick)


def restore_elsewhere(
    file: str, url: str, folder: Path, options: list[str], say: Say, tick: Callable[[], Any] = lambda: None
) -> None:
    """`manage.py restore` com outro banco. Levanta `NotProved` com o que ele disse por último."""
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "DATA_DIR": str(folder),
        "SECRET_KEY": settings.SECRET_KEY,
        "BACKUP_DIR": settings.BACKUP_DIR,
        "BACKUP_PASSPHRASE": settings.BACKUP_PASSPHRASE,
        "MEDIA_STORAGE_URL": "",  # vazias: o .env não as põe de volta
        "MEDIA_STORAGE_URL_FILE": "",
        "DJANGO_SETTINGS_MODULE": "multichat.settings",
    }
    path = Path(file)
    told, failed = folder / "told", folder / "failed"
    with told.open("wb") as out, failed.open("wb") as errors:
        child = subprocess.Popen(  # noqa: S603  (nós mesmos)
            [sys.executable, "manage.py", "restore", str(path.resolve()) if path.is_file() else file, *options],
            cwd=settings.BASE_DIR,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=errors,
        )
        try:
            while child.poll() is None:
                tick()
                time.sleep(LOOK_S)
        finally:
            if child.poll() is None:
                child.kill()
                child.wait()
    for line in told.read_text("utf-8", "replace").splitlines()[:-1]:
        say(line)
    if child.returncode:
        lines = failed.read_text("utf-8", "replace").strip().splitlines()
        lines = lines or [_("saída {code}").format(code=child.returncode)]
        raise NotProved(lines[-1].removeprefix("CommandError: "))
