"""A SPA: os arquivos com hash saem do WhiteNoise, para sempre em cache; o index.html, daqui, nunca em cache."""

from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse

_MISSING = b"MultiChat: a interface ainda nao foi construida. Rode: make run\n"


@lru_cache(maxsize=1)
def _page(changed: float) -> bytes:
    return (settings.SPA_DIR / "index.html").read_bytes()


def index(request: HttpRequest) -> HttpResponse:
    """Qualquer endereço que não é da API nem do webhook: o roteador da SPA decide o que mostrar."""
    if request.method not in {"GET", "HEAD"}:
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
    try:
        page = _page((settings.SPA_DIR / "index.html").stat().st_mtime)
    except FileNotFoundError:
        return HttpResponse(_MISSING, status=503, content_type="text/plain; charset=utf-8")
    headers = {"Cache-Control": "no-cache", "Content-Length": str(len(page))}
    return HttpResponse(page, content_type="text/html; charset=utf-8", headers=headers)
