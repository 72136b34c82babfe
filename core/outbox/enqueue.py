"""Pôr uma mensagem na caixa de saída; uma chave de idempotência dá sempre a mesma mensagem."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.apply.addresses import AddressBook
from core.apply.batch import Batch
from core.apply.chats import find_or_create_chats, recompute
from core.apply.waiting import hear
from core.facts import MessageStatus, Origin
from core.ground import changes, lease
from core.ground.changes import Verb, What
from core.ground.database import retrying
from core.ground.hours import hour_of
from core.instances.plan import check_plan
from core.media.outgoing import attach
from core.models import (
    Chat,
    Direction,
    Mensagem,
    MessageMedia,
    OutboxItem,
    Stat,
)
from core.models.tenancy import Actor, pk_of
from core.outbox.numbers import spelling_of
from core.outbox.to_send import FILE_TYPES, ToSend


class OutboxError(Exception):
    """O envio não pode entrar na fila; a mensagem é para quem opera."""


class IdempotencyConflict(OutboxError):
    """Esta chave de idempotência já foi usada com outro conteúdo."""


class UnknownQuoted(OutboxError):
    """A mensagem citada não é desta conversa, ou ainda não tem id no WhatsApp."""


class ChatGone(OutboxError):
    """A conversa já não existe (uniu-se a outra)."""


def refuse_early(wanted: ToSend) -> None:
    """As recusas que não custam nada, antes de guardar um arquivo. Levanta `PlanLacks`, `UnknownQuoted`."""
    if wanted.feature is not None:
        check_plan(wanted.instance, wanted.feature)
    if wanted.chat is not None:
        _quoted(wanted.chat, wanted.reply_to)


def enqueue(actor: Actor | None, wanted: ToSend, key: str | None) -> tuple[Mensagem, bool]:
    """Guarda a mensagem como `pending`. Devolve (mensagem, é nova?). Levanta `IdempotencyConflict`, `UnknownQuoted`,
    `ChatGone`, `PlanLacks`, `FileGone`."""
    if wanted.feature is not None:
        check_plan(wanted.instance, wanted.feature)
    try:
        return retrying(_enqueue, actor, wanted, key)
    except IntegrityError:
        # A mesma chave, ao mesmo tempo, em outra instância do cliente: quem chegou primeiro ficou com ela.
        if (sent := already_sent(wanted, key)) is not None:
            return sent, False
        raise


def already_sent(wanted: ToSend, key: str | None) -> Mensagem | None:
    """A mensagem que esta chave já pôs na fila; com outro conteúdo, levanta `IdempotencyConflict`."""
    if key is None:
        return None
    item = (
        OutboxItem.objects.filter(cliente=wanted.instance.cliente_id, idempotency_key=key)
        .select_related("mensagem")
        .first()
    )
    if item is None:
        return None
    if item.body_hash != wanted.body_hash():
        raise IdempotencyConflict(_("Esta chave de idempotência já foi usada com outro conteúdo."))
    return item.mensagem


@transaction.atomic
def _enqueue(actor: Actor | None, wanted: ToSend, key: str | None) -> tuple[Mensagem, bool]:
    lease.acquire(wanted.instance.pk, wait=True)
    if (sent := already_sent(wanted, key)) is not None:
        return sent, False
    now = timezone.now()
    batch = Batch(wanted.instance, now)
    chat = _current(wanted.chat) if wanted.chat else _chat_of(batch, wanted.address or "")
    quoted = _quoted(chat, wanted.reply_to)
    details = wanted.details() or {}
    if quoted:
        details["quoted"] = {"participant": quoted.sender_id, "type": quoted.type, "text": quoted.text}
    message = Mensagem.objects.create(
        cliente_id=chat.cliente_id,
        instance=wanted.instance,
        chat=chat,
        direction=Direction.OUT,
        origin=Origin.API,
        type=wanted.row_type,
        text=wanted.text,
        original_text=wanted.text,
        status=MessageStatus.PENDING,
        sent_at=now,
        sender_id=wanted.instance.phone,
        quoted_message_id=quoted.message_id if quoted else None,
        details=details or None,
        content_known=True,
        author_id=pk_of(actor),
        created_at=now,
    )
    if wanted.type in FILE_TYPES:
        media = _media_of(message, wanted, now)
        media.save()
        batch.touch_media(media.pk, chat.pk, verb=Verb.CREATED)
    OutboxItem.objects.create(
        mensagem=message,
        cliente_id=chat.cliente_id,
        instance=wanted.instance,
        chat=chat,
        idempotency_key=key,
        body_hash=wanted.body_hash(),
        send_at=wanted.send_at,
        payload=wanted.payload(message.quoted_message_id),
    )
    _show_as_last(batch, chat, message, is_scheduled=wanted.send_at is not None)
    Stat.objects.add([(wanted.instance.pk, hour_of(now), "message", f"out/{message.type}", 1)])
    batch.touch_message(message.pk, chat.pk, What.CONTENT, verb=Verb.CREATED)
    batch.touch_chat(chat.pk, What.LAST)
    changes.record(chat.cliente_id, batch.touched)
    return message, True


def _chat_of(batch: Batch, address: str) -> Chat:
    book = AddressBook(batch.instance.pk)
    book.load([address])
    address = spelling_of(batch.instance, book.canonical(address))
    book.load([address])
    address = book.canonical(address)
    return find_or_create_chats(batch, [address])[address]


def _current(chat: Chat) -> Chat:
    """A conversa como está agora, sob o arrendamento: pode ter-se unido a outra desde que se leu."""
    found = Chat.objects.filter(pk=chat.pk).first()
    if found is None:
        raise ChatGone(ChatGone.__doc__)
    return found


def _quoted(chat: Chat, reply_to: int | None) -> Mensagem | None:
    if reply_to is None:
        return None
    quoted = Mensagem.objects.filter(pk=reply_to, chat=chat).exclude(message_id=None).first()
    if quoted is None:
        raise UnknownQuoted(_("A mensagem citada não é desta conversa, ou ainda não tem id no WhatsApp."))
    return quoted


def _media_of(message: Mensagem, wanted: ToSend, now: datetime) -> MessageMedia:
    """A mídia da mensagem: o arquivo que já temos, ou (por endereço) o que o eco nos fará baixar."""
    media = MessageMedia(cliente_id=message.cliente_id, mensagem=message, kind=message.type)
    media.is_gif = wanted.type == "gif"
    media.file_name = wanted.fields.get("file_name")
    if wanted.file is not None:
        attach(wanted.file, media, now)
    return media


def _show_as_last(batch: Batch, chat: Chat, message: Mensagem, *, is_scheduled: bool) -> None:
    """A conversa sobe já com a mensagem que espera; a de hora marcada ainda não responde a ninguém."""
    chat.refresh_from_db(fields=["last_message_at", "last_message_key", "waiting_since", "awaits_reply"])
    if not is_scheduled:
        hear(batch, chat, message)
    if chat.last_message_at is None or message.sent_at >= chat.last_message_at:
        chat.last_message, chat.last_message_at, chat.last_message_key = message, message.sent_at, ""
    chat.save(update_fields=["last_message", "last_message_at", "last_message_key", "waiting_since", "awaits_reply"])
    recompute(batch)
