"""O caminho de um envio: aceito, na fila, eco, recibos. Número que o WhatsApp não conhece some sem aviso."""

import time
from typing import Any

from simulator import autoplay, bodies, content
from simulator.simulation import Simulation
from simulator.web import Refusal
from simulator.world import Contact, Instance, Said, Sent, api_message_id, inserted_id

# Aceita, com messageId, e nada chega (visto em produção).
_NEVER_DELIVERED = {"send-button-list"}
# Não são mensagens: não ganham leitura nem resposta.
_GESTURES = {"send-reaction", "remove-reaction", "edit-message", "delete-message"}


def accept(sim: Simulation, instance: Instance, call: str, body: dict[str, Any], msg: dict[str, Any]) -> Sent:
    """Aceita um envio e o põe na fila; o resto acontece depois da resposta."""
    phone = str(body.get("phone") or "").strip()
    if not phone:
        raise Refusal(400, "O número de telefone ou ID do grupo é obrigatório.")
    with sim.world.lock:
        if instance.state != "connected":
            raise Refusal(400, "WhatsApp não conectado.")
        words = content.summary(msg)
        sent = Sent(time.time(), call, phone, words, api_message_id(), inserted_id(), body, msg)
        sent.vanished = call in _NEVER_DELIVERED or not _exists(sim, instance, phone)
        instance.sent.append(sent)
        instance.queue[sent.inserted_id] = sent
    at_once = sim.faults.take("echo_before_answer", instance.instance_id, call)
    if at_once:
        _leave_queue(sim, instance, sent, echo_s=0.0)
        _wait_for_echo(sim, sent)
    elif not instance.half_dead:
        wait = _delay(body) * sim.delays.delay_message_scale
        sim.later(wait, instance, lambda: _leave_queue(sim, instance, sent))
    return sent


def flush_queue(sim: Simulation, instance: Instance) -> None:
    """Solta de uma vez o que ficou preso (é o que a W-APi faz ao reconectar)."""
    for sent in list(instance.queue.values()):
        _leave_queue(sim, instance, sent)


def _leave_queue(sim: Simulation, instance: Instance, sent: Sent, *, echo_s: float | None = None) -> None:
    with sim.world.lock:
        stuck = instance.half_dead or instance.state != "connected"
        if sent.inserted_id not in instance.queue or stuck:
            return
        del instance.queue[sent.inserted_id]
        if sent.vanished:
            return
        sent.delivered = True
        contact = None if sent.phone.endswith("@g.us") else sim.world.find_contact(instance, sent.phone)
        chat_id = contact.phone if contact else sent.phone
        if sent.call not in _GESTURES:
            instance.remember(chat_id, Said(sent.message_id, True, "", sent.text, sent.content))
        echo = bodies.message(
            instance,
            sim.base_url,
            event="webhookDelivery",
            chat_id=chat_id,
            message_id=sent.message_id,
            content=sent.content,
            sender=None,
            from_me=True,
            from_api=True,
        )
        delays = sim.delays
        sim.later(delays.echo_s if echo_s is None else echo_s, instance, lambda: sim.post(instance, "delivery", echo))
        _post_statuses(sim, instance, sent, chat_id, "audioMessage" in sent.content)
        if contact and instance.autoplay and sent.call not in _GESTURES:
            autoplay.answer(sim, instance, contact, sent.text)


def _post_statuses(sim: Simulation, instance: Instance, sent: Sent, chat_id: str, is_voice: bool) -> None:
    """SERVER, DELIVERY, READ e, nos áudios, PLAYED; nos grupos, um READ por leitor."""
    delays = sim.delays
    steps: list[tuple[float, str, Contact | None]] = [
        (delays.server_s, "SERVER", None),
        (delays.delivered_s, "DELIVERY", None),
    ]
    group = instance.groups.get(chat_id)
    if sent.call not in _GESTURES:
        readers = [instance.contacts[one] for one in group.members if one in instance.contacts][:2] if group else [None]
        steps += [(delays.read_s, "READ", reader) for reader in readers]
        steps += [(delays.played_s, "PLAYED", None)] if is_voice else []

    def climb(word: str, reader: Contact | None) -> None:
        sim.post(instance, "message-status", bodies.status(instance, chat_id, sent.message_id, word, reader=reader))

    for seconds, word, reader in steps:
        sim.later(seconds, instance, lambda word=word, reader=reader: climb(word, reader))  # type: ignore[misc]


def _wait_for_echo(sim: Simulation, sent: Sent, timeout_s: float = 3.0) -> None:
    ends_at = time.monotonic() + timeout_s
    while time.monotonic() < ends_at:
        echoes = [one for one in sim.postman.deliveries() if one.payload.get("messageId") == sent.message_id]
        if any(one.kind == "delivery" and (one.status or one.note) for one in echoes):
            return
        time.sleep(0.005)


def _exists(sim: Simulation, instance: Instance, phone: str) -> bool:
    if phone.endswith("@g.us"):
        return phone in instance.groups
    return sim.world.find_contact(instance, phone) is not None


def _delay(body: dict[str, Any]) -> float:
    value = body.get("delayMessage")
    return min(float(value), 60.0) if isinstance(value, int | float) and value > 0 else 0.0
