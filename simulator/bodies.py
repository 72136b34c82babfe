"""Os corpos dos webhooks, campo por campo como nas capturas."""

import time
from typing import Any

from simulator.world import Contact, Instance

Json = dict[str, Any]


def message(
    instance: Instance,
    base_url: str,
    *,
    event: str,
    chat_id: str,
    message_id: str,
    content: Json,
    sender: Contact | None,
    from_me: bool,
    from_api: bool = False,
    group_name: str | None = None,
    sender_id: str | None = None,
    moment: int | None = None,
) -> Json:
    """webhookReceived ou webhookDelivery. `sender` None somos nós; `sender_id` troca o telefone pelo LID ou por ''."""
    author = sender or Contact(instance.phone, instance.name, instance.lid)
    body: Json = {
        "event": event,
        "instanceId": instance.instance_id,
        "connectedPhone": instance.phone,
        "connectedLid": instance.lid,
        "isGroup": chat_id.endswith("@g.us"),
        "messageId": message_id,
        "fromMe": from_me,
        "chat": {"id": chat_id, "profilePicture": picture(base_url, chat_id)},
        "sender": {
            "id": author.phone if sender_id is None else sender_id,
            "senderLid": author.lid if sender_id != "" else "",
            "profilePicture": picture(base_url, author.phone),
            "pushName": author.name if sender_id != "" else "",
            "verifiedBizName": "",
        },
        "moment": int(time.time()) if moment is None else moment,
        "fromApi": from_api,
        "msgContent": content,
    }
    return {**body, "groupName": group_name} if group_name else body


def status(
    instance: Instance, chat_id: str, message_id: str, word: str, *, reader: Contact | None = None, error: str = ""
) -> Json:
    """webhookStatus; `reader` é quem leu, nos grupos."""
    body: Json = {
        "event": "webhookStatus",
        "instanceId": instance.instance_id,
        "connectedPhone": instance.phone,
        "connectedLid": instance.lid,
        "isGroup": chat_id.endswith("@g.us"),
        "messageId": message_id,
        "fromMe": True,
        "chat": {"id": chat_id},
        "status": word,
        # Aqui em milissegundos, nas mensagens em segundos: as capturas divergem assim.
        "moment": int(time.time() * 1000),
    }
    if reader:
        body["sender"] = {"id": reader.phone, "senderLid": reader.lid}
    return {**body, "error": error} if error else body


def connected(instance: Instance, *, is_connected: bool = True, has_phone: bool = True) -> Json:
    """webhookConnected."""
    who = {"connectedPhone": instance.phone, "connectedLid": instance.lid} if has_phone else {}
    return {
        "event": "webhookConnected",
        "instanceId": instance.instance_id,
        "connected": is_connected,
        **who,
        "moment": int(time.time()),
    }


def disconnected(instance: Instance) -> Json:
    """webhookDisconnected."""
    return {
        "event": "webhookDisconnected",
        "instanceId": instance.instance_id,
        "disconnected": True,
        "moment": int(time.time()),
    }


def presence(instance: Instance, chat_id: str, word: str) -> Json:
    """Presença: o único corpo sem `event`."""
    return {
        "instanceId": instance.instance_id,
        "connectedPhone": instance.phone,
        "connectedLid": instance.lid,
        "chat": {"id": chat_id},
        "status": word,
        "moment": int(time.time()),
    }


def call(instance: Instance, caller: Contact, call_id: str) -> Json:
    """webhookCall."""
    return {
        "event": "webhookCall",
        "instanceId": instance.instance_id,
        "callId": call_id,
        "sender": {"id": caller.phone, "pushName": caller.name},
        "moment": int(time.time()),
    }


def picture(base_url: str, address: str) -> str:
    """Endereço da foto de perfil, servida pelo próprio simulador."""
    return f"{base_url}/pps/{address.replace('@', '_')}.jpg"
