"""`GET /files/<token>/<nome>`: o gateway busca um arquivo que vamos enviar. Sem conta: o token é a permissão.

Fora do DRF de propósito: não é da API, não tem papel, e nada dela se registra inteira (`multichat/logs.py`)."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe
from rest_framework.exceptions import NotFound

from api.errors import not_found
from api.exceptions import FilesAway
from api.streaming import FileToServe, serve
from core.media import handover
from core.media.sniff import INLINE_TYPES

_PLAIN_TYPES = ("application/pdf", "application/zip", "text/plain", "text/csv")


@require_safe
def outgoing_file(request: HttpRequest, token: str, name: str) -> HttpResponseBase:
    """Os bytes. Desconhecido, vencido ou já usado: o mesmo 404."""
    link = handover.find(token)
    if link is None:
        return not_found(request)
    media = link.media
    file = FileToServe(
        storage_name=media.storage_name or "",
        served_type=media.served_type,
        file_name=media.file_name or name,
        fingerprint=(media.storage_name or "").rpartition("/")[2],
        as_attachment=True,
    )
    try:
        response = serve(request, file)
    except NotFound:
        return not_found(request)
    except FilesAway:
        return HttpResponse(status=503, headers={"Retry-After": "5"})
    kind = (media.mime_type or "").partition(";")[0]
    if kind in INLINE_TYPES or kind in _PLAIN_TYPES or kind.startswith("application/vnd."):
        response["Content-Type"] = kind  # quem busca não é um navegador, e alguns gateways só olham o tipo
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    if request.method == "GET" and _is_whole(response):
        handover.mark_fetched(link)
    return response


def _is_whole(response: HttpResponseBase) -> bool:
    """200, ou um trecho que é o arquivo todo."""
    if response.status_code != 206:
        return response.status_code == 200
    span, _, total = response["Content-Range"].removeprefix("bytes ").partition("/")
    return span == f"0-{int(total) - 1}"
