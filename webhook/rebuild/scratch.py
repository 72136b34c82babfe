"""Um banco de rascunho (SQLite num arquivo temporário) onde os eventos são aplicados de novo, pelo mesmo código.

Um roteador manda para lá, só nesta thread e só enquanto se pede, tudo que o ORM ler ou escrever."""

import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connections, models
from django.db.backends.sqlite3.base import DatabaseWrapper

from core.models.belongings import BELONGINGS

ALIAS = "scratch"
_state = threading.local()


class Router:
    """Roteador do Django: dentro de `routed()`, tudo vai para o rascunho."""

    def db_for_read(self, model: type[models.Model], **hints: Any) -> str | None:
        """O rascunho, se pedido."""
        return ALIAS if getattr(_state, "on", False) else None

    def db_for_write(self, model: type[models.Model], **hints: Any) -> str | None:
        """O rascunho, se pedido."""
        return ALIAS if getattr(_state, "on", False) else None


@contextmanager
def routed() -> Iterator[None]:
    """Nesta thread, até o fim do bloco, o ORM fala com o rascunho."""
    _state.on = True
    try:
        yield
    finally:
        _state.on = False


@contextmanager
def scratch_database() -> Iterator[None]:
    """Cria o rascunho, com todas as tabelas (unir linhas consulta as que delas pendem), e o apaga no fim."""
    with tempfile.TemporaryDirectory(prefix="multichat-rebuild-") as folder:
        settings = {
            **connections["default"].settings_dict,
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(Path(folder) / "scratch.sqlite3"),
            "OPTIONS": {"init_command": "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"},
        }
        # Só desta thread e fora de DATABASES: nada mais no processo o vê.
        connection = DatabaseWrapper(settings, ALIAS)
        connections[ALIAS] = connection
        try:
            connection.disable_constraint_checking()
            with connection.schema_editor() as editor:
                for one in BELONGINGS:
                    editor.create_model(one.model)
            yield
        finally:
            connection.close()
            del connections[ALIAS]
