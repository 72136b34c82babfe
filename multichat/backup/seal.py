"""A SECRET_KEY dentro de um backup: selada por uma senha, ou ausente.

`proof` diz se uma chave é a do backup sem a dizer: é um texto conhecido, cifrado como qualquer coluna."""

import base64
import secrets
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from core.models.encrypted_field import decrypt, encrypt
from multichat.backup.errors import Damaged, WrongPassphrase

_COST = {"n": 2**17, "r": 8, "p": 1}  # 128 MiB e uns décimos de segundo por tentativa de adivinhar a senha
_KNOWN = "multichat"


def seal(secret: str, passphrase: str) -> dict[str, Any]:
    """`secret`, que só esta senha abre."""
    salt = secrets.token_bytes(16)
    token = Fernet(_key(passphrase, salt, _COST)).encrypt(secret.encode()).decode("ascii")
    return {**_COST, "salt": salt.hex(), "sealed": token}


def unseal(sealed: dict[str, Any], passphrase: str) -> str:
    """O que se selou. Levanta `WrongPassphrase`, `Damaged`."""
    try:
        cost = {name: int(sealed[name]) for name in _COST}
        salt, token = bytes.fromhex(sealed["salt"]), str(sealed["sealed"]).encode()
    except (KeyError, TypeError, ValueError) as error:
        raise Damaged from error
    if cost["n"] > 2**20 or cost["r"] * cost["p"] > 64:  # um arquivo forjado pediria toda a memória
        raise Damaged
    try:
        return Fernet(_key(passphrase, salt, cost)).decrypt(token).decode()
    except InvalidToken as error:
        raise WrongPassphrase from error


def prove(secret: str) -> str:
    """A prova de uma chave."""
    return encrypt(_KNOWN, secret)


def is_proved(proof: str, secret: str) -> bool:
    """Se é a chave desta prova."""
    return decrypt(proof, secret) == _KNOWN


def _key(passphrase: str, salt: bytes, cost: dict[str, int]) -> bytes:
    return base64.urlsafe_b64encode(Scrypt(salt=salt, length=32, **cost).derive(passphrase.encode()))
