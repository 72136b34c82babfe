"""O corpo de um evento -> o que ele quer dizer. Puro: sem Django, sem relógio, sem banco.

`envelope` (com `dialects`) lê quem, onde e qual; `messages`, `actions`, `statuses`, `connections`, `presence`, o que é;
`content`, `nodes` e `kinds`, o `msgContent`. Nenhum valor JSON levanta exceção: o que não se entende tem uma razão.
"""

from collections.abc import Callable
from datetime import datetime

from core.facts import AddressPair, EventKind, Normalised
from webhook.normalise import values
from webhook.normalise.addresses import distinct, lid, pair, person, phone
from webhook.normalise.arrival import Arrival, Reading
from webhook.normalise.connections import read_connection, read_qr_code
from webhook.normalise.envelope import Envelope, read
from webhook.normalise.messages import read_message
from webhook.normalise.presence import read_call, read_presence
from webhook.normalise.statuses import read_statuses

__all__ = ["normalise"]

_MOMENT_KEYS = ("moment", "timestamp", "messagetimestamp", "time", "date")
# Chaves em que um corpo diz o outro endereço da mesma pessoa.
_PHONE_KEYS = ("senderpn", "participantpn", "pn", "phone", "phonenumber", "senderalt", "participantalt")
_CHAT_KEYS = ("chatalt", "chatpn", "chatlid", "remotejidalt")


def _unknown(envelope: Envelope, arrival: Arrival) -> Reading:
    return EventKind.UNKNOWN, (), "unrecognised"


_READERS: dict[EventKind, Callable[[Envelope, Arrival], Reading]] = {
    EventKind.MESSAGE: read_message,
    EventKind.EDIT: read_message,
    EventKind.REVOKE: read_message,
    EventKind.REACTION: read_message,
    EventKind.MESSAGE_STATUS: read_statuses,
    EventKind.INSTANCE_STATUS: read_connection,
    EventKind.QR_CODE: read_qr_code,
    EventKind.PRESENCE: read_presence,
    EventKind.CALL: read_call,
    EventKind.UNKNOWN: _unknown,
}


def normalise(body: object, *, event_id: str, received_at: datetime) -> Normalised:
    """O sentido de `body`, qualquer que seja; `event_id` e `received_at` servem ao que veio sem id ou sem momento."""
    envelope = read(body)
    moment = None
    for key in _MOMENT_KEYS:
        if key in envelope.root:
            moment = values.moment(envelope.root[key], received_at)
            if moment is not None:
                break
    arrival = Arrival(event_id, moment or received_at, moment is not None)
    kind, facts, reason = _READERS[envelope.kind](envelope, arrival)
    return Normalised(
        kind=kind,
        event_type=envelope.event_type,
        facts=facts,
        pairs=_pairs(envelope),
        reason=reason,
        connected_phone=envelope.connected_phone or None,
        connected_lid=envelope.connected_lid or None,
    )


def _pairs(envelope: Envelope) -> tuple[AddressPair, ...]:
    """Os pares telefone-LID que o corpo ensina; nunca o nosso número com o LID do contato."""
    root, sender, chat = envelope.root, envelope.sender_node, envelope.chat_node
    ours = pair(envelope.connected_phone, envelope.connected_lid)
    found = [pair(envelope.sender, envelope.sender_lid)]
    for key in _PHONE_KEYS:
        if key in sender:
            found.append(pair(person(sender[key]), envelope.sender_lid or envelope.sender))
        if key in root and key not in ("phone", "phonenumber"):
            found.append(pair(person(root[key]), envelope.sender_lid or envelope.sender))
        if key in chat and not envelope.is_group:
            found.append(pair(phone(chat[key]), envelope.chat))
    if not envelope.is_group:
        if "lid" in chat:
            found.append(pair(envelope.chat, lid(chat["lid"])))
        found += [pair(envelope.chat, person(root[key])) for key in _CHAT_KEYS if key in root]
        # Conversa direta que chega: quem escreve é a conversa, mesmo que uma venha por LID e o outro por telefone.
        if not envelope.from_me and envelope.kind is not EventKind.MESSAGE_STATUS:
            found.append(pair(envelope.chat, envelope.sender))
    return distinct([*(other for other in found if _is_coherent(envelope, other)), ours])


def _is_coherent(envelope: Envelope, found: AddressPair | None) -> bool:
    """Um par que toca a nossa identidade só vale se é ela inteira, ou se fomos nós que escrevemos."""
    if found is None:
        return False
    same_phone, same_lid = found.phone == envelope.connected_phone, found.lid == envelope.connected_lid
    if same_phone == same_lid:
        return True
    # A outra metade da nossa identidade, que o corpo ainda não dizia.
    half = not envelope.connected_lid if same_phone else not envelope.connected_phone
    return half and envelope.from_me and envelope.kind is EventKind.MESSAGE
