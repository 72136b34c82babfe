"""`manage.py firstadmin`: o primeiro administrador, se ainda não há nenhum (ADMIN_EMAIL e ADMIN_PASSWORD)."""

from typing import Any

from django.core.management.base import BaseCommand

from multichat.supervisor import first_admin


class Command(BaseCommand):
    """O mesmo passo do `make run`."""

    help = "Cria o primeiro administrador, se não há nenhum."

    def handle(self, *args: Any, **options: Any) -> None:
        """Cria ou nada faz."""
        first_admin()
