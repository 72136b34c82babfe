"""Rotas de /webhook/ e das sondas: com e sem barra no fim, pois um POST redirecionado é um evento perdido."""

from django.urls import re_path

from webhook import probes, status, views

DOOR_PATH = r"^webhook/(?!(?:status|test)/?$)(?P<secret>[^/]{1,256})/?$"

urlpatterns = [
    re_path(r"^healthz/?$", probes.HealthView.as_view()),
    re_path(r"^readyz/?$", probes.ReadyView.as_view()),
    re_path(r"^webhook/?$", views.receive),
    re_path(r"^webhook/status/?$", status.StatusView.as_view()),
    re_path(r"^webhook/test/?$", status.TestView.as_view()),
    re_path(DOOR_PATH, views.receive),
]
