"""Um contato (ou o nosso próprio celular) escreve: monta o conteúdo pedido e posta o webhook."""

from collections.abc import Callable
from functools import partial
from typing import Any

from simulator import bodies, content, rich_content
from simulator.content import Json
from simulator.simulation import Simulation
from simulator.web import Refusal
from simulator.world import Contact, Group, Instance, Said, phone_message_id

_SIDES = ("reaction", "reaction_removed", "poll_vote", "button_reply", "list_reply", "story_reaction")


def write(sim: Simulation, instance: Instance, request: Json) -> Json:
    """Faz o que `request` pede (README do controle em control.py) e devolve `message_id`, `chat_id` e o corpo."""
    with sim.world.lock:
        if instance.state != "connected":
            raise Refusal(409, "a instância não está conectada")
        kind = str(request.get("kind") or "text")
        contact = _contact(sim, instance, request)
        if kind == "presence":
            body = bodies.presence(instance, contact.phone, str(request.get("presence") or "composing"))
            sim.post(instance, "chat-presence", body)
            return {"message_id": None, "chat_id": contact.phone, "payload": body}
        if kind == "call":
            body = bodies.call(instance, contact, phone_message_id(sim.world.rng))
            sim.post(instance, "received", body)
            return {"message_id": None, "chat_id": contact.phone, "payload": body}
        return _write_message(sim, instance, request, kind, contact)


def _write_message(sim: Simulation, instance: Instance, request: Json, kind: str, contact: Contact) -> Json:
    group = _group(sim, instance, request)
    from_phone = bool(request.get("from_phone"))
    place = str(request.get("chat") or "")  # "status" ou "…@newsletter"
    if kind == "story_reaction":
        place = "status"
    # A conversa é lembrada pelo telefone, mesmo quando o webhook a mostra só pelo LID.
    memory = place or (group.group_id if group else contact.phone)
    shown = contact.lid if request.get("lid_chat") and not group and not place else memory
    msg = request.get("msg_content") or _content(sim, instance, request, kind, contact, memory)
    message_id = str(request.get("message_id") or phone_message_id(sim.world.rng))
    sender_id = contact.lid if request.get("lid_only") else "" if place.endswith("@newsletter") else None
    as_delivery = from_phone and not request.get("as_received")
    body = bodies.message(
        instance,
        sim.base_url,
        event="webhookDelivery" if as_delivery else "webhookReceived",
        chat_id=shown,
        message_id=message_id,
        content=msg,
        sender=None if from_phone else contact,
        from_me=from_phone,
        # Os ecos não o trazem; os recebidos às vezes.
        group_name=group.subject if group and not as_delivery and not request.get("bare_group") else None,
        sender_id=None if from_phone else sender_id,
        moment=request.get("moment"),
    )
    if kind in ("edit", "revoke", *_SIDES):
        instance.last_message_at[memory] = body["moment"]
    else:
        participant = contact.phone if group and not from_phone else ""
        instance.remember(memory, Said(message_id, from_phone, participant, content.summary(msg), msg))
    instance.n_received += not from_phone
    sim.post(instance, "delivery" if as_delivery else "received", body)
    return {"message_id": message_id, "chat_id": shown, "payload": body}


def _content(sim: Simulation, instance: Instance, request: Json, kind: str, contact: Contact, chat: str) -> Json:
    rng, words = sim.world.rng, str(request.get("text") or "")
    jid = content.chat_jid(chat)
    target = _target(instance, request, kind, chat)
    if kind in content.MEDIA_NODES:
        file = content.sample_file(kind, rng, contact.name, str(request.get("file_name") or ""))
        made = content.media(sim.media, kind, file, words)
    else:
        makers: dict[str, Callable[[], Json]] = {
            "text": lambda: content.text(words or "Oi, tudo bem?"),
            "link": lambda: content.link(
                words or "Veja https://exemplo.test/pagina", "https://exemplo.test/pagina", "Página", "Descrição"
            ),
            "location": lambda: content.location(
                float(request.get("latitude") or -23.561),
                float(request.get("longitude") or -46.656),
                str(request.get("name") or words or "Av. Paulista"),
                str(request.get("address") or "Av. Paulista, 1500, São Paulo"),
            ),
            "live_location": lambda: content.live_location(-23.561, -46.656),
            "contact": lambda: content.contacts(_cards(instance, request, 1)),
            "contacts": lambda: content.contacts(_cards(instance, request, 2)),
            "poll": lambda: content.poll(
                words or "Melhor horário?", list(request.get("options") or ["Manhã", "Tarde"])
            ),
            "poll_vote": lambda: _vote(instance, request, contact, jid, target),
            "reaction": lambda: content.reaction(jid, target, str(request.get("emoji") or words or "👍")),
            "reaction_removed": lambda: content.reaction(jid, target, ""),
            "edit": lambda: content.edit(jid, target, words or "texto corrigido"),
            "revoke": lambda: content.revoke(jid, target),
            "button_reply": lambda: content.button_reply(words, target),
            "list_reply": lambda: content.list_reply(
                words or "Plano anual", str(request.get("row_id") or "row001"), target
            ),
            "unknown": lambda: {"interactiveResponseMessage": {"body": {"text": words or "Confirmar"}}},
            "empty": dict,
            "story_reply": lambda: rich_content.story_reply(words, instance.lid),
            "story_reaction": lambda: rich_content.story_reaction(str(request.get("emoji") or "💚"), instance.lid),
            **{name: partial(make, words) for name, make in rich_content.MAKERS.items()},
        }
        if kind not in makers:
            raise Refusal(400, f"tipo desconhecido: {kind}; existem {', '.join((*content.KINDS, 'presence', 'call'))}")
        made = makers[kind]()
    if request.get("reply_to"):
        quoted = _find(instance, chat, str(request["reply_to"])) or instance.last_said(chat, from_me=True)
        if quoted:
            author = instance.phone if quoted.from_me else quoted.participant or contact.phone
            made = content.quoting(made, quoted, f"{author}@s.whatsapp.net")
    return made


def _vote(instance: Instance, request: Json, contact: Contact, jid: str, target: Said | None) -> Json:
    """O voto de quem escreve. Os nomes que entram na cifra são os LIDs, como em 2026; `by_phone`, os telefones."""

    def spelled(phone: str, lid: str) -> str:
        return f"{phone}@s.whatsapp.net" if request.get("by_phone") else lid

    ours = spelled(instance.phone, instance.lid)
    creator = ours
    if target and not target.from_me:
        asked = instance.contacts.get(target.participant, contact)
        creator = spelled(asked.phone, asked.lid)
    voter = ours if request.get("from_phone") else spelled(contact.phone, contact.lid)
    options = [str(one) for one in request.get("options") or ([request["text"]] if request.get("text") else [])]
    return content.poll_vote(jid, target, options, creator, voter)


def _target(instance: Instance, request: Json, kind: str, chat: str) -> Said | None:
    """A mensagem apontada; sem indicação, a última que faz sentido para o tipo."""
    wanted = request.get("target")
    if wanted:
        return _find(instance, chat, str(wanted)) or Said(str(wanted), bool(request.get("target_from_me")), "", "")
    own = bool(request.get("from_phone"))
    if kind == "poll_vote":
        polls = [one for one in instance.said.get(chat, ()) if "pollCreationMessageV3" in one.content]
        if polls:
            return polls[-1]
    if kind in ("edit", "revoke"):
        return instance.last_said(chat, from_me=own)
    return instance.last_said(chat, from_me=not own) or instance.last_said(chat)


def _find(instance: Instance, chat: str, message_id: str) -> Said | None:
    return next((one for one in reversed(instance.said.get(chat, ())) if one.message_id == message_id), None)


def _contact(sim: Simulation, instance: Instance, request: Json) -> Contact:
    wanted = str(request.get("contact") or "")
    if not wanted:
        if request.get("new") or not instance.contacts:
            return sim.world.add_contact(instance, name=request.get("contact_name"))
        return next(iter(instance.contacts.values()))
    if wanted.endswith("@lid"):
        known = next((one for one in instance.contacts.values() if one.lid == wanted), None)
        return known or sim.world.add_contact(instance, lid=wanted, name=request.get("contact_name"))
    known = instance.contacts.get(wanted)
    return known or sim.world.add_contact(instance, wanted, request.get("contact_name"), request.get("contact_lid"))


def _group(sim: Simulation, instance: Instance, request: Json) -> Group | None:
    wanted: Any = request.get("group")
    if not wanted:
        return None
    if wanted is True:
        return next(iter(instance.groups.values()), None) or sim.world.add_group(instance)
    return instance.groups.get(str(wanted)) or sim.world.add_group(instance, str(wanted), request.get("group_name"))


def _cards(instance: Instance, request: Json, count: int) -> list[tuple[str, str]]:
    if request.get("name") and request.get("phone"):
        return [(str(request["name"]), str(request["phone"]))]
    people = list(instance.contacts.values())[-count:]
    return [(one.name, one.phone) for one in people]
