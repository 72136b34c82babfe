"""O que se faz a uma mensagem: reagir, editar, revogar. O alvo vem do conteúdo, o autor só do envelope."""

from datetime import datetime, timedelta

from core.facts import EditFact, EventKind, ReactionFact, RevokeFact, Target
from webhook.normalise import values
from webhook.normalise.addresses import address, person
from webhook.normalise.arrival import Arrival, Reading
from webhook.normalise.content import Opened, describe, open_content
from webhook.normalise.envelope import Envelope
from webhook.normalise.values import Node, flag, identifier, lower

_MAX_EMOJI = 64  # uma família com tons de pele tem uns 40 bytes


def _is_ours(envelope: Envelope, found: str) -> bool:
    return found != "" and found in (envelope.connected_phone, envelope.connected_lid)


def refined(arrival: Arrival, inner: object) -> datetime:
    """O momento com os milissegundos que o nó traz, só se é o mesmo segundo: o relógio do autor não manda em nós."""
    found = values.moment(inner, arrival.moment)
    if found is not None and timedelta(0) <= found - arrival.moment < timedelta(seconds=1):
        return found
    return arrival.moment


def read_reaction(envelope: Envelope, arrival: Arrival, node: Node) -> Reading:
    key = lower(node.get("key"))
    # A API de 2024 (`reactedMessage`) só tem o id do envelope.
    message_id = identifier(key.get("id")) or (envelope.message_id if not key else None)
    if message_id is None:
        return EventKind.REACTION, (), "no_target"
    if not envelope.author and not envelope.from_me:
        return EventKind.REACTION, (), "no_author"
    fact = ReactionFact(
        target=target_of(envelope, key, message_id),
        author=envelope.author,
        author_from_me=envelope.from_me,
        emoji=(values.text(node.get("text", envelope.root.get("reaction"))) or "")[:_MAX_EMOJI],
        moment=refined(arrival, node.get("sendertimestampms")),
        id=envelope.message_id or arrival.event_id,
    )
    return EventKind.REACTION, (fact,), None


def target_of(envelope: Envelope, key: Node, message_id: str) -> Target:
    """A mensagem que a chave de uma reação ou de um voto aponta."""
    ours = flag(key.get("fromme"))
    participant: str | None = ""
    if envelope.is_group:
        who = person(key.get("participant"))
        if who:
            ours = _is_ours(envelope, who)
        participant = "" if ours else who or None
    else:
        remote = address(key.get("remotejid"))
        if ours is not None and not envelope.from_me and _is_ours(envelope, remote) and remote != envelope.chat:
            ours = not ours  # a chave crua é vista pelo contato: o «remoto» dele somos nós
    return Target(envelope.chat, message_id, ours, participant)


def read_edit(envelope: Envelope, arrival: Arrival, opened: Opened, node: Node) -> Reading:
    # Sem `protocolMessage` o embrulho guarda a mensagem nova, e o id do envelope é o da editada.
    message_id = identifier(lower(node.get("key")).get("id")) if node else envelope.message_id
    if message_id is None:
        return EventKind.EDIT, (), "no_target"
    if not envelope.author and not envelope.from_me:
        return EventKind.EDIT, (), "no_author"
    content = describe(open_content(lower(node.get("editedmessage"))) if node else opened, envelope.place)
    # Mídia sem legenda é legenda tirada; nos outros, sem texto não há o que trocar.
    said = content.text if content.text is not None else "" if content.media is not None else None
    if said is None:
        return EventKind.EDIT, (), "no_text"
    fact = EditFact(
        # Só o autor edita: o alvo é dele, digam o que disserem `fromMe` e `participant` da chave.
        target=Target(envelope.chat, message_id, envelope.from_me, envelope.participant),
        author=envelope.author,
        author_from_me=envelope.from_me,
        text=said,
        moment=refined(arrival, node.get("timestampms")),
        id=envelope.message_id or arrival.event_id,
    )
    return EventKind.EDIT, (fact,), None


def read_revoke(envelope: Envelope, arrival: Arrival, node: Node) -> Reading:
    key = lower(node.get("key"))
    message_id = identifier(key.get("id")) if node else envelope.message_id
    if message_id is None:
        return EventKind.REVOKE, (), "no_target"
    if not envelope.author and not envelope.from_me:
        return EventKind.REVOKE, (), "no_author"
    ours, participant, by_admin = _revoked(envelope, key)
    fact = RevokeFact(
        target=Target(envelope.chat, message_id, ours, participant),
        author=envelope.author,
        author_from_me=envelope.from_me,
        moment=refined(arrival, node.get("timestampms")),
        id=envelope.message_id or arrival.event_id,
        by_admin=by_admin,
    )
    return EventKind.REVOKE, (fact,), None


def _revoked(envelope: Envelope, key: Node) -> tuple[bool, str | None, bool]:
    """De quem é a mensagem apagada, e se quem apagou é administrador. Em conversa direta só se apaga a própria."""
    if not envelope.is_group:
        return envelope.from_me, "", False
    who = person(key.get("participant"))
    said = flag(key.get("fromme"))
    if envelope.from_me:
        if _is_ours(envelope, who) or (not who and said is not False):
            return True, "", False
        return False, who or None, True  # o nosso aparelho apagou a de outro: o WhatsApp só deixa ao administrador
    sender = envelope.sender_node
    by_admin = flag(sender.get("isadmin")) is True or flag(sender.get("issuperadmin")) is True
    if _is_ours(envelope, who) or (by_admin and not who and said is True):
        return True, "", by_admin
    if not who or who in (envelope.sender, envelope.sender_lid):
        return False, envelope.participant, False
    return False, who, by_admin
