"""Os envelopes da W-APi, que não são uniformes: tudo que se tolera mora aqui (docs/gateway.md).

Erro é `{error: true, message}` em qualquer HTTP, inclusive 200; `error` pode ser um texto, `message` um objeto
aninhado. Sucesso pode vir com `error: false`, sem `error`, dentro de `data` ou `result`, e com outra caixa nas chaves.
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from core.gateway.errors import NeedsRestart, NotConnected, Refused, Unauthorized, Unavailable
from core.storable import clean, identifier

Json = Mapping[str, Any] | list[Any]

_NESTS = ("data", "result", "response", "instance")
_MAX_MESSAGE = 500
_MAX_NAME = 255  # a coluna

# Palavras conhecidas -> classe do erro; a primeira que casa vale.
KNOWN_MESSAGES: tuple[tuple[re.Pattern[str], type[Refused]], ...] = (
    (re.compile(r"cannot read propert|sem ip|ip/porta|\bip\b.*\bporta\b|reinicie a inst", re.I), NeedsRestart),
    (re.compile(r"n[aã]o (est[aá] )?(conectad|online)|not connected|disconnected|desconectad", re.I), NotConnected),
    (re.compile(r"indispon[ií]vel|unavailable", re.I), Unavailable),
    (re.compile(r"token inv[aá]lido|invalid token|unauthorized|n[aã]o autorizad", re.I), Unauthorized),
)


def parse(body: bytes) -> Json | None:
    """JSON de qualquer Content-Type; None onde não é JSON de objeto ou lista."""
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return document if isinstance(document, dict | list) else None


def error_message(document: Json, http_status: int) -> str | None:
    """As palavras do erro que o corpo carrega; None se ele não é um erro."""
    if isinstance(document, list):
        return None if http_status < 400 else f"HTTP {http_status}"
    keys = _lowered(document)
    nested = _lowered(keys.get("data"))
    is_error = (
        _is_error(keys.get("error"))
        or _is_error(nested.get("error"))
        or keys.get("success") is False
        # `status` sozinho é o recado do perfil em `device`; com `message` ao lado é o desfecho.
        or ("message" in keys and str(keys.get("status")).lower() in ("failed", "error"))
        or http_status >= 400
    )
    if not is_error:
        return None
    return clean(_words(document) or f"HTTP {http_status}")[:_MAX_MESSAGE]


def error_class(message: str) -> type[Refused]:
    """A classe que as palavras da W-APi nomeiam."""
    return next((kind for known, kind in KNOWN_MESSAGES if known.search(message)), Refused)


def _is_error(value: Any) -> bool:
    if isinstance(value, str):
        return value.strip().lower() not in ("", "false", "0", "null")
    return value is True or (isinstance(value, dict) and bool(value))


def _words(value: Any, depth: int = 0) -> str | None:
    """O primeiro texto de erro, mais fundo só quando o de cima é objeto."""
    if isinstance(value, str):
        return value.strip() or None
    if not isinstance(value, dict) or depth > 4:
        return None
    keys = _lowered(value)
    for name in ("message", "error", "data", "result", "code", "status"):
        found = keys.get(name)
        if isinstance(found, str) and found.lower() in ("true", "false"):
            continue
        if words := _words(found, depth + 1):
            return words
    return None


def _iso(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _lowered(value: Any) -> dict[str, Any]:
    return {str(key).lower(): item for key, item in value.items()} if isinstance(value, Mapping) else {}


class Answer:
    """Corpo de sucesso, lido sem ligar para caixa nem para um nível de `data`/`result`."""

    def __init__(self, document: Json | None, raw: bytes = b"", content_type: str = "") -> None:
        self.document = document
        self.raw = raw
        self.content_type = content_type

    def _levels(self) -> Iterator[dict[str, Any]]:
        top = _lowered(self.document)
        yield top
        for nest in _NESTS:
            if isinstance(top.get(nest), Mapping):
                yield _lowered(top[nest])

    def get(self, *names: str) -> Any:
        """Primeiro valor não nulo com um destes nomes."""
        for level in self._levels():
            for name in names:
                if level.get(name.lower()) is not None:
                    return level[name.lower()]
        return None

    def text(self, *names: str) -> str | None:
        """Texto não vazio; números viram texto."""
        value = self.get(*names)
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            return None
        return clean(str(value)).strip() or None

    def name(self, *names: str) -> str | None:
        """Um texto que cabe numa coluna de nome."""
        return (self.text(*names) or "")[:_MAX_NAME] or None

    def identifier(self, *names: str) -> str | None:
        """Um id, escrito como os eventos o escrevem mesmo quando não cabe na coluna."""
        value = self.get(*names)
        if isinstance(value, bool) or not isinstance(value, str | int) or not str(value).strip():
            return None
        return identifier(str(value).strip())

    def flag(self, *names: str) -> bool | None:
        """Booleano, também dos que vêm como texto ou número."""
        value = self.get(*names)
        if isinstance(value, bool):
            return value
        return {"true": True, "1": True, "false": False, "0": False}.get(str(value).strip().lower())

    def number(self, *names: str) -> int | None:
        """Inteiro, também dos que vêm como texto."""
        value = self.get(*names)
        try:
            return None if isinstance(value, bool) or value is None else int(value)
        except (TypeError, ValueError, OverflowError):
            return None

    def moment(self, *names: str) -> datetime | None:
        """Momento UTC; acima de 1e11 o número está em milissegundos. Um texto ISO também serve."""
        number = self.number(*names)
        if number is None and isinstance(text := self.get(*names), str):
            return _iso(text)
        if number is None or number <= 0:
            return None
        try:
            return datetime.fromtimestamp(number / 1000 if number > 1e11 else number, UTC)
        except (OverflowError, ValueError, OSError):
            return None

    def items(self, *names: str) -> list["Answer"]:
        """Lista de objetos sob um destes nomes, ou o próprio corpo quando ele é a lista."""
        value = self.document if isinstance(self.document, list) else self.get(*names)
        return [Answer(item) for item in value if isinstance(item, dict)] if isinstance(value, list) else []

    def nested(self, *names: str) -> "Answer":
        """O objeto sob um destes nomes (vazio se não houver)."""
        value = self.get(*names)
        return Answer(value if isinstance(value, dict) else None)
