"""O mapa: /webhook/, /api/, e todo o resto é a SPA."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
