"""Apagada uma instância, ou um cliente, não fica linha que a nomeie em tabela nenhuma, salvo as que dizem por quê."""

from typing import Any

import pytest
from django.db import models

from authentication.models import User
from core.instances import registry, removal
from core.models import Cliente, LooseFile, WhatsappInstance
from core.models.belongings import BELONGINGS, file_holders, hangs_of
from core.models.merge_rules import Stays
from tests.rows import Rows

pytestmark = pytest.mark.django_db(transaction=True)


def fill(instance: WhatsappInstance, cliente: Cliente) -> Rows:
    """Uma linha em cada tabela que pode ser desta instância ou deste cliente."""
    known: dict[str, Any] = {"core.Cliente": cliente, "core.WhatsappInstance": instance}
    rows = Rows(known, "zq", filled=True)
    for one in BELONGINGS:
        if one.under and one.label not in known and not one.label.startswith("authentication."):
            given = {name: of.pk for name, of in (("cliente", cliente), ("instance", instance)) if is_number(one, name)}
            if is_alone(one) and one.model.objects.filter(pk=instance.pk).exists():
                continue  # já nasceu com a instância
            known.setdefault(one.label, rows.make(one.model, **given))
    return rows


def is_number(one: Any, name: str) -> bool:
    fields = {field.name: field for field in one.model._meta.concrete_fields}
    return isinstance(fields.get(name), models.BigIntegerField)


def is_alone(one: Any) -> bool:
    return one.model._meta.pk.name == "instance"


def naming(column: str, pk: int) -> set[str]:
    """As tabelas em que ainda há linha com este dono."""
    return {
        one.label
        for one in BELONGINGS
        if column in {field.name for field in one.model._meta.concrete_fields}
        and one.model._default_manager.filter(**{column: pk}).exists()
    }


def staying(column: str) -> set[str]:
    return {
        one.label
        for one in BELONGINGS
        for hang in hangs_of(one)
        if hang.column == column and isinstance(hang.rule, Stays)
    }


def test_a_removed_instance_leaves_no_row_and_lets_its_files_go(loja, acme):
    rows = fill(loja, acme)
    full = naming("instance", loja.pk)
    files = {getattr(row, one.file) for row in rows.made for one in file_holders() if isinstance(row, one.model)}

    removal.remove(None, loja)

    assert full >= {one.label for one in BELONGINGS if one.under == "instance"}
    assert naming("instance", loja.pk) <= staying("instance")
    assert [one.label for one in BELONGINGS if one.under.endswith("__instance") and one.model.objects.exists()] == []
    assert files <= set(LooseFile.objects.values_list("name", flat=True))


def test_a_removed_cliente_leaves_no_row(acme, other):
    lost = registry.register(None, acme, "Loja", "R0R0R0-AA11BB-CC22DD", "T")
    fill(lost, acme)
    WhatsappInstance.objects.filter(pk=lost.pk).delete()  # sem levar os eventos: caiu antes deles
    User.objects.filter(cliente=acme).delete()
    full = naming("cliente", acme.pk)

    removal.remove_cliente(None, acme)

    assert full >= {"core.AlertRule", "core.AlertChannel", "core.WebhookEvent"}
    assert naming("cliente", acme.pk) <= staying("cliente")
