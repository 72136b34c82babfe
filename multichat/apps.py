"""Aplicação Django multichat."""

from django.apps import AppConfig


class MultichatConfig(AppConfig):
    """Registro da aplicação."""

    name = "multichat"
