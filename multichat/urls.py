"""O mapa: /webhook/, /api/, e todo o resto é a SPA."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from api.errors import not_found
from multichat import spa

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("webhook.urls")),
    path("api/", include("api.urls")),
    re_path(r"^(?:api|webhook|static|assets)(?:/(?s:.*))?$", not_found),
    re_path(r"^", spa.index),
]
handler400 = "api.errors.bad_request"
handler500 = "api.errors.server_error"
