"""Aplicação Django authentication."""

from django.apps import AppConfig


class AuthenticationConfig(AppConfig):
    """Registro da aplicação."""

    name = "authentication"
