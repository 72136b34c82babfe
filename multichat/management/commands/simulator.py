"""`manage.py simulator [--port N]`: o lugar-tenente da W-APi, para desenvolver, demonstrar e testar."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from multichat.terminal import _
from simulator.options import Options
from simulator.server import serve


class Command(BaseCommand):
    """Sobe o simulador até Ctrl-C."""

    help = _("Sobe o simulador da W-APi (só para desenvolvimento, demonstração e testes).")
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """--host e --port."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8090)

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve."""
        announce = _("Simulador da W-APi: {url} (WAPI_BASE_URL={base_url})")
        serve(options["host"], options["port"], announce, Options(adopt_unknown=True))
