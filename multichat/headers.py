"""O que toda resposta leva além do que o Django já põe: que partes do navegador a página pode usar, e quem a pode
embutir."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

Handler = Callable[[HttpRequest], HttpResponseBase]

# Só o microfone (gravar voz), a área de transferência e a tela cheia, e só para nós.
USED = ("microphone", "clipboard-read", "clipboard-write", "fullscreen", "picture-in-picture", "autoplay")
REFUSED = (
    "accelerometer", "bluetooth", "browsing-topics", "camera", "display-capture", "encrypted-media", "gamepad",
    "geolocation", "gyroscope", "hid", "idle-detection", "local-fonts", "magnetometer", "midi", "payment",
    "publickey-credentials-create", "publickey-credentials-get", "screen-wake-lock", "serial", "usb",
    "xr-spatial-tracking",
)  # fmt: skip
PERMISSIONS = ", ".join([*(f"{name}=(self)" for name in USED), *(f"{name}=()" for name in REFUSED)])


class HeadersMiddleware:
    """Antes do WhiteNoise: também os arquivos da SPA os levam."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Um pedido."""
        response = self.get_response(request)
        response["Permissions-Policy"] = PERMISSIONS
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        return response
