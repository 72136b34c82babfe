"""Ler uma planilha de contatos de qualquer origem (Google, Outlook, iPhone, Chatwoot, Excel, a nossa): em que letras
está, o que separa as colunas, e o que cada coluna é."""

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

# O que uma coluna pode ser; de várias `phone`, vale a ordem do arquivo.
ROLES = ("name", "first_name", "middle_name", "last_name", "company", "phone", "lid", "notes", "whatsapp_name")
_HEADERS: dict[str, str] = {
    **dict.fromkeys(
        ("name", "nome", "nome completo", "full name", "display name", "nome de exibicao", "contato", "contact"), "name"
    ),
    **dict.fromkeys(("first name", "given name", "primeiro nome", "nome proprio"), "first_name"),
    **dict.fromkeys(("middle name", "additional name", "nome do meio", "segundo nome"), "middle_name"),
    **dict.fromkeys(("last name", "family name", "sobrenome", "apelido", "ultimo nome"), "last_name"),
    **dict.fromkeys(
        ("company", "empresa", "organization name", "organization 1 - name", "organizacao", "business_name"), "company"
    ),
    **dict.fromkeys(
        (
            "phone", "phones", "phone number", "phone_number", "telefone", "telefones", "celular", "whatsapp", "numero",
            "number", "fone", "tel", "mobile", "mobile phone", "telefone celular", "telefone movel", "cell phone",
            "business phone", "business phone 2", "home phone", "home phone 2", "primary phone", "other phone",
            "telefone comercial", "telefone residencial", "telefone principal", "outro telefone", "contato telefone",
        ),
        "phone",
    ),
    **dict.fromkeys(("lid",), "lid"),
    **dict.fromkeys(("notes", "notas", "observacoes", "observacao", "note", "anotacoes"), "notes"),
    **dict.fromkeys(("whatsapp_name",), "whatsapp_name"),
}  # fmt: skip
_NUMBERED_PHONE = re.compile(r"(phone|telefone)s? ?\d* ?- ?(value|valor)|(tel|phone|telefone|celular) ?\d+")
_MOBILE_FIRST = ("mobile", "celular", "cell", "movel", "whatsapp")
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DELIMITERS = ",;\t|"
# O que uma planilha toma por começo de fórmula, também nas letras largas do japonês e do chinês; e onde uma célula pode
# começar: no início, ou depois do que outra planilha toma por separador (a vírgula, a nossa, está entre aspas).
_FORMULA = "=+@\uff1d\uff0b\uff0d\uff20\\-"
_BARE = re.compile(f"^(?='*[\\t\\r{_FORMULA}])|(?<=[;|\\t\\r\\n])(?='*[{_FORMULA}])")
_GUARDED = re.compile(f"^'(?='*[\\t\\r{_FORMULA}])|(?<=[;|\\t\\r\\n])'(?='*[{_FORMULA}])")
_SEVERAL = " ::: "  # o Google junta assim os números de uma etiqueta só


class NotCsv(Exception):
    """O arquivo não é um CSV com colunas de nome e telefone."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Uma planilha entendida. `columns`: (cabeçalho, papel ou None)."""

    encoding: str
    delimiter: str
    columns: tuple[tuple[str, str | None], ...]
    first_line: int  # o número da linha do cabeçalho
    text: str

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """(número da linha, células), sem as vazias. Levanta `NotCsv`."""
        reader = csv.reader(io.StringIO(self.text, newline=""), delimiter=self.delimiter)
        try:
            for cells in reader:
                line = reader.line_num + self.first_line - 1
                if line > self.first_line and any(cell.strip() for cell in cells):
                    yield line, [_unguarded(cell) for cell in cells]
        except csv.Error as error:
            raise NotCsv(_("O arquivo não é um CSV válido: %(error)s.") % {"error": error}) from error


def require_roles(sheet: Sheet) -> None:
    """Levanta `NotCsv` se nenhuma coluna é de nome, ou nenhuma de telefone."""
    roles = {role for _header, role in sheet.columns}
    if not roles & {"name", "first_name", "last_name", "company"} or not roles & {"phone", "lid"}:
        raise NotCsv(_("Faltam as colunas de nome e de telefone (name e phone, ou nome e telefone)."))


def read_sheet(raw: bytes, overrides: Mapping[str, str | None] | None = None) -> Sheet:
    """Entende o arquivo. `overrides`: cabeçalho -> papel, onde quem importa sabe melhor. Levanta `NotCsv`."""
    text, encoding = _decoded(raw)
    first_line, delimiter = 1, None
    if told := re.match(r"sep=(.)\r?\n", text):  # o Excel diz assim o separador
        delimiter, text, first_line = told[1], text[told.end() :], 2
    delimiter = delimiter or _delimiter_of(text)
    try:
        header = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
    except csv.Error as error:
        raise NotCsv(_("O arquivo não é um CSV válido: %(error)s.") % {"error": error}) from error
    columns = tuple((cell.strip(), _role_of(cell, overrides or {})) for cell in header)
    return Sheet(encoding, delimiter, columns, first_line, text)


def cells_of(sheet: Sheet, cells: Sequence[str], role: str) -> list[str]:
    """O que as colunas deste papel trazem numa linha; dos telefones, os de celular antes."""
    found = [
        (header, cells[at].strip()) for at, (header, its) in enumerate(sheet.columns) if its == role and at < len(cells)
    ]
    if role == "phone":
        found.sort(key=lambda item: not any(word in _plain(item[0]) for word in _MOBILE_FIRST))
        return [one.strip() for _header, value in found for one in value.split(_SEVERAL.strip()) if one.strip()]
    return [value for _header, value in found if value]


def name_of(sheet: Sheet, cells: Sequence[str]) -> str:
    """O nome de uma linha: o inteiro, o de partes, ou o da empresa."""
    whole = cells_of(sheet, cells, "name")
    parts = [part for role in ("first_name", "middle_name", "last_name") for part in cells_of(sheet, cells, role)]
    company = cells_of(sheet, cells, "company")
    return " ".join((whole[:1] or [" ".join(parts)] if parts or whole else company[:1] or [""])[0].split())


def _decoded(raw: bytes) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return raw.decode(encoding, "replace"), encoding.removesuffix("-sig")
    if raw[:2_000].count(0) > len(raw[:2_000]) // 4:  # letras latinas em UTF-16 sem marca: um byte em cada dois é zero
        encoding = "utf-16-be" if raw[:1] == b"\0" else "utf-16-le"
        return raw.decode(encoding, "replace"), encoding
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace"), "cp1252"  # o que o Excel grava no Windows


def _delimiter_of(text: str) -> str:
    """O que parte o cabeçalho em mais colunas conhecidas; depois, em mais colunas."""

    def found(delimiter: str) -> tuple[int, int]:
        header = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
        return sum(_role_of(cell, {}) is not None for cell in header), len(header)

    try:
        return max(_DELIMITERS, key=found)
    except csv.Error as error:
        raise NotCsv(_("O arquivo não é um CSV válido: %(error)s.") % {"error": error}) from error


def _role_of(header: str, overrides: Mapping[str, str | None]) -> str | None:
    if header.strip() in overrides:
        return overrides[header.strip()]
    plain = _plain(header)
    return _HEADERS.get(plain) or ("phone" if _NUMBERED_PHONE.fullmatch(plain) else None)


def _plain(header: str) -> str:
    """Minúsculas, sem acentos, sem espaços a mais."""
    folded = unicodedata.normalize("NFKD", header.casefold())
    return " ".join("".join(c for c in folded if not unicodedata.combining(c)).split())


def guarded(cell: str) -> str:
    """Com um apóstrofo antes de tudo que uma planilha, com qualquer separador, tomaria por fórmula."""
    return _BARE.sub("'", cell)


def _unguarded(cell: str) -> str:
    """O que `guarded` recebeu."""
    return _GUARDED.sub("", cell)
