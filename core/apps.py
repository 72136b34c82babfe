"""O domínio."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Linhas, fatos e tudo que se faz com eles; não conhece HTTP."""

    name = "core"
