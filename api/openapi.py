"""O documento OpenAPI, e ele noutra língua: só descrições mudam, para que o que dele se gera seja sempre o mesmo.

O inglês está em `locale/en/LC_MESSAGES/schema.po`, que `make fix` acerta com `frontend/openapi.json`."""

import gettext
import json
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils import translation
from drf_spectacular.generators import SchemaGenerator

from api.schema_words import translated


def document() -> dict[str, Any]:
    """O esquema, em português, como se exporta."""
    with translation.override(settings.LANGUAGE_CODE):
        made: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return made


@lru_cache(maxsize=len(settings.LANGUAGES))
def served(language: str) -> bytes:
    """O esquema como se serve. Fazê-lo leva um segundo ou dois, e qualquer um o pede: uma vez por processo e língua."""
    words = gettext.translation("schema", settings.LOCALE_PATHS[0], [language], fallback=True)
    made = translated(document(), words.gettext)
    return json.dumps(made, ensure_ascii=False, default=str).encode()
