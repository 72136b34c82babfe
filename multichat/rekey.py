"""Cifrar de novo, sob a SECRET_KEY de agora, o que a de antes (SECRET_KEY_OLD) cifrou.

As colunas se acham pelos modelos. Cada linha se troca só se ainda tem o que se leu: pode correr com tudo no ar, e
interrompido segue de onde parou, porque o que já está sob a chave nova se reconhece."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, models

from core.models.encrypted_field import EncryptedField, decrypt, encrypt

AT_ONCE = 500


def encrypted_columns() -> Iterator[tuple[type[models.Model], EncryptedField]]:
    """Cada coluna cifrada, de todos os modelos."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_concrete_fields:
            if isinstance(field, EncryptedField):
                yield model, field


def rekey(old: str) -> Counter[str]:
    """Quantos valores se trocaram (`changed`), já estavam (`already`), e nenhuma das chaves lê (`unreadable`)."""
    found: Counter[str] = Counter()
    for model, field in encrypted_columns():
        for pk, value in _values(model, field):
            found[_one(model, field, pk, value, old)] += 1
    return found


def unreadable() -> int:
    """Quantos valores a SECRET_KEY de agora não lê."""
    values = (value for model, field in encrypted_columns() for _, value in _values(model, field))
    return sum(decrypt(value, settings.SECRET_KEY) is None for value in values)


def _one(model: type[models.Model], field: EncryptedField, pk: Any, value: str, old: str) -> str:
    while True:
        if decrypt(value, settings.SECRET_KEY) is not None:
            return "already"
        text = decrypt(value, old)
        if text is None:
            return "unreadable"
        table, column, key = _quoted(model, field)
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {table} SET {column} = %s WHERE {key} = %s AND {column} = %s",  # noqa: S608
                [encrypt(text, settings.SECRET_KEY), pk, value],
            )
            if cursor.rowcount:
                return "changed"
            # Alguém o mudou entretanto: vê-se o que lá está agora.
            cursor.execute(f"SELECT {column} FROM {table} WHERE {key} = %s", [pk])  # noqa: S608
            row = cursor.fetchone()
        if row is None or row[0] is None:
            return "already"
        value = row[0]


def _values(model: type[models.Model], field: EncryptedField) -> Iterator[tuple[Any, str]]:
    """(chave, o que está gravado), aos poucos e sem decifrar."""
    table, column, key = _quoted(model, field)
    last: Any = None
    while True:
        after = "" if last is None else f"AND {key} > %s"
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {key}, {column} FROM {table} WHERE {column} IS NOT NULL {after}"  # noqa: S608
                f" ORDER BY {key} LIMIT {AT_ONCE}",
                [] if last is None else [last],
            )
            rows = cursor.fetchall()
        yield from rows
        if len(rows) < AT_ONCE:
            return
        last = rows[-1][0]


def _quoted(model: type[models.Model], field: EncryptedField) -> tuple[str, str, str]:
    quote = connection.ops.quote_name
    return quote(model._meta.db_table), quote(str(field.column)), quote(str(model._meta.pk.column))
