"""Cadastro de clientes. Quem pode o quê é de quem chama; aqui só se grava e se conta."""

from typing import Any

from django.db import transaction

from core.ground import changes
from core.ground.changes import Touched, Verb, What
from core.models import Cliente
from core.models.tenancy import Actor


@transaction.atomic
def create_cliente(actor: Actor | None, wanted: dict[str, Any]) -> Cliente:
    """Cria (name, active). Levanta `IntegrityError` se o nome já é de outro."""
    cliente = Cliente.objects.create(**wanted)
    _tell(cliente, Verb.CREATED)
    return cliente


@transaction.atomic
def change_cliente(actor: Actor, cliente: Cliente, wanted: dict[str, Any]) -> Cliente:
    """Muda nome ou situação. Levanta `IntegrityError` se o nome já é de outro."""
    for name, value in wanted.items():
        setattr(cliente, name, value)
    if wanted:
        cliente.save(update_fields=list(wanted))
        _tell(cliente, Verb.CHANGED, *([What.NAME] if "name" in wanted else []), What.STATE)
    return cliente


def _tell(cliente: Cliente, verb: Verb, *what: What) -> None:
    changes.record(cliente.pk, [Touched("cliente", cliente.pk, what=frozenset(what), verb=verb)])
