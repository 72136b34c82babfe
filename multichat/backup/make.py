"""Fazer um backup, com tudo no ar."""

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from multichat.backup import rows, seal
from multichat.backup.archive import SUFFIX, Writer, member_of
from multichat.backup.errors import BackupError
from multichat.backup.files import Copied, copy_out, names_shown
from multichat.backup.places import Place
from multichat.backup.rows import Print, Table
from multichat.rekey import unreadable
from multichat.terminal import _

Tick = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Made:
    """Um backup feito."""

    name: str
    n_rows: int
    files: Copied
    has_keys: bool


def back_up(place: Place, *, media: bool = True, tick: Tick = lambda: None) -> Made:
    """Faz um. `tick` é chamado a cada pouco, para quem prova que está vivo. Levanta `BackupError`."""
    connections["default"].ensure_connection()
    if settings.SECRET_KEY_OLD and unreadable():
        raise BackupError(_("Há segredos ainda sob SECRET_KEY_OLD: rode `manage.py rekey` antes do backup."))
    program = version()
    sealed = seal.seal(settings.SECRET_KEY, settings.BACKUP_PASSPHRASE) if settings.BACKUP_PASSPHRASE else None
    made_at = timezone.now()
    with place.workshop() as work, Writer(work / f"new{SUFFIX}") as archive:
        with rows.snapshot() as connection:
            migrations = _migrations(connection)
            tables = [_table(archive, connection, table, tick) for table in rows.tables()]
            ids = rows.next_ids(connection)
            listed = _list_names(connection, work / "names") if media else 0
        files = Copied()
        names = _names(work / "names") if listed else iter(())
        archive.lines("files.jsonl", copy_out(names, place, work, files, tick))
        if sealed is not None:
            archive.put("keys.json", sealed)
        archive.finish(
            {
                "version": program,
                "made_at": made_at.isoformat(),
                "engine": connection.vendor,
                "migrations": migrations,
                "tables": [
                    {**table.as_json(), "rows": made.n, "sha256": made.sha256, "next_id": ids.get(table.name)}
                    for table, made in tables
                ],
                "files": {"n": files.n, "bytes": files.total_bytes, "absent": files.absent[:1000]},
                "keys": "sealed" if sealed is not None else "left_out",
                "key_proof": seal.prove(settings.SECRET_KEY),
            }
        )
        name = _free_name(place, made_at)
        place.put(name, work / f"new{SUFFIX}")
    return Made(name, sum(made.n for _, made in tables), files, sealed is not None)


def version() -> str:
    """A nossa versão."""
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text("utf-8"))
    return str(project["project"]["version"])


def _migrations(connection: BaseDatabaseWrapper) -> list[tuple[str, str]]:
    """As aplicadas. As tabelas lidas são as dos modelos: só valem se o banco está nesta versão."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise BackupError(_("O banco está numa versão anterior: rode `manage.py migrate` antes do backup."))
    applied = set(executor.loader.applied_migrations)
    if applied - set(executor.loader.disk_migrations):
        raise BackupError(_("O banco está numa versão mais nova que este programa: atualize-o antes do backup."))
    return sorted(applied)


def _table(archive: Writer, connection: BaseDatabaseWrapper, table: Table, tick: Tick) -> tuple[Table, Print]:
    made = Print()

    def counted() -> Iterator[bytes]:
        for line in rows.read(connection, table):
            made.add(line)
            if made.n % rows.AT_ONCE == 0:
                tick()
            yield line

    archive.lines(member_of(table), counted())
    return table, made


def _list_names(connection: BaseDatabaseWrapper, path: Path) -> int:
    """Guarda num arquivo os nomes do mesmo instante: copiar é demorado, e o instantâneo não espera por isso."""
    n = 0
    with path.open("w", encoding="utf-8") as file:
        for name in names_shown(connection):
            file.write(name + "\n")
            n += 1
    return n


def _names(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield line.rstrip("\n")


def _free_name(place: Place, at: datetime) -> str:
    while place.size(name := f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}{SUFFIX}") is not None:
        at += timedelta(seconds=1)
    return name
