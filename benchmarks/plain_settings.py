"""As configurações do produto com as duas rotas de comparação."""

from multichat.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.plain"
