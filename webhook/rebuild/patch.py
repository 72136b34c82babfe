"""Levar as diferenças às linhas de verdade, no lugar: ids ficam, envios e o que as pessoas puseram ficam."""

from datetime import datetime
from typing import Any

from django.db import models

from core.apply.batch import Batch
from core.apply.beside_chats import surround
from core.apply.chats import recompute
from core.apply.contact_joining import agree
from core.facts import ChatKind
from core.models import Chat, Contact, LooseFile, Mensagem
from core.models.belongings import Belonging, files_under, hangs_of, of
from webhook.rebuild.difference import Difference, explainable
from webhook.rebuild.paging import CHATS, in_lists, in_pages
from webhook.rebuild.prints import Key
from webhook.rebuild.scratch import ALIAS


def patch(batch: Batch, difference: Difference, oldest: datetime | None) -> None:
    """Aplica as diferenças de uma tabela. `oldest`: o evento guardado mais antigo; o que sobra e é mais velho fica."""
    table = difference.table
    _delete(batch, difference, oldest)
    scratch = table.model._default_manager.using(ALIAS)
    for key, (pk, fields) in difference.changed.items():
        if table.model is Contact:  # o momento vai com o nome
            fields = [*fields, *(f"{name}_moment" for name in fields)]
        values = scratch.filter(**_lookup(difference, key, batch)).values(*fields).get()
        table.model._default_manager.filter(pk=pk).update(**values)
        if table.model is Contact:
            _settle_name(pk)
        _touch(batch, table.model, pk)
    for key in difference.missing:
        row = scratch.get(**_lookup(difference, key, batch))
        row.pk = None
        row._state.db, row._state.adding = "default", True
        _adopt(batch, table, row, key)
        row.save(using="default", force_insert=True)
        if isinstance(row, Chat) and row.kind == ChatKind.GROUP:  # contatos são uma tabela comparada
            surround(batch, [row])
        _touch(batch, table.model, row.pk)


def _lookup(difference: Difference, key: Key, batch: Batch) -> dict[str, Any]:
    return {**dict(zip(difference.table.key, key, strict=True)), difference.table.under: batch.instance.pk}


def _adopt(batch: Batch, table: Belonging, row: models.Model, key: Key) -> None:
    """Troca as referências do rascunho pelas de verdade."""
    for field in row._meta.concrete_fields:
        if getattr(field, "auto_now_add", False):
            setattr(row, field.attname, batch.now)
    if isinstance(row, Chat):
        row.last_message, row.unread_count, row.read_up_to_id = None, 0, None
    told = dict(zip(table.key, key, strict=True))
    for hang in hangs_of(table):
        prefix = f"{hang.column}__"
        named = {name.removeprefix(prefix): value for name, value in told.items() if name.startswith(prefix)}
        if named:
            place = {of(hang.owner).under: batch.instance, **named}
            setattr(row, hang.column, hang.owner._default_manager.get(**place))


def _settle_name(pk: int) -> None:
    contact = Contact.objects.get(pk=pk)
    agree(contact, Chat.objects.filter(instance=contact.instance_id, chat_id=contact.address).first())
    contact.save(update_fields=["name", "push_name", "push_name_moment"])


def _delete(batch: Batch, difference: Difference, oldest: datetime | None) -> None:
    """O que nenhum evento guardado explica sai só se for mais novo que o mais antigo deles."""
    if oldest is not None:
        for some in in_lists(difference.extra.values()):
            _delete_page(batch, difference.table, some, oldest)


def _delete_page(batch: Batch, table: Belonging, pks: list[int], oldest: datetime) -> None:
    model, found = table.model, explainable(table, batch.instance, pks, oldest)
    if model is Chat:
        found = found.exclude(mensagens__isnull=False)
    gone = list(found.values_list("pk", flat=True))
    for pk in gone:
        _touch(batch, model, pk)
    LooseFile.objects.drop(files_under(model, gone))
    found.delete()


def _touch(batch: Batch, model: type[models.Model], pk: int) -> None:
    if model is Chat:
        batch.touch_chat(pk)
    elif model is Contact:
        batch.touch_contact(pk)
    elif model is Mensagem:
        chat = Mensagem.objects.filter(pk=pk).values_list("chat_id", flat=True).first()
        if chat is not None:
            batch.touch_message(pk, chat)


def finish(batch: Batch, wrong: dict[int, int]) -> None:
    """Última mensagem e não lidas, das linhas de verdade."""
    recount = batch.recount | wrong.keys()
    for page in in_pages(Chat.objects.filter(instance=batch.instance), CHATS):
        batch.relast = set(page.values_list("pk", flat=True))
        batch.recount = batch.relast & recount
        recompute(batch)
