"""`manage.py web`: só o servidor web (granian), para quem tem outro supervisor (docker compose, systemd)."""

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from multichat import only_one
from multichat.supervisor import web_command
from multichat.terminal import CannotGoOn, _


class Command(BaseCommand):
    """Troca este processo pelo granian."""

    help = _("Sobe só o servidor web; migração e worker são por fora.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Não volta."""
        os.umask(0o077)
        if settings.IS_SQLITE:
            try:
                only_one.claim(Path(settings.DATABASES["default"]["NAME"]))
            except CannotGoOn as error:
                raise CommandError(str(error)) from error
            only_one.hand_over()
        command = web_command()
        os.execv(command[0], command)  # noqa: S606  (comando nosso)
