"""O envelope: quem, onde, qual mensagem. Uma só leitura para `event_id` (na porta) e `normalise` (no worker)."""

from dataclasses import dataclass

from core.facts import EventKind
from webhook.normalise.addresses import address, group, lid, person, phone
from webhook.normalise.context import Place
from webhook.normalise.dialects import content_of, open_body
from webhook.normalise.values import Node, flag, identifier, is_node, lower, text
from webhook.normalise.words import (
    CONNECTIONS,
    EVENT_STATUS,
    EVENTS,
    MESSAGE_LIKE,
    OUTGOING,
    PRESENCES,
    fold,
    message_status,
)

_LID_KEYS = ("senderlid", "lid", "participantlid")

MAX_EVENT_TYPE = 64  # a coluna


@dataclass(slots=True)
class Envelope:
    """O que o corpo diz fora do conteúdo. Endereços grafados, '' onde não há; `content` None é «não veio conteúdo»."""

    root: Node
    chat_node: Node
    sender_node: Node
    word: str
    kind: EventKind
    message_id: str | None
    content: Node | None
    status: object
    from_me: bool
    is_group: bool
    chat: str
    sender: str
    sender_lid: str
    participant: str
    author: str
    connected_phone: str
    connected_lid: str

    @property
    def event_type(self) -> str | None:
        """O nome do evento, como veio (até 64 letras)."""
        return text(self.root.get("event"), MAX_EVENT_TYPE)

    @property
    def place(self) -> Place:
        """Em que conversa, e quem somos nós."""
        return Place(self.chat, self.from_me, tuple(filter(None, (self.connected_phone, self.connected_lid))))


def instance_id_of(envelope: Envelope) -> str | None:
    """O `instanceId` do corpo, se o diz como texto ou número; None se não o diz."""
    value = envelope.root.get("instanceid")
    if isinstance(value, str):
        return value.strip() or None
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None


def _kind(root: Node, word: str, content: Node | None, message_id: str | None, status: object) -> EventKind:
    """O que o evento é: o nome diz, a forma corrige (um `webhookDelivery` sem conteúdo e com situação é recibo)."""
    named = EVENTS.get(word)
    known_status = status is not None and message_status(status) is not None
    has_id = message_id is not None or "messageids" in root
    if named in MESSAGE_LIKE and (content or not known_status):
        return named
    if named in MESSAGE_LIKE:
        return EventKind.MESSAGE_STATUS
    if named is EventKind.MESSAGE_STATUS:
        if content and status is None:
            return EventKind.MESSAGE
        if not has_id and not known_status:
            if fold(status) in PRESENCES and "chat" in root:
                return EventKind.PRESENCE
            if fold(status) in CONNECTIONS:
                return EventKind.INSTANCE_STATUS
        return named
    if named is not None:
        return named
    if content and (has_id or "msgcontent" in root or "chat" in root or "sender" in root):
        return EventKind.MESSAGE
    if has_id and status is not None:
        return EventKind.MESSAGE_STATUS
    if has_id and content is not None:
        return EventKind.MESSAGE
    if "chat" in root and isinstance(root.get("status", root.get("presence")), str):
        return EventKind.PRESENCE
    if flag(root.get("connected")) is not None or flag(root.get("disconnected")) is not None:
        return EventKind.INSTANCE_STATUS
    if "qrcode" in root:
        return EventKind.QR_CODE
    if "callid" in root:
        return EventKind.CALL
    return EventKind.MESSAGE if content else EventKind.UNKNOWN


def _sender(root: Node, node: Node, connected_lid: str) -> tuple[str, str]:
    """Quem escreveu e o LID dele. Dígitos iguais aos do LID ao lado são o LID sem sufixo, não um telefone."""
    hidden = ""
    for key in _LID_KEYS:
        hidden = hidden or lid(node.get(key)) or (lid(root.get(key)) if key != "lid" else "")
    found = person(node.get("id")) or person(node.get("jid")) or person(root.get("participant"))
    found = found or person(node.get("senderpn") or node.get("phone") or node.get("pn") or root.get("senderpn"))
    found = found or person(root.get("from"))
    if found.isdigit() and f"{found}@lid" in (hidden, connected_lid):
        found = f"{found}@lid"
    return found or hidden, hidden


def read(body: object) -> Envelope:
    """Lê o envelope de qualquer valor JSON."""
    root = open_body(body)
    word = fold(root.get("event") or root.get("type") or root.get("eventtype"))
    message_id = identifier(root.get("messageid"))
    content = content_of(root)
    status = root.get("status")
    if status is None or is_node(status) or isinstance(status, list):
        status = root.get("ack", EVENT_STATUS.get(word))
    kind = _kind(root, word, content, message_id, status)

    chat_value, sender_value = root.get("chat"), root.get("sender")
    chat_node = lower(chat_value) if is_node(chat_value) else {"id": chat_value}
    sender_node = lower(sender_value) if is_node(sender_value) else {"id": sender_value}
    connected_phone = phone(root.get("connectedphone"))
    connected_lid = lid(root.get("connectedlid"))
    sender, sender_lid = _sender(root, sender_node, connected_lid)

    from_me = flag(root.get("fromme"))
    if from_me is None:
        from_me = (
            word in OUTGOING
            or kind is EventKind.MESSAGE_STATUS
            or (sender != "" and sender in (connected_phone, connected_lid))
        )
    recipient_value = root.get("recipient", root.get("to"))
    recipient = address(lower(recipient_value).get("id") if is_node(recipient_value) else recipient_value)

    said_group = flag(root.get("isgroup")) is True
    chat_id = chat_node.get("id") or chat_node.get("jid") or root.get("chatid") or root.get("phone")
    chat = group(chat_id or root.get("groupid")) if said_group else address(chat_id)
    if not chat:
        chat = lid(chat_node.get("lid")) or (recipient if from_me or recipient.endswith("@g.us") else "")
    is_group = chat.endswith("@g.us")
    # De um grupo que o corpo não diz, quem escreveu não é a conversa.
    if not (from_me or is_group or (said_group and not chat)) and kind is not EventKind.MESSAGE_STATUS:
        # Lista de transmissão e corpo que põe o nosso número em `chat`: a conversa é com quem escreveu.
        is_ours = chat != "" and chat in (connected_phone, connected_lid)
        if (not chat or is_ours or chat.endswith("@broadcast")) and sender:
            chat = sender
    if not connected_phone and "recipient" in root and not from_me:
        connected_phone = phone(recipient)  # a API de 2024 diz o nosso número só como destinatário

    if kind is EventKind.MESSAGE_STATUS:
        participant = sender if is_group and sender not in (connected_phone, connected_lid) else ""
    else:
        participant = sender if is_group and not from_me else ""
    ours, theirs = connected_phone or sender or connected_lid, sender or ("" if is_group else chat)
    return Envelope(
        root=root,
        chat_node=chat_node,
        sender_node=sender_node,
        word=word,
        kind=kind,
        message_id=message_id,
        content=content,
        status=status,
        from_me=from_me,
        is_group=is_group,
        chat=chat,
        sender=sender,
        sender_lid=sender_lid,
        participant=participant,
        author=ours if from_me else theirs,
        connected_phone=connected_phone,
        connected_lid=connected_lid,
    )
