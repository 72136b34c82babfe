"""O que o normalizador promete, regra por regra; as formas inteiras estão em `fixtures/`."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from core.facts import AddressPair, Content, EventKind, MessageFact, MessageStatus, MessageType, Normalised, StatusFact
from webhook.normalise import normalise
from webhook.normalise.kinds import IGNORED, NAMED, TYPES

FIXTURES = Path(__file__).parent / "fixtures"
RECEIVED_AT = datetime(2026, 1, 1, 0, 10, tzinfo=UTC)
AT = datetime(2026, 1, 1, tzinfo=UTC)
SECONDS = 1767225600
CONTACT, OURS = "5511900000002", "5511900000001"

# Os campos de `Message` no proto do WhatsApp (2026), fora os que só acompanham.
PROTO = """
conversation imageMessage contactMessage locationMessage extendedTextMessage documentMessage audioMessage videoMessage
call chat protocolMessage contactsArrayMessage highlyStructuredMessage sendPaymentMessage liveLocationMessage
requestPaymentMessage declinePaymentRequestMessage cancelPaymentRequestMessage templateMessage stickerMessage
groupInviteMessage templateButtonReplyMessage productMessage deviceSentMessage listMessage viewOnceMessage
orderMessage listResponseMessage ephemeralMessage invoiceMessage buttonsMessage buttonsResponseMessage
paymentInviteMessage interactiveMessage reactionMessage stickerSyncRmrMessage interactiveResponseMessage
pollCreationMessage pollUpdateMessage keepInChatMessage documentWithCaptionMessage requestPhoneNumberMessage
viewOnceMessageV2 encReactionMessage editedMessage viewOnceMessageV2Extension pollCreationMessageV2
scheduledCallCreationMessage groupMentionedMessage pinInChatMessage pollCreationMessageV3 scheduledCallEditMessage
ptvMessage botInvokeMessage callLogMesssage messageHistoryBundle encCommentMessage bcallMessage lottieStickerMessage
eventMessage encEventResponseMessage commentMessage newsletterAdminInviteMessage placeholderMessage
secretEncryptedMessage albumMessage eventCoverImage stickerPackMessage statusMentionMessage pollResultSnapshotMessage
pollCreationOptionImageMessage associatedChildMessage groupStatusMentionMessage pollCreationMessageV4 statusAddYours
groupStatusMessage richResponseMessage statusNotificationMessage limitSharingMessage botTaskMessage questionMessage
messageHistoryNotice groupStatusMessageV2 botForwardedMessage statusQuestionAnswerMessage questionReplyMessage
questionResponseMessage statusQuotedMessage statusStickerInteractionMessage pollCreationMessageV5
newsletterFollowerInviteMessageV2 pollResultSnapshotMessageV3 pollCreationMessageV6 senderKeyDistributionMessage
fastRatchetKeySenderKeyDistributionMessage initialSecurityNotificationSettingSync
"""


def body(**over: Any) -> dict[str, Any]:
    found = {
        "event": "webhookReceived",
        "connectedPhone": OURS,
        "messageId": "3EB0",
        "fromMe": False,
        "chat": {"id": CONTACT},
        "sender": {"id": CONTACT},
        "moment": SECONDS,
        "msgContent": {"conversation": "oi"},
    }
    return {key: value for key, value in (found | over).items() if value is not ...}


def meaning(**over: Any) -> Normalised:
    return normalise(body(**over), event_id="e" * 64, received_at=RECEIVED_AT)


def message(**over: Any) -> MessageFact:
    found = meaning(**over)
    assert isinstance(found.facts[0], MessageFact), found.reason
    return found.facts[0]


def content(**kinds: Any) -> Content:
    return message(msgContent=kinds).content


@pytest.mark.parametrize("key", PROTO.split())
@pytest.mark.parametrize("node", [{}, {"x": 1}, None, "texto"], ids=["empty", "half-filled", "null", "text"])
def test_every_kind_of_whatsapp_message_has_an_answer(key: str, node: Any) -> None:
    found = meaning(msgContent={"messageContextInfo": {}, key: node})

    assert found.kind in (EventKind.MESSAGE, EventKind.REACTION, EventKind.EDIT, EventKind.REVOKE)
    assert bool(found.facts) != bool(found.reason)
    for fact in found.facts:
        if isinstance(fact, MessageFact) and fact.content.type is MessageType.UNKNOWN:
            assert fact.content.unknown_kind


@pytest.mark.parametrize("key", sorted(TYPES))
def test_an_empty_node_keeps_its_type(key: str) -> None:
    assert content(**{key: {}}).type is TYPES[key]


@pytest.mark.parametrize("name", sorted(NAMED.values()))
def test_a_kind_without_bubble_is_named_and_its_text_found(name: str) -> None:
    found = content(**{name.upper(): {"inner": {"Caption": "o texto"}}})

    assert (found.type, found.unknown_kind, found.text) == (MessageType.UNKNOWN, name, "o texto")


@pytest.mark.parametrize("key", sorted(IGNORED))
def test_a_kind_with_nothing_to_show_is_ignored_with_its_reason(key: str) -> None:
    found = meaning(msgContent={key: {"x": 1}})

    assert (found.facts, found.reason) == ((), IGNORED[key])


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (SECONDS, AT),
        (SECONDS * 1000, AT),
        (str(SECONDS), AT),
        (str(SECONDS * 1000), AT),
        (SECONDS * 1_000_000, AT),
        (float(SECONDS), AT),
        (f"{SECONDS}.5", AT + timedelta(milliseconds=500)),
        ("2026-01-01T00:00:00Z", AT),
        ("2025-12-31T21:00:00-03:00", AT),
        ("2026-01-01T00:00:00", AT),
        (SECONDS + 600 + 86_400, RECEIVED_AT + timedelta(days=1)),
        (SECONDS + 601 + 86_400, None),
        (1_000_000_000, None),
        (0, None),
        (-SECONDS, None),
        (10**300, None),
        (True, None),
        ("ontem", None),
        ("9999-12-31T23:59:59Z", None),
        (None, None),
        ({}, None),
    ],
)
def test_moment_is_read_in_any_unit_and_the_impossible_is_absent(moment: Any, expected: datetime | None) -> None:
    found = message(moment=moment)

    assert found.moment_known == (expected is not None)
    assert found.moment == (expected or RECEIVED_AT)


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("PENDING", MessageStatus.PENDING),
        ("SERVER", MessageStatus.SENT),
        ("SENT", MessageStatus.SENT),
        ("SERVER_ACK", MessageStatus.SENT),
        ("DELIVERY", MessageStatus.DELIVERED),
        ("DELIVERED", MessageStatus.DELIVERED),
        ("Received", MessageStatus.DELIVERED),
        ("read", MessageStatus.READ),
        ("PLAYED", MessageStatus.PLAYED),
        ("FAILED", MessageStatus.FAILED),
        ("ERROR", MessageStatus.FAILED),
        (0, MessageStatus.FAILED),
        (1, MessageStatus.PENDING),
        ("2", MessageStatus.SENT),
        (3, MessageStatus.DELIVERED),
        (4, MessageStatus.READ),
        (5, MessageStatus.PLAYED),
    ],
)
@pytest.mark.parametrize("event", ["webhookStatus", "webhookDelivery", ...])
def test_status_words_of_all_dialects(event: Any, word: Any, status: MessageStatus) -> None:
    found = meaning(event=event, fromMe=True, msgContent=..., status=word)

    assert found.facts == (StatusFact(CONTACT, "3EB0", status, AT),)


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        ("webhookReceived", EventKind.MESSAGE),
        ("WebhookDelivery", EventKind.MESSAGE),
        ("message", EventKind.MESSAGE),
        ("messageReceived", EventKind.MESSAGE),
        ("messageSent", EventKind.MESSAGE),
        ("repliedMessage", EventKind.MESSAGE),
        ("editedMessage", EventKind.EDIT),
        ("deletedMessage", EventKind.REVOKE),
        ("reactedMessage", EventKind.REACTION),
        ("messageRead", EventKind.MESSAGE_STATUS),
        ("connectedInstance", EventKind.INSTANCE_STATUS),
        ("disconnectedInstance", EventKind.INSTANCE_STATUS),
        ("qrCodeGenerated", EventKind.QR_CODE),
        ("webhookChatPresence", EventKind.PRESENCE),
        ("webhookCall", EventKind.CALL),
        (..., EventKind.MESSAGE),
        ("somethingNew", EventKind.MESSAGE),
    ],
)
def test_event_names_of_all_dialects(event: Any, kind: EventKind) -> None:
    assert meaning(event=event).kind is kind


@pytest.mark.parametrize("event", ["webhookReceived", "webhookDelivery"])
@pytest.mark.parametrize("from_me", [True, False])
def test_from_me_decides_the_direction_not_the_event(event: str, from_me: bool) -> None:
    found = message(event=event, fromMe=from_me, sender={"id": OURS if from_me else CONTACT})

    assert (found.chat, found.from_me, found.author) == (CONTACT, from_me, OURS if from_me else CONTACT)


def test_a_group_that_the_body_does_not_name_is_not_a_chat_with_its_author() -> None:
    assert meaning(isGroup=True, chat=...).reason == "no_chat"


@pytest.mark.parametrize(
    ("chat", "spelled"),
    [
        ("5511900000002@s.whatsapp.net", CONTACT),
        ("5511900000002@C.US", CONTACT),
        ("5511900000002:12@s.whatsapp.net", CONTACT),
        ("5511900000002@s.whatsapp.net/1", CONTACT),
        ("+5511900000002", CONTACT),
        (5511900000002, CONTACT),
        ("100000000000002@lid", "100000000000002@lid"),
        ("100000000000002:3@lid", "100000000000002@lid"),
        ("100000000000002", "100000000000002"),
        ("5511900000003-1600000000@g.us", "5511900000003-1600000000@g.us"),
    ],
)
def test_an_address_has_one_spelling(chat: Any, spelled: str) -> None:
    assert message(chat={"id": chat}).chat == spelled


@pytest.mark.parametrize(
    ("sender", "pairs"),
    [
        ({"id": CONTACT, "senderLid": "100000000000002@lid"}, [(CONTACT, "100000000000002@lid")]),
        ({"id": CONTACT, "lid": "100000000000002"}, [(CONTACT, "100000000000002@lid")]),
        ({"id": "100000000000002@lid", "senderPn": f"{CONTACT}@s.whatsapp.net"}, [(CONTACT, "100000000000002@lid")]),
        ({"id": CONTACT, "senderLid": CONTACT}, []),
        ({"id": CONTACT, "senderLid": "12@lid"}, []),
        ({"id": CONTACT, "senderLid": ""}, []),
        ({"id": "100000000000002", "senderLid": "100000000000002@lid"}, [(CONTACT, "100000000000002@lid")]),
        ({"id": OURS, "senderLid": "100000000000002@lid"}, []),
    ],
)
def test_pairs_are_taught_only_by_valid_forms_of_one_person(sender: Any, pairs: list[tuple[str, str]]) -> None:
    found = meaning(sender=sender)

    assert found.pairs == tuple(AddressPair(*pair) for pair in pairs)


def test_an_ignored_event_still_teaches_its_pairs() -> None:
    found = meaning(chat={"id": "status"}, sender={"id": CONTACT, "senderLid": "100000000000002@lid"})

    assert (found.reason, found.pairs) == ("story", (AddressPair(CONTACT, "100000000000002@lid"),))


def test_text_is_cleaned_and_bounded() -> None:
    said = content(conversation="a\x00\x07\r\nb\tc\ud83d" + "x" * 70_000).text
    named = message(sender={"id": CONTACT, "pushName": " " + "ñ" * 300}).author_name

    assert said is not None
    assert said.startswith("a\nb\tc�x")
    assert len(said) == 65_536
    assert named == "ñ" * 255


def test_two_long_ids_stay_two_and_fit_the_column() -> None:
    one, other = message(messageId="A" * 200 + "1").message_id, message(messageId="A" * 200 + "2").message_id

    assert one != other
    assert len(one) <= 128


def test_wrappers_beyond_reason_end_as_unknown() -> None:
    node: dict[str, Any] = {"conversation": "no fundo"}
    for _ in range(100):
        node = {"ephemeralMessage": {"message": node}}

    assert message(msgContent=node).content.type is MessageType.UNKNOWN


def test_an_echo_that_carries_a_status_also_climbs_it() -> None:
    found = meaning(event="webhookDelivery", fromMe=True, status="DELIVERED")

    assert [type(fact) for fact in found.facts] == [MessageFact, StatusFact]


def test_a_lone_context_is_not_a_reply() -> None:
    assert content(extendedTextMessage={"text": "oi", "contextInfo": {"expiration": 604800}}).quoted is None


@pytest.mark.parametrize("value", [None, [], 1, "x", True, 1.5, {}, {"data": {}}])
def test_what_has_no_shape_is_unrecognised(value: Any) -> None:
    found = normalise(value, event_id="e" * 64, received_at=RECEIVED_AT)

    assert (found.kind, found.reason) == (EventKind.UNKNOWN, "unrecognised")


def test_all_fixtures_of_the_contract_are_here() -> None:
    index = json.loads((FIXTURES / "INDEX.json").read_text())

    assert all((FIXTURES / item["file"]).exists() for item in index["items"])
