"""`manage.py demo`: enche a instalação de demonstração (o `make demo` o chama com web, worker e simulador no ar)."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from multichat import demo
from multichat.terminal import _


class Command(BaseCommand):
    """Dados críveis pela porta da frente."""

    help = _("Enche a instalação de demonstração; precisa de web, worker e simulador no ar.")

    def add_arguments(self, parser: CommandParser) -> None:
        """--simulator (endereço do simulador)."""
        parser.add_argument("--simulator", default=settings.WAPI_BASE_URL.removesuffix("/v1"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Uma linha por passo."""
        demo.fill(options["simulator"], lambda line: self.stdout.write(f"· {line}"))
