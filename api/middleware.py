"""O que toda resposta da API leva, e os corpos em pedaços, que o Django entrega vazios."""

from collections.abc import Callable
from io import BytesIO

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

Handler = Callable[[HttpRequest], HttpResponseBase]


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
