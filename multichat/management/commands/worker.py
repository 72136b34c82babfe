"""`manage.py worker`: o trabalho de fundo, até SIGTERM."""

import os
from typing import Any

from django.core.management.base import BaseCommand

from multichat import worker
from multichat.terminal import _


class Command(BaseCommand):
    """Executa os trabalhos de multichat/jobs.py."""

    help = _("Executa o trabalho de fundo (caixa de entrada, caixa de saída, mídia, sondagens) até SIGTERM.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Roda até ser parado."""
        os.umask(0o077)
        worker.run()
