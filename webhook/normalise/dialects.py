"""Os dialetos do envelope, trazidos a um só: corpo embrulhado, chaves de outros clientes, conteúdo fora do lugar."""

from webhook.normalise.values import Node, is_node, lower

_NESTS = ("data", "result", "payload", "body")
# Chaves que mostram que o corpo de verdade é este e não o que está em volta.
_SHAPE = frozenset(
    {"msgcontent", "messageid", "messageids", "chat", "sender", "status", "connected", "disconnected", "qrcode"}
    | {"key", "info", "message", "event", "connectedphone", "callid", "base64", "messagetext", "moment", *_NESTS}
)
# Nós de outros clientes do WhatsApp que dizem o mesmo que o envelope (vendedor irmão).
_KEY_NODE = {
    "id": "messageid",
    "fromme": "fromme",
    "remotejid": "chat",
    "participant": "participant",
    # O outro endereço da mesma pessoa: telefone de um LID, ou o contrário.
    "remotejidalt": "chatalt",
    "participantalt": "participantalt",
    "senderpn": "senderpn",
    "participantpn": "participantpn",
    "senderlid": "senderlid",
    "participantlid": "participantlid",
    "isviewonce": "isviewonce",
}
_INFO_NODE = {
    "id": "messageid",
    "chat": "chat",
    "sender": "sender",
    "isfromme": "fromme",
    "isgroup": "isgroup",
    "pushname": "pushname",
    "timestamp": "timestamp",
    "senderalt": "senderalt",
    "recipientalt": "chatalt",
}
# A API de 2024 escreve o conteúdo no envelope.
_LEGACY_CONTENT = {
    "messagetext": "extendedTextMessage",
    "messageimage": "imageMessage",
    "messagevideo": "videoMessage",
    "messageaudio": "audioMessage",
    "messagedocument": "documentMessage",
    "messagesticker": "stickerMessage",
    "messagelocation": "locationMessage",
    "messagecontact": "contactMessage",
    "messagecontacts": "contactsArrayMessage",
    "messagereaction": "reactionMessage",
    "reactionmessage": "reactionMessage",
    "messagepoll": "pollCreationMessage",
}


def open_body(body: object) -> Node:
    """A raiz, com o que estiver embrulhado em `data`/`result`/… (até dois níveis) trazido para ela."""
    root = lower(body)
    for _ in range(2):
        if "msgcontent" in root:
            break
        for key in _NESTS:
            inner = root.get(key)
            if isinstance(inner, list) and len(inner) == 1:
                inner = inner[0]
            if is_node(inner):
                nested = lower(inner)
                if not _SHAPE.isdisjoint(nested):
                    del root[key]
                    root.update((name, value) for name, value in nested.items() if value is not None)
                    break
        else:
            break
    for key, table in (("key", _KEY_NODE), ("info", _INFO_NODE)):
        if key in root:
            for name, value in lower(root[key]).items():
                if name in table and root.get(table[name]) is None:
                    root[table[name]] = value
    return root


def content_of(root: Node) -> Node | None:
    """O `msgContent`, ou o que outro dialeto põe no lugar dele."""
    for key in ("msgcontent", "message", "content"):
        found = root.get(key)
        if is_node(found):
            return found
        if isinstance(found, str):
            return {"conversation": found} if found else {}
    for key, modern in _LEGACY_CONTENT.items():
        found = root.get(key)
        if is_node(found):
            return {modern: found}
        if isinstance(found, str):
            return {"conversation": found}
    for key in ("text", "body", "caption"):
        found = root.get(key)
        if isinstance(found, str) and found:
            return {"conversation": found}
    return {} if root.get("msgcontent") is not None else None
