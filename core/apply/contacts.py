"""Contatos: quem escreve, ou a quem se escreve, com os nomes e a foto do momento mais novo; e as fotos a buscar."""

from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from django.db import connection

from core.apply.batch import Batch
from core.apply.messages import Incoming
from core.facts import ChatKind
from core.models import Contact, Picture
from core.models.bulk import save_changed

FACT_FIELDS = (
    "push_name",
    "push_name_moment",
    "verified_name",
    "verified_name_moment",
    "picture_url",
    "picture_moment",
)


@dataclass(slots=True)
class _Said:
    """O que um lote diz de um endereço: por campo, o maior (momento, texto)."""

    first: datetime
    newest: dict[str, tuple[datetime, str]] = field(default_factory=dict)

    def note(self, name: str, moment: datetime, text: str | None) -> None:
        if text and (moment, text) > self.newest.get(name, (moment, "")):
            self.newest[name] = (moment, text)


def take_contacts(batch: Batch, incoming: list[Incoming]) -> None:
    """Leva aos contatos o que as mensagens do lote dizem: uma leitura e uma escrita para o lote todo."""
    said = _heard(incoming)
    if not said:
        return
    known = {c.address: c for c in Contact.objects.filter(instance=batch.instance, address__in=said)}
    fresh, again = [], []
    for address, heard in said.items():
        contact = known.get(address)
        if contact is None:
            contact = Contact(
                cliente_id=batch.instance.cliente_id, instance=batch.instance, address=address,
                first_seen_at=heard.first, created_at=batch.now,
            )  # fmt: skip
            fresh.append(contact)
            _take(batch, contact, heard)
        elif _take(batch, contact, heard):
            again.append(contact)
    Contact.objects.bulk_create(fresh)
    if fresh and not connection.features.can_return_rows_from_bulk_insert:
        made = Contact.objects.filter(instance=batch.instance, address__in=[contact.address for contact in fresh])
        fresh = list(made.only("pk"))
    for contact in fresh:
        batch.touch_contact(contact.pk)
    save_changed(Contact, again, ["name", "first_seen_at", *FACT_FIELDS])


def _heard(incoming: list[Incoming]) -> dict[str, _Said]:
    said: dict[str, _Said] = {}
    for item in incoming:
        fact = item.fact
        is_direct = item.chat.kind == ChatKind.DIRECT
        address = item.chat.chat_id if is_direct else item.participant
        if not address:
            continue
        heard = said.setdefault(address, _Said(fact.moment))
        heard.first = min(heard.first, fact.moment)
        if is_direct:
            heard.note("push_name", fact.moment, fact.chat_name or (None if fact.from_me else fact.author_name))
            heard.note("picture_url", fact.moment, fact.chat_picture)
        if not fact.from_me:
            if not is_direct:
                heard.note("push_name", fact.moment, fact.author_name)
            heard.note("verified_name", fact.moment, fact.author_verified_name)
            heard.note("picture_url", fact.moment, fact.author_picture)
    return said


def _take(batch: Batch, contact: Contact, heard: _Said) -> bool:
    """Aplica o que se ouviu; diz se algo mudou (também só o momento: sem ele a ordem importaria)."""
    changed = contact.first_seen_at is None or heard.first < contact.first_seen_at
    if changed:
        contact.first_seen_at = heard.first
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
    contact.settle_name()
    if contact.pk and contact.known_name != shown:
        batch.touch_contact(contact.pk)
    return changed


def picture_of(url: str | None) -> str | None:
    """O que identifica a foto num endereço: o resto é assinatura, que muda a cada poucos dias."""
    try:
        return urlsplit(url).path if url else None
    except ValueError:
        return url


def ask_pictures(batch: Batch) -> None:
    """Marca para buscar as fotos que mudaram neste lote."""
    if not batch.pictures:
        return
    known = {p.address: p for p in Picture.objects.filter(instance=batch.instance, address__in=batch.pictures)}
    fresh, again = [], []
    for address, url in sorted(batch.pictures.items()):
        picture = known.get(address)
        if picture is None:
            picture = Picture(cliente_id=batch.instance.cliente_id, instance=batch.instance, address=address)
            picture.url, picture.next_try_at = url, batch.now
            fresh.append(picture)
        elif picture_of(picture.url) != picture_of(url) or picture.storage_name is None:
            picture.url, picture.next_try_at, picture.failures = url, batch.now, 0
            picture.fetched_at = None
            again.append(picture)
    Picture.objects.bulk_create(fresh)
    save_changed(Picture, again, ["url", "next_try_at", "failures", "fetched_at"])
