"""O limite de senhas erradas, do lado de quem pede por HTTP."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from authentication.failures import Attempt, TooMany


class TooManyFailures(Throttled):
    """Falhas demais; `wait` segundos até a mais antiga sair da janela."""

    default_detail = _("Muitas tentativas que falharam. Espere antes de tentar de novo.")
    extra_detail_singular = ""
    extra_detail_plural = ""


@contextmanager
def attempt(request: Request, account: str) -> Iterator[Attempt]:
    """Uma tentativa sobre `account`, do endereço de quem pede. Levanta `TooManyFailures`."""
    try:
        with Attempt(account, BaseThrottle().get_ident(request) or "") as begun:
            yield begun
    except TooMany as error:
        raise TooManyFailures(wait=error.wait_s) from error
