"""As chaves do proto do WhatsApp: o que cada uma é para nós. Uma chave nova entra aqui, em uma linha."""

from core.facts import MessageType

# Chave (minúscula) -> tipo mostrado. O leitor do nó está em `nodes.READERS`, por tipo.
TYPES = {
    "conversation": MessageType.TEXT,
    "extendedtextmessage": MessageType.TEXT,
    "imagemessage": MessageType.IMAGE,
    "videomessage": MessageType.VIDEO,
    "ptvmessage": MessageType.VIDEO_NOTE,
    "audiomessage": MessageType.AUDIO,  # `ptt` faz dela uma voz
    "documentmessage": MessageType.DOCUMENT,
    "stickermessage": MessageType.STICKER,
    "locationmessage": MessageType.LOCATION,
    "livelocationmessage": MessageType.LIVE_LOCATION,
    "contactmessage": MessageType.CONTACT,
    "contactsarraymessage": MessageType.CONTACT,
    "pollcreationmessage": MessageType.POLL,
    "pollcreationmessagev2": MessageType.POLL,
    "pollcreationmessagev3": MessageType.POLL,
    "pollcreationmessagev4": MessageType.POLL,  # V4 e V6 vêm embrulhadas em `message`
    "pollcreationmessagev5": MessageType.POLL,
    "pollcreationmessagev6": MessageType.POLL,
    "listmessage": MessageType.LIST,
    "listresponsemessage": MessageType.LIST_REPLY,
    "buttonsmessage": MessageType.BUTTONS,
    "templatemessage": MessageType.BUTTONS,
    "interactivemessage": MessageType.BUTTONS,
    "buttonsresponsemessage": MessageType.BUTTON_REPLY,
    "templatebuttonreplymessage": MessageType.BUTTON_REPLY,
    "interactiveresponsemessage": MessageType.BUTTON_REPLY,
    "highlystructuredmessage": MessageType.BUTTONS,
    "ordermessage": MessageType.ORDER,
    "productmessage": MessageType.PRODUCT,
    "eventmessage": MessageType.EVENT,
    "eventinvitemessage": MessageType.EVENT,
    "groupinvitemessage": MessageType.GROUP_INVITE,
    "calllogmesssage": MessageType.CALL,  # o proto o escreve assim
    "calllogmessage": MessageType.CALL,
    "scheduledcallcreationmessage": MessageType.CALL,
    "requestpaymentmessage": MessageType.PAYMENT,
    "sendpaymentmessage": MessageType.PAYMENT,
    "declinepaymentrequestmessage": MessageType.PAYMENT,
    "cancelpaymentrequestmessage": MessageType.PAYMENT,
    "paymentinvitemessage": MessageType.PAYMENT,
    "paymentremindermessage": MessageType.PAYMENT,
    "splitpaymentmessage": MessageType.PAYMENT,
    "invoicemessage": MessageType.PAYMENT,
}

# O `type` dos exemplos da especificação, `{"type": "text", "text": "…"}` -> a chave do proto com os mesmos campos.
SPEC_TYPES = {
    "text": "conversation",
    "chat": "conversation",
    "image": "imageMessage",
    "video": "videoMessage",
    "audio": "audioMessage",
    "voice": "audioMessage",
    "ptt": "audioMessage",
    "document": "documentMessage",
    "sticker": "stickerMessage",
    "location": "locationMessage",
    "contact": "contactMessage",
    "vcard": "contactMessage",
    "poll": "pollCreationMessage",
    "reaction": "reactionMessage",
}

# Sem bolha para elas ainda: mostradas como `unknown` com este nome, e o texto que houver.
NAMED = {
    name.lower(): name
    for name in (
        "bcallMessage", "call", "chat", "commentMessage", "newsletterAdminInviteMessage",
        "newsletterFollowerInviteMessage", "newsletterFollowerInviteMessageV2", "placeholderMessage",
        "pollResultSnapshotMessage", "pollResultSnapshotMessageV3", "questionMessage", "requestPhoneNumberMessage",
        "richResponseMessage", "stickerPackMessage",
    )
}  # fmt: skip

# Sem nada para mostrar: a razão por que são ignoradas.
IGNORED = {
    "protocolmessage": "protocol",  # fora revogar e editar
    "senderkeydistributionmessage": "key_distribution",
    "fastratchetkeysenderkeydistributionmessage": "key_distribution",
    "initialsecuritynotificationsettingsync": "protocol",
    "stickersyncrmrmessage": "protocol",
    "pollupdatemessage": "poll_vote",  # a forma que não se entende; o voto inteiro é um fato
    "encreactionmessage": "encrypted_reaction",
    "enceventresponsemessage": "event_response",
    "eventresponsemessage": "event_response",
    "enccommentmessage": "encrypted_comment",
    "secretencryptedmessage": "encrypted_edit",
    "keepinchatmessage": "keep_in_chat",
    "pininchatmessage": "pin_in_chat",
    "scheduledcalleditmessage": "call_edit",
    "messagehistorybundle": "history",
    "messagehistorynotice": "history",
    "statusnotificationmessage": "story",
    "albummessage": "album",  # só anuncia quantas fotos virão; cada uma vem como mensagem
}

# Ao lado do tipo, nunca o tipo.
SIBLINGS = frozenset({"messagecontextinfo", "contextinfo", "devicelistmetadata"})
KEY_DISTRIBUTION = frozenset({"senderkeydistributionmessage", "fastratchetkeysenderkeydistributionmessage"})

# Embrulhos: a mensagem está em `.message` (ou, achatada, no próprio nó). Um embrulho que não conhecemos é visto pela
# mesma forma, um nó cujo conteúdo é `message`.
WRAPPERS = frozenset(
    {
        "ephemeralmessage", "viewoncemessage", "viewoncemessagev2", "viewoncemessagev2extension",
        "documentwithcaptionmessage", "devicesentmessage", "editedmessage", "botinvokemessage", "bottaskmessage",
        "groupmentionedmessage", "lottiestickermessage", "eventcoverimage", "associatedchildmessage",
        "groupstatusmessage", "groupstatusmessagev2", "groupstatusmentionmessage", "statusmentionmessage",
        "limitsharingmessage", "futureproofmessage", "pollcreationoptionimagemessage", "botforwardedmessage",
    }
)  # fmt: skip
# Estas têm um `message` dentro que não é a mensagem.
NOT_WRAPPERS = frozenset({"commentmessage", "requestpaymentmessage", "sendpaymentmessage", "productmessage"})
