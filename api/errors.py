"""Uma forma só de erro: `{"type", "errors": [{"code", "detail", "attr"}]}`, também no que não é exceção do DRF."""

import logging
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, RequestDataTooBig, SuspiciousOperation
from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.urls import resolve
from django.utils.translation import gettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_
from drf_standardized_errors.handler import ExceptionHandler
from rest_framework import exceptions, status
from rest_framework.response import Response

from api.exceptions import Conflict, GatewayFailure, PayloadTooLarge, StoreAway
from core.gateway.errors import (
    GatewayError,
    NeedsRestart,
    NotConnected,
    NotSent,
    OutcomeUnknown,
    RateLimited,
    Unauthorized,
    Unavailable,
)
from core.ground.database import is_store_away
from core.instances.gateway_account import NoAccount
from core.instances.plan import PlanLacks

logger = logging.getLogger("api.errors")


# Da mais específica à mais geral: situação, código e o que aconteceu (as palavras do gateway vêm depois).
_GATEWAY: tuple[tuple[type[GatewayError], int, str, str], ...] = (
    (Unauthorized, 502, "gateway_unauthorized", N_("A W-APi recusou o token desta instância")),
    (NotConnected, 502, "gateway_not_connected", N_("A instância não está conectada ao WhatsApp")),
    (NeedsRestart, 502, "gateway_needs_restart", N_("A instância precisa ser reiniciada antes")),
    (Unavailable, 502, "gateway_unavailable", N_("A W-APi diz que a instância está indisponível agora")),
    (RateLimited, 502, "gateway_rate_limited", N_("A W-APi pediu para esperar")),
    (NotSent, 502, "gateway_unreachable", N_("Não foi possível falar com a W-APi")),
    (OutcomeUnknown, 502, "gateway_unknown", N_("A W-APi não respondeu direito; não se sabe se o pedido foi atendido")),
    (GatewayError, 502, "gateway_refused", N_("A W-APi recusou o pedido")),
)


def gateway_failure(error: GatewayError) -> GatewayFailure:
    """O erro da API para uma falha do gateway; um prazo vencido é 504."""
    for kind, http, code, what in _GATEWAY:
        if isinstance(error, kind):
            words = f"{gettext(what)}: {gettext(error.message)}" if error.message else f"{gettext(what)}."
            failure = GatewayFailure(words, code)
            failure.status_code = status.HTTP_504_GATEWAY_TIMEOUT if error.is_timeout else http
            if isinstance(error, RateLimited) and error.retry_after_s:
                failure.wait = error.retry_after_s
            return failure
    raise AssertionError("inalcançável")


class Handler(ExceptionHandler):
    """Traduz o que o DRF não conhece; o resto é 500 na mesma forma."""

    def convert_known_exceptions(self, exc: Exception) -> Exception:
        """Gateway, banco longe, linha que já não há, corpo grande demais, endereço suspeito."""
        if isinstance(exc, GatewayError):
            return gateway_failure(exc)
        if isinstance(exc, PlanLacks):
            return Conflict(exc.message, "plan_lacks")
        if isinstance(exc, NoAccount):
            return Conflict(_("Não há conta do gateway configurada (WAPI_ACCOUNT_FAMILY)."), "no_account")
        if isinstance(exc, ObjectDoesNotExist):  # unida a outra ou apagada entre o que se leu e o que se fez
            return exceptions.NotFound()
        if isinstance(exc, RequestDataTooBig):
            return PayloadTooLarge()
        if isinstance(exc, SuspiciousOperation):
            return exceptions.ParseError(_("Pedido malformado."), "bad_request")
        if isinstance(exc, DatabaseError) and is_store_away(exc):
            return StoreAway()
        converted: Exception = super().convert_known_exceptions(exc)
        return converted

    def report_exception(self, exc: exceptions.APIException, response: Response) -> None:
        """Só um defeito nosso (500) vai para o alarme; o gateway que recusa e o banco longe, só para o log."""
        if exc.status_code == status.HTTP_500_INTERNAL_SERVER_ERROR:
            super().report_exception(exc, response)
        elif exc.status_code > status.HTTP_500_INTERNAL_SERVER_ERROR:
            logger.warning("action=api_unavailable", extra={"fields": {"code": str(exc.get_codes())}})

    def convert_unhandled_exceptions(self, exc: Exception) -> exceptions.APIException:
        """Um defeito nosso: 500 sem detalhes; o rastro vai para o log."""
        if isinstance(exc, exceptions.APIException):
            return exc
        logger.error("action=api_broken", exc_info=exc, extra={"fields": {"error": type(exc).__name__}})
        return exceptions.APIException(_("Algo deu errado do nosso lado. Já ficou registrado."))


def error_body(kind: str, code: str, detail: str) -> dict[str, Any]:
    """O corpo de erro de quem não passa pelo DRF."""
    return {"type": kind, "errors": [{"code": code, "detail": detail, "attr": None}]}


def not_found(request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
    """Caminho desconhecido. O que só não tem a barra do fim diz onde está; um redirecionamento perderia um POST."""
    code, words = "not_found", _("Este endereço não existe.")
    with_slash = f"{request.path_info}/"
    if not request.path_info.endswith("/") and resolve(with_slash).func is not not_found:
        code, words = "missing_slash", _("Este endereço termina em barra: %(path)s") % {"path": with_slash}
    return JsonResponse(error_body("client_error", code, words), status=404)


def bad_request(request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
    """Pedido que o Django recusa antes das views (Host desconhecido, por exemplo)."""
    return JsonResponse(error_body("client_error", "bad_request", _("Pedido malformado.")), status=400)


def server_error(request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
    """Defeito fora das views."""
    return JsonResponse(error_body("server_error", "error", _("Algo deu errado do nosso lado.")), status=500)
