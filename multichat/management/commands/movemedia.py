"""`manage.py movemedia [--keep]`: leva ao balde de MEDIA_STORAGE_URL os arquivos que estão em DATA_DIR/media."""

import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.media import stored_file
from core.media.move_to_bucket import move


class Command(BaseCommand):
    """Pode ser interrompido e repetido: o que já foi, foi."""

    help = "Leva ao balde de MEDIA_STORAGE_URL os arquivos guardados em DATA_DIR/media, conferindo um por um."

    def add_arguments(self, parser: CommandParser) -> None:
        """--keep."""
        parser.add_argument(
            "--keep", action="store_true", help="copia sem apagar o que está aqui (antes de trocar, com tudo no ar)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """O resumo no fim; saída 1 se algum arquivo está estragado."""
        if not stored_file.is_bucket():
            raise CommandError("MEDIA_STORAGE_URL está vazia: não há balde para onde levar os arquivos.")
        try:
            stored_file.prove()
        except OSError as error:
            raise CommandError(f"O balde de MEDIA_STORAGE_URL não serve: {error}.") from error
        try:
            done = move(Path(settings.MEDIA_ROOT), keep_here=options["keep"], say=self.stdout.write)
        except OSError as error:
            raise CommandError(f"Parou: {error} Rode de novo, e segue de onde parou.") from error
        self.stdout.write(str(done))
        if done.broken:
            sys.exit(1)
