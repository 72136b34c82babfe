"""Ler uma conversa: a posição da equipe, sob o arrendamento da instância, com a recontagem das não lidas."""

from django.db import transaction
from django.utils.translation import gettext as _

from core.apply.chats import unread_counts
from core.ground import changes, lease
from core.ground.changes import Touched, What
from core.models import Chat, Direction, Mensagem
from core.models.tenancy import Actor


class CannotUnread(Exception):
    """Esta mensagem não conta como não lida; a mensagem é para quem opera."""


@transaction.atomic
def mark_read(actor: Actor | None, chat: Chat, up_to: int | None) -> Chat:
    """Lida até a mensagem `up_to` (ou até a última). A posição só avança. Devolve a conversa como ficou.

    Levanta `Chat.DoesNotExist` se ela acaba de ser unida a outra; `mark_unread` também."""
    _hold(chat)
    if up_to is None:
        up_to = Mensagem.objects.filter(chat=chat).order_by("-id").values_list("pk", flat=True).first()
    else:
        up_to = _what_was_shown(chat, up_to)
    if up_to is None or (chat.read_up_to_id is not None and up_to <= chat.read_up_to_id):
        return chat
    return _move(chat, up_to)


@transaction.atomic
def mark_unread(actor: Actor | None, chat: Chat, since: Mensagem) -> Chat:
    """Não lida a partir de `since`: a posição volta à mensagem anterior. Levanta `CannotUnread`."""
    _hold(chat)
    if since.direction != Direction.IN:
        raise CannotUnread(_("Só as mensagens recebidas contam como não lidas."))
    # O que o celular leu vem dos eventos, e uma reconstrução o traria de volta.
    if chat.phone_read_at is not None and since.sent_at <= chat.phone_read_at:
        raise CannotUnread(_("Alguém já respondeu depois dela pelo celular: ali ela está lida."))
    earlier = Mensagem.objects.filter(chat=chat, pk__lt=since.pk)
    return _move(chat, earlier.order_by("-id").values_list("pk", flat=True).first())


def _what_was_shown(chat: Chat, up_to: int) -> int:
    """Até onde se leu, por id, de quem viu a mensagem `up_to`. Uma antiga, reposta depois, tem id maior que outras que
    estão abaixo dela no fio: as que ainda ninguém leu, mais novas no tempo, continuam por ler."""
    inside = Mensagem.objects.filter(chat=chat)
    seen_at = inside.filter(pk=up_to).values_list("sent_at", flat=True).first()
    if seen_at is None:
        return up_to
    newer = inside.filter(direction=Direction.IN, pk__gt=chat.read_up_to_id or 0, pk__lt=up_to, sent_at__gt=seen_at)
    first = newer.order_by("pk").values_list("pk", flat=True).first()
    return up_to if first is None else first - 1


def _hold(chat: Chat) -> None:
    lease.acquire(chat.instance_id, wait=True)
    chat.refresh_from_db(fields=["read_up_to_id", "phone_read_at", "unread_count"])


def _move(chat: Chat, position: int | None) -> Chat:
    chat.read_up_to_id = position
    chat.unread_count = unread_counts([chat]).get(chat.pk, 0)
    chat.save(update_fields=["read_up_to_id", "unread_count"])
    changes.record(chat.cliente_id, [Touched("chat", chat.pk, chat.instance_id, chat.pk, frozenset({What.READ}))])
    return chat
