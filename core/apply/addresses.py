"""O livro de endereços: pares telefone-LID, grafias de um telefone, e o que se reescreve quando um par se aprende."""

from collections.abc import Collection, Iterable

from core.apply.batch import Batch
from core.apply.contact_joining import join_contacts
from core.apply.merging import merge_chats, merge_messages
from core.apply.ninth_digit import other_ninth
from core.facts import AddressPair, ChatKind, is_lid
from core.ground.changes import What
from core.models import (
    AddressLink,
    Chat,
    Contact,
    GroupMember,
    LinkSource,
    Mensagem,
    MessageUpdate,
    Reaction,
    UnresolvedLid,
)
from core.models.bulk import insert_rows


class AddressBook:
    """Resolve um endereço para a grafia que vale: o telefone, quando se conhece o do LID; de um celular brasileiro, com
    ou sem o nono dígito, a que já está aqui."""

    def __init__(self, instance_id: int) -> None:
        self._instance_id = instance_id
        self._kept: dict[str, str | None] = {}
        self._unmatched: dict[str, str] = {}  # grafia -> a outra, enquanto nada disse qual vale
        self._heard: set[str] = set()
        self.known: set[str] = set()  # dos celulares consultados, e das outras grafias deles, os que são contatos
        self.by_hand: set[str] = set()  # LIDs que só uma pessoa uniu

    def load(self, addresses: Iterable[str | None]) -> None:
        """Busca de uma vez os LIDs e os celulares ainda não consultados."""
        named = {a for a in addresses if a and a not in self._kept}
        others = {one: other for one in named for other in other_ninth(one)}
        wanted = {one for one in named if is_lid(one) or one in others}
        if not wanted:
            return
        self._kept.update(dict.fromkeys(wanted))
        found = AddressLink.objects.filter(instance_id=self._instance_id, lid__in={*wanted, *others.values()})
        settled: set[str] = set()
        for gone, kept, source in found.values_list("lid", "phone", "source"):
            if not is_lid(gone):
                settled |= {gone, kept}
            if gone in wanted:
                self._kept[gone] = kept
            if source == LinkSource.PERSON:
                self.by_hand.add(gone)
        self._look_for({one: other for one, other in others.items() if one not in settled})

    def _look_for(self, others: dict[str, str]) -> None:
        if not others:
            return
        self._unmatched.update(others)
        here = Contact.objects.filter(instance_id=self._instance_id, address__in={*others, *others.values()})
        for address, first_seen_at in here.values_list("address", "first_seen_at"):
            self.known.add(address)
            if first_seen_at is not None:
                self._heard.add(address)
        for one, other in others.items():
            if other in self.known and one not in self.known:
                self._kept[one] = other

    def canonical(self, address: str) -> str:
        """A grafia que vale, se é outra; senão o próprio endereço. Supõe `load` já chamado."""
        return self._kept.get(address) or address

    def unmatched(self, address: str) -> str | None:
        """A outra grafia de um celular, enquanto nenhum par gravado diz qual das duas vale."""
        return self._unmatched.get(address)

    def heard(self, address: str) -> bool:
        """Se um evento já trouxe este contato."""
        return address in self._heard

    def teach(self, gone: str, kept: str) -> None:
        """Anota um par recém-gravado."""
        for one in (gone, kept):
            self._unmatched.pop(one, None)
        self._kept.update({one: kept for one, shown in self._kept.items() if shown == gone})
        self._kept[gone], self._kept[kept] = kept, None


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
    book.load(name for pair, _ in pairs for name in (pair.lid, pair.phone))
    pairs = [(AddressPair(book.canonical(pair.phone), pair.lid), event) for pair, event in pairs]
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
    phones = {link.lid: link.phone for link in fresh.values()}
    unite(batch, phones)
    if source != LinkSource.PERSON:
        join_contacts(batch, phones)


def unite(batch: Batch, kept_of: dict[str, str], wrote: Collection[str] = ()) -> None:
    """O que está sob cada endereço (`o que sai -> o que fica`) passa ao outro: conversas, quem escreveu em grupos, o
    que se deriva dos fatos. Os contatos unem-se à parte. `wrote`: as grafias de telefone que algum evento disse."""
    names = [*{*kept_of, *kept_of.values()}]
    chats = {c.chat_id: c for c in Chat.objects.filter(instance_id=batch.instance.pk, chat_id__in=names)}
    _note_groups_of_phones(batch, kept_of, wrote)
    _respell_participants(batch, kept_of)
    for gone, kept in sorted(kept_of.items()):
        leaving, known = chats.get(gone), chats.get(kept)
        if leaving is None:
            continue
        if known is not None:
            merge_chats(batch, leaving, known)
            continue
        inside = Mensagem.objects.filter(chat=leaving)
        if is_lid(gone):
            inside.filter(came_as=None).update(came_as=gone)
        inside.filter(sender_id=gone).update(sender_id=kept)
        leaving.chat_id = kept
        leaving.save(update_fields=["chat_id"])
        chats[kept] = leaving
        batch.touch_chat(leaving.pk, What.ADDRESS)
    affected = MessageUpdate.objects.filter(instance_id=batch.instance.pk)
    batch.rederive.update(affected.filter(chat_address__in=names).values_list("target_id", flat=True))
    batch.rederive.update(affected.filter(author__in=names).values_list("target_id", flat=True))


def _note_groups_of_phones(batch: Batch, kept_of: dict[str, str], wrote: Collection[str]) -> None:
    """Onde um LID escreveu está anotado; onde uma grafia de celular escreveu acha-se só agora. Percorre os grupos da
    instância: só para quem algum evento disse nesta grafia. A que só uma planilha escreveu, o caso comum, não tem nada
    lá."""
    phones = [gone for gone in kept_of if not is_lid(gone)]
    if not phones:
        return
    if written := [phone for phone in phones if phone in wrote]:
        groups = Chat.objects.filter(instance_id=batch.instance.pk, kind=ChatKind.GROUP)
        there = Mensagem.objects.filter(chat__in=groups, participant__in=written)
        note_unresolved(batch, set(there.values_list("participant", "chat_id").distinct()))
    for member in GroupMember.objects.filter(group__instance_id=batch.instance.pk, address__in=phones):
        kept = kept_of[member.address]
        if GroupMember.objects.filter(group=member.group_id, address=kept).exists():
            member.delete()
        else:
            GroupMember.objects.filter(pk=member.pk).update(address=kept)


def _prove(batch: Batch, book: AddressBook, link: AddressLink) -> None:
    """O que uma pessoa uniu à mão provou-se: deixa de ser coisa que se desfaça."""
    book.by_hand.discard(link.lid)
    AddressLink.objects.filter(instance_id=batch.instance.pk, lid=link.lid).update(
        source=link.source, event=link.event, author=None
    )
    join_contacts(batch, {link.lid: link.phone})


def _respell_participants(batch: Batch, phones: dict[str, str]) -> None:
    """Troca o LID (ou a grafia) pelo telefone onde ele escreveu ou reagiu, unindo mensagens que assim ficam iguais."""
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
        came_as = {"came_as": row.lid} if is_lid(row.lid) else {}
        in_chat.filter(participant=row.lid).update(participant=phone, **came_as)
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
