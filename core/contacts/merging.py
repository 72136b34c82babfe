"""Unir à mão um contato oculto (LID) e um telefone, e desfazer.

A união usa o mesmo caminho dos pares que os eventos provam. Desfaz-se pelo endereço sob o qual cada mensagem veio
(`Mensagem.came_as`), guardado também depois da união; a que veio pelas duas grafias fica com o telefone."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Min, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core.apply.addresses import AddressBook, learn, note_unresolved
from core.apply.batch import Batch
from core.apply.chats import find_or_create_chats, recompute
from core.apply.contact_joining import agree, take_over
from core.apply.message_updates import derive
from core.apply.passing_on import go_back, pass_on
from core.facts import AddressPair, ChatKind, is_lid
from core.ground import changes, lease
from core.ground.changes import Verb, What
from core.models import (
    AddressLink,
    Chat,
    Contact,
    Direction,
    LinkSource,
    Mensagem,
    MessageUpdate,
    UnresolvedLid,
)
from core.models.tenancy import Actor, pk_of

logger = logging.getLogger("core.contacts")


class CannotMerge(Exception):
    """Estes contatos não podem ser unidos ou separados; a mensagem é para quem opera."""


@dataclass(frozen=True, slots=True)
class Preview:
    """O que uma união mudaria."""

    messages: int
    chats: int


def preview(one: Contact, other: Contact) -> Preview:
    """Quantas mensagens e conversas a união mexeria. Levanta `CannotMerge`."""
    hidden, _ = _pair(one, other)
    moved = _under(hidden)
    return Preview(moved.count(), moved.values("chat").distinct().count())


def merge(actor: Actor | None, one: Contact, other: Contact) -> Contact:
    """Une os dois; devolve o que fica, o do telefone. Levanta `CannotMerge`."""
    with transaction.atomic():
        lease.acquire(one.instance_id, wait=True)
        hidden, known = _pair(_again(one), _again(other))
        instance = known.instance
        batch, book = Batch(instance, timezone.now()), AddressBook(instance.pk)
        pair = AddressPair(known.address, hidden.address)
        learn(batch, book, [(pair, None)], LinkSource.PERSON, pk_of(actor))
        if not AddressLink.objects.filter(instance=instance, lid=pair.lid, source=LinkSource.PERSON).exists():
            raise CannotMerge(_("Este número oculto já tem telefone conhecido."))
        take_over(known, hidden)
        agree(known, _direct(known))
        known.save()
        pass_on(hidden, known)
        hidden.merged_into = known
        hidden.save(update_fields=["merged_into"])
        batch.touch_contact(hidden.pk, verb=Verb.REMOVED)  # só a união o lembra; nas listas, acabou
        _finish(batch, book, [hidden, known])
    _log("action=contacts_merged", known, actor, pair.lid)
    return known


def unmerge(actor: Actor | None, contact: Contact, lid: str) -> Contact:
    """Separa de `contact` o endereço `lid`, unido à mão; devolve o contato do LID. Levanta `CannotMerge`."""
    with transaction.atomic():
        lease.acquire(contact.instance_id, wait=True)
        contact = _again(contact)
        instance = contact.instance
        link = AddressLink.objects.filter(instance=instance, lid=lid, phone=contact.address).first()
        if link is None:
            raise CannotMerge(_("Este endereço não está unido a este contato."))
        if link.source != LinkSource.PERSON:
            raise CannotMerge(_("O próprio WhatsApp mostrou que os dois são a mesma pessoa; isto não se desfaz."))
        link.delete()
        batch, book = Batch(instance, timezone.now()), AddressBook(instance.pk)
        hidden = _split_contact(contact, lid)
        _split_chat(batch, contact.address, lid)
        _split_groups(batch, contact.address, lid)
        for person in (hidden, contact):
            _name_from_messages(person)
        names = [lid, contact.address]
        updates = MessageUpdate.objects.filter(instance=instance)
        batch.rederive.update(
            updates.filter(Q(chat_address__in=names) | Q(author__in=names)).values_list("target_id", flat=True)
        )
        batch.touch_contact(hidden.pk, verb=Verb.CREATED)
        _finish(batch, book, [hidden, contact])
    _log("action=contacts_unmerged", contact, actor, lid)
    return hidden


def _again(contact: Contact) -> Contact:
    found = Contact.objects.select_related("instance").filter(pk=contact.pk).first()
    if found is None:
        raise CannotMerge(_("O contato acaba de ser unido a outro."))
    return found


def _direct(contact: Contact) -> Chat | None:
    return Chat.objects.filter(instance=contact.instance, chat_id=contact.address).first()


def _pair(one: Contact, other: Contact) -> tuple[Contact, Contact]:
    """(o do LID, o do telefone)."""
    hidden, known = (one, other) if is_lid(one.address) else (other, one)
    if one.instance_id != other.instance_id:
        raise CannotMerge(_("Os contatos são de instâncias diferentes."))
    if not is_lid(hidden.address) or is_lid(known.address):
        raise CannotMerge(_("Só se une um número oculto (LID) a um telefone."))
    if hidden.merged_into_id is not None or known.merged_into_id is not None:
        raise CannotMerge(_("Este número oculto já está unido a um contato."))
    return hidden, known


def _under(hidden: Contact) -> QuerySet[Mensagem]:
    """As mensagens que vieram pelo LID: as da conversa dele e as que escreveu em grupos."""
    rooms = UnresolvedLid.objects.filter(instance=hidden.instance, lid=hidden.address).values("chat")
    return Mensagem.objects.filter(
        Q(chat__chat_id=hidden.address, chat__instance=hidden.instance)
        | Q(chat__in=rooms, participant=hidden.address, instance=hidden.instance)
    )


def _split_contact(contact: Contact, lid: str) -> Contact:
    hidden, _ = Contact.objects.get_or_create(
        instance=contact.instance, address=lid, defaults={"cliente_id": contact.cliente_id, "name": lid}
    )
    hidden.merged_into = None
    hidden.save(update_fields=["merged_into"])
    return hidden


def _split_chat(batch: Batch, phone: str, lid: str) -> None:
    """As mensagens que vieram pelo LID voltam à conversa dele."""
    shared = Chat.objects.filter(instance=batch.instance, chat_id=phone).first()
    if shared is None:
        return
    inside = Mensagem.objects.filter(chat=shared)
    moving = list(inside.filter(came_as=lid).values_list("pk", flat=True))
    if not moving:
        return
    if inside.exclude(came_as=lid).exists() or shared.verified_at is not None:
        own = find_or_create_chats(batch, [lid])[lid]
        own.read_up_to_id, own.phone_read_at = shared.read_up_to_id, shared.phone_read_at
        own.picture_url, own.picture_moment = shared.picture_url, shared.picture_moment
        own.save()
    else:  # era só do LID: a conversa inteira volta a ter o seu endereço
        own = shared
        own.chat_id = lid
        own.save(update_fields=["chat_id"])
    batch.touch_newest(inside.filter(came_as=lid), own.pk, shared.pk)
    for start in range(0, len(moving), 500):
        some = Mensagem.objects.filter(pk__in=moving[start : start + 500])
        some.filter(sender_id=phone).update(sender_id=lid)
        some.update(chat=own, came_as=None)
        go_back(moving[start : start + 500], own)
    note_unresolved(batch, {(lid, own.pk)})
    for chat in (own, shared):
        batch.recount.add(chat.pk)
        batch.relast.add(chat.pk)
        batch.touch_chat(chat.pk, What.ADDRESS, What.NAME, What.PICTURE)
        _name_chat(chat)


def _split_groups(batch: Batch, phone: str, lid: str) -> None:
    wrote = Mensagem.objects.filter(
        chat__instance=batch.instance, chat__kind=ChatKind.GROUP, participant=phone, came_as=lid
    )
    rooms = set(wrote.values_list("chat_id", flat=True))
    if not rooms:
        return
    pks: Sequence[int] = list(wrote.values_list("pk", flat=True))
    for start in range(0, len(pks), 500):
        some = Mensagem.objects.filter(pk__in=pks[start : start + 500])
        some.filter(sender_id=phone).update(sender_id=lid)
        some.update(participant=lid, came_as=None)
    note_unresolved(batch, {(lid, room) for room in rooms})
    for room in rooms:
        batch.touch_newest(Mensagem.objects.filter(chat=room, participant=lid), room)
        batch.touch_chat(room, What.LAST)


def _heard(messages: QuerySet[Mensagem]) -> dict[str, Any]:
    """O nome que a pessoa se dava na mensagem mais nova que o diz."""
    named = messages.filter(direction=Direction.IN).exclude(sender_name=None).order_by("-sent_at", "-sender_name")
    newest = named.values("sender_name", "sent_at").first()
    return {
        "push_name": newest["sender_name"] if newest else None,
        "push_name_moment": newest["sent_at"] if newest else None,
    }


def _name_chat(chat: Chat) -> None:
    Chat.objects.filter(pk=chat.pk).update(**_heard(Mensagem.objects.filter(chat=chat)))


def _name_from_messages(contact: Contact) -> None:
    """Separados, cada um tem o nome, e o começo, das suas mensagens."""
    spoken = Q(chat__chat_id=contact.address) | Q(chat__kind=ChatKind.GROUP, participant=contact.address)
    own = Mensagem.objects.filter(spoken, chat__instance=contact.instance)
    for name, value in _heard(own).items():
        setattr(contact, name, value)
    agree(contact, _direct(contact))
    contact.first_seen_at = own.exclude(event=None).aggregate(first=Min("sent_at"))["first"]
    contact.save(update_fields=["push_name", "push_name_moment", "first_seen_at", "name"])


def _finish(batch: Batch, book: AddressBook, people: list[Contact]) -> None:
    if batch.rederive:
        note_unresolved(batch, derive(batch, book))
    recompute(batch)
    for contact in people:
        batch.touch_contact(contact.pk, What.ADDRESS, What.NAME, What.NOTES)
    changes.record(batch.instance.cliente_id, batch.touched)


def _log(action: str, contact: Contact, actor: Actor | None, lid: str) -> None:
    """Quem fez, a quê; do número só o fim."""
    told = {
        "contact": contact.pk,
        "instance": contact.instance_id,
        "user": pk_of(actor),
        "lid": f"…{lid[-10:]}",
    }
    logger.info(action, extra={"fields": told})
