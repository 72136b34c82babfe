"""Contatos: quem escreve, ou a quem se escreve, com os nomes do momento mais novo; e as fotos a buscar.

Um lote de conversas diretas quase nunca muda o nome de ninguém: aí o contato nem é lido. O momento exato do nome direto
está na conversa (`Chat.push_name_moment`), e o do contato pode estar atrás dele; quem compara usa o maior dos dois. Só
quando um grupo disse outro nome (`Chat.named_elsewhere`) cada mensagem direta olha o contato."""

from dataclasses import dataclass, field
from datetime import datetime

from core.apply.batch import Batch
from core.apply.beside_chats import insert_contacts, new_contact
from core.apply.messages import Incoming
from core.apply.pictures import picture_of
from core.facts import ChatKind
from core.ground.changes import What
from core.models import Chat, Contact
from core.models.bulk import save_changed

COMPARED = ("push_name", "verified_name")
WRITTEN = (
    "name", "first_seen_at", "push_name", "push_name_moment", "verified_name", "verified_name_moment", "picture_url",
    "picture_moment",
)  # fmt: skip


@dataclass(slots=True)
class _Said:
    """O que um lote diz de um endereço: por campo, o maior (momento, texto)."""

    first: datetime
    chat: Chat | None = None
    newest: dict[str, tuple[datetime, str]] = field(default_factory=dict)

    def note(self, name: str, moment: datetime | None, text: str | None) -> None:
        if text and moment and (moment, text) > self.newest.get(name, (moment, "")):
            self.newest[name] = (moment, text)


def take_contacts(batch: Batch, incoming: list[Incoming]) -> None:
    """Leva aos contatos o que as mensagens do lote mudam: poucas consultas para o lote todo, e nenhuma se nada muda."""
    said = _heard(batch, incoming)
    if not said:
        return
    strangers = [address for address, heard in said.items() if heard.chat is None]
    if strangers:  # escreveram em grupos; quem também tem conversa direta tem o nome dela
        for chat in Chat.objects.filter(instance=batch.instance, chat_id__in=strangers):
            said[str(chat.chat_id)].chat = chat
    known = {c.address: c for c in Contact.objects.filter(instance=batch.instance, address__in=said)}
    fresh, again, elsewhere = [], [], []
    for address, heard in said.items():
        contact = known.get(address)
        if contact is None:
            contact = new_contact(batch, address)
            fresh.append(contact)
        changed = _take(batch, contact, heard)
        if contact.pk and changed:
            again.append(contact)
        chat_row = heard.chat
        if chat_row is not None and not chat_row.named_elsewhere and contact.push_name != chat_row.push_name:
            elsewhere.append(chat_row.pk)
    insert_contacts(batch, fresh)
    save_changed(Contact, again, WRITTEN)
    if elsewhere:
        Chat.objects.filter(pk__in=elsewhere).update(named_elsewhere=True)


def _heard(batch: Batch, incoming: list[Incoming]) -> dict[str, _Said]:
    said: dict[str, _Said] = {}
    for item in incoming:
        fact, chat = item.fact, item.chat
        is_direct = chat.kind == ChatKind.DIRECT
        verified = None if fact.from_me else fact.author_verified_name
        if is_direct and not (chat.pk in batch.renamed or chat.named_elsewhere or verified):
            continue
        address = chat.chat_id if is_direct else item.participant
        if not address:
            continue
        heard = said.setdefault(address, _Said(fact.moment))
        heard.first = min(heard.first, fact.moment)
        heard.note("verified_name", fact.moment, verified)
        if is_direct:
            heard.chat = chat
        else:
            heard.note("push_name", fact.moment, fact.author_name)
            heard.note("picture_url", fact.moment, fact.author_picture)
    return said


def _take(batch: Batch, contact: Contact, heard: _Said) -> bool:
    """Aplica o que se ouviu; diz se algo mudou (também só o momento: sem ele a ordem importaria)."""
    changed = contact.first_seen_at is None or heard.first < contact.first_seen_at
    if changed:
        contact.first_seen_at = heard.first
    if heard.chat is not None:
        heard.note("push_name", heard.chat.push_name_moment, heard.chat.push_name)
    shown = contact.known_name
    for name, (moment, text) in heard.newest.items():
        at = name.removesuffix("_url") + "_moment"
        before, since = getattr(contact, name), getattr(contact, at)
        if since is not None and (moment, text) <= (since, before):
            continue
        if name == "picture_url" and picture_of(before) != picture_of(text):
            batch.pictures[contact.address] = text
        setattr(contact, name, text)
        setattr(contact, at, moment)
        changed = True
    contact.choose_name()
    if contact.pk and contact.known_name != shown:
        batch.touch_contact(contact.pk, What.NAME)
    return changed
