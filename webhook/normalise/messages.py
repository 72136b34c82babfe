"""Mensagens: qual delas é nova, qual é um ato sobre outra, qual não se mostra."""

from dataclasses import replace

from core.facts import EventKind, Fact, MessageFact, MessageType, SharperMediaFact, Target
from webhook.normalise.actions import read_edit, read_reaction, read_revoke
from webhook.normalise.arrival import Arrival, Reading
from webhook.normalise.content import Opened, describe, open_content
from webhook.normalise.envelope import Envelope
from webhook.normalise.kinds import IGNORED
from webhook.normalise.notices import Part, part_of, read_notice, read_story_reaction
from webhook.normalise.one_message import message_facts
from webhook.normalise.polls import read_poll_key, read_vote
from webhook.normalise.values import Node, lower
from webhook.normalise.words import fold

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
    if envelope.chat == "status" and kind is EventKind.REACTION:
        return read_story_reaction(envelope, arrival, node)
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
    if (notice := read_notice(envelope, arrival, opened)) is not None:
        return notice
    if opened.association and (part := part_of(opened.association)) is not None:
        return _part(envelope, arrival, opened, part)
    facts: tuple[Fact, ...] = message_facts(envelope, arrival, describe(opened, envelope.place))
    is_poll = isinstance(facts[0], MessageFact) and facts[0].content.type is MessageType.POLL
    key = read_poll_key(envelope, arrival, opened) if is_poll else None
    return EventKind.MESSAGE, (*facts, key) if key is not None else facts, None


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


def _part(envelope: Envelope, arrival: Arrival, opened: Opened, part: Part) -> Reading:
    """A outra metade de uma mensagem: a foto em alta toma o lugar da comum. Enquanto a comum não vem (pode perder-se),
    a própria faz as vezes dela, sem momento: qualquer versão da mensagem de verdade a vence."""
    if not part.is_sharper:
        return EventKind.MESSAGE, (), "live_photo"
    content = describe(opened, envelope.place)
    if content.media is None or part.parent == envelope.message_id:
        return EventKind.MESSAGE, message_facts(envelope, arrival, content), None
    target = Target(envelope.chat, part.parent, envelope.from_me, envelope.participant)
    sharper = SharperMediaFact(
        target, content.media, content.type, arrival.moment, envelope.message_id or arrival.event_id
    )
    stand_in = message_facts(envelope, replace(arrival, moment_known=False), content, part.parent)
    return EventKind.MESSAGE, (*stand_in, sharper), None
