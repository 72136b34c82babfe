"""Contatos em CSV: levar para fora e trazer nomes e notas de fora. Ler o arquivo é de `csv_reading`."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core.apply.batch import Batch
from core.apply.beside_chats import insert_contacts
from core.apply.ninth_digit import other_ninth
from core.contacts.csv_reading import NotCsv, Sheet, cells_of, guarded, name_of, read_sheet, require_roles
from core.contacts.phones import NotAPhone, is_mobile, typed_phone
from core.contacts.spelling import lid_of
from core.ground import changes, lease
from core.ground.changes import What
from core.models import Chat, Contact, PhoneAlias, WhatsappInstance
from core.models.bulk import save_changed
from core.models.tenancy import Actor

__all__ = ["NotCsv"]

HEADER = ("name", "phone", "lid", "whatsapp_name", "business_name", "notes", "instance")
MAX_LINES = 5_000  # tudo numa transação, sob o arrendamento: mais seguraria a instância
MAX_BYTES = 2 * 1024 * 1024  # 5 mil linhas com notas cabem
MAX_NAME = 255  # a coluna
MAX_NOTES = 10_000  # uma nota maior não é nota
SAMPLE = 5  # linhas que se mostram antes de trazer
CHUNK = 500  # parâmetros de um comando no SQLite


@dataclass(slots=True)
class Report:
    """O que aconteceu com cada linha."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Wanted:
    """O que uma linha diz de um endereço (dígitos, ou …@lid)."""

    name: str
    notes: str | None
    is_lid: bool


def lines(contacts: QuerySet[Contact]) -> Iterator[str]:
    """O CSV, em pedaços; nenhuma consulta fica aberta entre um e outro."""
    yield "\ufeff" + _written([HEADER])  # a marca faz as planilhas lerem UTF-8
    last = 0
    ordered = contacts.select_related("instance").order_by("pk")
    while rows := list(ordered.filter(pk__gt=last)[:CHUNK]):
        last = rows[-1].pk
        yield _written([_row(contact) for contact in rows])


def _row(contact: Contact) -> tuple[str, ...]:
    is_phone = contact.address.isdigit()
    texts = (
        contact.saved_name or contact.known_name or "",
        contact.address if is_phone else "",
        "" if is_phone else contact.address,
        contact.push_name or "",
        contact.verified_name or "",
        contact.notes or "",
        contact.instance.name,
    )
    return tuple(guarded(text) for text in texts)


def _written(rows: list[tuple[str, ...]]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerows(rows)
    return buffer.getvalue()


def preview(raw: bytes, overrides: Mapping[str, str | None] | None = None) -> dict[str, Any]:
    """O que se entendeu do arquivo, sem guardar nada: que coluna é o quê, amostra e recusas. Levanta `NotCsv`."""
    sheet, report = read_sheet(raw, overrides), Report()
    wanted = _read(sheet, report)
    sample = [
        {"address": address, "name": one.name, "notes": one.notes} for address, one in list(wanted.items())[:SAMPLE]
    ]
    return {
        "encoding": sheet.encoding,
        "delimiter": sheet.delimiter,
        "columns": [{"header": header, "as": role} for header, role in sheet.columns],
        "rows": len(wanted),
        "sample": sample,
        "refused": report.refused,
    }


def bring(
    actor: Actor | None, instance: WhatsappInstance, raw: bytes, overrides: Mapping[str, str | None] | None = None
) -> Report:
    """Traz nomes, telefones e notas. Levanta `NotCsv`. Se o número tem WhatsApp, o primeiro envio o dirá."""
    report = Report()
    sheet = read_sheet(raw, overrides)
    require_roles(sheet)
    wanted = _read(sheet, report)
    if wanted:
        _store(instance, wanted, report)
    return report


def _read(sheet: Sheet, report: Report) -> dict[str, Wanted]:
    """endereço -> o que se quer dele, das linhas que servem; as outras vão ao relatório."""
    wanted: dict[str, Wanted] = {}
    is_ours = [header for header, _role in sheet.columns] == list(HEADER)
    for line, cells in sheet.rows():
        name, notes = name_of(sheet, cells), "\n".join(cells_of(sheet, cells, "notes"))[:MAX_NOTES] or None
        if is_ours and not name:  # exportada sem nome: nada a trazer
            report.unchanged += 1
            continue
        try:
            addresses = _addresses(sheet, cells)
            if reason := _refusal(name, wanted, addresses):
                raise NotAPhone(reason)
        except NotAPhone as error:
            report.refused.append({"line": line, "reason": str(error)})
            continue
        for address in addresses:
            if not _written_before(address, wanted):
                wanted[address] = Wanted(name, notes, address.endswith("@lid"))
    return wanted


def _addresses(sheet: Sheet, cells: list[str]) -> list[str]:
    """Os celulares da linha; sem nenhum, o primeiro telefone; sem telefone, o LID. Levanta `NotAPhone`."""
    phones: list[str] = []
    failure: NotAPhone | None = None
    for text in cells_of(sheet, cells, "phone"):
        try:
            phones.append(typed_phone(text))
        except NotAPhone as error:
            failure = failure or error
    mobiles = [phone for phone in phones if is_mobile(phone)]
    lids = [lid for text in cells_of(sheet, cells, "lid") if (lid := lid_of(text))]
    found = list(dict.fromkeys(mobiles)) or phones[:1] or lids[:1]
    if not found:
        raise failure or NotAPhone(_("Falta o telefone."))
    return found


def _written_before(address: str, wanted: Mapping[str, Wanted]) -> bool:
    return any(one in wanted for one in (address, *other_ninth(address)))


def _refusal(name: str, wanted: Mapping[str, Wanted], addresses: list[str]) -> str | None:
    if not name:
        return _("Falta o nome.")
    if len(name) > MAX_NAME or "\x00" in name:
        return _("O nome é longo demais.")
    if all(_written_before(address, wanted) for address in addresses):
        return _("Este telefone já está numa linha acima.")
    return _("São mais de %(limit)s linhas.") % {"limit": MAX_LINES} if len(wanted) >= MAX_LINES else None


@transaction.atomic
def _store(instance: WhatsappInstance, wanted: dict[str, Wanted], report: Report) -> None:
    lease.acquire(instance.pk, wait=True)
    spellings = {typed: {typed, *other_ninth(typed)} for typed in wanted}
    phones = list({one for some in spellings.values() for one in some})
    aliases: dict[str, str] = {}
    known: dict[str, Contact] = {}
    for start in range(0, len(phones), CHUNK):
        some = phones[start : start + CHUNK]
        aliases.update(PhoneAlias.objects.filter(instance=instance, typed__in=some).values_list("typed", "phone"))
        known.update({c.address: c for c in Contact.objects.filter(instance=instance, address__in=some)})
    taught = [phone for phone in aliases.values() if phone not in known]
    known.update({c.address: c for c in Contact.objects.filter(instance=instance, address__in=taught)})
    fresh: dict[str, Contact] = {}
    again: dict[int, Contact] = {}
    for typed, one in wanted.items():
        address = aliases.get(typed, typed)
        found = known.get(address) or next((known[name] for name in spellings[typed] if name in known), None)
        if found is None:
            fresh[address] = Contact(
                cliente_id=instance.cliente_id, instance=instance, address=address, saved_name=one.name,
                name=one.name, notes=one.notes,
            )  # fmt: skip
        elif found.saved_name == one.name and one.notes in (None, found.notes):
            report.unchanged += 1
        else:
            found.saved_name, found.notes = one.name, one.notes or found.notes
            found.choose_name()
            again[found.pk] = found
    batch = Batch(instance, timezone.now())
    insert_contacts(batch, list(fresh.values()))
    save_changed(Contact, again.values(), ["saved_name", "name", "notes"])
    report.created, report.updated = len(fresh), len(again)
    for pk in again:
        batch.touch_contact(pk, What.NAME, What.NOTES)
    _touch_chats(batch, [*fresh, *(str(contact.address) for contact in again.values())])
    changes.record(instance.cliente_id, batch.touched)


def _touch_chats(batch: Batch, addresses: list[str]) -> None:
    """As conversas que mostram o nome destes contatos."""
    for start in range(0, len(addresses), CHUNK):
        chats = Chat.objects.filter(instance=batch.instance, chat_id__in=addresses[start : start + CHUNK])
        for pk in chats.values_list("pk", flat=True):
            batch.touch_chat(pk, What.NAME)
