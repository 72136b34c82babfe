"""Aplicação Django webhook."""

from django.apps import AppConfig


class WebhookConfig(AppConfig):
    """Registro da aplicação."""

    name = "webhook"
