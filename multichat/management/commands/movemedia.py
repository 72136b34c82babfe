"""`manage.py movemedia [--keep]`: leva ao balde de MEDIA_STORAGE_URL os arquivos que estão em DATA_DIR/media."""

import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from core.media import stored_file
from core.media.move_to_bucket import move
from multichat import terminal
from multichat.terminal import _


class Command(BaseCommand):
    """Pode ser interrompido e repetido: o que já foi, foi."""

    help = _("Leva ao balde de MEDIA_STORAGE_URL os arquivos guardados em DATA_DIR/media, conferindo um por um.")

    def add_arguments(self, parser: CommandParser) -> None:
        """--keep."""
        parser.add_argument(
            "--keep", action="store_true", help=_("copia sem apagar o que está aqui (antes de trocar, com tudo no ar)")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """O resumo no fim; saída 1 se algum arquivo está estragado."""
        if not stored_file.is_bucket():
            raise CommandError(_("MEDIA_STORAGE_URL está vazia: não há balde para onde levar os arquivos."))
        try:
            stored_file.prove()
        except OSError as error:
            raise CommandError(_("O balde de MEDIA_STORAGE_URL não serve: {error}.").format(error=error)) from error
        try:
            with translation.override(terminal.language()):
                done = move(Path(settings.MEDIA_ROOT), keep_here=options["keep"], say=self.stdout.write)
                self.stdout.write(str(done))
        except OSError as error:
            raise CommandError(_("Parou: {error} Rode de novo, e segue de onde parou.").format(error=error)) from error
        if done.broken:
            sys.exit(1)
