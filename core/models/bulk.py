"""Gravar muitas linhas já existentes de uma vez: um INSERT … ON CONFLICT UPDATE no lugar do `bulk_update` do Django,
cujo CASE WHEN por campo e linha custava dois terços do tempo de aplicar um lote (medido: 480 -> 1.900 eventos/s)."""

from collections.abc import Collection, Iterable
from typing import TypeVar

from django.db import connections, models, router

M = TypeVar("M", bound=models.Model)
BATCH_ROWS = 500


def save_changed(model: type[M], rows: Iterable[M], fields: Collection[str]) -> None:
    """Grava `fields` das linhas dadas (todas já no banco, com o id). Quem chama segura o que as protege: uma linha
    apagada enquanto isso reapareceria."""
    listed = list(rows)
    if not listed:
        return
    alias = router.db_for_write(model)
    unique = None if connections[alias].vendor == "mysql" else ["id"]
    model._default_manager.bulk_create(
        listed, update_conflicts=True, update_fields=list(fields), unique_fields=unique, batch_size=BATCH_ROWS
    )
