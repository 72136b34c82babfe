"""O nome que uma pessoa dá a uma conversa: o de uma direta é o nome salvo do contato; o de um grupo, só dela."""

from django.db import transaction
from django.utils import timezone

from core.apply.batch import Batch
from core.contacts import people
from core.facts import ChatKind
from core.ground import changes, lease
from core.ground.changes import What
from core.models import Chat
from core.models.tenancy import Actor


def name_chat(actor: Actor | None, chat: Chat, name: str | None) -> None:
    """Dá o nome; vazio o tira."""
    if chat.kind == ChatKind.DIRECT:
        people.name_of_address(actor, chat.instance, chat.chat_id, name)
    else:
        _name_group(chat, name)


@transaction.atomic
def _name_group(chat: Chat, name: str | None) -> None:
    lease.acquire(chat.instance_id, wait=True)
    Chat.objects.filter(pk=chat.pk).update(custom_name=name or None)
    batch = Batch(chat.instance, timezone.now())
    batch.touch_chat(chat.pk, What.NAME)
    batch.touch_groups([chat.pk], What.NAME)
    changes.record(chat.cliente_id, batch.touched)
