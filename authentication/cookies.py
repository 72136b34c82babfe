"""Os dois cookies: renovação (só para /api/auth/) e mídia (só para /api/media/); e a origem de quem os usa."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

REFRESH_COOKIE = "multichat_refresh"
REFRESH_PATH = "/api/auth/"
MEDIA_COOKIE = "multichat_media"
MEDIA_PATH = "/api/media/"


def _common() -> dict[str, Any]:
    return {"httponly": True, "samesite": "Strict", "secure": settings.IS_HTTPS}


def set_cookies(response: Response, refresh: str, access: str, *, is_remembered: bool) -> None:
    """Grava os dois. Sem «lembrar», o de renovação morre com o navegador."""
    life = int(settings.SIMPLE_JWT["REFRESH_TOKEN_LIFETIME"].total_seconds()) if is_remembered else None
    response.set_cookie(REFRESH_COOKIE, refresh, max_age=life, path=REFRESH_PATH, **_common())
    media_life = int(settings.ACCESS_LIFETIME.total_seconds())
    response.set_cookie(MEDIA_COOKIE, access, max_age=media_life, path=MEDIA_PATH, **_common())


def clear_cookies(response: Response) -> None:
    """Apaga os dois."""
    for name, path in ((REFRESH_COOKIE, REFRESH_PATH), (MEDIA_COOKIE, MEDIA_PATH)):
        response.set_cookie(name, "", max_age=0, expires="Thu, 01 Jan 1970 00:00:00 GMT", path=path, **_common())


def check_origin(request: Request) -> None:
    """Um navegador diz de onde o POST partiu; de outro lugar que não o nosso, 403. Programas não dizem nada."""
    origin = request.headers.get("Origin")
    if origin is None:
        if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
            raise PermissionDenied(_("Pedido vindo de outro site."))
        return
    try:
        netloc = urlsplit(origin).netloc
    except ValueError as error:  # um IPv6 sem fim
        raise PermissionDenied(_("Pedido vindo de outro site.")) from error
    known = {settings.PUBLIC_URL, *settings.CORS_ALLOWED_ORIGINS}
    if origin not in {_origin(url) for url in known} and netloc != request.get_host():
        raise PermissionDenied(_("Pedido vindo de outro site."))


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
