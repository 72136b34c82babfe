"""Um parâmetro de consulta que a operação não conhece é 400 que o nomeia: um filtro com o nome errado traria tudo.

Os que ela conhece são os do esquema; o que está descrito e o que se aceita não podem discordar."""

import re
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.generators import SchemaGenerator
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.views import APIView

_VARIABLE = re.compile(r"<(?:\w+:)?(\w+)>")


def refuse_unknown(request: Request) -> None:
    """400 se há um parâmetro que esta operação não tem. Chame depois de 401, 404 e 403."""
    match = request._request.resolver_match
    if not request.query_params or match is None or not _handles(match.func, str(request.method)):
        return
    known = _known(match.func, match.route, "GET" if request.method == "HEAD" else str(request.method))
    unknown = [name for name in request.query_params if name not in known]
    if not unknown:
        return
    words = _("Este parâmetro não existe aqui; há estes: %(names)s.") if known else _("Aqui não há parâmetros.")
    told = ErrorDetail(words % {"names": ", ".join(sorted(known))}, "unknown_parameter")
    raise ValidationError({name: [told] for name in unknown})


def _handles(callback: Any, method: str) -> bool:
    """Se este endereço atende este método; o que ele não atende é 405, que se diz depois."""
    there = getattr(callback, "actions", None) or dir(callback.cls)
    name = method.lower()
    return name != "options" and name in callback.cls.http_method_names and (name if name != "head" else "get") in there


@cache
def _known(callback: Any, route: str, method: str) -> frozenset[str]:
    """Os parâmetros de uma operação. Descrevê-la leva milissegundos: uma vez por processo."""
    path = "/" + _VARIABLE.sub(r"{\1}", route)
    generator = SchemaGenerator()
    view = generator.create_view(callback, method)
    operation = view.schema.get_operation(path, path, "/api", method, generator.registry) or {}
    return frozenset(one["name"] for one in operation.get("parameters", ()) if one["in"] == "query")


class AskedView(APIView):
    """Uma view que não é um recurso, e confere o que se pergunta."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Token (401); depois os nomes (400)."""
        super().initial(request, *args, **kwargs)
        refuse_unknown(request)
