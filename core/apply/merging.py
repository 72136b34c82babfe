"""Duas linhas que se mostram uma só: duas grafias da mesma mensagem, duas conversas da mesma pessoa. O que pende delas
passa pela regra de cada tabela (`core/models/belongings.py`). Quem chama segura o arrendamento e a transação."""

from django.db.models import Min

from core.apply.batch import Batch
from core.apply.content import content_rank, take_content
from core.apply.media import merge_media
from core.apply.passing_on import pass_on
from core.facts import is_lid
from core.ground.changes import Verb, What
from core.models import Chat, Direction, Mensagem, OutboxItem


def merge_messages(batch: Batch, gone: Mensagem, kept: Mensagem) -> None:
    """Duas linhas da mesma mensagem viram uma: vence o conteúdo mais novo, a situação mais alta; envio nosso fica."""
    if OutboxItem.objects.filter(pk=gone.pk).exists():
        gone, kept = kept, gone
    gone_is_newer = content_rank(gone) > content_rank(kept)
    if gone_is_newer:
        take_content(kept, gone)
    kept.came_as = None  # veio pelas duas grafias
    kept.status = max(kept.status, gone.status)
    for moment in ("delivered_at", "read_at"):
        known = [m for m in (getattr(kept, moment), getattr(gone, moment)) if m is not None]
        setattr(kept, moment, min(known) if known else None)
    merge_media(gone, kept, gone_is_newer=gone_is_newer)
    pass_on(gone, kept)
    gone_pk, chat = gone.pk, gone.chat_id
    gone.delete()
    kept.save()
    batch.touch_message(gone_pk, chat, verb=Verb.REMOVED)
    batch.touch_message(kept.pk, kept.chat_id, What.CONTENT, What.STATUS, What.MEDIA)
    if kept.message_id:
        batch.rederive.add(kept.message_id)


def merge_chats(batch: Batch, gone: Chat, kept: Chat) -> None:
    """Passa tudo de `gone` para `kept` e apaga `gone`."""
    position = _merged_read_position(gone, kept)
    twins = {
        (m.message_id, m.direction, m.participant): m
        for m in Mensagem.objects.filter(
            chat=kept, message_id__in=Mensagem.objects.filter(chat=gone).values("message_id")
        )
    }
    for message in Mensagem.objects.filter(chat=gone, message_id__in={key[0] for key in twins}):
        twin = twins.get((message.message_id, message.direction, message.participant))
        if twin is not None:
            message.chat = kept if OutboxItem.objects.filter(pk=message.pk).exists() else message.chat
            merge_messages(batch, message, twin)
    if is_lid(gone.chat_id):
        Mensagem.objects.filter(chat=gone, came_as=None).update(came_as=gone.chat_id)
    batch.touch_newest(Mensagem.objects.filter(chat=gone), kept.pk)
    Mensagem.objects.filter(chat=gone).update(chat=kept)
    Mensagem.objects.filter(chat=kept, sender_id=gone.chat_id).update(sender_id=kept.chat_id)
    for name in ("push_name", "picture"):
        field = "push_name" if name == "push_name" else "picture_url"
        mine, theirs = getattr(kept, f"{name}_moment"), getattr(gone, f"{name}_moment")
        if theirs is not None and (mine is None or (theirs, getattr(gone, field)) > (mine, getattr(kept, field))):
            setattr(kept, f"{name}_moment", theirs)
            setattr(kept, field, getattr(gone, field))
    kept.custom_name = kept.custom_name or gone.custom_name
    kept.named_elsewhere = kept.named_elsewhere or gone.named_elsewhere
    read = [m for m in (kept.phone_read_at, gone.phone_read_at) if m is not None]
    kept.phone_read_at = max(read) if read else None
    kept.read_up_to_id = position
    gone_pk = gone.pk
    pass_on(gone, kept)
    gone.delete()
    kept.save()
    batch.touch_chat(gone_pk, verb=Verb.REMOVED)
    batch.touch_chat(kept.pk, What.LAST, What.READ, What.NAME, What.PICTURE, What.DRAFT)
    batch.recount.add(kept.pk)
    batch.relast.add(kept.pk)


def _merged_read_position(one: Chat, other: Chat) -> int | None:
    """Posição lida da união: antes da primeira não lida de qualquer das duas, para que nenhuma se perca."""
    if one.read_up_to_id is None and other.read_up_to_id is None:
        return None
    firsts = []
    for chat in (one, other):
        if chat.unread_count:
            unread = Mensagem.objects.filter(chat=chat, direction=Direction.IN, id__gt=chat.read_up_to_id or 0)
            firsts.append(unread.aggregate(first=Min("id"))["first"])
    known = [first - 1 for first in firsts if first is not None]
    return min(known) if known else max(one.read_up_to_id or 0, other.read_up_to_id or 0)
