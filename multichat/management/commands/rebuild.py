"""`manage.py rebuild [--instance ID] [--check]`: deriva de novo, dos eventos, o que eles querem dizer."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.models import WhatsappInstance
from webhook.rebuild import rebuild
from webhook.rebuild.pause import PauseLost


class Command(BaseCommand):
    """Reconstrói conversas, mensagens, reações e mídia; com --check só compara."""

    help = "Deriva conversas, mensagens, reações e mídia dos eventos guardados."

    def add_arguments(self, parser: CommandParser) -> None:
        """--instance (id da API) e --check."""
        parser.add_argument("--instance", type=int, help="id da instância na API; sem ele, todas")
        parser.add_argument("--check", action="store_true", help="só compara; saída 1 se algo difere")

    def handle(self, *args: Any, **options: Any) -> None:
        """Uma linha por instância; com --check, o que difere e saída 1."""
        instances = WhatsappInstance.objects.order_by("pk")
        if options["instance"] is not None:
            instances = instances.filter(pk=options["instance"])
            if not instances.exists():
                raise CommandError(f"Não existe instância com id {options['instance']}.")
        differs = False
        for instance in instances:
            try:
                report = rebuild(instance, check=options["check"])
            except PauseLost as error:
                raise CommandError(f"{instance.pk} {instance}: {error} Tente de novo em dois minutos.") from error
            differs |= not report.is_equal
            verdict = "igual" if report.is_equal else ("difere" if options["check"] else "corrigida")
            self.stdout.write(f"{instance.pk} {instance}: {report.events} eventos, {verdict}")
            for difference in report.differences:
                if difference.size:
                    self.stdout.write(f"    {difference}")
            if report.wrong_unread:
                self.stdout.write(f"    não lidas erradas em {report.wrong_unread} conversas")
            if report.wrong_waiting:
                self.stdout.write(f"    espera errada em {report.wrong_waiting} conversas")
        if differs and options["check"]:
            sys.exit(1)
