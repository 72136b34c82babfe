"""As palavras deles e as nossas, de fora da mensagem: eventos, situações, presenças. Tudo em minúsculas, sem `._-`."""

from core.facts import EventKind, MessageStatus

# Os três dialetos: v1 (`webhook…`), os nomes da especificação, e a API de 2024 por host.
EVENTS = {
    "webhookreceived": EventKind.MESSAGE,
    "webhookdelivery": EventKind.MESSAGE,  # não é recibo: é o eco do que enviamos
    "webhookstatus": EventKind.MESSAGE_STATUS,
    "webhookmessagestatus": EventKind.MESSAGE_STATUS,
    "webhookconnected": EventKind.INSTANCE_STATUS,
    "webhookdisconnected": EventKind.INSTANCE_STATUS,
    "webhookpresence": EventKind.PRESENCE,
    "webhookchatpresence": EventKind.PRESENCE,
    "webhookcall": EventKind.CALL,
    "webhookqrcode": EventKind.QR_CODE,
    "message": EventKind.MESSAGE,
    "messagestatus": EventKind.MESSAGE_STATUS,
    "messageack": EventKind.MESSAGE_STATUS,
    "instancestatus": EventKind.INSTANCE_STATUS,
    "connectionupdate": EventKind.INSTANCE_STATUS,
    "connected": EventKind.INSTANCE_STATUS,
    "disconnected": EventKind.INSTANCE_STATUS,
    "qrcode": EventKind.QR_CODE,
    "presence": EventKind.PRESENCE,
    "chatpresence": EventKind.PRESENCE,
    "call": EventKind.CALL,
    "messagereceived": EventKind.MESSAGE,
    "messagesent": EventKind.MESSAGE,
    "repliedmessage": EventKind.MESSAGE,
    "forwardedmessage": EventKind.MESSAGE,
    "editedmessage": EventKind.EDIT,
    "deletedmessage": EventKind.REVOKE,
    "reactedmessage": EventKind.REACTION,
    "messagedelivered": EventKind.MESSAGE_STATUS,
    "messageread": EventKind.MESSAGE_STATUS,
    "messageplayed": EventKind.MESSAGE_STATUS,
    "connectedinstance": EventKind.INSTANCE_STATUS,
    "disconnectedinstance": EventKind.INSTANCE_STATUS,
    "qrcodegenerated": EventKind.QR_CODE,
    "codelimitreached": EventKind.QR_CODE,
}
MESSAGE_LIKE = frozenset({EventKind.MESSAGE, EventKind.EDIT, EventKind.REVOKE, EventKind.REACTION})

# A situação que o próprio nome do evento diz (só na API de 2024).
EVENT_STATUS = {"messagedelivered": "DELIVERED", "messageread": "READ", "messageplayed": "PLAYED"}
# Eventos de saída: `fromMe` ausente é sim.
OUTGOING = frozenset({"webhookdelivery", "messagesent"})
CONNECTED = frozenset({"webhookconnected", "connected", "connectedinstance"})
DISCONNECTED = frozenset({"webhookdisconnected", "disconnected", "disconnectedinstance"})

STATUSES = {
    "pending": MessageStatus.PENDING,
    "queued": MessageStatus.PENDING,
    "server": MessageStatus.SENT,
    "serverack": MessageStatus.SENT,
    "sent": MessageStatus.SENT,
    "delivery": MessageStatus.DELIVERED,
    "deliveryack": MessageStatus.DELIVERED,
    "delivered": MessageStatus.DELIVERED,
    "received": MessageStatus.DELIVERED,  # recibo de que o contato a recebeu, não mensagem recebida
    "read": MessageStatus.READ,
    "viewed": MessageStatus.READ,
    "played": MessageStatus.PLAYED,
    "failed": MessageStatus.FAILED,
    "error": MessageStatus.FAILED,
}
# `ack` numérico; um rival conta 1/2/3 a partir de enviado, mas este é o do WhatsApp.
ACKS = {
    -1: MessageStatus.FAILED,
    0: MessageStatus.FAILED,
    1: MessageStatus.PENDING,
    2: MessageStatus.SENT,
    3: MessageStatus.DELIVERED,
    4: MessageStatus.READ,
    5: MessageStatus.PLAYED,
}

CONNECTIONS = {
    "connected": True,
    "open": True,
    "online": True,
    "disconnected": False,
    "close": False,
    "closed": False,
    "offline": False,
    "loggedout": False,
    "logout": False,
}

PRESENCES = {
    "composing": "composing",
    "typing": "composing",
    "recording": "recording",
    "available": "available",
    "online": "available",
    "unavailable": "unavailable",
    "offline": "unavailable",
    "paused": "paused",
}


_FOLD = str.maketrans("", "", "._- ")


def fold(value: object) -> str:
    """A palavra como as tabelas a grafam; '' se não é palavra."""
    if not isinstance(value, str) or len(value) > 64:
        return ""
    return value.translate(_FOLD).lower()


def message_status(value: object) -> MessageStatus | None:
    """A situação que `value` diz: palavra, ou ack numérico, também como texto."""
    if isinstance(value, str):
        word = fold(value)
        if word in STATUSES:
            return STATUSES[word]
        value = int(value) if word.isascii() and word.isdigit() and len(value) == 1 else None
    return ACKS.get(value) if isinstance(value, int) and not isinstance(value, bool) else None
