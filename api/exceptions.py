"""As exceções da API, com situação, código e palavras para pessoas."""

from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions, status


class Conflict(exceptions.APIException):
    """O pedido é bem formado, mas não cabe no estado atual."""

    status_code = status.HTTP_409_CONFLICT
    default_detail = _("Isto não é possível no estado atual.")
    default_code = "conflict"


class PayloadTooLarge(exceptions.APIException):
    """O corpo passa do limite."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = _("O corpo do pedido é grande demais.")
    default_code = "too_large"


class StoreAway(exceptions.APIException):
    """O banco não responde; tentar de novo daqui a pouco."""

    status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    default_detail = _("O banco de dados não está respondendo. Tente de novo em instantes.")
    default_code = "store_unavailable"
    wait = 5


class FilesAway(exceptions.APIException):
    """O armazenamento de arquivos não responde."""

    status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    default_detail = _("O armazenamento de arquivos não está respondendo. Tente de novo em instantes.")
    default_code = "files_unavailable"
    wait = 5


class GatewayFailure(exceptions.APIException):
    """A W-APi não fez o que se pediu."""

    status_code: int = status.HTTP_502_BAD_GATEWAY
    wait: float | None = None
    default_code = "gateway_refused"
