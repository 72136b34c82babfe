"""O `migrate` do Django, que continua o que uma queda deixou pela metade (multichat.resumed_migration)."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from multichat import resumed_migration


class Command(migrate.Command):
    """Aplica as migrações."""

    def handle(self, *args: Any, **options: Any) -> Any:
        """Guarda em que banco se migra."""
        self.target = connections[options["database"]]
        return super().handle(*args, **options)

    def migration_progress_callback(self, action: str, migration: Any = None, fake: bool = False) -> None:
        """Anota o começo e o fim de cada uma, onde o DDL não se desfaz."""
        super().migration_progress_callback(action, migration, fake)
        if fake or self.target.features.can_rollback_ddl:
            return
        if action == "apply_start":
            resumed_migration.begin(self.target, migration)
        elif action == "apply_success":
            resumed_migration.end(self.target, migration)
