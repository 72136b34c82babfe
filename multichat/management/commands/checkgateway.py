"""`manage.py checkgateway --instance ID [--send-to NÚMERO]`: o que o serviço real responde, ao lado do contrato."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.gateway.errors import GatewayError
from core.gateway.inspection import Verdict
from core.instances.check_gateway import check_gateway
from core.models import WhatsappInstance
from multichat.terminal import _

WORDS = {
    Verdict.KNOWN: _("como se conhece"),
    Verdict.CHANGED: _("outra forma"),
    Verdict.REFUSED: _("recusada"),
    Verdict.UNANSWERED: _("sem resposta"),
}


class Command(BaseCommand):
    """Faz as chamadas de leitura e diz, de cada uma, o que é igual ou novo."""

    help = _("Confere o gateway: cada chamada de leitura do contrato, e um relato sem valores para copiar.")

    def add_arguments(self, parser: CommandParser) -> None:
        """--instance (id da API), --send-to e --report."""
        parser.add_argument("--instance", type=int, required=True, help=_("id da instância na API"))
        parser.add_argument("--send-to", help=_("número que recebe um envio de cada tipo; sem ele nada se envia"))
        parser.add_argument("--report", help=_("arquivo onde gravar o relato; sem ele, sai no fim"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Uma linha por chamada, e o relato; saída 1 se algo não é como se conhece."""
        target = WhatsappInstance.objects.filter(pk=options["instance"]).first()
        if target is None:
            raise CommandError(_("Não existe instância com id {id}.").format(id=options["instance"]))
        try:
            checked = check_gateway(None, target, options["send_to"])
        except GatewayError as error:
            raise CommandError(error.message) from error
        for one in checked.findings:
            self.stdout.write(f"{one.method} {one.path}: {WORDS[one.verdict]}")
            for label, found in ((_("novo"), one.new), (_("falta"), one.missing), (_("outro tipo"), one.retyped)):
                if found:
                    self.stdout.write(f"    {label}: {', '.join(found)}")
            if one.words:
                self.stdout.write(f"    {one.words}")
        if options["report"]:
            Path(options["report"]).write_text(checked.report + "\n", encoding="utf-8")
        else:
            self.stdout.write(checked.report)
        if checked.count(Verdict.KNOWN) < len(checked.findings):
            sys.exit(1)
