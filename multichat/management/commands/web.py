"""`manage.py web`: só o servidor web (granian), para quem tem outro supervisor (docker compose, systemd)."""

import os
from typing import Any

from django.core.management.base import BaseCommand

from multichat.supervisor import web_command


class Command(BaseCommand):
    """Troca este processo pelo granian."""

    help = "Sobe só o servidor web; migração e worker são por fora."

    def handle(self, *args: Any, **options: Any) -> None:
        """Não volta."""
        command = web_command()
        os.execv(command[0], command)  # noqa: S606  (comando nosso)
