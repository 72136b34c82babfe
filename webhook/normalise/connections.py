"""A sessão: subiu, caiu, pede para ler um QR."""

from core.facts import ConnectionFact, EventKind, QrCodeFact
from core.storable import clean
from webhook.normalise.addresses import lid, phone
from webhook.normalise.arrival import Arrival, Reading
from webhook.normalise.envelope import Envelope
from webhook.normalise.values import Node, flag, is_node, lower
from webhook.normalise.words import CONNECTED, CONNECTIONS, DISCONNECTED, fold

_MAX_CODE = 512 * 1024  # um QR em PNG tem uns 10 kB
_CODE_KEYS = ("qrcode", "qr", "base64", "code", "image")
# Base64 nu, pelo começo do arquivo.
_PREFIXES = {"iVBORw0KGgo": "data:image/png;base64,", "/9j/": "data:image/jpeg;base64,"}
_IMAGES = ("data:image/png;base64,", "data:image/jpeg;base64,", "data:image/webp;base64,", "data:image/gif;base64,")


def _connected(envelope: Envelope) -> bool | None:
    """Se a sessão está de pé; None se o corpo não diz. Em contradição vale a queda."""
    up, down = flag(envelope.root.get("connected")), flag(envelope.root.get("disconnected"))
    if down or up is False:
        return False
    if envelope.word in DISCONNECTED:
        return down is False
    if up or down is False or envelope.word in CONNECTED:
        return True
    for key in ("status", "state", "connection"):
        word = fold(envelope.root.get(key))
        if word in CONNECTIONS:
            return CONNECTIONS[word]
    return None


def read_connection(envelope: Envelope, arrival: Arrival) -> Reading:
    """Sessão de pé ou não; estados de passagem (`connecting`) são ignorados."""
    connected = _connected(envelope)
    if connected is None:
        return EventKind.INSTANCE_STATUS, (), "unknown_state"
    fact = ConnectionFact(
        connected=connected,
        moment=arrival.moment,
        phone=envelope.connected_phone or phone(envelope.root.get("phone")) or None,
        lid=envelope.connected_lid or lid(envelope.root.get("lid")) or None,
    )
    return EventKind.INSTANCE_STATUS, (fact,), None


def _code(root: Node) -> str | None:
    for key in _CODE_KEYS:
        found = root.get(key)
        if is_node(found):
            inner = lower(found)
            found = next((inner[name] for name in ("base64", "qrcode", "code", "image") if inner.get(name)), None)
        if isinstance(found, str) and found:
            return found
    return None


def read_qr_code(envelope: Envelope, arrival: Arrival) -> Reading:
    """O código como a tela o mostra: imagem em data URI, ou o texto cru."""
    if envelope.word == "codelimitreached":
        return EventKind.QR_CODE, (), "code_limit_reached"
    code = _code(envelope.root)
    if code is None:
        return EventKind.QR_CODE, (), "no_code"
    for start, prefix in _PREFIXES.items():
        if code.startswith(start):
            code = prefix + code
    if len(code) > _MAX_CODE or (code[:5].lower() == "data:" and not code.startswith(_IMAGES)):
        return EventKind.QR_CODE, (), "bad_code"
    return EventKind.QR_CODE, (QrCodeFact(clean(code), arrival.moment),), None
