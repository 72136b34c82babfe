"""Fatos viram linhas: em bloco, em qualquer ordem, qualquer número de vezes (docs/architecture.md, «Aplicar»)."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from core.apply.addresses import AddressBook, learn, note_unresolved
from core.apply.batch import Arrival, Batch
from core.apply.chats import apply_presences, find_or_create_chats, recompute, update_chats
from core.apply.contacts import take_contacts
from core.apply.instances import apply_instance
from core.apply.message_updates import UpdateFact, derive, store_updates
from core.apply.messages import Incoming, apply_messages
from core.apply.pictures import ask_pictures
from core.apply.spellings import hear, told_by
from core.facts import MessageFact, PresenceFact, SubjectFact
from core.models import WhatsappInstance

__all__ = ["Arrival", "Batch", "apply"]


def apply(instance: WhatsappInstance, arrivals: Sequence[Arrival], now: datetime) -> Batch:
    """Aplica um lote. Quem chama tem a transação e o arrendamento, e escreve no feed `batch.touched`.

    O número de consultas não cresce com o lote (uniões de conversas à parte, que são raras)."""
    batch = Batch(instance, now)
    book = AddressBook(instance.pk)
    arrivals = sorted(arrivals, key=lambda arrival: arrival.received_at)
    hear(batch, book, told_by(arrivals))
    learn(batch, book, [(pair, arrival.event) for arrival in arrivals for pair in arrival.pairs])
    messages = [(f, a) for a in arrivals for f in a.facts if isinstance(f, MessageFact)]
    presences = [f for a in arrivals for f in a.facts if isinstance(f, PresenceFact)]
    book.load(name for f, _ in messages for name in (f.chat, f.participant, f.author))
    book.load(f.chat for f in presences)

    subjects = [f for a in arrivals for f in a.facts if isinstance(f, SubjectFact)]
    addresses = [*(book.canonical(f.chat) for f, _ in messages), *(f.chat for f in subjects)]
    chats = find_or_create_chats(batch, addresses)
    incoming = [
        Incoming(f, chats[book.canonical(f.chat)], book.canonical(f.participant), a.event, a.received_at)
        for f, a in messages
    ]
    unresolved = apply_messages(batch, book, incoming) if incoming else set()
    store_updates(
        batch,
        [(fact, arrival.event) for arrival in arrivals for fact in arrival.facts if isinstance(fact, UpdateFact)],
    )
    by_chat: dict[int, list[Incoming]] = defaultdict(list)
    for item in incoming:
        by_chat[item.chat.pk].append(item)
    if by_chat or subjects:
        update_chats(batch, chats, by_chat, subjects)
        take_contacts(batch, incoming)
        ask_pictures(batch)
    if batch.rederive:
        unresolved |= derive(batch, book)
    note_unresolved(batch, unresolved)
    recompute(batch)
    apply_presences(batch, [(book.canonical(f.chat), f) for f in presences])
    apply_instance(batch, list(arrivals))
    return batch
