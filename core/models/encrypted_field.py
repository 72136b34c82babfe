"""Texto cifrado em repouso (Fernet, chave derivada de SECRET_KEY): quem leva só o banco não leva os tokens."""

import base64
import hashlib
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db import models


@lru_cache(maxsize=4)
def _fernet(secret: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"field:" + secret.encode()).digest()))


def encrypt(text: str, secret: str) -> str:
    """Cifra com a chave derivada deste segredo."""
    return _fernet(secret).encrypt(text.encode()).decode("ascii")


def decrypt(token: str, *keys: str) -> str | None:
    """O texto, com a primeira chave que o abre; None se nenhuma abre."""
    for secret in keys:
        try:
            return _fernet(secret).decrypt(token.encode()).decode()
        except InvalidToken:
            continue
    return None


class EncryptedField(models.TextField):  # type: ignore[type-arg]  # não é genérico em execução
    """Coluna cujo valor só existe em claro na memória. Com outra SECRET_KEY lê-se None: é preciso redigitá-lo. A
    antiga, em SECRET_KEY_OLD, ainda lê: assim nada para entre a troca e o `manage.py rekey`."""

    def get_prep_value(self, value: Any) -> Any:
        """Cifra antes de gravar."""
        return None if value is None else encrypt(str(value), settings.SECRET_KEY)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> str | None:
        """Decifra ao ler."""
        return None if value is None else decrypt(value, *settings_keys())


def settings_keys() -> list[str]:
    """As chaves que ainda leem: a de agora e, se há, a de antes."""
    return [key for key in (settings.SECRET_KEY, settings.SECRET_KEY_OLD) if key]
