"""A pasta de dados é só nossa: 0700, e 0600 o que nela é segredo ou banco."""

import os
from pathlib import Path

from multichat.env import ROOT

BESIDE_THE_DATABASE = ("", "-wal", "-shm", "-journal", ".lock")


def private_folder(folder: Path) -> None:
    """Cria a pasta, ou fecha a que está no nosso checkout. Uma de fora, que pode ter mais gente, fica como foi dada: o
    que se guarda nela é fechado um por um. Levanta OSError."""
    if not folder.exists():
        folder.mkdir(parents=True, mode=0o700)
    elif folder.is_relative_to(ROOT):
        _close(folder, 0o700)
    _close(folder / "media", 0o700)
    _close(folder / "secret_key", 0o600)


def private_database(database: Path) -> None:
    """O arquivo SQLite e os que andam ao lado dele."""
    for suffix in BESIDE_THE_DATABASE:
        _close(database.with_name(database.name + suffix), 0o600)


def _close(path: Path, mode: int) -> None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return
    if found.st_uid == os.geteuid() and found.st_mode & 0o077:
        path.chmod(mode)
