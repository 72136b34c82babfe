"""O que toda resposta da API leva, a língua dela, e os corpos em pedaços, que o Django entrega vazios."""

from collections.abc import Callable
from io import BytesIO

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers

Handler = Callable[[HttpRequest], HttpResponseBase]


class LanguageMiddleware:
    """Responde na língua de `Accept-Language`; sem ela, em português.

    O `LocaleMiddleware` do Django deixaria a língua de um pedido na thread, e com ela o que a thread fizesse depois. Só
    o JSON diz em que língua está: arquivos, o fluxo e a SPA são os mesmos em todas."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Um pedido."""
        language = translation.get_language_from_request(request)
        with translation.override(language):
            response = self.get_response(request)
        if response.get("Content-Type", "").startswith("application/json"):
            patch_vary_headers(response, ["Accept-Language"])
            response["Content-Language"] = language
        return response


class ApiMiddleware:
    """Lê o corpo em pedaços, até o limite, e impede que respostas com dados de alguém fiquem em cache."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Só /api/; a porta do webhook lê o seu próprio corpo."""
        if not request.path_info.startswith("/api/"):
            return self.get_response(request)
        if (
            not request.META.get("CONTENT_LENGTH")
            and "chunked" in request.META.get("HTTP_TRANSFER_ENCODING", "").lower()
        ):
            raw = request.META["wsgi.input"].read((settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0) + 1)
            request.META["CONTENT_LENGTH"] = str(len(raw))
            request._stream = BytesIO(raw)
        response = self.get_response(request)
        if "Cache-Control" not in response:
            response["Cache-Control"] = "no-store"
        return response
