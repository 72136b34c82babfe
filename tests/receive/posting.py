"""Postar na porta o que o simulador registrou ter postado (nos testes ele não tem para onde)."""

import json
from typing import Any

from django.test import Client

from core.models import WhatsappInstance
from simulator import control
from webhook import inbox


def post_what_the_simulator_posted(simulator: Any, instance: WhatsappInstance) -> int:
    """Espera o simulador sossegar, posta tudo que ele registrou e aplica; devolve quantos."""
    simulator.wait_until_quiet()
    client, posted = Client(), 0
    for entry in control.webhooks(simulator.simulation, instance.instance_id, limit=1000):
        client.post(
            f"/webhook/{instance.webhook_secret}/", json.dumps(entry["payload"]), content_type="application/json"
        )
        posted += 1
    inbox.drain()
    return posted
