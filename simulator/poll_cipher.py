"""A cifra dos votos de enquete, cópia própria: o simulador não pode usar a do produto e concordar com os erros dela."""

import base64
import hashlib
import hmac
import secrets

from cryptography.hazmat.primitives.ciphers.aead import AESGCM


def seal(options: list[str], secret: str, poll_id: str, creator: str, voter: str) -> dict[str, str]:
    """As opções escolhidas -> `{encIV, encPayload}`."""
    plain = b"".join(b"\x0a\x20" + hashlib.sha256(one.encode()).digest() for one in options)
    extracted = hmac.new(b"\0" * 32, base64.b64decode(secret), hashlib.sha256).digest()
    info = f"{poll_id}{creator}{voter}Poll Vote".encode()
    key = hmac.new(extracted, info + b"\x01", hashlib.sha256).digest()
    iv = secrets.token_bytes(12)
    payload = AESGCM(key).encrypt(iv, plain, f"{poll_id}\0{voter}".encode())
    return {"encIV": base64.b64encode(iv).decode(), "encPayload": base64.b64encode(payload).decode()}
