"""Dois contatos que um par telefone-LID provou serem um só."""

from collections.abc import Iterable

from core.apply.batch import Batch
from core.apply.passing_on import pass_on
from core.ground.changes import Verb, What
from core.models import Chat, Contact, LooseFile, Picture

_FACTS = (
    ("push_name", "push_name_moment"),
    ("verified_name", "verified_name_moment"),
    ("picture_url", "picture_moment"),
)


def join_contacts(batch: Batch, phones: dict[str, str]) -> None:
    """Pares `lid: telefone` provados: o contato do LID e o do telefone são um. Quem uniu à mão não passa por aqui."""
    names = {*phones, *phones.values()}
    contacts = {c.address: c for c in Contact.objects.filter(instance=batch.instance, address__in=names)}
    chats = {c.chat_id: c for c in Chat.objects.filter(instance=batch.instance, chat_id__in=phones.values())}
    for lid, phone in sorted(phones.items()):
        hidden, known = contacts.get(lid), contacts.get(phone)
        if hidden is None:
            if known is not None:  # passa a mostrar o LID
                batch.touch_contact(known.pk, What.ADDRESS)
            continue
        if known is None:
            hidden.address = phone
            agree(hidden, chats.get(phone))
            hidden.save()
            contacts[phone] = hidden
        else:
            if hidden.merged_into_id != known.pk:  # unido à mão, já lhe passou o que sabia
                take_over(known, hidden)
            agree(known, chats.get(phone))
            known.save()
            pass_on(hidden, known)
            gone = hidden.pk
            hidden.delete()
            batch.touch_contact(gone, verb=Verb.REMOVED)
        batch.touch_contact(contacts[phone].pk, What.ADDRESS, What.NAME)
    held = Picture.objects.select_for_update().filter(instance=batch.instance, address__in=names)
    pictures = {p.address: p for p in held}
    for lid, phone in sorted(phones.items()):
        spare = pictures.get(lid)
        if spare is None:
            continue
        if phone in pictures:
            spare.delete()
            LooseFile.objects.drop([spare.storage_name])
        else:
            spare.address = phone
            spare.save(update_fields=["address"])
            pictures[phone] = spare


def take_over(kept: Contact, gone: Contact) -> None:
    """O que `gone` sabe e `kept` não: nomes e foto do momento mais novo; nome salvo e notas de quem os tem."""
    for name, at in _FACTS:
        theirs, mine = getattr(gone, at), getattr(kept, at)
        if theirs is not None and (mine is None or (theirs, getattr(gone, name)) > (mine, getattr(kept, name))):
            setattr(kept, name, getattr(gone, name))
            setattr(kept, at, theirs)
    kept.saved_name = kept.saved_name or gone.saved_name
    if kept.book_name is None:
        kept.book_name, kept.book_name_at = gone.book_name, gone.book_name_at
    notes: Iterable[str] = dict.fromkeys(text for text in (kept.notes, gone.notes) if text)
    kept.notes = "\n\n".join(notes) or None
    kept.blocked = kept.blocked or gone.blocked
    seen = [m for m in (kept.first_seen_at, gone.first_seen_at) if m is not None]
    kept.first_seen_at = min(seen) if seen else None
    kept.choose_name()


def agree(contact: Contact, chat: Chat | None) -> None:
    """O nome da conversa direta, cujo momento é o exato, contra o do contato; anota na conversa se perdeu."""
    if chat is not None:
        told, moment = chat.push_name, chat.push_name_moment
        since = contact.push_name_moment
        if told and moment and (since is None or (moment, told) > (since, contact.push_name or "")):
            contact.push_name, contact.push_name_moment = told, moment
        if contact.push_name != chat.push_name:
            Chat.objects.filter(pk=chat.pk).update(named_elsewhere=True)
    contact.choose_name()
