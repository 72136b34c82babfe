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


class EncryptedField(models.TextField):  # type: ignore[type-arg]  # não é genérico em execução
    """Coluna cujo valor só existe em claro na memória. Com outra SECRET_KEY lê-se None: é preciso redigitá-lo."""

    def get_prep_value(self, value: Any) -> Any:
        """Cifra antes de gravar."""
        return None if value is None else _fernet(settings.SECRET_KEY).encrypt(str(value).encode()).decode("ascii")

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> str | None:
        """Decifra ao ler."""
        if value is None:
            return None
        try:
            return _fernet(settings.SECRET_KEY).decrypt(value.encode("ascii")).decode()
        except InvalidToken:
            return None
