"""Cada tabela é declarada uma vez, e cada coluna por que uma linha acompanha outra tem a sua regra."""

import pydoc
from collections.abc import Iterable
from dataclasses import replace

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from core.models import Chat, Contact, Group, Mensagem, MessageMedia
from core.models.belongings import BELONGINGS, EVENTS, MACHINE, Belonging, file_holders, hangs_of
from core.models.merge_rules import Derived, Goes, Move, Stays, Unite, Written

BECOME_ONE = {Chat, Mensagem, Contact, MessageMedia, Group}
# Números grandes que não são o id de ninguém.
NUMBERS = {
    "core.BackupRun.new_bytes",
    "core.MessageMedia.size",
    "core.MessageMedia.stored_bytes",
    "core.Stat.n",
    "authentication.RefreshUse.issued_at",
}


def project_models() -> list[type[models.Model]]:
    ours = ("core", "authentication", "webhook", "api", "multichat")
    return [model for app in ours for model in apps.get_app_config(app).get_models()]


def gaps(of: Iterable[type[models.Model]], declared: Iterable[Belonging] = BELONGINGS) -> list[str]:
    """O que falta declarar."""
    by_label = {one.label: one for one in declared}
    missing = []
    for model in of:
        one = by_label.get(model._meta.label)
        if one is None:
            missing.append(model._meta.label)
        for field in model._meta.concrete_fields:
            name = f"{model._meta.label}.{field.name}"
            if needs_a_rule(field) and name not in NUMBERS and (one is None or field.name not in one.hangs):
                missing.append(name)
    return missing


def needs_a_rule(field: models.Field) -> bool:
    """O que pende do que se une, o que o banco não apaga com o dono, e o que tem jeito de id sem chave."""
    if isinstance(field, models.ForeignKey):
        return field.related_model in BECOME_ONE or field.remote_field.on_delete is models.DO_NOTHING
    return isinstance(field, models.BigIntegerField) and not field.primary_key


def test_every_model_and_every_column_that_hangs_is_declared():
    assert gaps(project_models()) == []
    assert {one.label for one in BELONGINGS} == {model._meta.label for model in project_models()}


@isolate_apps("core")
def test_a_new_model_is_named_until_it_is_declared_with_its_rules():
    class ChatNote(models.Model):  # noqa: DJ008
        chat = models.ForeignKey(Chat, on_delete=models.CASCADE, related_name="+")
        message = models.BigIntegerField(null=True)

        class Meta:
            app_label = "core"

    half = Belonging("core.ChatNote", EVENTS, "chat__instance")
    whole = replace(half, hangs={"chat": Unite(), "message": Stays("é só um número")})

    assert gaps([ChatNote]) == ["core.ChatNote", "core.ChatNote.chat", "core.ChatNote.message"]
    assert gaps([ChatNote], [half]) == ["core.ChatNote.chat", "core.ChatNote.message"]
    assert gaps([ChatNote], [whole]) == []


@pytest.mark.parametrize("one", BELONGINGS, ids=lambda one: one.label)
def test_what_is_declared_exists(one):
    fields = {field.name for field in one.model._meta.concrete_fields}

    for path in (*one.key, *one.told, *one.own, *filter(None, (one.file, one.pieces and one.pieces.by))):
        one.model._default_manager.order_by(path)
        assert path.split("__")[0] in fields, path
    if one.tenant:
        str(one.model._default_manager.filter(**{one.tenant.removesuffix("__cliente") or "pk": 1}).query)
    for hang in hangs_of(one):
        assert hang.column in fields
        match hang.rule:
            case Written(by) | Derived(by):
                assert callable(pydoc.locate(by)), by
            case Unite(by=by, absorb=absorb, follows=follows):
                assert {*by, *filter(None, [follows])} <= fields
                assert not absorb or callable(getattr(one.model, "absorb"))  # noqa: B009
            case Move(follows=follows, within=within):
                assert {*filter(None, [follows, within])} <= fields
            case Goes():
                assert one.pieces
            case Stays():  # só um número de quem envelhece sobrevive ao que se uniu
                assert hang.on == "" or hang.owner not in BECOME_ONE or one.says is MACHINE


def test_parents_come_before_their_children():
    place = {one.label: n for n, one in enumerate(BELONGINGS)}
    late = [
        (one.label, field.name)
        for one in BELONGINGS
        for field in one.model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        and not field.null
        and place.get(field.related_model._meta.label, -1) > place[one.label]
    ]

    assert late == []


def test_what_events_say_can_be_found_again_and_a_file_is_found_by_cliente():
    assert [one.label for one in BELONGINGS if one.says is EVENTS and not one.key] == []
    assert [one.label for one in BELONGINGS if one.seed == "taught" and not hasattr(one.model, "event")] == []
    assert [one.label for one in file_holders() if not hasattr(one.model, "cliente")] == []
    stored = [m._meta.label for m in project_models() if any(f.name == "storage_name" for f in m._meta.concrete_fields)]
    assert sorted(stored) == sorted(one.label for one in file_holders())
