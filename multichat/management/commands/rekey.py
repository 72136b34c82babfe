"""`manage.py rekey`: cifra de novo, sob a SECRET_KEY de agora, o que a de SECRET_KEY_OLD cifrou."""

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from multichat.rekey import rekey
from multichat.terminal import _


class Command(BaseCommand):
    """Pode correr com tudo no ar, e repetir-se: o que já foi, foi."""

    help = _("Cifra de novo o que está guardado, sob a SECRET_KEY de agora (a de antes em SECRET_KEY_OLD).")

    def handle(self, *args: Any, **options: Any) -> None:
        """O resumo; saída 1 se algo não se lê com nenhuma das duas."""
        if not settings.SECRET_KEY_OLD:
            raise CommandError(_("SECRET_KEY_OLD está vazia: ponha nela a chave de antes, e a nova em SECRET_KEY."))
        if settings.SECRET_KEY_OLD == settings.SECRET_KEY:
            raise CommandError(_("SECRET_KEY e SECRET_KEY_OLD são a mesma chave: não há o que trocar."))
        done = rekey(settings.SECRET_KEY_OLD)
        words = _("{changed} trocados, {already} já estavam sob a chave nova")
        self.stdout.write(words.format(changed=done["changed"], already=done["already"]))
        if done["unreadable"]:
            words = _("{n} não se leem com nenhuma das duas: redigite-os")
            self.stdout.write(words.format(n=done["unreadable"]))
            sys.exit(1)
        self.stdout.write(_("Agora SECRET_KEY_OLD pode sair."))
