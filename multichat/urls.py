"""O mapa: /webhook/, /api/, /files/ (o que enviamos, para o gateway), e todo o resto é a SPA."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from api.errors import not_found
from api.views.outgoing_file import outgoing_file
from multichat import spa

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("webhook.urls")),
    path("api/", include("api.urls")),
    path("files/<str:token>/<str:name>", outgoing_file),
    re_path(r"^(?:api|webhook|static|assets|files)(?:/(?s:.*))?$", not_found),
    re_path(r"^", spa.index),
]
handler400 = "api.errors.bad_request"
handler500 = "api.errors.server_error"
