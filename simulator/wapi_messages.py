"""`/v1/message/*`: envios e mídia."""

import base64
import binascii
from collections.abc import Callable
from typing import Any

import requests

from simulator import content, drawings, sending
from simulator.drawings import MediaFile
from simulator.simulation import Simulation
from simulator.web import Refusal, Request, Response, answer, done
from simulator.world import Instance, Said

Json = dict[str, Any]
Maker = Callable[[Simulation, Instance, Json], Json]

_TYPES = {"image": "image/jpeg", "video": "video/mp4", "audio": "audio/ogg; codecs=opus", "document": "application/pdf",
          "sticker": "image/webp", "gif": "video/mp4", "ptv": "video/mp4"}  # fmt: skip
_KINDS = {"audio": "voice", "ptv": "video_note"}
_MAX_FETCH = 64 * 1024 * 1024


def send(sim: Simulation, instance: Instance, request: Request) -> Response:
    """Todo envio: monta o conteúdo que o eco vai mostrar e responde com os ids."""
    body = request.body
    call = {"send-otp": "send-button-otp", "send-pix": "send-button-pix"}.get(request.call, request.call)
    made = MAKERS[call](sim, instance, body)
    chat = str(body.get("phone") or "")
    reply_to = str(body.get("messageId") or "")
    if reply_to and call not in _TARGETED:
        quoted = next((one for one in instance.said.get(chat, ()) if one.message_id == reply_to), None)
        author = instance.phone if quoted and quoted.from_me else chat
        made = content.quoting(made, quoted or Said(reply_to, False, "", ""), f"{author}@s.whatsapp.net")
    sent = sending.accept(sim, instance, call, body, made)
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


def _button_list(_: Simulation, __: Instance, body: Json) -> Json:
    return content.text(_required(body, "message"))  # nunca sai


def _button_actions(_: Simulation, __: Instance, body: Json) -> Json:
    return content.buttons(_required(body, "message"), _actions(body))


def _otp(_: Simulation, __: Instance, body: Json) -> Json:
    copy = {"display_text": _required(body, "buttonText"), "copy_code": _required(body, "code")}
    return content.native_flow(_required(body, "message"), [content.native_button("cta_copy", copy)])


def _pix(_: Simulation, __: Instance, body: Json) -> Json:
    kind = str(body.get("type"))
    if kind not in {"CPF", "CNPJ", "PHONE", "EMAIL", "EVP"}:
        raise Refusal(400, "O campo type é inválido.")
    key = {"merchant_name": _required(body, "merchantName"), "key": _required(body, "pixKey"), "key_type": kind}
    return content.pix(key, body.get("amount"))


def _carousel(_: Simulation, __: Instance, body: Json) -> Json:
    cards = [one for one in body.get("cards") or [] if isinstance(one, dict)]
    if not cards:
        raise Refusal(400, "O campo cards é obrigatório.")
    shown = [(_required(card, "text"), _actions(card)) for card in cards if _required(card, "image")]
    return content.carousel(_required(body, "message"), shown)


def _actions(body: Json) -> list[Json]:
    actions = [one for one in body.get("buttonActions") or [] if isinstance(one, dict)]
    if not actions or any(one.get("type") not in {"REPLAY", "URL", "CALL"} for one in actions):
        raise Refusal(400, "O campo buttonActions é inválido.")
    return actions


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
    "send-button-actions": _button_actions,
    "send-button-list": _button_list,
    "send-button-otp": _otp,
    "send-button-pix": _pix,
    "send-carousel": _carousel,
    "send-reaction": _reaction,
    "remove-reaction": _reaction,
    "edit-message": _edit,
}


def _required(body: Json, name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not value:
        raise Refusal(400, f"O campo {name} é obrigatório.")
    return value


def _jid(body: Json) -> str:
    return content.chat_jid(str(body.get("phone") or ""))


def _target(instance: Instance, body: Json) -> Said:
    message_id = _required(body, "messageId")
    said = instance.said.get(str(body.get("phone") or ""), ())
    return next((one for one in said if one.message_id == message_id), Said(message_id, True, "", ""))


def _file(field: str, body: Json) -> MediaFile:
    """O arquivo mandado por URL ou base64."""
    mime_type, raw = _bytes(field, _required(body, field))
    media_type = {"sticker": "image", "gif": "video", "ptv": "video"}.get(field, field)
    details: Json = {}
    if field == "image":
        raw, mime_type = drawings.recompressed(raw), "image/jpeg"  # o WhatsApp grava a imagem de novo: o hash muda
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
