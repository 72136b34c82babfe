"""O que passa: digita, grava, liga."""

from core.facts import CallFact, EventKind, PresenceFact
from webhook.normalise.addresses import person
from webhook.normalise.arrival import Arrival, Reading
from webhook.normalise.envelope import Envelope
from webhook.normalise.words import PRESENCES, fold


def read_presence(envelope: Envelope, arrival: Arrival) -> Reading:
    """Presença numa conversa; nos grupos, de quem."""
    root = envelope.root
    said = root.get("presence") if isinstance(root.get("presence"), str) else root.get("status", root.get("state"))
    presence = PRESENCES.get(fold(said))
    if presence is None:
        return EventKind.PRESENCE, (), "unknown_presence"
    if not envelope.chat:
        return EventKind.PRESENCE, (), "no_chat"
    if envelope.chat == "status" or envelope.chat.endswith("@newsletter"):
        return EventKind.PRESENCE, (), "story" if envelope.chat == "status" else "channel"
    participant = envelope.participant or None
    return EventKind.PRESENCE, (PresenceFact(envelope.chat, presence, arrival.moment, participant),), None


def read_call(envelope: Envelope, arrival: Arrival) -> Reading:
    """Uma ligação; só se registra quem ligou."""
    author = envelope.author or person(envelope.root.get("caller")) or person(envelope.chat) or None
    return EventKind.CALL, (CallFact(author, arrival.moment),), None
