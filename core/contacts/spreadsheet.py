"""Contatos em CSV: levar para fora e trazer nomes de fora."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core.apply.batch import Batch
from core.apply.beside_chats import insert_contacts
from core.contacts.spelling import other_ninth
from core.ground import changes, lease
from core.ground.changes import What
from core.models import Chat, Contact, PhoneAlias, WhatsappInstance
from core.models.bulk import save_changed
from core.models.tenancy import Actor

HEADER = ("name", "phone", "lid", "whatsapp_name", "business_name", "notes", "instance")
MAX_LINES = 5_000  # tudo numa transação, sob o arrendamento: mais seguraria a instância
MAX_BYTES = 2 * 1024 * 1024  # 5 mil linhas com notas cabem
CHUNK = 500  # parâmetros de um comando no SQLite
_NAMES = {"name", "nome", "nome completo", "full name", "contato", "contact"}
_PHONES = {"phone", "telefone", "celular", "whatsapp", "numero", "número", "number", "fone"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class NotCsv(Exception):
    """O arquivo não é um CSV com colunas de nome e telefone."""


@dataclass(slots=True)
class Report:
    """O que aconteceu com cada linha."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: list[dict[str, object]] = field(default_factory=list)


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
    return tuple(f"'{text}" if text.startswith(_FORMULA) else text for text in texts)  # uma célula não é fórmula


def _written(rows: list[tuple[str, ...]]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerows(rows)
    return buffer.getvalue()


def bring(actor: Actor | None, instance: WhatsappInstance, raw: bytes) -> Report:
    """Traz nomes e telefones. Levanta `NotCsv`. Os números não são conferidos: o primeiro envio o faz."""
    report = Report()
    wanted = _read(raw, report)
    if wanted:
        _store(instance, wanted, report)
    report.refused.sort(key=lambda line: str(line["line"]).zfill(9))
    return report


def _read(raw: bytes, report: Report) -> dict[str, str]:
    """telefone -> nome, das linhas que servem; as outras vão ao relatório."""
    text = _decoded(raw)
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        header = [cell.strip().lower() for cell in next(rows, [])]
        name_at = next((at for at, cell in enumerate(header) if cell in _NAMES), None)
        phone_at = next((at for at, cell in enumerate(header) if cell in _PHONES), None)
        if name_at is None or phone_at is None:
            raise NotCsv(_("A primeira linha precisa ter as colunas «name» e «phone»."))
        wanted: dict[str, str] = {}
        for row in rows:
            if not any(cell.strip() for cell in row):
                continue
            name = row[name_at].strip() if name_at < len(row) else ""
            phone = "".join(c for c in (row[phone_at] if phone_at < len(row) else "") if c not in " ()+-.'\u00a0")
            if (reason := _refusal(name, phone, wanted)) is not None:
                report.refused.append({"line": rows.line_num, "reason": reason})
            else:
                wanted[phone] = name
    except csv.Error as error:
        raise NotCsv(_("O arquivo não é um CSV válido: %(error)s.") % {"error": error}) from error
    return wanted


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")  # o que o Excel grava no Windows


def _refusal(name: str, phone: str, wanted: dict[str, str]) -> str | None:
    if not name:
        return _("Falta o nome.")
    if len(name) > 255 or "\x00" in name:
        return _("O nome é longo demais.")
    if not (phone.isascii() and phone.isdigit() and 8 <= len(phone) <= 15):
        return _("O telefone precisa ter DDI e DDD, só dígitos (8 a 15).")
    if phone in wanted:
        return _("Este telefone já está numa linha acima.")
    return _("São mais de %(limit)s linhas.") % {"limit": MAX_LINES} if len(wanted) >= MAX_LINES else None


@transaction.atomic
def _store(instance: WhatsappInstance, wanted: dict[str, str], report: Report) -> None:
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
    for typed, name in wanted.items():
        address = aliases.get(typed, typed)
        found = known.get(address) or next((known[one] for one in spellings[typed] if one in known), None)
        if found is None:
            fresh[address] = Contact(
                cliente_id=instance.cliente_id, instance=instance, address=address, saved_name=name, name=name
            )
        elif found.saved_name == name:
            report.unchanged += 1
        else:
            found.saved_name = name
            found.choose_name()
            again[found.pk] = found
    batch = Batch(instance, timezone.now())
    insert_contacts(batch, list(fresh.values()))
    save_changed(Contact, again.values(), ["saved_name", "name"])
    report.created, report.updated = len(fresh), len(again)
    for pk in again:
        batch.touch_contact(pk, What.NAME)
    _touch_chats(batch, [*fresh, *(str(contact.address) for contact in again.values())])
    changes.record(instance.cliente_id, batch.touched)


def _touch_chats(batch: Batch, addresses: list[str]) -> None:
    """As conversas que mostram o nome destes contatos."""
    for start in range(0, len(addresses), CHUNK):
        chats = Chat.objects.filter(instance=batch.instance, chat_id__in=addresses[start : start + CHUNK])
        for pk in chats.values_list("pk", flat=True):
            batch.touch_chat(pk, What.NAME)
