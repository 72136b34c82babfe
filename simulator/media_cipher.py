"""A cifra da mídia do WhatsApp, cópia própria: o simulador não pode usar a do produto e concordar com os erros dela."""

import hashlib
import hmac

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_INFO = {
    "image": b"WhatsApp Image Keys",
    "video": b"WhatsApp Video Keys",
    "audio": b"WhatsApp Audio Keys",
    "document": b"WhatsApp Document Keys",
}


def encrypt(plain: bytes, media_key: bytes, media_type: str) -> bytes:
    """Arquivo em claro -> arquivo .enc. Figurinha cifra-se como imagem."""
    keys = HKDF(algorithm=SHA256(), length=112, salt=b"\0" * 32, info=_INFO[media_type]).derive(media_key)
    iv, cipher_key, mac_key = keys[:16], keys[16:48], keys[48:80]
    fill = 16 - len(plain) % 16
    encryptor = Cipher(algorithms.AES(cipher_key), modes.CBC(iv)).encryptor()
    cipher = encryptor.update(plain + bytes([fill]) * fill) + encryptor.finalize()
    return cipher + hmac.new(mac_key, iv + cipher, hashlib.sha256).digest()[:10]
