"""`manage.py backup [--to DIR]`: um backup, com tudo no ar."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from multichat.backup import schedule
from multichat.backup.errors import BackupError
from multichat.backup.make import Made, back_up
from multichat.backup.places import place_of
from multichat.terminal import _


class Command(BaseCommand):
    """Pode ser feito a qualquer hora: quem escreve não espera."""

    help = _("Faz um backup do banco e dos arquivos, com tudo no ar.")

    def add_arguments(self, parser: CommandParser) -> None:
        """--to."""
        parser.add_argument("--to", help=_("a pasta (ou s3://…); sem ela, BACKUP_DIR, ou DATA_DIR/backups"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Diz o que foi, e o que não foi."""
        where = options["to"] or settings.BACKUP_DIR or str(settings.DATA_DIR / "backups")
        try:
            made = schedule.by_hand() if where == settings.BACKUP_DIR else back_up(place_of(where))
        except (BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        self.tell(made)

    def tell(self, made: Made) -> None:
        """O resumo."""
        files = made.files
        words = _("{name}: {rows} linhas, {files} arquivos ({new} novos, {mib} MB)")
        mib = f"{files.new_bytes / 2**20:.1f}"
        self.stdout.write(words.format(name=made.name, rows=made.n_rows, files=files.n, new=files.new, mib=mib))
        if files.absent:
            words = _("{n} arquivos que as mensagens mostram não estão guardados aqui")
            self.stdout.write(words.format(n=len(files.absent)))
        self.stdout.write(
            _("chaves seladas por BACKUP_PASSPHRASE")
            if made.has_keys
            else _("chaves de fora (sem BACKUP_PASSPHRASE): guarde a SECRET_KEY à parte, ou os tokens não se lerão")
        )
