"""Modo automático: contatos que respondem ao que se escreve e, de vez em quando, puxam conversa."""

import re
from typing import Any

from simulator import bodies, phrases, writing
from simulator.simulation import Simulation
from simulator.world import Contact, Instance


def start(sim: Simulation, instance: Instance) -> None:
    """Começa a conversa espontânea; para sozinha quando o modo é desligado ou a sessão cai."""

    def chatter() -> None:
        if not instance.autoplay or instance.state != "connected":
            return
        if instance.contacts:
            _open(sim, instance, sim.world.rng.choice(list(instance.contacts.values())))
        sim.later(sim.world.rng.uniform(*sim.delays.chatter_s), instance, chatter, background=True)

    sim.later(sim.world.rng.uniform(*sim.delays.chatter_s), instance, chatter, background=True)


def answer(sim: Simulation, instance: Instance, contact: Contact, words: str) -> None:
    """O contato digita e responde algo que cabe no que leu; às vezes com foto, voz ou reação."""
    rng = sim.world.rng
    wait = rng.uniform(*sim.delays.reply_s)

    def show(word: str) -> None:
        sim.post(instance, "chat-presence", bodies.presence(instance, contact.phone, word))

    request = _reply_to(sim, words)
    sim.later(min(sim.delays.typing_s, wait), instance, lambda: show(_presence_of(request)))

    def reply() -> None:
        if instance.state != "connected":
            return
        writing.write(sim, instance, {**request, "contact": contact.phone})
        show("paused")

    sim.later(wait, instance, reply)


def _reply_to(sim: Simulation, words: str) -> dict[str, Any]:
    rng = sim.world.rng
    for pattern, options in phrases.REPLIES:
        if re.search(pattern, words, re.IGNORECASE):
            return dict(rng.choice(options))
    return dict(rng.choice(phrases.FALLBACK))


def _open(sim: Simulation, instance: Instance, contact: Contact) -> None:
    request = dict(sim.world.rng.choice(phrases.OPENINGS))
    if instance.groups and sim.world.rng.random() < 0.2:
        group = sim.world.rng.choice(list(instance.groups.values()))
        request = {"kind": "text", "text": sim.world.rng.choice(phrases.GROUP_TALK), "group": group.group_id}
        contact = instance.contacts.get(sim.world.rng.choice(group.members), contact)
    writing.write(sim, instance, {**request, "contact": contact.phone})


def _presence_of(request: dict[str, Any]) -> str:
    return "recording" if request.get("kind") == "voice" else "composing"
