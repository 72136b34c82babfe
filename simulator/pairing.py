"""A vida da sessão: reiniciar, QR, código, escanear, cair, desconectar."""

import secrets
import time

from simulator import autoplay, bodies, qr, sending
from simulator.simulation import Simulation
from simulator.web import Refusal
from simulator.world import Instance

NOT_READY = "Instância sem IP/porta. Reinicie a instância."
_CODE_ALPHABET = "ABCDEFGHJKLMNPQRSTVWXYZ123456789"


def restart(sim: Simulation, instance: Instance) -> None:
    """Sobe de novo: conectada ou caída volta conectada; as outras passam a mostrar QR."""
    with sim.world.lock:
        was_paired = instance.state in ("connected", "dropped")
        instance.state = "starting"
        instance.half_dead = instance.numberless = False
        instance.ready_at = time.monotonic() + sim.delays.start_s

        def ready() -> None:
            if instance.state != "starting":
                return
            if was_paired:
                connect(sim, instance)
            else:
                instance.state = "waiting"

        sim.later(sim.delays.start_s, instance, ready)


def current_qr(sim: Simulation, instance: Instance) -> str:
    """O texto do QR vigente, trocado quando vence."""
    with sim.world.lock:
        if instance.state in ("fresh", "starting"):
            raise Refusal(500, NOT_READY)
        now = time.monotonic()
        if now >= instance.qr_expires_at:
            instance.qr_text = qr.new_text()
            instance.qr_expires_at = now + sim.delays.qr_s
        return instance.qr_text


def pairing_code(sim: Simulation, instance: Instance, phone: str) -> str:
    """Código para digitar no celular; o número passa a ser o da instância."""
    with sim.world.lock:
        if instance.state in ("fresh", "starting"):
            raise Refusal(500, NOT_READY)
        if instance.state == "connected":
            raise Refusal(400, "Instância já está conectada.")
        instance.phone = phone or instance.phone
        instance.pairing_code = "".join(secrets.choice(_CODE_ALPHABET) for _ in range(8))
        return instance.pairing_code


def scan(sim: Simulation, instance: Instance) -> None:
    """O celular lê o QR (ou recebe o código)."""
    with sim.world.lock:
        if instance.state == "connected":
            raise Refusal(409, "a instância já está conectada")
        current_qr(sim, instance)
        sim.later(sim.delays.scan_s, instance, lambda: connect(sim, instance))


def connect(sim: Simulation, instance: Instance) -> None:
    """Sessão no ar: posta webhookConnected e solta a fila."""
    with sim.world.lock:
        if instance.state == "connected":
            return
        instance.state = "connected"
        instance.qr_text = instance.pairing_code = ""
        instance.qr_expires_at = 0.0
        id_, event = instance.instance_id, "webhookConnected"
        body = bodies.connected(
            instance,
            is_connected=not sim.faults.take("connected_false", id_, event),
            has_phone=not sim.faults.take("no_phone", id_, event),
        )
        sim.post(instance, "connected", body)
        sending.flush_queue(sim, instance)
        if instance.autoplay:
            autoplay.start(sim, instance)


def drop(sim: Simulation, instance: Instance) -> None:
    """O celular sumiu; a instância continua pareada."""
    with sim.world.lock:
        if instance.state == "connected":
            instance.state = "dropped"
            sim.post(instance, "disconnected", bodies.disconnected(instance))


def disconnect(sim: Simulation, instance: Instance) -> None:
    """Desfaz o pareamento; o próximo passo é um QR."""
    with sim.world.lock:
        if instance.state not in ("connected", "dropped"):
            raise Refusal(400, "Instância não está online para realizar logout")
        instance.state = "waiting"
        sim.post(instance, "disconnected", bodies.disconnected(instance))
