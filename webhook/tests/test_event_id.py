"""O que faz de duas entregas o mesmo evento, e o que faz delas dois."""

import copy
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from webhook.event_id import event_id

FIXTURES = Path(__file__).parent / "fixtures"


def capture(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((FIXTURES / f"{name}.json").read_text())
    return loaded


def upper(value: Any) -> Any:
    if isinstance(value, dict):
        return {key.upper(): upper(item) for key, item in reversed(value.items())}
    return [upper(item) for item in value] if isinstance(value, list) else value


def test_id_is_64_hex_characters_for_every_capture() -> None:
    names = [path.stem for path in FIXTURES.glob("*.json") if ".facts" not in path.name and path.name != "INDEX.json"]

    ids = [event_id(1, capture(name)) for name in names]

    assert all(re.fullmatch("[0-9a-f]{64}", found) for found in ids)


def test_key_case_and_key_order_do_not_make_a_second_event() -> None:
    for name in ("received_text", "received_quoted_reply", "presence", "connected", "status_read_group_participant"):
        body = capture(name)

        assert event_id(1, upper(body)) == event_id(1, body), name


@pytest.mark.parametrize(
    "spelling",
    ["5511900000002@c.us", "5511900000002@s.whatsapp.net", "5511900000002:12@s.whatsapp.net", "5511900000002/1"],
)
@pytest.mark.parametrize("name", ["received_text", "presence", "status_read"])
def test_spelling_of_an_address_does_not_make_a_second_event(name: str, spelling: str) -> None:
    body = capture(name)
    other = copy.deepcopy(body)

    other["chat"]["id"] = spelling
    if "sender" in other:
        other["sender"]["id"] = spelling

    assert event_id(1, other) == event_id(1, body)


def test_pictures_names_and_moment_are_not_part_of_a_message() -> None:
    body = capture("received_image")
    again = copy.deepcopy(body)

    again["chat"]["profilePicture"] = again["sender"]["profilePicture"] = "https://pps.whatsapp.net/outra"
    again["sender"]["pushName"] = "Outro Nome"
    again["moment"] = "1767225777000"

    assert event_id(1, again) == event_id(1, body)


def test_names_of_one_status_are_one_event_and_two_statuses_are_two() -> None:
    body = capture("status_delivered")

    assert event_id(1, body | {"status": "delivered"}) == event_id(1, body)
    assert event_id(1, body | {"status": "READ"}) != event_id(1, body)


def _chat(body: dict[str, Any]) -> None:
    body["chat"]["id"] = "5511900000009"


def _author(body: dict[str, Any]) -> None:
    body["sender"]["id"] = "5511900000009"


def _from_me(body: dict[str, Any]) -> None:
    body["fromMe"] = True


def _message_id(body: dict[str, Any]) -> None:
    body["messageId"] += "0"


def _content(body: dict[str, Any]) -> None:
    body["msgContent"] = {"conversation": "outra"}


def _kind(body: dict[str, Any]) -> None:
    del body["msgContent"]
    body["status"] = "READ"


@pytest.mark.parametrize("change", [_chat, _author, _from_me, _message_id, _content, _kind])
def test_each_part_of_the_identity_tells_events_apart(change: Callable[[dict[str, Any]], None]) -> None:
    body = capture("received_text")
    other = copy.deepcopy(body)

    change(other)

    assert event_id(1, other) != event_id(1, body)


def test_participant_tells_two_receipts_of_a_group_apart() -> None:
    body = capture("status_read_group_participant")
    other = copy.deepcopy(body)

    other["sender"] = {"id": "5511900000004"}

    assert event_id(1, other) != event_id(1, body)


def test_instance_is_part_of_the_identity_as_number_or_text() -> None:
    body = capture("received_text")

    assert event_id(1, body) == event_id("1", body)
    assert event_id(1, body) != event_id(2, body)


def test_without_a_message_id_the_whole_body_decides() -> None:
    body = capture("presence")

    assert event_id(1, body | {"moment": body["moment"] + 1}) != event_id(1, body)
    assert event_id(1, capture("call") | {"messageId": "X", "callId": "OUTRA"}) != event_id(
        1, capture("call") | {"messageId": "X"}
    )


def test_text_that_looks_like_an_address_is_left_alone() -> None:
    said, other = ({"msgContent": {"conversation": text}} for text in ("551190000002@c.us", "551190000002"))

    assert event_id(1, said) != event_id(1, other)


@pytest.mark.parametrize(
    "raw",
    [
        '{"event":"x","v":NaN,"w":Infinity}',
        '{"messageId":"\\ud83d","msgContent":{"conversation":"\\udfff"}}',
        '{"v":' + "9" * 4000 + "}",
        '{"v":' + "[" * 900 + "]" * 900 + "}",
        '{"messageId":"A","msgContent":' + '{"a":' * 900 + "1" + "}" * 901,
    ],
    ids=["not a number", "lone surrogate", "4000 digits", "900 lists deep", "900 objects deep"],
)
def test_odd_json_has_an_id_of_its_own(raw: str) -> None:
    body = json.loads(raw)

    assert event_id(1, body) == event_id(1, json.loads(raw))
    assert event_id(1, body) != event_id(1, {})


def test_difference_at_any_depth_is_a_difference() -> None:
    one, other = (json.loads('{"v":' + "[" * 900 + leaf + "]" * 900 + "}") for leaf in ("1", "2"))

    assert event_id(1, one) != event_id(1, other)


def bare_edit(text: str, moment: int) -> dict[str, Any]:
    """Uma edição sem `protocolMessage`: o id do envelope é o da mensagem editada."""
    edited = {"editedMessage": {"message": {"conversation": text}}}
    return {**capture("received_text"), "moment": moment, "msgContent": edited}


def test_editing_to_a_text_it_already_had_is_another_event() -> None:
    ids = [event_id(1, bare_edit(text, moment)) for text, moment in (("A", 1), ("B", 2), ("A", 3))]

    assert len(set(ids)) == 3
    assert event_id(1, bare_edit("A", 1)) == ids[0]


def test_the_moment_is_no_part_of_an_edit_that_names_its_target() -> None:
    body = capture("received_edit")

    assert event_id(1, {**body, "moment": 1}) == event_id(1, {**body, "moment": 2})
