"""Levar a instalação a outro banco: um backup só das linhas, restaurado lá, e as impressões comparadas."""

import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from core.models import Heartbeat
from multichat.backup import rows
from multichat.backup.archive import Reader
from multichat.backup.errors import BackupError
from multichat.backup.make import back_up
from multichat.backup.places import Folder
from multichat.backup.verify import restore_elsewhere
from multichat.terminal import _

ALIVE = timedelta(seconds=15)  # o worker dá sinal a cada 2 s


def move(url: str, say: Callable[[str], Any]) -> None:
    """Leva tudo ao banco `url`, que tem de estar vazio; daqui nada sai. Levanta `BackupError`."""
    if Heartbeat.objects.filter(seen_at__gt=timezone.now() - ALIVE).exists():
        raise BackupError(_("Há um web ou worker no ar: pare tudo antes, ou o que escreverem fica para trás."))
    with tempfile.TemporaryDirectory(prefix=".mcb-", dir=settings.DATA_DIR) as folder:
        place = Folder(Path(folder))
        made = back_up(place, media=False)
        path = Path(folder) / made.name
        restore_elsewhere(str(path), url, Path(folder), ["--media", "none"], say)
        with Reader(path) as backup:
            for table, n_rows, sha256 in backup.tables:
                now = rows.print_of(connection, table)
                if (now.n, now.sha256) != (n_rows, sha256):
                    words = _("Alguém escreveu em {table} entretanto: pare tudo, esvazie o outro banco e repita.")
                    raise BackupError(words.format(table=table.name))
                say(_("{table}: {n} linhas, {sha256}").format(table=table.name, n=n_rows, sha256=sha256[:12]))
