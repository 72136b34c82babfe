"""O voto de enquete do WhatsApp: chave por HKDF-SHA256 do segredo da enquete, AES-256-GCM, e dentro um protobuf.

O voto não diz quem votou: o nome de quem criou e o de quem votou entram na chave, em qualquer das suas grafias (LID ou
telefone). A grafia que abre é a certa, porque o GCM autentica."""

import base64
import binascii
import itertools
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_TAG = b"\x0a\x20"  # protobuf: campo 1, 32 bytes (o SHA-256 do nome de uma opção)
_OPTION_BYTES = 34  # a marca e o hash
_MAX_OPTIONS = 512  # o WhatsApp permite doze; além disto não é um voto


@dataclass(frozen=True, slots=True)
class Vote:
    """Um voto como veio, em base64."""

    iv: str
    payload: str


def read_vote(
    vote: Vote, secret: str, poll_id: str, creators: Iterable[str], voters: Iterable[str]
) -> tuple[str, ...] | None:
    """Os hashes (hex) das opções escolhidas, nenhuma se o voto foi tirado; None se nenhum par de grafias o abre.
    `creators` e `voters` são endereços da casa: dígitos ou `…@lid`."""
    try:
        key, iv, payload = (base64.b64decode(text, validate=True) for text in (secret, vote.iv, vote.payload))
    except (binascii.Error, ValueError):
        return None
    for creator, voter in itertools.product(map(_jid, creators), map(_jid, voters)):
        info = f"{poll_id}{creator}{voter}Poll Vote".encode()
        derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(key)
        try:
            return _options(AESGCM(derived).decrypt(iv, payload, f"{poll_id}\0{voter}".encode()))
        except (InvalidTag, ValueError):  # ValueError: um iv de tamanho impossível
            continue
    return None


def _options(plain: bytes) -> tuple[str, ...] | None:
    """Os hashes; None se o que se abriu não é uma lista deles."""
    parts = [plain[at : at + _OPTION_BYTES] for at in range(0, len(plain), _OPTION_BYTES)]
    if len(parts) > _MAX_OPTIONS or any(len(p) != _OPTION_BYTES or not p.startswith(_TAG) for p in parts):
        return None
    return tuple(part[len(_TAG) :].hex() for part in parts)


def _jid(address: str) -> str:
    return address if "@" in address else f"{address}@s.whatsapp.net"
