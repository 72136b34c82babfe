"""O que se diz no terminal: em inglês onde `LANG` é inglês, senão em português.

Só biblioteca padrão, e não a tradução do Django: fala-se antes de haver configuração (`env`, `scripts/prepare.py`), e a
língua do terminal nunca chega às threads que gravam frases para as pessoas."""

import gettext
import os
from functools import lru_cache
from pathlib import Path

LOCALE = Path(__file__).resolve().parent.parent / "locale"


@lru_cache(maxsize=1)
def _catalogue() -> gettext.NullTranslations:
    names = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    language = next(filter(None, names), "")
    if not language.lower().startswith("en"):
        return gettext.NullTranslations()
    return gettext.translation("django", LOCALE, ["en"])


def _(text: str) -> str:
    """`text` na língua do terminal."""
    return _catalogue().gettext(text)
