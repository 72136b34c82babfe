"""A API de controle, `/control/*`: o que só quem testa pode fazer. Sem autenticação, só para esta máquina.

GET    /control/state                                instâncias, falhas e últimos webhooks (é o que a página mostra)
POST   /control/reset                                volta ao começo
POST   /control/instances                            {instance_id?, token?, phone?, name?, state?, autoplay?,
                                                      webhook_url? (para os seis tipos), contacts?: 8}
GET    /control/instances                            todas
GET    /control/instances/<id>                       uma, com contatos e grupos
DELETE /control/instances/<id>
POST   /control/instances/<id>/scan                  o celular lê o QR, ou digita o código de pareamento
POST   /control/instances/<id>/restart               como a chamada da W-APi
POST   /control/instances/<id>/drop                  o celular some
POST   /control/instances/<id>/half-dead             {enabled}: diz-se conectada e segura os envios até reiniciar
POST   /control/instances/<id>/numberless            {enabled}: conectada sem dizer o número, até reiniciar
POST   /control/instances/<id>/autoplay              {enabled}
POST   /control/instances/<id>/plan                  {plan?: LITE|PRO, payment_status?, expires? (ms)}
POST   /control/instances/<id>/contacts              {phone?, name?, lid?, exists?}
POST   /control/instances/<id>/groups                {group_id?, subject?}
POST   /control/instances/<id>/write                 um contato escreve (abaixo); devolve {message_id, chat_id, payload}
POST   /control/instances/<id>/post                  {kind, payload}: posta um corpo qualquer
GET    /control/instances/<id>/qr.png                o QR como o celular o veria
GET    /control/sent?instance_id=                    o que foi aceito, e quantas vezes cada texto (`by_text`)
GET    /control/webhooks?instance_id=&limit=         o que foi postado, do mais novo ao mais velho
GET    /control/faults  POST /control/faults         {kind, instance_id?, calls?, times?, seconds?, after?}
DELETE /control/faults  DELETE /control/faults/<n>

write: kind (ver `kinds` em /control/state), text, contact (telefone ou LID), contact_name, new, group (id ou true),
bare_group (sem o nome do grupo), chat (`status` ou `…@newsletter`), lid_chat (chat só pelo LID), lid_only (autor só
pelo LID), from_phone (escrevemos do celular), as_received (o eco vem como webhookReceived), target, target_from_me,
reply_to (id ou true), emoji, file_name, name, phone, latitude, longitude, address, options, row_id, presence,
by_phone (voto cifrado com telefones em vez de LIDs), message_id, moment, msg_content (conteúdo cru).
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, get_args

from simulator import autoplay, content, pairing, qr, writing
from simulator.faults import FAULTS
from simulator.postman import Delivery
from simulator.simulation import Simulation
from simulator.web import Refusal, Request, Response, answer, refusal
from simulator.world import WEBHOOK_KINDS, Instance, State

Json = dict[str, Any]


def handle(sim: Simulation, request: Request) -> Response:
    """Atende um pedido de controle."""
    for method, pattern, route in _ROUTES:
        match = re.fullmatch(pattern, request.path)
        if match and method == request.method:
            try:
                return route(sim, request, *match.groups())
            except Refusal as error:
                return refusal(error.status, error.message)
            except (ValueError, TypeError) as error:
                return refusal(400, str(error))
    return refusal(404, "não há este controle")


def create_instance(sim: Simulation, options: Json) -> Instance:
    """Cria uma instância no estado pedido."""
    state = options.get("state", "fresh")
    if state not in get_args(State):
        raise ValueError(f"estado desconhecido: {state}; existem {', '.join(get_args(State))}")
    with sim.world.lock:
        instance = sim.world.add_instance(
            options.get("instance_id"),
            options.get("token"),
            name=str(options.get("name") or "Atendimento"),
            phone=options.get("phone"),
            state=state,
            n_contacts=int(options.get("contacts", 8)),
        )
        if url := options.get("webhook_url"):
            instance.webhooks = dict.fromkeys(WEBHOOK_KINDS, str(url))
        if state == "starting":
            pairing.restart(sim, instance)
        set_autoplay(sim, instance, bool(options.get("autoplay")))
        return instance


def set_autoplay(sim: Simulation, instance: Instance, enabled: bool) -> None:
    """Liga ou desliga a conversa automática."""
    with sim.world.lock:
        starts = enabled and not instance.autoplay
        instance.autoplay = enabled
        if starts and instance.state == "connected":
            autoplay.start(sim, instance)


def view(instance: Instance) -> Json:
    """A instância para a página e para os testes."""
    return {
        "instance_id": instance.instance_id,
        "token": instance.token,
        "name": instance.name,
        "phone": instance.phone,
        "lid": instance.lid,
        "state": instance.state,
        "half_dead": instance.half_dead,
        "numberless": instance.numberless,
        "autoplay": instance.autoplay,
        "plan": instance.plan,
        "payment_status": instance.payment_status,
        "profile": instance.profile,
        "settings": instance.settings,
        "pairing_code": instance.pairing_code,
        "webhooks": instance.webhooks,
        "queued": len(instance.queue),
        "sent": len(instance.sent),
        "contacts": [asdict(contact) for contact in instance.contacts.values()],
        "groups": [{**asdict(group), "admins": sorted(group.admins)} for group in instance.groups.values()],
        "blocked": sorted(instance.blocked),
        "presences": instance.presences[-20:],
    }


def sent(sim: Simulation, instance_id: str | None = None) -> Json:
    """O que a API aceitou, em ordem, e quantas vezes cada texto foi aceito."""
    with sim.world.lock:
        found = [
            {"instance_id": instance.instance_id, **asdict(one)}
            for instance in sim.world.instances.values()
            if instance_id in (None, instance.instance_id)
            for one in instance.sent
        ]
    return {"sent": found, "by_text": dict(Counter(one["text"] for one in found))}


def webhooks(sim: Simulation, instance_id: str | None = None, limit: int = 100) -> list[Json]:
    """Os últimos webhooks postados."""
    return [_delivery(one) for one in sim.postman.deliveries(instance_id)[:limit]]


def _delivery(one: Delivery) -> Json:
    return asdict(one)


def _state(sim: Simulation, _: Request) -> Response:
    with sim.world.lock:
        instances = [view(instance) for instance in sim.world.instances.values()]
    lists = {"faults": sim.faults.view(), "webhooks": webhooks(sim, limit=30)}
    known = {"kinds": [*content.KINDS, "presence", "call"], "fault_kinds": FAULTS}
    return answer({"instances": instances, **lists, **known})


def _reset(sim: Simulation, _: Request) -> Response:
    sim.reset()
    return answer({"ok": True})


def _create(sim: Simulation, request: Request) -> Response:
    return answer(view(create_instance(sim, request.body)), 201)


def _list(sim: Simulation, _: Request) -> Response:
    with sim.world.lock:
        return answer([view(instance) for instance in sim.world.instances.values()])


def _one(sim: Simulation, _: Request, instance_id: str) -> Response:
    with sim.world.lock:
        return answer(view(_instance(sim, instance_id)))


def _delete(sim: Simulation, _: Request, instance_id: str) -> Response:
    with sim.world.lock:
        _instance(sim, instance_id)
        del sim.world.instances[instance_id]
    return answer({"ok": True})


def _act(sim: Simulation, request: Request, instance_id: str, action: str) -> Response:
    with sim.world.lock:
        instance = _instance(sim, instance_id)
        enabled = bool(request.body.get("enabled", True))
        if action == "scan":
            pairing.scan(sim, instance)
        elif action == "restart":
            pairing.restart(sim, instance)
        elif action == "drop":
            pairing.drop(sim, instance)
        elif action == "half-dead":
            instance.half_dead = enabled
        elif action == "numberless":
            instance.numberless = enabled
        else:
            set_autoplay(sim, instance, enabled)
        return answer(view(instance))


def _plan(sim: Simulation, request: Request, instance_id: str) -> Response:
    body = request.body
    with sim.world.lock:
        instance = _instance(sim, instance_id)
        instance.plan = str(body.get("plan") or instance.plan)
        instance.payment_status = str(body.get("payment_status") or instance.payment_status)
        instance.expires = int(body["expires"]) if body.get("expires") else instance.expires
        return answer(view(instance))


def _contact(sim: Simulation, request: Request, instance_id: str) -> Response:
    body = request.body
    with sim.world.lock:
        instance = _instance(sim, instance_id)
        exists = bool(body.get("exists", True))
        contact = sim.world.add_contact(instance, body.get("phone"), body.get("name"), body.get("lid"), exists=exists)
        return answer(asdict(contact), 201)


def _group(sim: Simulation, request: Request, instance_id: str) -> Response:
    body = request.body
    with sim.world.lock:
        instance = _instance(sim, instance_id)
        made = asdict(sim.world.add_group(instance, body.get("group_id"), body.get("subject")))
        return answer({**made, "admins": sorted(made["admins"])}, 201)


def _write(sim: Simulation, request: Request, instance_id: str) -> Response:
    return answer(writing.write(sim, _instance(sim, instance_id), request.body), 201)


def _post(sim: Simulation, request: Request, instance_id: str) -> Response:
    kind, payload = request.body.get("kind", "received"), request.body.get("payload")
    if kind not in WEBHOOK_KINDS or not isinstance(payload, dict):
        raise ValueError("esperava kind (um dos seis) e payload (objeto)")
    sim.post(_instance(sim, instance_id), kind, payload)
    return answer({"ok": True}, 201)


def _qr(sim: Simulation, _: Request, instance_id: str) -> Response:
    instance = _instance(sim, instance_id)
    return Response(200, qr.png(pairing.current_qr(sim, instance)), "image/png", {"Cache-Control": "no-store"})


def _sent(sim: Simulation, request: Request) -> Response:
    return answer(sent(sim, request.query.get("instance_id")))


def _webhooks(sim: Simulation, request: Request) -> Response:
    return answer(webhooks(sim, request.query.get("instance_id"), request.number("limit", 100)))


def _faults(sim: Simulation, _: Request) -> Response:
    return answer(sim.faults.view())


def _add_fault(sim: Simulation, request: Request) -> Response:
    body = request.body
    fault = sim.faults.add(
        str(body.get("kind")),
        instance_id=body.get("instance_id") or None,
        calls=tuple(body.get("calls") or ()),
        times=body.get("times"),
        seconds=float(body.get("seconds") or 0),
        after=int(body.get("after") or 0),
    )
    return answer(asdict(fault), 201)


def _clear_faults(sim: Simulation, _: Request, fault_id: str | None = None) -> Response:
    sim.faults.clear(int(fault_id) if fault_id else None)
    return answer({"ok": True})


def _instance(sim: Simulation, instance_id: str) -> Instance:
    instance = sim.world.instances.get(instance_id)
    if instance is None:
        raise Refusal(404, "não há esta instância")
    return instance


_ID = "/control/instances/([^/]+)"
_ROUTES: list[tuple[str, str, Callable[..., Response]]] = [
    ("GET", "/control/state", _state),
    ("POST", "/control/reset", _reset),
    ("POST", "/control/instances", _create),
    ("GET", "/control/instances", _list),
    ("GET", _ID, _one),
    ("DELETE", _ID, _delete),
    ("POST", f"{_ID}/(scan|restart|drop|half-dead|numberless|autoplay)", _act),
    ("POST", f"{_ID}/plan", _plan),
    ("POST", f"{_ID}/contacts", _contact),
    ("POST", f"{_ID}/groups", _group),
    ("POST", f"{_ID}/write", _write),
    ("POST", f"{_ID}/post", _post),
    ("GET", f"{_ID}/qr.png", _qr),
    ("GET", "/control/sent", _sent),
    ("GET", "/control/webhooks", _webhooks),
    ("GET", "/control/faults", _faults),
    ("POST", "/control/faults", _add_fault),
    ("DELETE", "/control/faults", _clear_faults),
    ("DELETE", r"/control/faults/(\d+)", _clear_faults),
]
