"""O que se apaga do lugar dos backups: os velhos, e os arquivos que nenhum dos que ficam nomeia."""

import logging
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing

from django.conf import settings

from multichat.backup.archive import Reader
from multichat.backup.errors import BackupError
from multichat.backup.files import is_whole, sha256_of
from multichat.backup.places import MEDIA, Folder, Place

logger = logging.getLogger("multichat.backup")

Tick = Callable[[], object]
ABANDONED_S = 86_400.0


def prune(place: Place, keep: int, ours: set[str], always: set[str], tick: Tick) -> None:
    """Dos nossos (`ours`; outra instalação pode guardar os dela aqui) ficam os `keep` mais novos e os de `always` (o
    último bom, o último conferido)."""
    names = place.backups()
    kept = {*[name for name in names if name in ours][-keep:], *always}
    old = {name for name in names if name in ours and name not in kept}
    for name in sorted(old):
        place.delete(name)
    if old:  # nada saiu: nenhum arquivo deixou de ser nomeado
        _drop_unnamed(place, sorted(set(names) - old), tick)
    _sweep_workshops(place)


def drop_broken(place: Place, name: str, tick: Tick) -> None:
    """Tira os arquivos de um backup cujo conteúdo não é o do nome."""
    try:
        with place.on_disk(name) as path, Reader(path) as backup:
            for file, _ in backup.files():
                tick()
                target = MEDIA + sha256_of(file)
                if not is_whole(place, target):
                    place.delete(target)
    except (BackupError, OSError) as error:  # o próprio backup não se lê: nada a tirar
        logger.warning("action=backup_not_read", extra={"fields": {"name": name, "error": type(error).__name__}})


def _drop_unnamed(place: Place, kept: list[str], tick: Tick) -> None:
    """Os nomes ficam num banco temporário: um backup pode ter milhões. Se um não se lê, nada se apaga."""
    with closing(sqlite3.connect("")) as named:
        named.execute("CREATE TABLE named (file TEXT PRIMARY KEY) WITHOUT ROWID")
        for name in kept:
            try:
                with place.on_disk(name) as path, Reader(path) as backup:
                    for file, _ in backup.files():
                        tick()
                        named.execute("INSERT OR IGNORE INTO named VALUES (?)", [MEDIA + sha256_of(file)])
            except (BackupError, OSError) as error:
                logger.warning(
                    "action=backup_not_read", extra={"fields": {"name": name, "error": type(error).__name__}}
                )
                return
        for file in place.media():
            tick()
            if named.execute("SELECT 1 FROM named WHERE file = ?", [file]).fetchone() is None:
                place.delete(file)


def _sweep_workshops(place: Place) -> None:
    """As pastas temporárias de quem morreu no meio."""
    for root in (settings.DATA_DIR, *([place.root] if isinstance(place, Folder) else [])):
        for folder in root.glob(".mcb-*"):
            if folder.stat().st_mtime < time.time() - ABANDONED_S:
                shutil.rmtree(folder, ignore_errors=True)
