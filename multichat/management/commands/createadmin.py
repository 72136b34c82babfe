"""`manage.py createadmin`: cria ou redefine um administrador, sem perguntas."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from multichat.admins import save_admin
from multichat.terminal import CannotGoOn, _


class Command(BaseCommand):
    """Cria o administrador, ou devolve a ele papel, acesso e senha."""

    help = _("Cria ou redefine um administrador.")

    def add_arguments(self, parser: CommandParser) -> None:
        """--email e --password."""
        parser.add_argument("--email", required=True)
        parser.add_argument("--password", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        """Grava e diz o e-mail."""
        try:
            user = save_admin(options["email"], options["password"])
        except CannotGoOn as error:
            raise CommandError(str(error)) from error
        self.stdout.write(_("Administrador pronto: {email}").format(email=user.email))
