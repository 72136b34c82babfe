"""Colunas cuja comparação é binária: dois identificadores que diferem numa letra são dois."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class IdentifierField(models.CharField):  # type: ignore[type-arg]  # não é genérico em execução
    """Texto comparado byte a byte também no MariaDB, cuja comparação padrão toma `3EB0a` por `3eb0A`."""

    def db_parameters(self, connection: BaseDatabaseWrapper) -> Any:
        """Acrescenta a comparação binária no MySQL/MariaDB; o SQLite já compara bytes."""
        parameters = super().db_parameters(connection)
        if connection.vendor == "mysql":
            parameters["collation"] = "utf8mb4_bin"
        return parameters


class HashField(models.CharField):  # type: ignore[type-arg]
    """SHA-256 em 64 letras hexadecimais, ASCII binário no MySQL/MariaDB: índice curto e comparação exata."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 64
        super().__init__(*args, **kwargs)

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        """CHAR(64) ascii_bin no MySQL/MariaDB."""
        if connection.vendor == "mysql":
            return "char(64) CHARACTER SET ascii COLLATE ascii_bin"
        return super().db_type(connection)

    def get_prep_value(self, value: Any) -> Any:
        """Um texto fora do ASCII não é hash nenhum; o MariaDB recusaria até compará-lo com a coluna (erro 1267)."""
        prepared = super().get_prep_value(value)
        if isinstance(prepared, str) and not prepared.isascii():
            return prepared.encode("ascii", "replace").decode("ascii")
        return prepared
