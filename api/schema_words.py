"""O que num documento OpenAPI se lê, e não se programa: resumos e descrições. Puro: `scripts/translations.py` o usa."""

from collections.abc import Callable
from typing import Any

READ = ("summary", "description")
MADE_UP = ("example", "examples")  # valores de exemplo, com campos que se chamam `description`


def translated(part: Any, say: Callable[[str], str]) -> Any:
    """O mesmo documento, com cada texto dito por `say`."""
    if isinstance(part, list):
        return [translated(one, say) for one in part]
    if not isinstance(part, dict):
        return part
    return {
        name: say(value)
        if name in READ and isinstance(value, str) and value
        else (value if name in MADE_UP else translated(value, say))
        for name, value in part.items()
    }
