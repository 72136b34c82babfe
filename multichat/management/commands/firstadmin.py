"""`manage.py firstadmin`: o primeiro administrador, se ainda não há nenhum (ADMIN_EMAIL e ADMIN_PASSWORD)."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from multichat.admins import first_admin
from multichat.terminal import CannotGoOn, _


class Command(BaseCommand):
    """O mesmo passo do `make run`."""

    help = _("Cria o primeiro administrador, se não há nenhum.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Cria ou nada faz."""
        try:
            first_admin()
        except CannotGoOn as error:
            raise CommandError(str(error)) from error
