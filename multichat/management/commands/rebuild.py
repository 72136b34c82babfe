"""`manage.py rebuild [--instance ID] [--check]`: deriva de novo, dos eventos, o que eles querem dizer."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from core.models import WhatsappInstance
from multichat import terminal
from multichat.terminal import _
from webhook.rebuild import rebuild
from webhook.rebuild.pause import PauseLost


class Command(BaseCommand):
    """Reconstrói conversas, mensagens, reações e mídia; com --check só compara."""

    help = _("Deriva conversas, mensagens, reações e mídia dos eventos guardados.")

    def add_arguments(self, parser: CommandParser) -> None:
        """--instance (id da API) e --check."""
        parser.add_argument("--instance", type=int, help=_("id da instância na API; sem ele, todas"))
        parser.add_argument("--check", action="store_true", help=_("só compara; saída 1 se algo difere"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Uma linha por instância; com --check, o que difere e saída 1."""
        instances = WhatsappInstance.objects.order_by("pk")
        if options["instance"] is not None:
            instances = instances.filter(pk=options["instance"])
            if not instances.exists():
                raise CommandError(_("Não existe instância com id {id}.").format(id=options["instance"]))
        differs = False
        for instance in instances:
            try:
                report = rebuild(instance, check=options["check"])
            except PauseLost as error:
                words = _("{instance}: outra reconstrução tomou a pausa, ou ela venceu. Tente de novo em dois minutos.")
                raise CommandError(words.format(instance=f"{instance.pk} {instance}")) from error
            differs |= not report.is_equal
            verdict = _("igual") if report.is_equal else _("difere") if options["check"] else _("corrigida")
            line = _("{instance}: {events} eventos, {verdict}")
            told = line.format(instance=f"{instance.pk} {instance}", events=report.events, verdict=verdict)
            self.stdout.write(told)
            for difference in report.differences:
                if difference.size:
                    with translation.override(terminal.language()):
                        self.stdout.write(f"    {difference}")
            if report.wrong_unread:
                self.stdout.write(_("    não lidas erradas em {n} conversas").format(n=report.wrong_unread))
            if report.wrong_waiting:
                self.stdout.write(_("    espera errada em {n} conversas").format(n=report.wrong_waiting))
        if differs and options["check"]:
            sys.exit(1)
