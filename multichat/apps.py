"""Aplicação Django multichat: a raiz de composição."""

from django.apps import AppConfig


class MultichatConfig(AppConfig):
    """Comandos e conferências da instalação."""

    name = "multichat"

    def ready(self) -> None:
        """Registra as conferências."""
        from multichat import checks  # noqa: F401
