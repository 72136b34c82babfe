"""Mensagens: qual delas é nova, qual é um ato sobre outra, qual não se mostra."""

from core.facts import EventKind, Fact, MessageFact, MessageType, Origin, StatusFact
from webhook.normalise.actions import read_edit, read_reaction, read_revoke
from webhook.normalise.arrival import Arrival, Reading
from webhook.normalise.canonical import digest
from webhook.normalise.content import Opened, describe, open_content
from webhook.normalise.envelope import Envelope
from webhook.normalise.kinds import IGNORED
from webhook.normalise.polls import read_poll_key, read_vote
from webhook.normalise.values import Node, flag, lower, name, url
from webhook.normalise.words import fold, message_status

_PROTOCOL = {
    "revoke": EventKind.REVOKE,
    "0": EventKind.REVOKE,
    "messageedit": EventKind.EDIT,
    "14": EventKind.EDIT,
}
_IGNORED_KINDS = {"encreactionmessage": EventKind.REACTION, "secretencryptedmessage": EventKind.EDIT}


def read_message(envelope: Envelope, arrival: Arrival) -> Reading:
    """Lê um evento de mensagem."""
    if envelope.content is None and envelope.message_id is None:
        return envelope.kind, (), "no_content"
    opened = open_content(envelope.content or {})
    kind, node = _action(envelope, opened)
    reason = _unplaced(envelope)
    if reason is not None:
        return _IGNORED_KINDS.get(opened.key, kind), (), reason
    if kind is EventKind.REACTION:
        return read_reaction(envelope, arrival, node)
    if kind is EventKind.EDIT:
        return read_edit(envelope, arrival, opened, node)
    if kind is EventKind.REVOKE:
        return read_revoke(envelope, arrival, node)
    if opened.key == "pollupdatemessage" and (vote := read_vote(envelope, arrival, lower(opened.value))) is not None:
        return kind, (vote,), None
    if opened.key in IGNORED:
        return _IGNORED_KINDS.get(opened.key, kind), (), IGNORED[opened.key]
    return _message(envelope, arrival, opened)


def _action(envelope: Envelope, opened: Opened) -> tuple[EventKind, Node]:
    """Mensagem nova, ou algo que se faz a uma; com o nó que o diz."""
    if opened.key == "reactionmessage":
        return EventKind.REACTION, lower(opened.value)
    if opened.key == "protocolmessage":
        node = lower(opened.value)
        said = node.get("type")
        word = fold(str(said) if said in (0, 14) and not isinstance(said, bool) else said)
        if said is None and "editedmessage" in node:
            word = "14"  # o proto omite campos; sem texto novo, porém, um tipo ausente não prova revogação
        return _PROTOCOL.get(word, EventKind.MESSAGE), node
    if opened.is_edit and opened.key not in IGNORED:
        return EventKind.EDIT, {}
    # A API de 2024 diz o ato no nome do evento.
    return envelope.kind, {}


def _unplaced(envelope: Envelope) -> str | None:
    """Por que o evento não tem conversa nossa."""
    chat = envelope.chat
    if not chat:
        return "no_chat"
    if chat == "status":
        return "story"
    if chat.endswith("@newsletter"):
        return "channel"
    return "broadcast" if chat.endswith("@broadcast") else None


def _message(envelope: Envelope, arrival: Arrival, opened: Opened) -> Reading:
    root, sender, chat = envelope.root, envelope.sender_node, envelope.chat_node
    origin = Origin.CONTACT
    if envelope.from_me:
        origin = Origin.API if flag(root.get("fromapi")) else Origin.PHONE
    message_id = envelope.message_id or f"mc-{arrival.event_id[:40]}"
    fact = MessageFact(
        chat=envelope.chat,
        from_me=envelope.from_me,
        participant=envelope.participant,
        message_id=message_id,
        moment=arrival.moment,
        moment_known=arrival.moment_known,
        origin=origin,
        content=describe(opened),
        content_hash=digest(envelope.content or {})[:32],
        author=envelope.author or None,
        author_name=name(sender.get("pushname"))
        or name(root.get("pushname"))
        or name(sender.get("name"))
        or name(sender.get("verifiedbizname")),
        chat_name=name(root.get("groupname")) or name(chat.get("name")) or name(chat.get("subject")),
        chat_picture=url(chat.get("profilepicture")),
        author_picture=url(sender.get("profilepicture")),
        author_verified_name=None if envelope.from_me else name(sender.get("verifiedbizname")),
    )
    facts: list[Fact] = [fact]
    if fact.content.type is MessageType.POLL and (key := read_poll_key(envelope, arrival, opened)) is not None:
        facts.append(key)
    status = message_status(envelope.status) if envelope.from_me else None
    if status:
        facts.append(StatusFact(envelope.chat, message_id, status, arrival.moment))
    return EventKind.MESSAGE, tuple(facts), None
