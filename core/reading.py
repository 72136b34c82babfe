"""Ler uma conversa: a posição da equipe, sob o arrendamento da instância, com a recontagem das não lidas."""

from django.db import transaction

from core import changes, lease
from core.apply.chats import unread_counts
from core.changes import Touched
from core.models import Chat, Mensagem


@transaction.atomic
def mark_read(chat: Chat, up_to: int | None) -> Chat:
    """Lida até a mensagem `up_to` (ou até a última). A posição só avança. Devolve a conversa como ficou."""
    lease.acquire(chat.instance_id, wait=True)
    chat.refresh_from_db(fields=["read_up_to_id", "phone_read_at", "unread_count"])
    if up_to is None:
        up_to = Mensagem.objects.filter(chat=chat).order_by("-id").values_list("pk", flat=True).first()
    if up_to is None or (chat.read_up_to_id is not None and up_to <= chat.read_up_to_id):
        return chat
    chat.read_up_to_id = up_to
    chat.unread_count = unread_counts([chat]).get(chat.pk, 0)
    chat.save(update_fields=["read_up_to_id", "unread_count"])
    changes.record(chat.cliente_id, [Touched("chat", chat.pk, chat.instance_id, chat.pk)])
    return chat
