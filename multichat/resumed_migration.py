"""Continuar uma migração que caiu no meio, onde o DDL não se desfaz.

No MariaDB cada CREATE e cada ALTER confirma na hora: uma queda deixa a migração pela metade, e recomeçá-la esbarraria
no que já existe. Por isso se anota qual está em curso; se ao recomeçar a anotação está lá, o que já existe (ou já foi
tirado) conta como feito. O passo de dados é uma transação e não fica pela metade, mas pode repetir-se: cada um tem de
dar no mesmo. Sem a anotação, o que já existe é erro, como sempre."""

import logging
from typing import Any

from django.db import DatabaseError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.migration import Migration
from django.db.migrations.recorder import MigrationRecorder

logger = logging.getLogger("multichat.migrate")

# Um app que não existe, na tabela do próprio Django: ele deixa de lado os que não conhece.
RUNNING = "running:"
# Tabela, coluna, índice ou restrição que já está lá; ou que já não está, para quem a tira.
DONE = {1050, 1051, 1060, 1061, 1091, 1826}
DUPLICATE_CONSTRAINT = "errno: 121"


def begin(connection: BaseDatabaseWrapper, migration: Migration) -> None:
    """Anota que esta migração começou; se ela já tinha começado, prepara a conexão para continuá-la."""
    recorder, (app, name) = MigrationRecorder(connection), _key(migration)
    if (app, name) in recorder.applied_migrations():
        logger.warning("action=migration_resumed", extra={"fields": {"migration": f"{migration.app_label}.{name}"}})
        connection.SchemaEditorClass = _resuming(type(connection).SchemaEditorClass)
    else:
        recorder.record_applied(app, name)


def end(connection: BaseDatabaseWrapper, migration: Migration) -> None:
    """Ela acabou: o que já existe volta a ser erro."""
    MigrationRecorder(connection).record_unapplied(*_key(migration))
    connection.__dict__.pop("SchemaEditorClass", None)


def _key(migration: Migration) -> tuple[str, str]:
    return RUNNING + migration.app_label, migration.name


def _resuming(editor: Any) -> Any:
    class Resuming(editor):  # type: ignore[misc]
        def execute(self, sql: Any, params: Any = ()) -> None:
            try:
                super().execute(sql, params)
            except DatabaseError as error:
                if not _is_done(error):
                    raise

    return Resuming


def _is_done(error: DatabaseError) -> bool:
    code, words = (*error.args, None, None)[:2]
    return code in DONE or (code == 1005 and DUPLICATE_CONSTRAINT in str(words))
