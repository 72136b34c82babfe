"""Uma mensagem, do envelope e do conteúdo já lidos."""

from core.facts import Content, MessageFact, Origin, StatusFact
from webhook.normalise.arrival import Arrival
from webhook.normalise.canonical import digest
from webhook.normalise.envelope import Envelope
from webhook.normalise.values import flag, name, url
from webhook.normalise.words import message_status


def message_facts(
    envelope: Envelope, arrival: Arrival, content: Content, message_id: str | None = None
) -> tuple[MessageFact | StatusFact, ...]:
    """A mensagem com este conteúdo, e a situação dela se o corpo a diz."""
    root, sender, chat = envelope.root, envelope.sender_node, envelope.chat_node
    origin = Origin.CONTACT
    if envelope.from_me:
        origin = Origin.API if flag(root.get("fromapi")) else Origin.PHONE
    message_id = message_id or envelope.message_id or f"mc-{arrival.event_id[:40]}"
    fact = MessageFact(
        chat=envelope.chat,
        from_me=envelope.from_me,
        participant=envelope.participant,
        message_id=message_id,
        moment=arrival.moment,
        moment_known=arrival.moment_known,
        origin=origin,
        content=content,
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
    status = message_status(envelope.status) if envelope.from_me else None
    return (fact, StatusFact(envelope.chat, message_id, status, arrival.moment)) if status else (fact,)
