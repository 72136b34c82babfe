"""As rotas `/v1/*`: quem pode, que falha está ligada, quem atende."""

import json
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from simulator import wapi_chats as chats
from simulator import wapi_groups as groups
from simulator import wapi_instance as inst
from simulator import wapi_messages as msg
from simulator.simulation import Simulation
from simulator.web import Refusal, Request, Response, refusal
from simulator.world import WEBHOOK_KINDS, Instance

InstanceRoute = Callable[[Simulation, Instance, Request], Response]
AccountRoute = Callable[[Simulation, Request], Response]

_HANG_S = 60.0


class CutConnection(Exception):
    """Não responde: espera `wait_s` e fecha (`reset`: com RST)."""

    def __init__(self, wait_s: float = 0.0, *, reset: bool = False) -> None:
        super().__init__()
        self.wait_s = wait_s
        self.reset = reset


ROUTES: dict[tuple[str, str], InstanceRoute] = {
    ("GET", "/v1/instance/qr-code"): inst.qr_code,
    ("GET", "/v1/instance/pairing-code"): inst.pairing_code,
    ("GET", "/v1/instance/status-instance"): inst.status,
    ("GET", "/v1/instance/device"): inst.device,
    ("GET", "/v1/instance/fetch-instance"): inst.fetch_instance,
    ("GET", "/v1/instance/restart"): inst.restart,
    ("GET", "/v1/instance/disconnect"): inst.disconnect,
    ("PUT", "/v1/instance/update-name"): inst.rename,
    ("PUT", "/v1/instance/profile-name"): inst.profile("name", "name"),
    ("PUT", "/v1/instance/profile-picture"): inst.profile("picture", "url"),
    ("PUT", "/v1/instance/profile-description"): inst.profile("description", "description"),
    ("PUT", "/v1/instance/update-auto-read-message"): inst.setting("automaticReading"),
    ("PUT", "/v1/instance/update-call-reject-auto"): inst.setting("rejectCalls"),
    ("PUT", "/v1/instance/update-call-reject-message"): inst.setting("callMessage"),
    ("PUT", "/v1/instance/update-ignore-groups"): inst.setting("ignoreGroups"),
    **{("PUT", f"/v1/webhook/update-webhook-{kind}"): inst.set_webhook for kind in WEBHOOK_KINDS},
    ("GET", "/v1/webhook/fetch-webhook-logs"): inst.webhook_logs,
    ("GET", "/v1/webhook/get-webhook-log"): inst.webhook_log,
    **{("POST", f"/v1/message/{call}"): msg.send for call in msg.MAKERS},
    ("DELETE", "/v1/message/delete-message"): msg.delete_message,
    ("POST", "/v1/message/read-message"): msg.read_message,
    ("POST", "/v1/message/download-media"): msg.download_media,
    ("POST", "/v1/chats/send-presence"): chats.send_presence,
    ("GET", "/v1/chats/fetch-chats"): chats.fetch_chats,
    ("GET", "/v1/chats/chat"): chats.fetch_chat,
    ("GET", "/v1/contacts/phone-exists"): chats.phone_exists,
    ("POST", "/v1/contacts/phone-exists-batch"): chats.phones_exist,
    ("GET", "/v1/contacts/profile-picture"): chats.profile_picture,
    ("GET", "/v1/contacts/fetch-contacts"): chats.fetch_contacts,
    ("POST", "/v1/contacts/modify-blocked"): chats.modify_blocked,
    ("GET", "/v1/group/get-all-groups"): groups.group_list,
    ("GET", "/v1/group/group-metadata"): groups.group_metadata,
    ("POST", "/v1/group/create-group"): groups.create_group,
    ("POST", "/v1/group/add-participant"): groups.add_participant,
    ("GET", "/v1/group/get-Participants"): groups.group_participants,
    ("GET", "/v1/group/group-invitation-metadata"): groups.invitation,
    ("DELETE", "/v1/group/remove-participant"): groups.remove_participant,
    ("POST", "/v1/group/add-admin"): groups.add_admin,
    ("POST", "/v1/group/remove-admin"): groups.remove_admin,
    ("POST", "/v1/group/update-group-name"): groups.update_name,
    ("POST", "/v1/group/update-group-photo"): groups.update_photo,
    ("POST", "/v1/group/update-group-description"): groups.update_description,
    ("POST", "/v1/group/update-group-settings"): groups.update_settings,
    ("DELETE", "/v1/group/leave-group"): groups.leave_group,
    ("POST", "/v1/group/revoke-invite"): groups.revoke_invite,
    ("GET", "/v1/quere/quere"): chats.queue,
    ("DELETE", "/v1/quere/delete-quere"): chats.clear_queue,
    ("DELETE", "/v1/quere/delete-message"): chats.remove_queued,
    ("GET", "/v1/payment/status"): inst.payment_status,
    ("POST", "/v1/payment/auto-renew/toggle"): inst.toggle_auto_renew,
    ("POST", "/v1/payment/pix/create"): inst.pay,
    ("POST", "/v1/payment/card/subscribe"): inst.pay,
}
# O outro nome ou método de uma chamada: só é atendido, e então só ele, com a falha `other_name` ligada.
OTHER_NAMES: dict[tuple[str, str], tuple[str, str]] = {
    ("POST", "/v1/group/remove-participant"): ("DELETE", "/v1/group/remove-participant"),
    ("POST", "/v1/group/update-description"): ("POST", "/v1/group/update-group-description"),
    ("POST", "/v1/contacts/check-numbers"): ("POST", "/v1/contacts/phone-exists-batch"),
    ("POST", "/v1/contacts/block-contact"): ("POST", "/v1/contacts/modify-blocked"),
    ("PUT", "/v1/instance/update-instance-name"): ("PUT", "/v1/instance/update-name"),
    ("POST", "/v1/message/send-otp"): ("POST", "/v1/message/send-button-otp"),
    ("POST", "/v1/message/send-pix"): ("POST", "/v1/message/send-button-pix"),
}
ACCOUNT_ROUTES: dict[tuple[str, str], AccountRoute] = {
    ("POST", "/v1/integrator/create-instance"): inst.create_instance,
    ("GET", "/v1/integrator/instances"): inst.list_instances,
    ("DELETE", "/v1/integrator/delete-instance"): inst.delete_instance,
    ("POST", "/v1/client/create-instance"): inst.create_instance,
    ("GET", "/v1/client/list-instances"): inst.list_instances,
    ("DELETE", "/v1/client/delete-instance"): inst.delete_instance,
}


def handle(sim: Simulation, request: Request) -> Response:
    """Atende um pedido, com as falhas que estiverem ligadas antes e depois."""
    instance_id = request.query.get("instanceId", "")
    if broken := _before(sim, instance_id, request.call):
        return broken
    try:
        response = _route(sim, instance_id, request)
    except Refusal as error:
        response = refusal(error.status, error.message)
    return _after(sim, instance_id, request.call, response)


def _route(sim: Simulation, instance_id: str, request: Request) -> Response:
    key = (request.method, request.path)
    if key in ACCOUNT_ROUTES:
        shown = request.bearer or str(request.body.get("apiKey") or request.query.get("apiKey") or "")
        if shown != sim.options.account_token:
            raise Refusal(401, "Token inválido.")
        with sim.world.lock:
            return ACCOUNT_ROUTES[key](sim, request)
    key = _served_as(sim, instance_id, key)
    if key not in ROUTES:
        raise Refusal(404, f"Rota não encontrada: {request.method} {request.path}")
    instance = _authenticate(sim, instance_id, request.bearer)
    if request.path.startswith("/v1/message/"):
        return ROUTES[key](sim, instance, request)  # pode baixar um arquivo: segura a trava só onde mexe no mundo
    with sim.world.lock:
        return ROUTES[key](sim, instance, request)


def _served_as(sim: Simulation, instance_id: str, asked: tuple[str, str]) -> tuple[str, str]:
    """A rota que atende este pedido; ('', '') se por este nome não há nenhuma."""
    usual = OTHER_NAMES.get(asked, asked)
    if usual not in OTHER_NAMES.values():
        return asked
    is_moved = sim.faults.take("other_name", instance_id, usual[1].rsplit("/", 1)[-1]) is not None
    return usual if is_moved == (asked in OTHER_NAMES) else ("", "")


def _authenticate(sim: Simulation, instance_id: str, token: str) -> Instance:
    with sim.world.lock:
        instance = sim.world.instances.get(instance_id)
        if instance is None and sim.options.adopt_unknown and instance_id and token:
            instance = sim.world.add_instance(instance_id, token)
        if instance is None or instance.token != token:
            raise Refusal(401, "Token inválido.")
        return instance


def _before(sim: Simulation, instance_id: str, call: str) -> Response | None:
    """Falhas que impedem o pedido de ser atendido."""
    take = sim.faults.take
    if fault := take("latency", instance_id, call):
        time.sleep(fault.seconds or 1.0)
    if fault := take("hang", instance_id, call):
        raise CutConnection(fault.seconds or _HANG_S)
    if take("reset_before_answer", instance_id, call):
        raise CutConnection(reset=True)
    if take("http_500", instance_id, call):
        return refusal(500, "Erro interno do servidor.")
    if fault := take("http_429", instance_id, call):
        response = refusal(429, "Muitas requisições.")
        response.headers["Retry-After"] = str(int(fault.seconds or 2))
        return response
    if take("html", instance_id, call):
        return Response(502, b"<html><head><title>502 Bad Gateway</title></head><body></body></html>", "text/html")
    if take("ok_with_error", instance_id, call):
        return refusal(200, "Instância indisponível")
    if take("refused", instance_id, call):
        return refusal(400, "O pedido não pôde ser atendido.")
    if take("unauthorized", instance_id, call):
        return refusal(401, "Token inválido.")
    return None


def _after(sim: Simulation, instance_id: str, call: str, response: Response) -> Response:
    """Falhas que estragam a resposta de um pedido já atendido."""
    take = sim.faults.take
    if fault := take("hang_after_accept", instance_id, call):
        raise CutConnection(fault.seconds or _HANG_S)
    if take("reset_after_accept", instance_id, call):
        raise CutConnection(reset=True)
    if response.status == 200 and response.content_type.startswith("application/json"):
        body = json.loads(response.body)
        if "messageId" in body and take("no_message_id", instance_id, call):
            body = {"instanceId": instance_id}
        if "connected" in body and take("connected_false", instance_id, call):
            body["connected"] = False
        if "connectedPhone" in body and take("no_phone", instance_id, call):
            body["connectedPhone"] = ""
        if take("other_shape", instance_id, call):
            body.pop(next(key for key in body if key not in ("error", "message")))
            body["campoNovo"] = {"5511900000099": "valor que ninguém deve ver"}
        if take("nested_answer", instance_id, call):
            body = {"data": body}
        if "fileLink" in body and take("bare_ip_link", instance_id, call):
            body["fileLink"] = "http://203.0.113.10:8080" + urlsplit(body["fileLink"]).path
        if "group" in body and take("no_members", instance_id, call):
            body["group"].pop("participants", None)
        response.body = json.dumps(body, ensure_ascii=False).encode()
    return response
