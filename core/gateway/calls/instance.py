"""Ciclo de vida da instância: QR, pareamento, situação, reinício."""

import base64
import binascii
import re

from core.gateway.client import Call
from core.gateway.envelope import Answer
from core.gateway.errors import N_, Refused
from core.gateway.results import Device, Done, InstanceDetails, InstanceStatus, PairingCode, QrCode, WebhookKind

_ALREADY_OFFLINE = re.compile(r"n[aã]o est[aá] online|not online|already (logged out|disconnected)", re.IGNORECASE)
_PNG = b"\x89PNG\r\n\x1a\n"


def read_done(answer: Answer) -> Done:
    """Leitura das chamadas que só confirmam."""
    return Done(answer.text("message"))


def qr_code(*, sync_contacts: bool = False) -> Call[QrCode]:
    """O QR vigente. Expira em segundos: peça de novo a cada 20. Instância nova pode levantar NeedsRestart."""
    return Call(
        "qr-code",
        "GET",
        "/instance/qr-code",
        _read_qr,
        query={"image": "disable", "syncContacts": _enable(sync_contacts)},
        reads_raw=True,
    )


def pairing_code(phone: str, *, sync_contacts: bool = False) -> Call[PairingCode]:
    """Código de pareamento, em vez do QR."""
    return Call(
        "pairing-code",
        "GET",
        "/instance/pairing-code",
        _read_pairing_code,
        query={"phoneNumber": phone, "syncContacts": _enable(sync_contacts)},
    )


def status() -> Call[InstanceStatus]:
    """Conectada ou não, segundo a W-APi (que pode dizer sim com a sessão morta)."""
    return Call("status-instance", "GET", "/instance/status-instance", _read_status)


def device() -> Call[Device]:
    """O celular pareado: é daqui que vem o número."""
    return Call("device", "GET", "/instance/device", _read_device)


def details() -> Call[InstanceDetails]:
    """A linha da instância na W-APi, com os webhooks que ficaram gravados."""
    return Call("fetch-instance", "GET", "/instance/fetch-instance", read_details)


def restart() -> Call[Done]:
    """Reinicia a instância; o celular continua pareado."""
    return Call("restart", "GET", "/instance/restart", read_done)


def disconnect() -> Call[Done]:
    """Desfaz o pareamento; a instância sobrevive. Já estar desconectada é sucesso."""
    return Call("disconnect", "GET", "/instance/disconnect", read_done, forgive=_already_offline)


def rename(name: str) -> Call[Done]:
    """Muda o nome da instância."""
    body, slug = {"instanceName": name}, "update-instance-name"
    other: Call[Done] = Call(slug, "PUT", f"/instance/{slug}", read_done, body=body)
    return Call("update-name", "PUT", "/instance/update-name", read_done, body=body, otherwise=other)


def set_auto_read(enabled: bool) -> Call[Done]:
    """Marcar como lidas as mensagens que chegam."""
    path = "/instance/update-auto-read-message"
    return Call("update-auto-read-message", "PUT", path, read_done, body={"value": enabled})


def set_reject_calls(enabled: bool) -> Call[Done]:
    """Recusar ligações."""
    return Call(
        "update-call-reject-auto", "PUT", "/instance/update-call-reject-auto", read_done, body={"value": enabled}
    )


def set_reject_calls_message(text: str) -> Call[Done]:
    """O texto que acompanha a ligação recusada."""
    path = "/instance/update-call-reject-message"
    return Call("update-call-reject-message", "PUT", path, read_done, body={"value": text})


def set_ignore_groups(enabled: bool) -> Call[Done]:
    """Não receber o que se passa nos grupos."""
    path = "/instance/update-ignore-groups"
    return Call("update-ignore-groups", "PUT", path, read_done, body={"value": enabled})


def set_profile_name(name: str) -> Call[Done]:
    """O nome no perfil do WhatsApp."""
    return Call("profile-name", "PUT", "/instance/profile-name", read_done, body={"name": name})


def set_profile_picture(url: str) -> Call[Done]:
    """A foto do perfil, de um endereço público."""
    return Call("profile-picture", "PUT", "/instance/profile-picture", read_done, body={"url": url})


def set_profile_description(text: str) -> Call[Done]:
    """O recado do perfil."""
    path = "/instance/profile-description"
    return Call("profile-description", "PUT", path, read_done, body={"description": text})


def _enable(value: bool) -> str:
    return "enable" if value else "disable"


def _already_offline(refusal: Refused) -> Done | None:
    return Done(refusal.message) if _ALREADY_OFFLINE.search(refusal.message) else None


def _read_qr(answer: Answer) -> QrCode:
    if answer.document is None:
        return QrCode(_image_uri(answer.raw, answer.content_type))
    image = answer.text("qrcode", "qrCode", "base64", "qr")
    if image is None:
        if answer.flag("connected"):
            return QrCode(None, connected=True)
        raise ValueError(N_("resposta sem QR"))
    return QrCode(image if image.startswith("data:") else _prefixed(image))


def _image_uri(raw: bytes, content_type: str) -> str:
    """PNG cru, ou o texto base64 sozinho no corpo, qualquer que seja o Content-Type."""
    if raw.startswith(_PNG) or content_type.startswith("image/"):
        kind = content_type if content_type.startswith("image/") else "image/png"
        return f"data:{kind};base64,{base64.b64encode(raw).decode()}"
    text = raw.decode("ascii", "replace").strip().strip('"')
    return text if text.startswith("data:image/") else _prefixed(text)


def _prefixed(text: str) -> str:
    try:
        decoded = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        decoded = b""
    if not decoded.startswith(_PNG):
        raise ValueError(N_("resposta sem QR"))
    return f"data:image/png;base64,{text}"


def _read_pairing_code(answer: Answer) -> PairingCode:
    code = answer.text("pairingCode", "code")
    if code is None:
        raise ValueError(N_("resposta sem código de pareamento"))
    return PairingCode(code)


def _read_status(answer: Answer) -> InstanceStatus:
    connected = _read_connected(answer)
    if connected is None:
        raise ValueError(N_("resposta sem a situação da instância"))
    return InstanceStatus(connected, answer.text("connectedPhone"))


def _read_connected(answer: Answer) -> bool | None:
    connected = answer.flag("connected", "isConnected")
    if connected is not None:
        return connected
    words = (answer.text("status", "state") or "").lower()
    return {"connected": True, "open": True, "disconnected": False, "close": False}.get(words)


def _read_device(answer: Answer) -> Device:
    return Device(
        phone=answer.text("connectedPhone", "phone"),
        lid=answer.identifier("lid", "connectedLid"),
        name=answer.name("name"),
        platform=answer.text("platform"),
        picture_url=answer.text("profilePictureUrl"),
        about=answer.text("status"),
        is_business=answer.flag("isBusiness"),
    )


def read_details(answer: Answer) -> InstanceDetails:
    """Leitura da linha da instância, também dentro de listas."""
    return InstanceDetails(
        instance_id=answer.text("instanceId"),
        name=answer.name("instanceName", "name"),
        connected=_read_connected(answer),
        phone=answer.text("connectedPhone"),
        webhooks={kind: answer.text(kind.read_back_key) for kind in WebhookKind},
        payment_status=answer.text("paymentStatus"),
        created_at=answer.moment("created"),
        expires_at=answer.moment("expires"),
        automatic_reading=answer.flag("automaticReading"),
        reject_calls=answer.flag("rejectCalls"),
        call_message=answer.text("callMessage"),
        sync_contacts=answer.flag("syncContacts"),
        ignore_groups=answer.flag("ignoreGroups"),
        plan_type=answer.text("planType", "plan"),
        is_trial=answer.flag("isTrial"),
    )
