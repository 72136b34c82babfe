"""O cabeçalho `Idempotency-Key`: a mesma chave dá sempre a mesma mensagem (quem guarda é core.outbox)."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

HEADER = "Idempotency-Key"
MAX_LENGTH = 255

PARAMETER = OpenApiParameter(
    HEADER,
    {"type": "string", "minLength": 1, "maxLength": MAX_LENGTH, "pattern": "^[!-~]+$"},
    OpenApiParameter.HEADER,
    description="Chave feita por quem chama, uma por envio. A mesma chave com o mesmo corpo devolve a mesma mensagem"
    " (200); com outro corpo, 409.",
)


def key_of(request: Request) -> str | None:
    """A chave do pedido, ou None. Levanta 400 se não serve."""
    key = request.headers.get(HEADER)
    if key is None:
        return None
    if not 1 <= len(key) <= MAX_LENGTH or not all("!" <= letter <= "~" for letter in key):
        raise ValidationError({HEADER: [_("Use de 1 a %(limit)s letras ASCII sem espaços.") % {"limit": MAX_LENGTH}]})
    return key
