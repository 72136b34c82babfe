"""Enquetes: o segredo que vem com a pergunta, e o voto cifrado."""

import hashlib

from core.facts import PollKeyFact, Target, VoteFact
from webhook.normalise.actions import refined, target_of
from webhook.normalise.arrival import Arrival
from webhook.normalise.content import Opened
from webhook.normalise.envelope import Envelope
from webhook.normalise.nodes import poll_options
from webhook.normalise.values import identifier, lower, text

_MAX_BASE64 = 64 * 1024  # um voto tem umas centenas de letras


def read_poll_key(envelope: Envelope, arrival: Arrival, opened: Opened) -> PollKeyFact | None:
    """O segredo está ao lado do tipo, ou ao lado do embrulho dele; sem segredo ou sem id, ninguém lê os votos."""
    secret = None
    for around in (opened.siblings, lower(envelope.content)):
        secret = secret or _base64(lower(around.get("messagecontextinfo")).get("messagesecret"))
    if secret is None or envelope.message_id is None:
        return None
    options = [raw for _, raw in poll_options(lower(opened.value))]
    return PollKeyFact(
        target=Target(envelope.chat, envelope.message_id, envelope.from_me, envelope.participant),
        author=envelope.author,
        author_from_me=envelope.from_me,
        spellings=_spellings(envelope),
        secret=secret,
        options=tuple(hashlib.sha256(raw.encode(errors="replace")).hexdigest() for raw in options),
        moment=arrival.moment,
        id=envelope.message_id,
    )


def read_vote(envelope: Envelope, arrival: Arrival, node: dict[str, object]) -> VoteFact | None:
    """Um voto inteiro; None se falta a enquete, a cifra ou quem votou."""
    key, vote = lower(node.get("pollcreationmessagekey")), lower(node.get("vote"))
    message_id = identifier(key.get("id"))
    iv, payload = _base64(vote.get("enciv")), _base64(vote.get("encpayload"))
    if message_id is None or iv is None or payload is None or not (envelope.author or envelope.from_me):
        return None
    return VoteFact(
        target=target_of(envelope, key, message_id),
        author=envelope.author,
        author_from_me=envelope.from_me,
        spellings=_spellings(envelope),
        iv=iv,
        payload=payload,
        moment=refined(arrival, node.get("sendertimestampms")),
        id=envelope.message_id or arrival.event_id,
    )


def _spellings(envelope: Envelope) -> tuple[str, ...]:
    """Como o corpo escreve quem escreveu: das nossas mensagens, nós."""
    who = (envelope.connected_lid, envelope.connected_phone) if envelope.from_me else ()
    every = (envelope.sender_lid, envelope.sender, envelope.author, *who)
    if not envelope.from_me and not envelope.is_group:
        every = (*every, envelope.chat)
    return tuple(dict.fromkeys(one for one in every if one))


def _base64(value: object) -> str | None:
    found = text(value)
    return found if found and len(found) <= _MAX_BASE64 else None
