"""Cada captura `X.json` e os fatos que deve virar, `X.facts.json`. Uma captura nova são dois arquivos e nenhum código.

`python -m webhook.tests.test_fixtures` escreve os fatos que faltam; depois, lê-se cada um contra o contrato.
Campos no valor padrão ficam de fora dos `.facts.json`.
"""

import base64
import dataclasses
import json
from datetime import UTC, datetime
from enum import Enum, IntEnum
from pathlib import Path

import pytest

from core.facts import Normalised
from webhook.normalise import normalise

FIXTURES = Path(__file__).parent / "fixtures"
RECEIVED_AT = datetime(2026, 1, 1, 0, 10, tzinfo=UTC)
EVENT_ID = "0123456789abcdef" * 4
NAMES = sorted(
    path.stem for path in FIXTURES.glob("*.json") if path.name != "INDEX.json" and not path.stem.endswith(".facts")
)


def in_words(value: object) -> object:
    """O fato como se lê: nome da classe, palavras em vez de enums, ISO, base64."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        said = {
            field.name: in_words(getattr(value, field.name))
            for field in dataclasses.fields(value)
            if field.default is dataclasses.MISSING or getattr(value, field.name) != field.default
        }
        return said if isinstance(value, Normalised) else {"is": type(value).__name__, **said}
    if isinstance(value, IntEnum):
        return value.name.lower()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, tuple):
        return [in_words(item) for item in value]
    return value


def facts_of(name: str) -> object:
    body = json.loads((FIXTURES / f"{name}.json").read_text())
    return in_words(normalise(body, event_id=EVENT_ID, received_at=RECEIVED_AT))


@pytest.mark.parametrize("name", NAMES)
def test_capture_becomes_its_facts(name: str) -> None:
    expected = json.loads((FIXTURES / f"{name}.facts.json").read_text())

    assert facts_of(name) == expected


def test_every_facts_file_has_its_capture() -> None:
    orphans = {path.name.removesuffix(".facts.json") for path in FIXTURES.glob("*.facts.json")} - set(NAMES)

    assert orphans == set()


if __name__ == "__main__":
    for missing in NAMES:
        target = FIXTURES / f"{missing}.facts.json"
        if not target.exists():
            target.write_text(json.dumps(facts_of(missing), ensure_ascii=False, indent=2) + "\n")
