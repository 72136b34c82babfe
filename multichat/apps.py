"""Aplicação Django multichat: a raiz de composição."""

from django.apps import AppConfig


class MultichatConfig(AppConfig):
    """Comandos e conferências da instalação."""

    name = "multichat"

    def ready(self) -> None:
        """Registra as conferências e liga o Sentry, se há um."""
        from multichat import checks, sentry  # noqa: F401

        sentry.start()
