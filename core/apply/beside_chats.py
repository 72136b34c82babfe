"""O que nasce ao lado de uma conversa nova: o contato das diretas, o grupo (vazio) dos grupos."""

from collections.abc import Sequence

from django.db import connection

from core.apply.batch import Batch
from core.facts import ChatKind
from core.ground.changes import Verb, What
from core.models import Chat, Contact, Group
from core.models.bulk import insert_rows


def surround(batch: Batch, chats: Sequence[Chat]) -> None:
    """Cria o que falta a estas conversas, recém-criadas sob o arrendamento."""
    direct = [str(chat.chat_id) for chat in chats if chat.kind == ChatKind.DIRECT]
    if direct:
        here = Contact.objects.filter(instance=batch.instance, address__in=direct)
        known = set(here.values_list("address", flat=True))
        insert_contacts(batch, [new_contact(batch, address) for address in direct if address not in known])
    groups = [chat for chat in chats if chat.kind == ChatKind.GROUP]
    common = {"instance": batch.instance, "next_refresh_at": batch.now}  # vazios: quem pergunta ao gateway os enche
    insert_rows(Group, [Group(cliente_id=chat.cliente_id, chat=chat, name=chat.chat_id, **common) for chat in groups])
    if groups:
        batch.touch_groups([chat.pk for chat in groups], What.NAME, verb=Verb.CREATED)


def new_contact(batch: Batch, address: str) -> Contact:
    """Um contato ainda sem nome, por gravar."""
    return Contact(cliente_id=batch.instance.cliente_id, instance=batch.instance, address=address, name=address)


def insert_contacts(batch: Batch, fresh: Sequence[Contact]) -> None:
    """Grava os novos e os anota no feed."""
    if not fresh:
        return
    insert_rows(Contact, fresh)
    made: Sequence[Contact] = fresh
    if not connection.features.can_return_rows_from_bulk_insert:
        addresses = [contact.address for contact in fresh]
        made = list(Contact.objects.filter(instance=batch.instance, address__in=addresses).only("pk"))
    for contact in made:
        batch.touch_contact(contact.pk, What.NAME, verb=Verb.CREATED)
