"""Nenhum valor JSON levanta exceção, e o que sai cabe em qualquer banco."""

import copy
import dataclasses
import json
import random
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.facts import AddressPair, Normalised, chat_kind
from webhook.event_id import event_id
from webhook.normalise import normalise

FIXTURES = Path(__file__).parent / "fixtures"
BODIES = [
    json.loads(path.read_text())
    for path in sorted(FIXTURES.glob("*.json"))
    if ".facts" not in path.name and path.name != "INDEX.json"
]
RECEIVED_AT = datetime(2026, 1, 1, 0, 10, tzinfo=UTC)

texts = st.text(max_size=12) | st.text(st.characters(codec=None), max_size=12)
odd = st.sampled_from(
    [
        "\ud83d", "a\x00b", "5511900000002@c.us", "100000000000002@lid", "120363000000000001@g.us", "status", "@lid",
        ":", "", "1e400", "NaN", "٣٤٥", "0x1f", "9" * 30, "READ", "true", "2026-01-01T00:00:00Z",
        "9999-12-31T23:59:59-23:59",
        "0001-01-01T00:00:00+23:59", 0, -1, 14, 10**400, 2**63, -(2**63), 1e308, 5e-324, float("nan"), float("inf"),
        -float("inf"), True, False, None, [], {}, [[]], {"": {}}, {"low": -1, "high": 2**70}, {"id": {"id": []}},
    ]
)  # fmt: skip
KEYS = """
event msgContent message messageId chat sender id key status moment data body result info type text isGroup fromMe
editedMessage protocolMessage reactionMessage ephemeralMessage viewOnceMessageV2 imageMessage contextInfo quotedMessage
stanzaId vcard contacts options conversation extendedTextMessage senderLid lid participant connectedPhone connectedLid
messageText recipient qrcode connected pollCreationMessageV4 jpegThumbnail
"""
words = st.sampled_from(KEYS.split())
scalars = st.none() | st.booleans() | st.integers() | st.floats() | texts | odd
anything = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words | texts, inner, max_size=5),
    max_leaves=25,
)


def meaning(body: Any) -> Normalised:
    identity = event_id(1, body)
    assert len(identity) == 64
    found = normalise(body, event_id=identity, received_at=RECEIVED_AT)
    assert found == normalise(body, event_id=identity, received_at=RECEIVED_AT)
    check(found)
    return found


def check(found: Normalised) -> None:
    """Fatos ou razão, nunca os dois nem nenhum; e cada campo no tipo e no limite que a coluna espera."""
    assert bool(found.facts) == (found.reason is None)
    for fact in (*found.facts, *found.pairs):
        check_value(fact)
    for pair in found.pairs:
        assert isinstance(pair, AddressPair)
        assert pair.phone.isdigit()
        assert pair.lid.endswith("@lid")
    for fact in found.facts:
        chat = getattr(fact, "chat", None) or getattr(getattr(fact, "target", None), "chat", None)
        assert chat is None or chat_kind(chat) in ("direct", "group")
        assert fact.moment.tzinfo is not None
        assert datetime(2009, 1, 1, tzinfo=UTC) <= fact.moment <= RECEIVED_AT + timedelta(days=1)
    if found.event_type is not None:
        check_value(found.event_type)


def check_value(value: Any) -> None:
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            check_value(getattr(value, field.name))
            if field.name in ("message_id", "id", "choice_id"):
                assert len(getattr(value, field.name) or "") <= 128
            if field.name in ("width", "height", "pages", "seconds", "max_choices"):
                assert 0 <= (getattr(value, field.name) or 0) < 2**31
    elif isinstance(value, tuple):
        for item in value:
            check_value(item)
    elif isinstance(value, str):
        value.encode()  # sem meio par substituto
        assert len(value) <= 512 * 1024
        assert not any(ord(char) < 32 and char not in "\t\n" for char in value)
    elif isinstance(value, int) and not isinstance(value, IntEnum):
        assert 0 <= value < 2**63
    elif isinstance(value, float):
        assert -180 <= value <= 180


@settings(max_examples=400, deadline=None)
@given(anything)
def test_any_json_value_has_a_meaning(body: Any) -> None:
    meaning(body)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(words, anything, max_size=8))
def test_any_object_of_known_words_has_a_meaning(body: Any) -> None:
    meaning(body)


def spots(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Todos os lugares de um corpo."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(spot for key, item in inner for spot in spots(item, (*path, key)))]


def planted(body: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    body = copy.deepcopy(body)
    node = body
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] = value
    return body


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_value_in_any_field_of_a_capture_has_a_meaning(data: st.DataObject) -> None:
    body = data.draw(st.sampled_from(BODIES))
    for _ in range(data.draw(st.integers(1, 3))):
        body = planted(body, data.draw(st.sampled_from(spots(body))), data.draw(anything))

    meaning(body)


def test_every_odd_value_in_every_field_of_every_capture_has_a_meaning() -> None:
    values = [None, True, -1, 2**80, float("nan"), "\ud83d\x00", "x", [], [1], {}, {"id": 1}]

    for body in BODIES:
        for path in spots(body):
            for value in values:
                wrong = planted(body, path, value)
                check(normalise(wrong, event_id="e" * 64, received_at=RECEIVED_AT))
                event_id(1, wrong)


def shuffled_case(value: Any, rng: random.Random) -> Any:
    if isinstance(value, dict):
        return {
            "".join(rng.choice((char.lower(), char.upper())) for char in key): shuffled_case(item, rng)
            for key, item in value.items()
        }
    return [shuffled_case(item, rng) for item in value] if isinstance(value, list) else value


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(BODIES), st.randoms(use_true_random=False))
def test_key_case_changes_neither_meaning_nor_identity(body: Any, rng: random.Random) -> None:
    other = shuffled_case(body, rng)

    found = meaning(other)

    if "unknown_kind" not in str(meaning(body)) or "unknown_kind=None" in str(found):
        assert found == meaning(body)
    assert event_id(1, other) == event_id(1, body)


def test_the_deepest_json_has_a_meaning() -> None:
    for opening, closing in (("[", "]"), ('{"data":', "}"), ('{"ephemeralMessage":{"message":', "}}"), ('{"a":', "}")):
        levels = 900 // opening.count("{" if "{" in opening else "[")
        deep = opening * levels + "1" + closing * levels

        for raw in (deep, '{"event":"webhookReceived","chat":{"id":"5511900000002"},"msgContent":' + deep + "}"):
            meaning(json.loads(raw))


def test_a_flood_of_keys_is_read_in_a_moment() -> None:
    wide = {f"k{number}": {"message": {}} for number in range(20_000)}

    started = datetime.now(UTC)
    meaning({"event": "webhookReceived", "chat": {"id": "5511900000002"}, "messageId": "A", "msgContent": wide})

    assert datetime.now(UTC) - started < timedelta(seconds=5)
