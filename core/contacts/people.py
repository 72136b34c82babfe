"""O que uma pessoa faz a um contato: dar nome e notas, bloquear, começar conversa com um número."""

import logging
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.apply.addresses import AddressBook, learn
from core.apply.batch import Batch
from core.apply.chats import find_or_create_chats, recompute
from core.apply.message_updates import derive
from core.apply.spellings import hear
from core.contacts.existence import NotOnWhatsapp
from core.contacts.spelling import lid_of, phone_of
from core.facts import AddressPair
from core.gateway.calls import contacts as calls
from core.ground import changes, lease
from core.ground.changes import Touched, What
from core.ground.gateway import gateway_of
from core.models import Chat, Contact, LinkSource, PhoneAlias, WhatsappInstance
from core.models.tenancy import Actor

logger = logging.getLogger("core.contacts")


@transaction.atomic
def save(actor: Actor | None, contact: Contact, wanted: dict[str, Any]) -> Contact:
    """Grava `saved_name` e `notes` (vazio os tira). Sob o arrendamento: quem aplica fatos também escreve `name`."""
    lease.acquire(contact.instance_id, wait=True)
    contact = Contact.objects.select_related("instance").get(pk=contact.pk)
    for field in ("saved_name", "notes"):
        if field in wanted:
            setattr(contact, field, wanted[field] or None)
    contact.choose_name()
    contact.save(update_fields=["saved_name", "notes", "name"])
    changes.record(contact.cliente_id, _touched(contact, What.NAME, What.NOTES))
    return contact


def name_of_address(actor: Actor | None, instance: WhatsappInstance, address: str, name: str | None) -> None:
    """O nome salvo de quem tem este endereço; cria o contato se preciso."""
    with transaction.atomic():
        lease.acquire(instance.pk, wait=True)
        contact = put(instance, address)
        save(actor, contact, {"saved_name": name})


def put(instance: WhatsappInstance, address: str) -> Contact:
    """O contato deste endereço, criado se falta. Quem chama segura o arrendamento."""
    contact, _ = Contact.objects.get_or_create(
        instance=instance, address=address, defaults={"cliente_id": instance.cliente_id, "name": address}
    )
    return contact


def set_blocked(actor: Actor | None, contact: Contact, *, blocked: bool) -> Contact:
    """Bloqueia ou desbloqueia no WhatsApp. Levanta `GatewayError`; só o que o gateway aceitou se grava. Sob o
    arrendamento: uma união grava a linha inteira."""
    gateway_of(contact.instance).call(calls.set_blocked(contact.address, blocked=blocked))
    with transaction.atomic():
        lease.acquire(contact.instance_id, wait=True)
        Contact.objects.filter(pk=contact.pk).update(blocked=blocked)
        contact.blocked = blocked
        changes.record(contact.cliente_id, _touched(contact, What.BLOCKED))
    return contact


def start(actor: Actor | None, instance: WhatsappInstance, typed: str, name: str | None) -> Contact:
    """Um contato, com a sua conversa, na grafia que o WhatsApp responde. Levanta `NotOnWhatsapp`, `GatewayError`."""
    found = gateway_of(instance).call(calls.phone_exists(typed))
    if not found.exists:
        raise NotOnWhatsapp(_("Este número não tem WhatsApp."))
    contact = _start(instance, typed, phone_of(found.phone) or typed, lid_of(found.lid))
    return save(actor, contact, {"saved_name": name}) if name else contact


@transaction.atomic
def _start(instance: WhatsappInstance, typed: str, spelling: str, lid: str | None) -> Contact:
    lease.acquire(instance.pk, wait=True)
    batch, book = Batch(instance, timezone.now()), AddressBook(instance.pk)
    hear(batch, book, {spelling: None}, by_events=False)
    spelling = book.canonical(spelling)
    if lid:
        learn(batch, book, [(AddressPair(spelling, lid), None)], LinkSource.GATEWAY)
    if typed != spelling:
        PhoneAlias.objects.update_or_create(instance=instance, typed=typed, defaults={"phone": spelling})
    chat = find_or_create_chats(batch, [spelling])[spelling]
    Chat.objects.filter(pk=chat.pk).update(verified_at=batch.now)
    contact = put(instance, spelling)
    if batch.rederive:
        derive(batch, book)
    recompute(batch)
    batch.touch_chat(chat.pk, What.ADDRESS)
    batch.touch_contact(contact.pk, What.ADDRESS)
    changes.record(instance.cliente_id, batch.touched)
    return contact


def _touched(contact: Contact, *what: What) -> list[Touched]:
    """O contato, e a conversa que mostra o seu nome."""
    chats = Chat.objects.filter(instance=contact.instance_id, chat_id=contact.address).values_list("pk", flat=True)
    return [
        Touched("contact", contact.pk, contact.instance_id, None, frozenset(what)),
        *(Touched("chat", pk, contact.instance_id, pk, frozenset(what)) for pk in chats),
    ]
