"""A cifra da mídia do WhatsApp: HKDF-SHA256 da mediaKey, AES-256-CBC, HMAC-SHA256 cortado em 10 bytes no fim.

Usada quando `download-media` falha e o arquivo cifrado é buscado direto. Decifra em fluxo, e só confirma no fim: o
HMAC está no último pedaço, por isso o que saiu antes de `MediaCorrupted` deve ser jogado fora.
"""

import hashlib
import hmac
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.padding import PKCS7

from core.gateway.errors import N_

_INFO = {
    "image": b"WhatsApp Image Keys",
    "sticker": b"WhatsApp Image Keys",
    "video": b"WhatsApp Video Keys",
    "audio": b"WhatsApp Audio Keys",
    "document": b"WhatsApp Document Keys",
}
_MAC_BYTES = 10  # o WhatsApp põe só os 10 primeiros bytes do HMAC no fim do arquivo
_BLOCK_BYTES = 16  # bloco do AES


class MediaCorrupted(ValueError):
    """O arquivo cifrado não confere com a chave, ou veio cortado."""


@dataclass(frozen=True, slots=True, repr=False)
class MediaKeys:
    """As três chaves derivadas da mediaKey."""

    iv: bytes
    cipher_key: bytes
    mac_key: bytes

    @classmethod
    def derive(cls, media_key: bytes, media_type: str) -> "MediaKeys":
        """`media_type`: image, sticker, video, audio ou document."""
        expanded = HKDF(algorithm=SHA256(), length=112, salt=None, info=_INFO[media_type]).derive(media_key)
        return cls(expanded[:16], expanded[16:48], expanded[48:80])


def decrypt(chunks: Iterable[bytes], media_key: bytes, media_type: str) -> Iterator[bytes]:
    """Pedaços do arquivo .enc -> pedaços em claro. Levanta MediaCorrupted no fim se algo não confere."""
    keys = MediaKeys.derive(media_key, media_type)
    decryptor = Cipher(algorithms.AES(keys.cipher_key), modes.CBC(keys.iv)).decryptor()
    unpadder = PKCS7(_BLOCK_BYTES * 8).unpadder()
    mac = hmac.new(keys.mac_key, keys.iv, hashlib.sha256)
    held = b""
    for chunk in chunks:
        held += chunk
        ready, held = held[:-_MAC_BYTES], held[-_MAC_BYTES:]
        mac.update(ready)
        if plain := unpadder.update(decryptor.update(ready)):
            yield plain
    if len(held) < _MAC_BYTES or not hmac.compare_digest(mac.digest()[:_MAC_BYTES], held):
        raise MediaCorrupted(N_("a assinatura do arquivo cifrado não confere"))
    try:
        rest = unpadder.update(decryptor.finalize()) + unpadder.finalize()
    except ValueError:
        raise MediaCorrupted(N_("o arquivo cifrado está cortado")) from None
    if rest:
        yield rest


def encrypt(plain: bytes, media_key: bytes, media_type: str) -> bytes:
    """O inverso de `decrypt`, de uma vez."""
    keys = MediaKeys.derive(media_key, media_type)
    padder = PKCS7(_BLOCK_BYTES * 8).padder()
    encryptor = Cipher(algorithms.AES(keys.cipher_key), modes.CBC(keys.iv)).encryptor()
    cipher = encryptor.update(padder.update(plain) + padder.finalize()) + encryptor.finalize()
    return cipher + hmac.new(keys.mac_key, keys.iv + cipher, hashlib.sha256).digest()[:_MAC_BYTES]
