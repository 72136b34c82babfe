"""A SPA: os arquivos com hash saem do WhiteNoise, para sempre em cache; o index.html, daqui, nunca em cache."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware

_MISSING = b"MultiChat: a interface ainda nao foi construida. Rode: make run\n"
# As páginas (frontend/src/lib/paths.ts): fora delas o roteador da SPA diz que não há, e nós também (404). Uma sonda
# que tenta /metrics ou /.env não toma a SPA por resposta.
PAGES = frozenset(
    {"", "login", "chats", "dashboard", "instances", "contacts", "alerts", "events", "users", "clientes", "settings"}
)


class StaticFiles(WhiteNoiseMiddleware):  # type: ignore[misc]  # o pacote não tem tipos
    """O que se construiu, menos o que só serve a quem constrói: arquivos e pastas com ponto, e mapas do código."""

    def add_file_to_dictionary(self, url: str, path: str, stat_cache: Any = None) -> None:
        """Um arquivo que se servirá, ou não."""
        is_hidden = any(part.startswith(".") for part in url.split("/"))
        if not is_hidden and not url.endswith((".map", ".map.gz")):
            super().add_file_to_dictionary(url, path, stat_cache=stat_cache)


@lru_cache(maxsize=1)
def _page(changed: float) -> bytes:
    return (settings.SPA_DIR / "index.html").read_bytes()


def index(request: HttpRequest) -> HttpResponse:
    """Qualquer endereço que não é da API nem do webhook: o roteador da SPA decide o que mostrar."""
    if request.method not in {"GET", "HEAD"}:
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
    is_page = request.path_info.split("/")[1] in PAGES and "." not in request.path_info
    status = 200 if is_page else 404
    if status == 404 and "text/html" not in request.headers.get("Accept", ""):
        return HttpResponse(b"404\n", status=404, content_type="text/plain; charset=utf-8")
    try:
        page = _page((settings.SPA_DIR / "index.html").stat().st_mtime)
    except FileNotFoundError:
        return HttpResponse(_MISSING, status=503, content_type="text/plain; charset=utf-8")
    headers = {"Cache-Control": "no-cache", "Content-Length": str(len(page))}
    return HttpResponse(page, status=status, content_type="text/html; charset=utf-8", headers=headers)
