"""`manage.py simulator [--port N]`: o lugar-tenente da W-APi, para desenvolver, demonstrar e testar."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from simulator.options import Options
from simulator.server import serve


class Command(BaseCommand):
    """Sobe o simulador até Ctrl-C."""

    help = "Sobe o simulador da W-APi (só para desenvolvimento, demonstração e testes)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """--host e --port."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8090)

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve."""
        serve(options["host"], options["port"], Options(adopt_unknown=True))
