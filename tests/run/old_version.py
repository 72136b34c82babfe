"""Fala com um banco pelos modelos da versão anterior. Um programa à parte, com o seu próprio banco:

python -m tests.run.old_version migrate | fill MARCA | look | read     (DATABASE_URL, DATA_DIR)"""

import json
import sys
from collections.abc import Iterator
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, models  # noqa: E402
from django.db.migrations.executor import MigrationExecutor  # noqa: E402

from core.models.belongings import BELONGINGS  # noqa: E402
from tests.rows import Rows  # noqa: E402

# A última migração da versão anterior. Muda quando uma versão sai.
BEFORE = {"core": "0016_alert_returned", "authentication": "0003_sessions"}


def old_models() -> Iterator[Any]:
    """Os modelos de então, pais primeiro."""
    apps = MigrationExecutor(connection).loader.project_state(list(BEFORE.items())).apps
    for one in BELONGINGS:
        try:
            yield apps.get_model(one.label)
        except LookupError:
            continue  # nasceu depois


def migrate() -> None:
    """Até a versão anterior."""
    for app, name in BEFORE.items():
        call_command("migrate", app, name, verbosity=0)


def fill(mark: str) -> None:
    """Mais uma linha em cada tabela, como aquela versão as gravava."""
    known: dict[str, Any] = {}
    rows = Rows(known, mark, filled=True)
    for model in old_models():
        if model._meta.label not in known:
            known[model._meta.label] = rows.make(model)


def look() -> None:
    """O que há nas colunas daquela versão."""
    tables = {}
    for model in old_models():
        columns = [f.column for f in model._meta.concrete_fields if not isinstance(f, models.GeneratedField)]
        quoted = ", ".join(map(connection.ops.quote_name, columns))
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {quoted} FROM {connection.ops.quote_name(model._meta.db_table)}")
            tables[model._meta.label] = sorted([dict(zip(columns, row, strict=True)) for row in cursor], key=str)
    sys.stdout.write(json.dumps(tables, default=str))


def read() -> None:
    """O que os modelos de agora leem de cada tabela."""
    sys.stdout.write(json.dumps({one.label: len(list(one.model._default_manager.all())) for one in BELONGINGS}))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["migrate"]:
            migrate()
        case ["fill", mark]:
            fill(mark)
        case ["look"]:
            look()
        case ["read"]:
            read()
