"""`/v1/message/*`, contatos, conversas, grupos e fila."""

import base64
import binascii
from collections.abc import Callable
from typing import Any

import requests

from core.simulator import bodies, content, drawings, sending
from core.simulator.drawings import MediaFile
from core.simulator.simulation import Simulation
from core.simulator.web import Refusal, Request, Response, answer, done
from core.simulator.world import Instance, Said

Json = dict[str, Any]
Maker = Callable[[Simulation, Instance, Json], Json]

_TYPES = {"image": "image/jpeg", "video": "video/mp4", "audio": "audio/ogg; codecs=opus", "document": "application/pdf",
          "sticker": "image/webp", "gif": "video/mp4", "ptv": "video/mp4"}  # fmt: skip
_KINDS = {"audio": "voice", "ptv": "video_note"}
_MAX_FETCH = 64 * 1024 * 1024


def send(sim: Simulation, instance: Instance, request: Request) -> Response:
    """Todo envio: monta o conteúdo que o eco vai mostrar e responde com os ids."""
    body = request.body
    made = MAKERS[request.call](sim, instance, body)
    chat = str(body.get("phone") or "")
    reply_to = str(body.get("messageId") or "")
    if reply_to and request.call not in _TARGETED:
        quoted = next((one for one in instance.said.get(chat, ()) if one.message_id == reply_to), None)
        author = instance.phone if quoted and quoted.from_me else chat
        made = content.quoting(made, quoted or Said(reply_to, False, "", ""), f"{author}@s.whatsapp.net")
    sent = sending.accept(sim, instance, request.call, body, made)
    ids = {"messageId": sent.message_id, "insertedId": sent.inserted_id}
    return answer({"instanceId": instance.instance_id, **ids})


def delete_message(sim: Simulation, instance: Instance, request: Request) -> Response:
    """Apaga para todos; o que era nosso, na conversa dada."""
    body = dict(request.query)
    made = content.revoke(_jid(body), _target(instance, body))
    sent = sending.accept(sim, instance, request.call, body, made)
    return done("Mensagem deletada com sucesso.", insertedId=sent.inserted_id)


def read_message(_: Simulation, __: Instance, ___: Request) -> Response:
    """Marca como lida; o contato não é avisado de nada aqui."""
    return done("Mensagem marcada como lida.")


def download_media(sim: Simulation, _: Instance, request: Request) -> Response:
    """Link em claro; chave, caminho ou tipo errado falham como a W-APi falha."""
    body = request.body
    found = sim.media.link(str(body.get("directPath")), str(body.get("mediaKey")), str(body.get("type")))
    if not found:
        words = "Falha ao fazer o download do conteúdo."
        raise Refusal(500, {"error": False, "data": {"error": True, "message": words}})
    return answer({"error": False, "fileLink": found[0], "expires": found[1]})


def send_presence(_: Simulation, __: Instance, ___: Request) -> Response:
    """Digitando ou gravando, para o contato ver."""
    return done("Presença enviada.")


def _text(_: Simulation, __: Instance, body: Json) -> Json:
    return content.text(_required(body, "message"))


def _link(_: Simulation, __: Instance, body: Json) -> Json:
    words = _required(body, "message")
    return content.link(words, _required(body, "linkUrl"), str(body.get("title")), str(body.get("linkDescription")))


def _media(field: str) -> Maker:
    def make(sim: Simulation, _: Instance, body: Json) -> Json:
        file = _file(field, body)
        return content.media(sim.media, _KINDS.get(field, field), file, str(body.get("caption") or ""))

    return make


def _location(_: Simulation, __: Instance, body: Json) -> Json:
    try:
        point = float(body["latitude"]), float(body["longitude"])
    except (KeyError, TypeError, ValueError):
        raise Refusal(400, "Latitude ou longitude inválida.") from None
    return content.location(*point, str(body.get("name") or ""), str(body.get("address") or ""))


def _contact(_: Simulation, __: Instance, body: Json) -> Json:
    cards = body.get("contacts") or [body]
    return content.contacts([(_required(one, "contactName"), _required(one, "contactPhone")) for one in cards])


def _poll(_: Simulation, __: Instance, body: Json) -> Json:
    options = [str(one) for one in body.get("poll") or []]
    if len(options) < 2:
        raise Refusal(400, "A enquete precisa de duas opções.")
    return content.poll(_required(body, "message"), options, int(body.get("pollMaxOptions") or 1))


def _list(_: Simulation, __: Instance, body: Json) -> Json:
    shown = {key: body.get(key) for key in ("title", "description", "buttonText", "footerText", "sections")}
    return {"listMessage": {**shown, "listType": "SINGLE_SELECT"}}


def _buttons(_: Simulation, __: Instance, body: Json) -> Json:
    buttons = body.get("buttonActions") or body.get("buttons") or []
    return {"buttonsMessage": {"contentText": _required(body, "message"), "buttons": buttons}}


def _reaction(_: Simulation, instance: Instance, body: Json) -> Json:
    return content.reaction(_jid(body), _target(instance, body), str(body.get("reaction") or ""))


def _edit(_: Simulation, instance: Instance, body: Json) -> Json:
    return content.edit(_jid(body), _target(instance, body), _required(body, "text"))


# Nestas, `messageId` é o alvo, não a mensagem respondida.
_TARGETED = {"send-reaction", "remove-reaction", "edit-message"}
MAKERS: dict[str, Maker] = {
    "send-text": _text,
    "send-link": _link,
    **{f"send-{field}": _media(field) for field in _TYPES},
    "send-location": _location,
    "send-contact": _contact,
    "send-contacts": _contact,
    "send-poll": _poll,
    "send-list": _list,
    "send-button-actions": _buttons,
    "send-button-list": _buttons,
    "send-button-otp": _buttons,
    "send-button-pix": _buttons,
    "send-reaction": _reaction,
    "remove-reaction": _reaction,
    "edit-message": _edit,
}


def phone_exists(sim: Simulation, instance: Instance, request: Request) -> Response:
    """Responde na grafia do WhatsApp."""
    return answer(_existence(sim, instance, request.query.get("phoneNumber", "")))


def phones_exist(sim: Simulation, instance: Instance, request: Request) -> Response:
    """O mesmo para vários."""
    found = [_existence(sim, instance, str(one)) for one in request.body.get("phones") or []]
    return answer({"results": [{key: one[key] for key in ("exists", "phoneNumber")} for one in found]})


def _existence(sim: Simulation, instance: Instance, phone: str) -> Json:
    contact = sim.world.resolve(instance, phone)
    if contact is None:
        return {"exists": False, "phoneNumber": phone}
    return {"exists": True, "phoneNumber": contact.phone, "lid": contact.lid}


def profile_picture(sim: Simulation, instance: Instance, request: Request) -> Response:
    """A foto; quem tem número terminado em 7 a esconde."""
    contact = sim.world.resolve(instance, request.query.get("phoneNumber", ""))
    if contact is None or contact.phone.endswith("7"):
        raise Refusal(404, "Foto de perfil não encontrada.")
    return answer({"error": False, "link": bodies.picture(sim.base_url, contact.phone)})


def fetch_chats(_: Simulation, instance: Instance, request: Request) -> Response:
    """As conversas, da mais nova à mais velha."""
    found = sorted(instance.last_message_at.items(), key=lambda item: -item[1])
    size, page = request.number("perPage", 20), request.number("page", 1)
    chats = [
        {"id": _jid({"phone": chat}), "name": chat_name(instance, chat), "lastMessageTime": moment}
        for chat, moment in found[(page - 1) * size : page * size]
    ]
    pages = {"totalChats": len(found), "currentPage": page, "totalPages": -(-len(found) // size) or 1}
    return answer({**pages, "chats": chats})


def fetch_chat(sim: Simulation, instance: Instance, request: Request) -> Response:
    """Uma conversa."""
    jid = request.query.get("phoneNumber", "")
    chat = jid if jid.endswith("@g.us") else jid.split("@")[0]
    name = chat_name(instance, chat)
    if not name:
        raise Refusal(404, "Chat não encontrado.")
    picture = bodies.picture(sim.base_url, chat)
    found = {"id": _jid({"phone": chat}), "name": name, "lastMessageTime": instance.last_message_at.get(chat)}
    return done("Chat encontrado com sucesso.", chat={**found, "profilePictureUrl": picture, "about": None})


def chat_name(instance: Instance, chat: str) -> str:
    """Nome de grupo ou pessoa; '' se ninguém a conhece."""
    if chat in instance.groups:
        return instance.groups[chat].subject
    return instance.contacts[chat].name if chat in instance.contacts else ""


def group_list(_: Simulation, instance: Instance, __: Request) -> Response:
    """Os grupos; a sessão meio morta falha aqui, e só aqui se denuncia."""
    if instance.half_dead:
        raise Refusal(500, "Cannot read properties of undefined (reading 'instance')")
    groups = [{"id": group.group_id, "name": group.subject} for group in instance.groups.values()]
    return answer({"error": False, "groups": groups})


def group_metadata(_: Simulation, instance: Instance, request: Request) -> Response:
    """Um grupo, com membros."""
    group = instance.groups.get(request.query.get("groupId", ""))
    if group is None:
        raise Refusal(404, "Grupo não encontrado.")
    members = [instance.contacts[phone] for phone in group.members if phone in instance.contacts]
    owner = f"{group.members[0] if group.members else instance.phone}@s.whatsapp.net"
    participants = [
        {"phone": one.phone, "lid": one.lid, "short": one.name, "isAdmin": at == 0, "isSuperAdmin": at == 0}
        for at, one in enumerate(members)
    ]
    made = {"owner": owner, "subjectOwner": owner, "subjectTime": group.created, "creation": group.created}
    rules = {"restrict": False, "announce": False, "size": len(members), "inviteLink": ""}
    body = {"id": group.group_id, "subject": group.subject, **made, **rules, "participants": participants}
    return answer({"error": False, "group": body})


def queue(_: Simulation, instance: Instance, request: Request) -> Response:
    """O que ainda não saiu; fila vazia é 404."""
    if not instance.queue:
        raise Refusal(404, "Não há mensagens na fila.")
    waiting = [
        {"insertedId": one.inserted_id, "phone": one.phone, "message": one.text} for one in instance.queue.values()
    ]
    size, page = request.number("perPage", 10), request.number("page", 1)
    shown = waiting[(page - 1) * size : page * size]
    pages = {"totalPages": -(-len(waiting) // size), "currentPage": page}
    return answer({"messages": shown, "totalMessages": len(waiting), **pages})


def clear_queue(_: Simulation, instance: Instance, request: Request) -> Response:
    """Esvazia a fila, ou tira um: nada do que sai daqui chega a alguém."""
    one = request.query.get("insertedId")
    gone = [key for key in instance.queue if one in (None, key)]
    for key in gone:
        del instance.queue[key]
    return done("Fila apagada com sucesso.", deletedCount=len(gone))


def _required(body: Json, name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not value:
        raise Refusal(400, f"O campo {name} é obrigatório.")
    return value


def _jid(body: Json) -> str:
    phone = str(body.get("phone") or "")
    return phone if "@" in phone or not phone.isdigit() else f"{phone}@s.whatsapp.net"


def _target(instance: Instance, body: Json) -> Said:
    message_id = _required(body, "messageId")
    said = instance.said.get(str(body.get("phone") or ""), ())
    return next((one for one in said if one.message_id == message_id), Said(message_id, True, "", ""))


def _file(field: str, body: Json) -> MediaFile:
    """O arquivo mandado por URL ou base64."""
    mime_type, raw = _bytes(field, _required(body, field))
    media_type = {"sticker": "image", "gif": "video", "ptv": "video"}.get(field, field)
    details: Json = {}
    if media_type == "image":
        details = drawings.size_of(raw)
    elif field == "audio":
        details = {"seconds": max(1, len(raw) // 2000), "ptt": True}
    elif media_type == "video":
        details = {"seconds": 2, "gifPlayback": field == "gif"}
    else:
        name = str(body.get("fileName") or f"arquivo.{_required(body, 'extension')}")
        details = {"title": name, "fileName": name}
    return MediaFile(raw, mime_type, media_type, details)


def _bytes(field: str, value: str) -> tuple[str, bytes]:
    if value.startswith(("http://", "https://")):
        try:
            with requests.Session() as session:
                session.trust_env = False
                reply = session.get(value, timeout=10, stream=True)
                raw = reply.raw.read(_MAX_FETCH, decode_content=True)
                mime_type = reply.headers.get("Content-Type", "").split(";")[0]
        except (requests.RequestException, OSError):
            raise Refusal(400, "Não foi possível baixar o arquivo informado.") from None
        if reply.status_code != 200:
            raise Refusal(400, "Não foi possível baixar o arquivo informado.")
        return mime_type or _TYPES[field], raw
    head, comma, text = value.partition(",")
    is_uri = head.startswith("data:") and bool(comma)
    try:
        raw = base64.b64decode(text if is_uri else value, validate=True)
    except (binascii.Error, ValueError):
        raise Refusal(400, "Base64 inválido.") from None
    return (head[5:].split(";base64")[0] if is_uri else _TYPES[field]), raw
