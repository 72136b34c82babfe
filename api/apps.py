"""Aplicação Django api."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Registro da aplicação."""

    name = "api"
