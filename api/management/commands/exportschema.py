"""`python manage.py exportschema`: grava o esquema OpenAPI de que a interface gera o seu cliente."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from drf_spectacular.drainage import GENERATOR_STATS

from api.openapi import document

PATH = "frontend/openapi.json"


def schema_text() -> str:
    """O esquema como se grava: JSON legível, uma mudança por linha no diff."""
    GENERATOR_STATS.silence()
    return json.dumps(document(), ensure_ascii=False, indent=1, default=str) + "\n"


class Command(BaseCommand):
    """Grava `frontend/openapi.json` (ou confere, com `--check`)."""

    help = "Grava o esquema OpenAPI em frontend/openapi.json."

    def add_arguments(self, parser: Any) -> None:
        """Opções."""
        parser.add_argument("--check", action="store_true", help="só confere se o gravado é o atual")
        parser.add_argument("--file", default=PATH, help=f"onde gravar (padrão: {PATH})")

    def handle(self, *args: Any, **options: Any) -> None:
        """Grava ou confere."""
        path = Path(settings.BASE_DIR) / options["file"]
        text = schema_text()
        if options["check"]:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                raise CommandError("O esquema gravado não é o atual: rode `python manage.py exportschema`.")
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        self.stdout.write(f"Gravado em {path}.")
