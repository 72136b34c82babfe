"""O livro de endereços: pares telefone-LID, e o que se reescreve quando um par se aprende."""

from collections.abc import Iterable

from core.apply.batch import Batch
from core.apply.contact_joining import join_contacts
from core.apply.merging import merge_chats, merge_messages
from core.facts import AddressPair, is_lid
from core.ground.changes import What
from core.models import AddressLink, Chat, LinkSource, Mensagem, MessageUpdate, Reaction, UnresolvedLid
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
