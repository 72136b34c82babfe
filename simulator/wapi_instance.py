"""`/v1/instance/*`, `/v1/webhook/*` e as duas famílias de conta."""

import base64
from typing import Any

from simulator import bodies, pairing, qr
from simulator.postman import Delivery
from simulator.simulation import Simulation
from simulator.web import Refusal, Request, Response, answer, done
from simulator.world import WEBHOOK_KINDS, Instance

# Nome do endereço na criação e em fetch-instance -> tipo.
URL_KEYS = {
    "webhookConnectedUrl": "connected",
    "webhookDeliveryUrl": "delivery",
    "webhookDisconnectedUrl": "disconnected",
    "webhookStatusUrl": "message-status",
    "webhookPresenceUrl": "chat-presence",
    "webhookReceivedUrl": "received",
}
_UPDATED = "Atualizado com sucesso."


def qr_code(sim: Simulation, instance: Instance, request: Request) -> Response:
    """JSON com data URI; `image=enable` dá o PNG cru."""
    if instance.state == "connected":
        return answer({"error": False, "instanceId": instance.instance_id, "connected": True})
    image = qr.png(pairing.current_qr(sim, instance))
    if request.query.get("image") == "enable":
        return Response(200, image, "image/png")
    uri = f"data:image/png;base64,{base64.b64encode(image).decode()}"
    return answer({"error": False, "instanceId": instance.instance_id, "qrcode": uri})


def pairing_code(sim: Simulation, instance: Instance, request: Request) -> Response:
    """Código de oito letras."""
    code = pairing.pairing_code(sim, instance, request.query.get("phoneNumber", ""))
    return answer({"error": False, "instanceId": instance.instance_id, "pairingCode": code})


def status(_: Simulation, instance: Instance, __: Request) -> Response:
    """Só diz se está conectada."""
    return answer({"instanceId": instance.instance_id, "connected": instance.state == "connected"})


def device(sim: Simulation, instance: Instance, _: Request) -> Response:
    """O celular pareado."""
    if instance.state != "connected":
        raise Refusal(400, "WhatsApp não conectado.")
    return answer(
        {
            "connectedPhone": "" if instance.numberless else instance.phone,
            "lid": "" if instance.numberless else instance.lid,
            "name": instance.profile.get("name", instance.name),
            "platform": "android",
            "profilePictureUrl": instance.profile.get("picture") or bodies.picture(sim.base_url, instance.phone),
            "status": instance.profile.get("description", ""),
            "isBusiness": True,
        }
    )


def fetch_instance(_: Simulation, instance: Instance, __: Request) -> Response:
    """A linha inteira: é aqui que se leem os webhooks de volta."""
    return answer(row(instance))


def row(instance: Instance) -> dict[str, Any]:
    """A instância como a W-APi a descreve."""
    is_connected = instance.state == "connected"
    return {
        "instanceId": instance.instance_id,
        "token": instance.token,
        "created": instance.created,
        "instanceName": instance.name,
        "connected": is_connected,
        "connectedPhone": instance.phone if is_connected and not instance.numberless else "",
        "contacts": len(instance.contacts),
        "chats": len(instance.last_message_at),
        "messagesSent": len(instance.sent),
        "messagesReceived": instance.n_received,
        **{key: instance.webhooks.get(kind, "") for key, kind in URL_KEYS.items()},
        "automaticReading": bool(instance.settings.get("automaticReading", False)),
        "rejectCalls": bool(instance.settings.get("rejectCalls", False)),
        "callMessage": str(instance.settings.get("callMessage", "")),
        "paymentStatus": instance.payment_status,
        "expires": instance.expires or instance.created + 30 * 86_400_000,
        "syncContacts": False,
    }


def restart(sim: Simulation, instance: Instance, _: Request) -> Response:
    """Responde já; a instância leva uns segundos para subir."""
    pairing.restart(sim, instance)
    return done("Instância reiniciada com sucesso.")


def disconnect(sim: Simulation, instance: Instance, _: Request) -> Response:
    """Desfaz o pareamento."""
    pairing.disconnect(sim, instance)
    return done("Instância desconectada com sucesso.", instanceId=instance.instance_id)


def rename(_: Simulation, instance: Instance, request: Request) -> Response:
    """Muda o nome."""
    instance.name = str(request.body.get("instanceName") or request.body.get("name") or instance.name)
    return done(_UPDATED)


def setting(key: str) -> Any:
    """Rota que grava `value` em uma das opções."""

    def route(_: Simulation, instance: Instance, request: Request) -> Response:
        value = request.body.get("value")
        instance.settings[key] = value == "true" if value in ("true", "false") else value
        return done(_UPDATED)

    return route


def profile(key: str, field: str) -> Any:
    """Rota que muda um pedaço do perfil do WhatsApp."""

    def route(_: Simulation, instance: Instance, request: Request) -> Response:
        if instance.state != "connected":
            raise Refusal(400, "WhatsApp não conectado.")
        value = request.body.get(field)
        if not isinstance(value, str) or not value:
            raise Refusal(400, f"O campo {field} é obrigatório.")
        instance.profile[key] = value
        return done(_UPDATED)

    return route


def payment_status(_: Simulation, instance: Instance, __: Request) -> Response:
    """Plano, vencimento, assinatura."""
    shown = {key: row(instance)[key] for key in ("paymentStatus", "expires")}
    return answer(
        {"error": False, "planType": instance.plan, **shown, "autoRenew": bool(instance.settings.get("autoRenew"))}
    )


def toggle_auto_renew(_: Simulation, instance: Instance, __: Request) -> Response:
    """Vira a renovação automática."""
    instance.settings["autoRenew"] = not instance.settings.get("autoRenew")
    return done("ok", autoRenew=instance.settings["autoRenew"])


def pay(_: Simulation, __: Instance, request: Request) -> Response:
    """Uma cobrança de mentira: código Pix, ou endereço onde assinar."""
    if not request.body.get("payerEmail"):
        raise Refusal(400, "O campo payerEmail é obrigatório.")
    if request.path.endswith("/pix/create"):
        return done(
            "Cobrança criada com sucesso.", qrCode="00020126580014br.gov.bcb.pix5204000053039865802BR", status="pending"
        )
    return done("Assinatura criada com sucesso.", initPoint="https://pagamento.exemplo.test/assinar", status="pending")


def set_webhook(_: Simulation, instance: Instance, request: Request) -> Response:
    """A armadilha do contrato: qualquer corpo é «sucesso», só `{"value"}` é gravado."""
    kind = request.call.removeprefix("update-webhook-")
    value = request.body.get("value")
    if isinstance(value, str) and kind in WEBHOOK_KINDS:
        instance.webhooks[kind] = value
    return done("Webhook atualizado com sucesso.")


def webhook_logs(sim: Simulation, instance: Instance, request: Request) -> Response:
    """O registro de postagens, do mais novo ao mais velho; inclui as que não chegaram a ninguém."""
    found = sim.postman.deliveries(instance.instance_id)
    per_page = request.number("perPage", 10)
    start = (request.number("page", 1) - 1) * per_page
    logs = [_log_entry(one) for one in found[start : start + per_page]]
    if sim.faults.take("logs_without_body", instance.instance_id, "fetch-webhook-logs"):
        logs = [{key: value for key, value in one.items() if key != "body"} for one in logs]
    return answer({"error": False, "logs": logs, "total": len(found), "totalPages": -(-len(found) // per_page) or 1})


def webhook_log(sim: Simulation, instance: Instance, request: Request) -> Response:
    """Uma postagem."""
    found = [one for one in sim.postman.deliveries(instance.instance_id) if one.id == request.query.get("id")]
    if not found:
        raise Refusal(404, "Log não encontrado.")
    return answer({"error": False, "log": _log_entry(found[0])})


def _log_entry(one: Delivery) -> dict[str, Any]:
    return {
        "id": one.id,
        "event": one.event,
        "url": one.url,
        "status": one.status or 0,
        "createdAt": one.moment,
        "body": one.payload,
    }


def create_instance(sim: Simulation, request: Request) -> Response:
    """Família integrator, ou client (que traz `lite` e devolve mais campos)."""
    body = request.body
    is_client = request.path.startswith("/v1/client/")
    name = str(body.get("instanceName") or "")
    if not name:
        raise Refusal(400, "O campo instanceName é obrigatório.")
    instance = sim.world.add_instance(name=name, lite=bool(body.get("lite")))
    instance.webhooks = {kind: str(body.get(key) or "") for key, kind in URL_KEYS.items()}
    instance.settings = {key: body[key] for key in ("rejectCalls", "callMessage", "automaticReading") if key in body}
    made: dict[str, Any] = {"instanceId": instance.instance_id, "token": instance.token}
    if is_client:
        made |= {"instanceName": name, "status": "PENDING", "isTrial": True}
        return done("Instância criada com sucesso.", **made)
    return done("Instância criada e inicializada com sucesso.", **made)


def list_instances(sim: Simulation, request: Request) -> Response:
    """As instâncias da conta, em uma das duas formas."""
    found = list(sim.world.instances.values())
    rows = [row(instance) for instance in found]
    if request.path.startswith("/v1/client/"):
        more = {"autoRenew": False, "isTrial": True}
        rows = [
            one | more | {"planType": made.plan, "status": "CONNECTED" if one["connected"] else "PENDING"}
            for one, made in zip(rows, found, strict=True)
        ]
        return answer({"error": False, "instances": rows})
    size, page = request.number("pageSize", 10), request.number("page", 1)
    shown = rows[(page - 1) * size : page * size]
    pages = {"total": len(rows), "totalPage": -(-len(rows) // size) or 1, "pageSize": size, "page": page}
    return answer({"error": False, "instances": shown, **pages})


def delete_instance(sim: Simulation, request: Request) -> Response:
    """Apaga a instância; o que ela postou continua no registro do carteiro."""
    if sim.world.instances.pop(request.query.get("instanceId", ""), None) is None:
        raise Refusal(404, "Instância não encontrada.")
    return done("Instância deletada com sucesso.")
