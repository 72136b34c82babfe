"""Ler o JSON de um corpo postado, igual na porta e no worker: o que uma aceita o outro entende."""

import json
from typing import Any

_MOST_DIGITS = 4_000  # o Python recusa inteiros de mais de 4.300 dígitos


def read_json(raw: bytes) -> Any:
    """O valor do corpo; um inteiro de milhares de dígitos vira infinito. Levanta `ValueError` e `RecursionError`."""
    try:
        return json.loads(raw)
    except ValueError:
        return json.loads(raw, parse_int=lambda digits: int(digits) if len(digits) < _MOST_DIGITS else float(digits))
