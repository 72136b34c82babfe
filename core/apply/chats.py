"""Conversas: criar as que faltam, nomes e fotos mais novos, última mensagem, não lidas, presença."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection
from django.db.models import Count, OuterRef, Q, Subquery

from core.apply.batch import Batch
from core.apply.beside_chats import surround
from core.apply.messages import Incoming
from core.apply.pictures import picture_of
from core.apply.waiting import discarded, hear, waiting_since
from core.facts import ChatKind, MessageStatus, Origin, PresenceFact, SubjectFact, chat_kind
from core.ground.changes import Verb, What
from core.models import Chat, Direction, Group, Mensagem
from core.models.bulk import insert_rows, save_changed

CHAT_FIELDS = [
    "push_name",
    "push_name_moment",
    "picture_url",
    "picture_moment",
    "last_message",
    "last_message_at",
    "last_message_key",
    "waiting_since",
    "awaits_reply",
    "unread_count",
    "phone_read_at",
]


def find_or_create_chats(batch: Batch, addresses: Iterable[str]) -> dict[str, Chat]:
    """As conversas destes endereços (já resolvidos), criando as que faltam. Sob o arrendamento ninguém mais as cria."""
    wanted = set(addresses)
    if not wanted:
        return {}
    chats = {c.chat_id: c for c in Chat.objects.filter(instance=batch.instance, chat_id__in=wanted)}
    missing = sorted(wanted - chats.keys())
    if missing:
        cliente = batch.instance.cliente_id
        rows = insert_rows(
            Chat,
            [Chat(cliente_id=cliente, instance=batch.instance, chat_id=a, kind=chat_kind(a)) for a in missing],
        )
        if not connection.features.can_return_rows_from_bulk_insert:
            rows = list(Chat.objects.filter(instance=batch.instance, chat_id__in=missing))
        chats.update({row.chat_id: row for row in rows})
        surround(batch, rows)
        batch.renamed.update(row.pk for row in rows)
        for row in rows:
            batch.touch_chat(row.pk, verb=Verb.CREATED)
    return chats


def take_names(batch: Batch, chat: Chat, items: list[Incoming]) -> None:
    """O nome e a foto do momento mais novo; no mesmo momento, o maior texto decide."""
    for item in items:
        fact = item.fact
        name = fact.chat_name
        if name is None and chat.kind == ChatKind.DIRECT and not fact.from_me:
            name = fact.author_name
        if name and (chat.push_name_moment is None or (fact.moment, name) > (chat.push_name_moment, chat.push_name)):
            if name != chat.push_name and chat.kind == ChatKind.DIRECT:
                batch.renamed.add(chat.pk)
            chat.push_name, chat.push_name_moment = name, fact.moment
        picture = fact.chat_picture
        if picture and (
            chat.picture_moment is None or (fact.moment, picture) > (chat.picture_moment, chat.picture_url)
        ):
            if picture_of(chat.picture_url) != picture_of(picture):
                batch.pictures[chat.chat_id] = picture
            chat.picture_url, chat.picture_moment = picture, fact.moment


_SHOWN = (What.READ, What.NAME, What.PICTURE)


def take_subject(chat: Chat, fact: SubjectFact) -> None:
    """O grupo mudou de nome; vale o do momento mais novo."""
    if chat.push_name_moment is None or (fact.moment, fact.name) > (chat.push_name_moment, chat.push_name):
        chat.push_name, chat.push_name_moment = fact.name, fact.moment


def update_chats(
    batch: Batch, by_address: dict[str, Chat], by_chat: dict[int, list[Incoming]], subjects: list[SubjectFact]
) -> None:
    """Leva às conversas o que as mensagens e os nomes novos do lote mudam."""
    chats = {chat.pk: chat for chat in by_address.values()}
    shown = {pk: (chat.unread_count, chat.push_name, chat.picture_url) for pk, chat in chats.items()}
    for pk, items in by_chat.items():
        chat = chats[pk]
        take_names(batch, chat, items)
        read = [i.fact.moment for i in items if i.fact.origin == Origin.PHONE]
        if read and (chat.phone_read_at is None or max(read) > chat.phone_read_at):
            chat.phone_read_at = max(read)
            batch.recount.add(pk)
    for fact in subjects:
        take_subject(by_address[fact.chat], fact)
    for message in batch.created:
        chat = chats[message.chat_id]
        hear(batch, chat, message)
        key = (message.sent_at, message.message_id or "")
        if chat.last_message_at is None or key > (chat.last_message_at, chat.last_message_key or ""):
            chat.last_message, chat.last_message_at, chat.last_message_key = message, *key
        if message.direction == Direction.IN and (chat.phone_read_at is None or message.sent_at > chat.phone_read_at):
            chat.unread_count += 1
    save_changed(Chat, chats.values(), CHAT_FIELDS)
    named: list[int] = []
    for pk, chat in chats.items():
        now = (chat.unread_count, chat.push_name, chat.picture_url)
        what = [word for word, was, is_ in zip(_SHOWN, shown[pk], now, strict=True) if was != is_]
        batch.touch_chat(pk, What.LAST, *what)
        if What.NAME in what and chat.kind == ChatKind.GROUP:
            named.append(pk)
    if named:
        batch.touch_groups(named, What.NAME)
    _ask_rejoined(batch, chats, by_chat)


def _ask_rejoined(batch: Batch, chats: dict[int, Chat], by_chat: dict[int, list[Incoming]]) -> None:
    """Num grupo que se deixou fala-se de novo: voltamos a ele, e o gateway dirá como está agora."""
    newest = {
        pk: max(item.fact.moment for item in items)
        for pk, items in by_chat.items()
        if items and chats[pk].kind == ChatKind.GROUP
    }
    if not newest:
        return
    for pk, chat, left_at in Group.objects.filter(
        chat__in=newest, left_at__isnull=False, next_refresh_at=None
    ).values_list("pk", "chat_id", "left_at"):
        if left_at is not None and newest[chat] > left_at:
            Group.objects.filter(pk=pk).update(next_refresh_at=batch.now)


def recompute(batch: Batch) -> None:
    """Conta e procura de novo onde somar não basta (lido no celular, união de conversas, conteúdo trocado)."""
    pks = batch.recount | batch.relast
    if not pks:
        return
    newest = Mensagem.objects.filter(chat=OuterRef("pk")).order_by("-sent_at", "-message_id")
    # Um envio cancelado nunca foi dito a ninguém: fica no fio, mas não é a última mensagem da conversa.
    newest = newest.exclude(status=MessageStatus.FAILED, error_code="cancelled").exclude(discarded())
    annotated = Chat.objects.annotate(newest=Subquery(newest.values("pk")[:1]))
    chats = {c.pk: c for c in annotated.filter(pk__in=pks)}
    tops = Mensagem.objects.in_bulk([pk for c in chats.values() if (pk := getattr(c, "newest")) is not None])  # noqa: B009
    waiting = waiting_since(list(chats.values()))
    counts = unread_counts([chats[pk] for pk in batch.recount if pk in chats])
    for chat in chats.values():
        top = tops.get(getattr(chat, "newest"))  # noqa: B009
        chat.last_message = top
        chat.last_message_at = top.sent_at if top else None
        chat.last_message_key = (top.message_id or "") if top else None
        chat.wait_since(waiting.get(chat.pk))
        if chat.pk in batch.recount:
            chat.unread_count = counts.get(chat.pk, 0)
        batch.touch_chat(chat.pk, What.LAST, *([What.READ] if chat.pk in batch.recount else []))
    save_changed(
        Chat,
        chats.values(),
        ["last_message", "last_message_at", "last_message_key", "waiting_since", "awaits_reply", "unread_count"],
    )


def unread_counts(chats: list[Chat]) -> dict[int, int]:
    """Recebidas depois do que se leu aqui (por id) e no celular (por momento), por conversa, numa consulta."""
    wanted = Q()
    for chat in chats:
        one = Q(chat=chat.pk)
        if chat.phone_read_at is not None:
            one &= Q(sent_at__gt=chat.phone_read_at)
        if chat.read_up_to_id is not None:
            one &= Q(id__gt=chat.read_up_to_id)
        wanted |= one
    if not chats:
        return {}
    rows = Mensagem.objects.filter(wanted, direction=Direction.IN).values_list("chat_id").annotate(n=Count("id"))
    return dict(rows.order_by())


def apply_presences(batch: Batch, presences: list[tuple[str, PresenceFact]]) -> None:
    """«Digitando…»: a presença mais nova de cada conversa que já existe (uma presença não cria conversa)."""
    newest: dict[str, tuple[datetime, str]] = {}
    for address, fact in presences:
        newest[address] = max(newest.get(address, (fact.moment, "")), (fact.moment, fact.presence))
    if not newest:
        return
    for chat in Chat.objects.filter(instance=batch.instance, chat_id__in=newest):
        moment, presence = newest[chat.chat_id]
        if chat.presence_moment is None or (moment, presence) > (chat.presence_moment, chat.presence or ""):
            Chat.objects.filter(pk=chat.pk).update(presence=presence, presence_moment=moment)
            batch.touch_chat(chat.pk, What.PRESENCE)
