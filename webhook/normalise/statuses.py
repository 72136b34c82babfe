"""Recibos das nossas mensagens."""

from core.facts import EventKind, StatusFact
from webhook.normalise.arrival import Arrival, Reading
from webhook.normalise.envelope import Envelope
from webhook.normalise.values import identifier, is_node, lower, text
from webhook.normalise.words import fold, message_status

_MAX_ERROR = 500  # a coluna
_MAX_IDS = 1_024  # um recibo de leitura nomeia a conversa inteira; além disto é lixo
# O nosso outro aparelho leu ou ouviu o que recebemos: não é recibo de mensagem nossa.
_SELF = frozenset({"readself", "playedself"})


def read_status(envelope: Envelope) -> tuple[tuple[str, ...], str | None]:
    """Os ids de que fala o recibo, ou a razão por que não conta."""
    if envelope.chat == "status":
        return (), "story"
    if envelope.chat.endswith("@newsletter"):
        return (), "channel"
    many = envelope.root.get("messageids")
    ids = [envelope.message_id] if envelope.message_id is not None else []
    if isinstance(many, list):
        ids += [found for found in map(identifier, many[:_MAX_IDS]) if found is not None]
    if not ids:
        return (), "no_message_id"
    if fold(envelope.status) in _SELF:
        return (), "own_receipt"
    return tuple(dict.fromkeys(ids)), None


def read_statuses(envelope: Envelope, arrival: Arrival) -> Reading:
    """Um fato por mensagem de que o recibo fala."""
    ids, reason = read_status(envelope)
    status = message_status(envelope.status)
    if reason is None and status is None:
        reason = "no_status" if envelope.status is None else "unknown_status"
    if reason is not None or status is None:
        return EventKind.MESSAGE_STATUS, (), reason
    facts = tuple(
        StatusFact(
            chat=envelope.chat or None,
            message_id=message_id,
            status=status,
            moment=arrival.moment,
            participant=envelope.participant or None,
            error=_error(envelope),
        )
        for message_id in ids
    )
    return EventKind.MESSAGE_STATUS, facts, None


def _error(envelope: Envelope) -> str | None:
    """O que o gateway diz do erro: texto, ou objeto com `message`."""
    found = envelope.root.get("error")
    if is_node(found):
        found = lower(found).get("message")
    return text(found, _MAX_ERROR) or text(envelope.root.get("errormessage"), _MAX_ERROR)
