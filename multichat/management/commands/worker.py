"""`manage.py worker`: o trabalho de fundo, até SIGTERM."""

from typing import Any

from django.core.management.base import BaseCommand

from multichat import worker


class Command(BaseCommand):
    """Executa os trabalhos de multichat/jobs.py."""

    help = "Executa o trabalho de fundo (caixa de entrada, caixa de saída, mídia, sondagens) até SIGTERM."

    def handle(self, *args: Any, **options: Any) -> None:
        """Roda até ser parado."""
        worker.run()
