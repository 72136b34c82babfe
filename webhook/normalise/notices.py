"""O que vem como mensagem e não é: avisos do grupo, metades de um par, o que o aparelho ligado não pôde ler; e a reação
a um story nosso, que vem como reação e se mostra como mensagem."""

from dataclasses import dataclass, replace

from core.contents import CallLog, OnlyOnPhone
from core.facts import Content, EventKind, MessageType, Quoted, SubjectFact
from webhook.normalise.actions import read_revoke
from webhook.normalise.addresses import person
from webhook.normalise.arrival import Arrival, Reading
from webhook.normalise.content import Opened
from webhook.normalise.envelope import Envelope
from webhook.normalise.one_message import message_facts
from webhook.normalise.values import Node, flag, identifier, lower, name, text
from webhook.normalise.words import fold

_MAX_EMOJI = 64
# `messageStubType`, pelo nome ou pelo número do proto.
_SUBJECT = ("21", "groupchangesubject")
_REVOKED = ("1", "revoke")
_UNREADABLE = ("2", "ciphertext")
_MISSED = {
    "40": False, "callmissedvoice": False, "45": False, "callmissedgroupvoice": False,
    "41": True, "callmissedvideo": True, "46": True, "callmissedgroupvideo": True,
}  # fmt: skip
# `associationType`, pelo nome ou pelo número: em alta definição, e a metade em vídeo de uma foto viva.
_SHARPER = ("hdimagedualupload", "10", "hdvideodualupload", "5", "hevcvideodualupload", "19")
_LIVE = ("motionphoto", "12")


@dataclass(frozen=True, slots=True)
class Part:
    """Parte de outra mensagem (`parent`): a mesma em alta, ou o vídeo de uma foto viva."""

    parent: str
    is_sharper: bool


def part_of(association: Node) -> Part | None:
    """De que mensagem esta é a outra metade; None se é inteira (as de um álbum são, e a comum de um par também)."""
    word = fold(str(association.get("associationtype")))
    parent = identifier(lower(association.get("parentmessagekey")).get("id"))
    if parent is None or word not in (*_SHARPER, *_LIVE):
        return None
    return Part(parent, word in _SHARPER)


def read_notice(envelope: Envelope, arrival: Arrival, opened: Opened) -> Reading | None:
    """Um aviso do WhatsApp, que ninguém escreveu; None se é mensagem."""
    if opened.key:
        return None
    root = envelope.root
    if flag(root.get("isviewonce")) or fold(root.get("unavailabletype")) == "viewonce":
        return _only_on_phone(envelope, arrival, "view_once")
    stub = root.get("messagestubtype")
    word = fold(str(stub)) if stub not in (None, 0, "", "0", False) else ""
    if not word or word == "unknown":
        return None
    if word in _UNREADABLE:
        return _only_on_phone(envelope, arrival, "undecrypted")
    if word in _REVOKED:
        return read_revoke(envelope, arrival, {})
    if word in _MISSED:
        content = Content(MessageType.CALL, typed=CallLog(is_video=_MISSED[word], outcome="missed"))
        return EventKind.MESSAGE, message_facts(envelope, arrival, content), None
    told = root.get("messagestubparameters")
    subject = name(told[0]) if isinstance(told, list) and told else None
    if word in _SUBJECT and envelope.is_group and subject is not None:
        return EventKind.MESSAGE, (SubjectFact(envelope.chat, subject, arrival.moment),), None
    return EventKind.MESSAGE, (), "notice"


def _only_on_phone(envelope: Envelope, arrival: Arrival, reason: str) -> Reading:
    content = Content(MessageType.UNKNOWN, unknown_kind=reason, typed=OnlyOnPhone(reason))
    return EventKind.MESSAGE, message_facts(envelope, arrival, content), None


def read_story_reaction(envelope: Envelope, arrival: Arrival, node: Node) -> Reading:
    """A reação de um contato a um story nosso é o que ele nos disse: uma mensagem na conversa com ele."""
    key = lower(node.get("key"))
    emoji = (text(node.get("text")) or "")[:_MAX_EMOJI].strip()
    owner, sender = person(key.get("participant")), envelope.sender
    is_ours = owner != "" and owner in envelope.place.us
    if envelope.from_me or not is_ours or not emoji or not sender or sender in envelope.place.us:
        return EventKind.REACTION, (), "story"
    quoted = Quoted(identifier(key.get("id")), owner, from_me=True, kind="story")
    placed = replace(
        envelope, chat=sender, author=sender, participant="", chat_node={**envelope.sender_node}, is_group=False
    )
    facts = message_facts(placed, arrival, Content(MessageType.TEXT, emoji, quoted=quoted))
    return EventKind.REACTION, facts, None
