"""`manage.py createadmin`: cria ou redefine um administrador, sem perguntas."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from authentication import failures
from authentication.models import User
from core.models.tenancy import Role


class Command(BaseCommand):
    """Cria o administrador, ou devolve a ele papel, acesso e senha."""

    help = "Cria ou redefine um administrador."

    def add_arguments(self, parser: CommandParser) -> None:
        """--email e --password."""
        parser.add_argument("--email", required=True)
        parser.add_argument("--password", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        """Grava e diz o e-mail."""
        email = options["email"].strip().lower()
        user = User.objects.filter(email=email).first() or User(email=email, name=email.partition("@")[0])
        user.role, user.cliente, user.is_active = Role.ADMIN, None, True
        user.set_password(options["password"])
        user.save()
        failures.forget(email)
        self.stdout.write(f"Administrador pronto: {email}")
