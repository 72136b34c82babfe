"""Restaurar um backup noutro banco, num processo à parte: nada do que este processo usa muda."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from multichat.backup.errors import NotProved
from multichat.backup.places import find
from multichat.terminal import _

Say = Callable[[str], Any]
LOOK_S = 1.0
ROOM = 2.5  # as linhas em SQLite, e outro tanto no WAL até confirmar


def verify(file: str, *, keys: bool = True, say: Say = lambda _: None, tick: Callable[[], Any] = lambda: None) -> None:
    """Restaura num SQLite de rascunho e lê o hash de cada arquivo do backup. Levanta `NotProved`, com a falha."""
    _need_room(file)
    with tempfile.TemporaryDirectory(prefix=".mcb-", dir=settings.DATA_DIR) as folder:
        options = ["--media", "hash", *([] if keys else ["--without-keys"])]
        restore_elsewhere(file, f"sqlite:///{folder}/scratch.sqlite3", Path(folder), options, say, tick)


def _need_room(file: str) -> None:
    """O rascunho fica em DATA_DIR, ao lado do que vive: sem folga para ele, a porta seria a primeira a parar."""
    place, name = find(file)
    with place.on_disk(name) as path, zipfile.ZipFile(path) as archive:
        wanted = int(sum(one.file_size for one in archive.infolist()) * ROOM)
    free = shutil.disk_usage(settings.DATA_DIR).free
    if free < wanted:
        words = _("Falta espaço em DATA_DIR para a conferência: pede {wanted} MB, há {free} MB.")
        raise NotProved(words.format(wanted=wanted // 2**20, free=free // 2**20))


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
    if urlsplit(url).password:  # a deste banco não é a do outro
        environment |= {"DATABASE_PASSWORD": "", "DATABASE_PASSWORD_FILE": ""}
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
