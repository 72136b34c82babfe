"""Antes da primeira mensagem a um número: ele tem WhatsApp, e em que grafia? (O gateway aceita qualquer um, e o que
não existe some em silêncio; o nono dígito errado também.)"""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from core.apply.addresses import AddressBook
from core.apply.batch import Batch
from core.apply.chats import recompute
from core.apply.contact_joining import join_contacts
from core.apply.merging import merge_chats
from core.apply.message_updates import derive
from core.contacts.existence import NotOnWhatsapp
from core.facts import ChatKind, MessageStatus
from core.gateway.calls.contacts import phone_exists
from core.gateway.client import Gateway
from core.ground import changes, lease
from core.ground.changes import What
from core.ground.database import retrying
from core.models import Chat, Direction, Mensagem, PhoneAlias, WhatsappInstance


def is_new(chat: Chat) -> bool:
    """Se nunca houve prova de que o número existe: nem confirmação, nem mensagem dele, nem uma nossa que saísse."""
    if chat.kind != ChatKind.DIRECT or not chat.chat_id.isdigit() or chat.verified_at is not None:
        return False
    proved = Mensagem.objects.filter(chat=chat).filter(Q(direction=Direction.IN) | Q(status__gte=MessageStatus.SENT))
    return not proved.exclude(status=MessageStatus.FAILED).exists()


def confirm(gateway: Gateway, chat_pk: int, typed: str) -> str:
    """A grafia do WhatsApp, já gravada na conversa. Levanta `NotOnWhatsapp`, ou os erros do gateway."""
    found = gateway.call(phone_exists(typed))
    if not found.exists:
        raise NotOnWhatsapp(_("Este número não tem WhatsApp."))
    spelling = found.phone if found.phone and found.phone.isdigit() else typed
    retrying(_remember, chat_pk, typed, spelling)
    return spelling


@transaction.atomic
def _remember(chat_pk: int, typed: str, spelling: str) -> None:
    instance = WhatsappInstance.objects.filter(chats=chat_pk).first()
    if instance is None:  # a conversa uniu-se a outra enquanto se perguntava
        return
    lease.acquire(instance.pk, wait=True)
    chat = Chat.objects.filter(pk=chat_pk).first()
    if chat is None:
        return
    now = timezone.now()
    chat.verified_at = now
    batch = Batch(instance, now)
    if spelling == chat.chat_id:
        chat.save(update_fields=["verified_at"])
        return
    PhoneAlias.objects.update_or_create(instance=instance, typed=typed, defaults={"phone": spelling})
    known = Chat.objects.filter(instance=instance, chat_id=spelling).first()
    if known is None:
        chat.chat_id = spelling
        chat.save(update_fields=["chat_id", "verified_at"])
        batch.touch_chat(chat.pk, What.ADDRESS)
    else:
        Chat.objects.filter(pk=known.pk).update(verified_at=now)
        known.verified_at = now
        merge_chats(batch, chat, known)
    join_contacts(batch, {typed: spelling})
    if known is not None:
        derive(batch, AddressBook(instance.pk))
        recompute(batch)
    changes.record(instance.cliente_id, batch.touched)


def spelling_of(instance: WhatsappInstance, typed: str) -> str:
    """A grafia já aprendida de um número digitado; ele mesmo, se nenhuma."""
    found = PhoneAlias.objects.filter(instance=instance, typed=typed).values_list("phone", flat=True).first()
    return found or typed
