"""Endereços: aprender pares telefone-LID e, quando um par chega, tornar uma só a conversa que tinha dois nomes."""

from collections.abc import Iterable

from django.db.models import Min

from core.apply.batch import Batch
from core.apply.contact_joining import join_contacts
from core.apply.media import merge_media
from core.facts import AddressPair, MessageType, is_lid
from core.ground.changes import Verb, What
from core.models import (
    AddressLink,
    Chat,
    ChatDraft,
    Direction,
    LinkSource,
    Mensagem,
    MessageUpdate,
    OutboxItem,
    Reaction,
    UnresolvedLid,
)
from core.models.bulk import insert_rows


class AddressBook:
    """Resolve um endereço para a grafia que vale: o telefone, quando se conhece o do LID."""

    def __init__(self, instance_id: int) -> None:
        self._instance_id = instance_id
        self._phones: dict[str, str | None] = {}
        self.by_hand: set[str] = set()  # LIDs que só uma pessoa uniu

    def load(self, addresses: Iterable[str | None]) -> None:
        """Busca de uma vez os LIDs ainda não consultados."""
        wanted = {a for a in addresses if a and is_lid(a) and a not in self._phones}
        if not wanted:
            return
        self._phones.update(dict.fromkeys(wanted))
        found = AddressLink.objects.filter(instance_id=self._instance_id, lid__in=wanted)
        for lid, phone, source in found.values_list("lid", "phone", "source"):
            self._phones[lid] = phone
            if source == LinkSource.PERSON:
                self.by_hand.add(lid)

    def canonical(self, address: str) -> str:
        """O telefone do LID, se conhecido; senão o próprio endereço. Supõe `load` já chamado."""
        return self._phones.get(address) or address

    def teach(self, lid: str, phone: str) -> None:
        """Anota um par recém-gravado."""
        self._phones[lid] = phone


def learn(
    batch: Batch,
    book: AddressBook,
    pairs: Iterable[tuple[AddressPair, int | None]],
    source: LinkSource = LinkSource.EVENT,
    author: int | None = None,
) -> None:
    """Grava pares novos `(par, id do evento que o ensinou)` e une o que eles mostram ser um.

    Um LID que já tem telefone fica com ele: o contrato não prevê troca, e desfazer uma união não se deriva."""
    fresh: dict[str, AddressLink] = {}
    pairs = list(pairs)
    book.load(pair.lid for pair, _ in pairs)
    for pair, event in sorted(pairs, key=lambda item: (item[0].lid, item[0].phone)):
        if book.canonical(pair.lid) == pair.lid:
            fresh[pair.lid] = AddressLink(
                instance_id=batch.instance.pk, lid=pair.lid, phone=pair.phone, event=event, source=source, author=author
            )
            book.teach(pair.lid, pair.phone)
        elif pair.lid in book.by_hand and source != LinkSource.PERSON and book.canonical(pair.lid) == pair.phone:
            _prove(batch, book, AddressLink(lid=pair.lid, phone=pair.phone, event=event, source=source))
    if not fresh:
        return
    insert_rows(AddressLink, fresh.values())
    names = list({*fresh, *(link.phone for link in fresh.values())})
    chats = {c.chat_id: c for c in Chat.objects.filter(instance_id=batch.instance.pk, chat_id__in=names)}
    _respell_participants(batch, {link.lid: link.phone for link in fresh.values()})
    for link in sorted(fresh.values(), key=lambda link: link.lid):
        if (hidden := chats.get(link.lid)) is not None:
            known = chats.get(link.phone)
            if known is None:
                Mensagem.objects.filter(chat=hidden, came_as=None).update(came_as=link.lid)
                hidden.chat_id = link.phone
                hidden.save(update_fields=["chat_id"])
                chats[link.phone] = hidden
                batch.touch_chat(hidden.pk, What.ADDRESS)
            else:
                merge_chats(batch, hidden, known)
    if source != LinkSource.PERSON:
        join_contacts(batch, {link.lid: link.phone for link in fresh.values()})
    affected = MessageUpdate.objects.filter(instance_id=batch.instance.pk)
    batch.rederive.update(affected.filter(chat_address__in=names).values_list("target_id", flat=True))
    batch.rederive.update(affected.filter(author__in=names).values_list("target_id", flat=True))


def _prove(batch: Batch, book: AddressBook, link: AddressLink) -> None:
    """O que uma pessoa uniu à mão provou-se: deixa de ser coisa que se desfaça."""
    book.by_hand.discard(link.lid)
    AddressLink.objects.filter(instance_id=batch.instance.pk, lid=link.lid).update(
        source=link.source, event=link.event, author=None
    )
    join_contacts(batch, {link.lid: link.phone})


def _respell_participants(batch: Batch, phones: dict[str, str]) -> None:
    """Troca o LID pelo telefone onde ele escreveu ou reagiu, unindo mensagens que assim ficam iguais."""
    unresolved = UnresolvedLid.objects.filter(instance_id=batch.instance.pk, lid__in=phones)
    for row in list(unresolved):
        phone = phones[row.lid]
        in_chat = Mensagem.objects.filter(chat_id=row.chat_id)
        clashes = {
            (m.message_id, m.direction): m for m in in_chat.filter(participant=phone) if m.message_id is not None
        }
        for message in in_chat.filter(participant=row.lid):
            twin = clashes.get((message.message_id or "", message.direction))
            if twin is not None:
                merge_messages(batch, message, twin)
        batch.touch_newest(in_chat.filter(participant=row.lid), row.chat_id)
        in_chat.filter(participant=row.lid).update(participant=phone, came_as=row.lid)
        in_chat.filter(sender_id=row.lid).update(sender_id=phone)
        in_chat_reactions = Reaction.objects.filter(mensagem__chat_id=row.chat_id)
        batch.rederive.update(
            known
            for known in in_chat_reactions.filter(sender_id=row.lid).values_list("mensagem__message_id", flat=True)
            if known is not None
        )
        batch.touch_chat(row.chat_id, What.LAST)
        batch.recount.add(row.chat_id)
    unresolved.delete()


def content_rank(message: Mensagem) -> tuple[bool, bool, object, str]:
    """Qual conteúdo vence: o entendido, o que tem momento do gateway, o mais novo; o hash desempata."""
    return (message.content_known, message.content_moment is not None, message.sent_at, message.content_hash)


CONTENT_FIELDS = (
    "origin",
    "type",
    "original_text",
    "sent_at",
    "sender_id",
    "sender_name",
    "quoted_message_id",
    "details",
    "content_known",
    "content_moment",
    "content_hash",
    "event",
)


# O WhatsApp monta o texto destas; numa que nós pedimos vale o que se pediu.
REWORDED = {MessageType.LIST, MessageType.BUTTONS, MessageType.LOCATION, MessageType.CONTACT}


def take_content(known: Mensagem, newer: Mensagem) -> None:
    """Põe em `known` o conteúdo de `newer`; o que uma pessoa pediu aqui (tipo, citação, detalhes) o eco não desfaz."""
    kept: set[str] = set()
    if known.author_id is not None or known.accepted_at is not None:
        kept = {"origin", "quoted_message_id", "details", "type"}
        if known.type in REWORDED:
            kept.add("original_text")
    for field in CONTENT_FIELDS:
        if field not in kept:
            setattr(known, field, getattr(newer, field))
    known.text = known.original_text  # as edições, se houver, são derivadas de novo


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
    OutboxItem.objects.filter(chat=gone).update(chat=kept)
    ChatDraft.objects.filter(chat=gone).exclude(user__in=ChatDraft.objects.filter(chat=kept).values("user")).update(
        chat=kept
    )
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
    UnresolvedLid.objects.filter(chat=gone).delete()
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


def note_unresolved(batch: Batch, seen: set[tuple[str, int]]) -> None:
    """Anota em que conversas um LID sem telefone escreveu ou reagiu: `(lid, id da conversa)`."""
    if not seen:
        return
    known = set(
        UnresolvedLid.objects.filter(instance_id=batch.instance.pk, lid__in={lid for lid, _ in seen}).values_list(
            "lid", "chat_id"
        )
    )
    fresh = [UnresolvedLid(instance_id=batch.instance.pk, lid=lid, chat_id=chat) for lid, chat in sorted(seen - known)]
    insert_rows(UnresolvedLid, fresh)
