"""Um MultiChat só sobre cada banco SQLite: dois processos web disputariam a trava, e dois workers o que há a fazer."""

import fcntl
import os
from pathlib import Path

from multichat.terminal import CannotGoOn, _

_held: dict[Path, int] = {}


def claim(database: Path) -> None:
    """Segura o banco até este processo acabar (e o que ele virar, por exec). Levanta `CannotGoOn`."""
    path = database.with_name(f"{database.name}.lock").resolve()
    if path in _held or not path.parent.is_dir():
        return
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(handle)
        words = _("outro MultiChat já está no ar sobre {path}. Pare-o, ou dê a este outra pasta com DATA_DIR.")
        raise CannotGoOn(words.format(path=database)) from error
    _held[path] = handle


def hand_over() -> None:
    """O que este processo vai virar por exec continua a segurar o que ele segura."""
    for handle in _held.values():
        os.set_inheritable(handle, True)
