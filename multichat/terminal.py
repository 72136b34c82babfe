"""O que se diz a quem opera: em inglês onde `LANG` é inglês, senão em português.

Só biblioteca padrão, e não a tradução do Django: fala-se antes de haver configuração (`env`, `scripts/prepare.py`), e a
língua do terminal nunca chega às threads que gravam frases para as pessoas."""

import gettext
import os
from functools import lru_cache
from pathlib import Path

LOCALE = Path(__file__).resolve().parent.parent / "locale"


class CannotGoOn(Exception):
    """Não dá para subir, para continuar no ar, ou para fazer o pedido; a mensagem diz por quê e o que fazer."""


def language() -> str:
    """A língua do terminal, como o Django a chama."""
    names = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "en" if next(filter(None, names), "").lower().startswith("en") else "pt-br"


@lru_cache(maxsize=1)
def _catalogue() -> gettext.NullTranslations:
    return gettext.translation("django", LOCALE, ["en"]) if language() == "en" else gettext.NullTranslations()


def _(text: str) -> str:
    """`text` na língua do terminal."""
    return _catalogue().gettext(text)


def say(line: str) -> None:
    """Uma linha na saída, já descarregada."""
    print(line, flush=True)  # noqa: T201
