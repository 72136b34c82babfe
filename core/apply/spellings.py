"""As duas grafias de um celular brasileiro (nono dígito) são uma pessoa só, venha qual vier primeiro.

Vale a que os eventos dizem; se dizem as duas, a que o WhatsApp costuma usar, e por isso a ordem não importa. A que só
uma pessoa ou uma planilha escreveu cede à que se ouve. A outra fica em `AddressLink`, como um LID, para que o que ainda
venha por ela ache o seu lugar."""

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Q

from core.apply.addresses import AddressBook, unite
from core.apply.batch import Arrival, Batch
from core.apply.contact_joining import join_contacts
from core.apply.message_updates import UpdateFact
from core.apply.ninth_digit import other_ninth, usual
from core.facts import MessageFact, PresenceFact, SharperMediaFact, StatusFact
from core.models import AddressLink, Contact, LinkSource, Mensagem, MessageUpdate, WhatsappInstance
from core.models.bulk import insert_rows

CHUNK = 400


def told_by(arrivals: Sequence[Arrival]) -> dict[str, int | None]:
    """Os endereços de gente que estes eventos dizem: `endereço -> evento`."""
    told: dict[str, int | None] = {}
    for arrival in arrivals:
        if arrival.event is None:  # um ato nosso repete o endereço que já temos
            continue
        names: list[str | None] = [pair.phone for pair in arrival.pairs]
        for fact in arrival.facts:
            if isinstance(fact, MessageFact):
                names += [fact.chat, fact.participant, None if fact.from_me else fact.author]
            elif isinstance(fact, StatusFact | PresenceFact):
                names += [fact.chat, fact.participant]
            elif isinstance(fact, UpdateFact):
                names += [fact.target.chat, fact.target.participant]
                if not isinstance(fact, SharperMediaFact) and not fact.author_from_me:
                    names.append(fact.author)
        for name in names:
            if name:
                told.setdefault(name, arrival.event)
    return told


def hear(batch: Batch, book: AddressBook, told: Mapping[str, int | None], *, by_events: bool = True) -> None:
    """Ouviram-se estes endereços (`endereço -> evento`): os que são outra grafia de quem já se conhece unem-se a ele.
    Os que o gateway respondeu (`by_events` falso) cedem aos dos eventos. Quem chama segura o arrendamento."""
    book.load(told)
    apart = {one: other for one in told if (other := book.unmatched(one)) is not None}
    if not apart:
        return
    known = book.known | told.keys() | _mentioned(batch, [other for one, other in apart.items() if not book.heard(one)])
    source = LinkSource.EVENT if by_events else LinkSource.GATEWAY
    kept_of: dict[str, str] = {}
    fresh: list[AddressLink] = []
    for one, other in sorted(apart.items()):
        if other not in known or one in kept_of or other in kept_of:
            continue
        kept, event = one, None
        if other in told or _is_told(batch.instance, other):
            kept = usual(one, other) if by_events or other in told else other
            event = told[one] if by_events else None
        gone = other if kept == one else one
        kept_of[gone] = kept
        fresh.append(AddressLink(instance_id=batch.instance.pk, lid=gone, phone=kept, event=event, source=source))
        book.teach(gone, kept)
    if not fresh:
        return
    insert_rows(AddressLink, fresh)
    for gone, kept in kept_of.items():
        AddressLink.objects.filter(instance=batch.instance, phone=gone).update(phone=kept)
    told_here = told.keys() if by_events else frozenset()
    wrote = [g for g in kept_of if g in told_here or book.heard(g) or _is_told(batch.instance, g)]
    unite(batch, kept_of, wrote)
    join_contacts(batch, kept_of)


def unite_all(batch: Batch, book: AddressBook) -> None:
    """Une os contatos que um banco mais antigo guardou nas duas grafias."""
    here = Contact.objects.filter(instance=batch.instance, address__startswith="55").order_by("pk")
    last = 0
    while page := list(here.filter(pk__gt=last).values_list("pk", "address")[:CHUNK]):
        last = page[-1][0]
        others = {other: str(address) for _, address in page for other in other_ninth(address)}
        twice = here.filter(address__in=others).values_list("address", flat=True)
        pairs = {tuple(sorted((str(one), others[str(one)]))) for one in twice}
        told: dict[str, int | None] = {}
        for one, other in sorted(pairs):
            heard = [name for name in (one, other) if _is_told(batch.instance, name)]
            told.update(dict.fromkeys(heard or [usual(one, other)]))
        hear(batch, book, told)


def _mentioned(batch: Batch, names: Iterable[str]) -> set[str]:
    """Destes, os que ainda não são contatos, mas que um par ou um fato sobre uma mensagem já disse."""
    wanted = list(names)
    if not wanted:
        return set()
    pairs = AddressLink.objects.filter(instance=batch.instance, phone__in=wanted)
    updates = MessageUpdate.objects.filter(instance=batch.instance)
    return {
        *pairs.values_list("phone", flat=True),
        *updates.filter(chat_address__in=wanted).values_list("chat_address", flat=True),
        *updates.filter(author__in=wanted).values_list("author", flat=True),
    }


def _is_told(instance: WhatsappInstance, address: str) -> bool:
    """Se um evento disse esta grafia (senão, só alguém a escreveu, ou o gateway a respondeu)."""
    by_event = {"instance": instance, "event__isnull": False}
    return (
        Contact.objects.filter(instance=instance, address=address, first_seen_at__isnull=False).exists()
        or Mensagem.objects.filter(**by_event, chat__instance=instance, chat__chat_id=address).exists()
        or AddressLink.objects.filter(**by_event, phone=address).exists()
        or MessageUpdate.objects.filter(Q(chat_address=address) | Q(author=address), **by_event).exists()
    )
