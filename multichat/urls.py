"""O mapa: /webhook/, /api/, e todo o resto é a SPA."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("webhook.urls")),
]
