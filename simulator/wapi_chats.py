"""`/v1/contacts/*`, `/v1/chats/*` e a fila, `/v1/quere/*`."""

from typing import Any

from simulator import bodies, content
from simulator.simulation import Simulation
from simulator.web import Refusal, Request, Response, answer, done
from simulator.world import Instance

Json = dict[str, Any]


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


def fetch_contacts(_: Simulation, instance: Instance, request: Request) -> Response:
    """A agenda, por nome."""
    found = sorted(instance.contacts.values(), key=lambda one: (one.name, one.phone))
    size, page = request.number("perPage", 20), request.number("page", 1)
    contacts = [
        {
            "id": content.chat_jid(one.phone),
            "lid": one.lid,
            "name": one.name,
            "isBusiness": one.phone.endswith("1"),
            "isBlocked": one.phone in instance.blocked,
        }
        for one in found[(page - 1) * size : page * size]
    ]
    pages = {"totalContacts": len(found), "currentPage": page, "totalPages": -(-len(found) // size) or 1}
    return answer({**pages, "contacts": contacts})


def modify_blocked(sim: Simulation, instance: Instance, request: Request) -> Response:
    """Bloqueia ou desbloqueia; quem está bloqueado não consegue escrever."""
    wanted = request.body.get("blockStatus")
    contact = sim.world.find_contact(instance, str(request.body.get("phoneNumber") or ""))
    if contact is None or wanted not in {"block", "unblock"}:
        raise Refusal(400, "Número ou blockStatus inválido.")
    if wanted == "block":
        instance.blocked.add(contact.phone)
    else:
        instance.blocked.discard(contact.phone)
    return done("Contato bloqueado." if wanted == "block" else "Contato desbloqueado.")


def fetch_chats(_: Simulation, instance: Instance, request: Request) -> Response:
    """As conversas, da mais nova à mais velha."""
    found = sorted(instance.last_message_at.items(), key=lambda item: -item[1])
    size, page = request.number("perPage", 20), request.number("page", 1)
    chats = [
        {"id": content.chat_jid(chat), "name": chat_name(instance, chat), "lastMessageTime": moment}
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
    found = {"id": content.chat_jid(chat), "name": name, "lastMessageTime": instance.last_message_at.get(chat)}
    return done("Chat encontrado com sucesso.", chat={**found, "profilePictureUrl": picture, "about": None})


def chat_name(instance: Instance, chat: str) -> str:
    """Nome de grupo ou pessoa; '' se ninguém a conhece."""
    if chat in instance.groups:
        return instance.groups[chat].subject
    return instance.contacts[chat].name if chat in instance.contacts else ""


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


def clear_queue(_: Simulation, instance: Instance, __: Request) -> Response:
    """Esvazia a fila: nada do que sai daqui chega a alguém."""
    gone = len(instance.queue)
    instance.queue.clear()
    return done("Fila apagada com sucesso.", deletedCount=gone)


def remove_queued(_: Simulation, instance: Instance, request: Request) -> Response:
    """Tira um da fila."""
    if instance.queue.pop(request.query.get("insertedId", ""), None) is None:
        raise Refusal(404, "Mensagem não encontrada na fila.")
    return done("Mensagem removida da fila.", deletedCount=1)


def send_presence(_: Simulation, instance: Instance, request: Request) -> Response:
    """Digitando ou gravando, para o contato ver."""
    presence = str(request.body.get("presence") or "")
    if presence not in {"composing", "recording"}:
        raise Refusal(400, "O campo presence é inválido.")
    if instance.state != "connected":
        raise Refusal(400, "WhatsApp não conectado.")
    instance.presences.append((str(request.body.get("phone") or ""), presence))
    return done("Presença enviada.")
