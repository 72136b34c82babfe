"""`manage.py movedatabase --to URL`: a instalação inteira noutro banco, com tudo parado."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from multichat.backup.errors import BackupError
from multichat.backup.move import move
from multichat.terminal import _


class Command(BaseCommand):
    """O banco de agora fica como está; o outro tem de estar vazio."""

    help = _("Leva a instalação a outro banco (SQLite -> MariaDB), com contas e impressões comparadas.")

    def add_arguments(self, parser: CommandParser) -> None:
        """--to."""
        parser.add_argument("--to", required=True, help=_("mysql://usuario:senha@servidor:3306/banco, vazio"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Uma linha por tabela, e o que fazer a seguir."""
        try:
            move(options["to"], self.stdout.write)
        except (BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(_("Levado. Ponha este endereço em DATABASE_URL e ligue tudo de novo."))
