"""Limite de logins que falham, contado no banco, entre processos: 10 por conta, 30 por endereço, em 15 minutos."""

import hashlib
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from authentication.models import LoginFailure

WINDOW = timedelta(minutes=15)  # quem errou a senha espera um café
PER_ACCOUNT = 10  # ninguém erra a própria senha dez vezes
PER_ADDRESS = 30  # um escritório inteiro sai por um endereço


class TooManyFailures(Throttled):
    """Falhas demais; `wait` segundos até a mais antiga sair da janela."""

    default_detail = _("Muitas tentativas que falharam. Espere antes de tentar de novo.")
    extra_detail_singular = ""
    extra_detail_plural = ""


class FailureLimit:
    """As falhas de uma conta e de um endereço."""

    def __init__(self, request: Request, email: str) -> None:
        self.account = hashlib.sha256(email.strip().lower().encode("utf-8", "replace")).hexdigest()
        self.address = (BaseThrottle().get_ident(request) or "")[:64]

    def check(self) -> None:
        """Levanta `TooManyFailures` se o limite foi alcançado. Chame antes e depois de conferir a senha: uma rajada
        paralela não ganha tentativas a mais."""
        now = timezone.now()
        waits = [
            self._wait(now, PER_ACCOUNT, account=self.account),
            self._wait(now, PER_ADDRESS, address=self.address),
        ]
        if longest := max(waits):
            raise TooManyFailures(wait=longest)

    def note(self) -> None:
        """Anota uma falha, e esquece as que já não contam."""
        now = timezone.now()
        LoginFailure.objects.filter(at__lt=now - 4 * WINDOW).delete()
        LoginFailure.objects.create(account=self.account, address=self.address, at=now)

    @staticmethod
    def _wait(now: datetime, limit: int, **who: str) -> float:
        recent = LoginFailure.objects.filter(at__gt=now - WINDOW, **who).order_by("-at").values_list("at", flat=True)
        newest = list(recent[:limit])
        return 0.0 if len(newest) < limit else max(1.0, (newest[-1] + WINDOW - now).total_seconds())
