"""Levar as diferenças às linhas de verdade, no lugar: ids ficam, envios e o que as pessoas puseram ficam."""

from datetime import datetime
from typing import Any

from django.db import models

from core.apply.batch import Batch
from core.apply.beside_chats import surround
from core.apply.chats import recompute
from core.apply.contact_joining import agree
from core.facts import ChatKind
from core.models import Chat, Contact, LooseFile, Mensagem, MessageMedia, OutboxItem, Reaction, UnresolvedLid
from webhook.rebuild.difference import Difference, of_events
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
        _adopt(batch, row, key)
        row.save(using="default", force_insert=True)
        if isinstance(row, Chat) and row.kind == ChatKind.GROUP:  # contatos são uma tabela comparada
            surround(batch, [row])
        _touch(batch, table.model, row.pk)


def _lookup(difference: Difference, key: Key, batch: Batch) -> dict[str, Any]:
    return {**dict(zip(difference.table.key, key, strict=True)), difference.table.path: batch.instance.pk}


def _adopt(batch: Batch, row: models.Model, key: Key) -> None:
    """Troca as referências do rascunho pelas de verdade."""
    chats = Chat.objects.filter(instance=batch.instance)
    if isinstance(row, Chat):
        row.last_message = None
        row.unread_count, row.read_up_to_id = 0, None
        row.created_at = batch.now
    elif isinstance(row, Contact):
        row.created_at = batch.now
    elif isinstance(row, Mensagem):
        row.chat = chats.get(chat_id=key[0])
    elif isinstance(row, UnresolvedLid):
        row.chat = chats.get(chat_id=key[1])
    elif isinstance(row, Reaction | MessageMedia):
        row.mensagem = Mensagem.objects.get(
            instance=batch.instance, chat__chat_id=key[0], direction=key[1], participant=key[2], message_id=key[3]
        )


def _settle_name(pk: int) -> None:
    contact = Contact.objects.get(pk=pk)
    agree(contact, Chat.objects.filter(instance=contact.instance_id, chat_id=contact.address).first())
    contact.save(update_fields=["name", "push_name", "push_name_moment"])


def _delete(batch: Batch, difference: Difference, oldest: datetime | None) -> None:
    """O que nenhum evento guardado explica sai só se for mais novo que o mais antigo deles."""
    if oldest is not None:
        for some in in_lists(difference.extra.values()):
            _delete_page(batch, difference.table.model, some, oldest)


def _delete_page(batch: Batch, model: type[models.Model], pks: list[int], oldest: datetime) -> None:
    found = model._default_manager.filter(pk__in=pks)
    if model is Mensagem:
        found = found.filter(created_at__gte=oldest).exclude(pk__in=OutboxItem.objects.values("pk"))
    elif model is Chat:
        found = found.filter(created_at__gte=oldest).exclude(mensagens__isnull=False)
    elif model is Contact:
        found = found.filter(created_at__gte=oldest).filter(of_events(batch.instance))
    elif issubclass(model, Reaction | MessageMedia):
        found = found.filter(mensagem__created_at__gte=oldest).exclude(mensagem__in=OutboxItem.objects.values("pk"))
    for pk in list(found.values_list("pk", flat=True)):
        _touch(batch, model, pk)
    if issubclass(model, Mensagem | MessageMedia):
        _drop_files(model, found)
    found.delete()


def _drop_files(model: type[models.Model], gone: models.QuerySet[Any]) -> None:
    path = "pk__in" if model is MessageMedia else "mensagem__in"
    files = MessageMedia.objects.select_for_update().filter(**{path: gone.values("pk")}).order_by("pk")
    LooseFile.objects.drop(files.values_list("storage_name", flat=True))


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
