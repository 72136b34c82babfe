"""`manage.py backup [--to DIR]`: um backup, com tudo no ar."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from multichat.backup.errors import BackupError
from multichat.backup.make import Made, back_up
from multichat.backup.places import place_of


class Command(BaseCommand):
    """Pode ser feito a qualquer hora: quem escreve não espera."""

    help = "Faz um backup do banco e dos arquivos, com tudo no ar."

    def add_arguments(self, parser: CommandParser) -> None:
        """--to."""
        parser.add_argument("--to", help="a pasta (ou s3://…); sem ela, BACKUP_DIR, ou DATA_DIR/backups")

    def handle(self, *args: Any, **options: Any) -> None:
        """Diz o que foi, e o que não foi."""
        where = options["to"] or settings.BACKUP_DIR or str(settings.DATA_DIR / "backups")
        try:
            made = back_up(place_of(where))
        except (BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        self.tell(made)

    def tell(self, made: Made) -> None:
        """O resumo."""
        files = made.files
        self.stdout.write(
            f"{made.name}: {made.n_rows} linhas, {files.n} arquivos"
            f" ({files.new} novos, {files.new_bytes / 2**20:.1f} MB)"
        )
        if files.absent:
            self.stdout.write(f"{len(files.absent)} arquivos que as mensagens mostram não estão guardados aqui")
        self.stdout.write(
            "chaves seladas por BACKUP_PASSPHRASE"
            if made.has_keys
            else "chaves de fora (sem BACKUP_PASSPHRASE): guarde a SECRET_KEY à parte, ou os tokens não se lerão"
        )
