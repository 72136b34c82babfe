"""Um vCard (2.1, 3.0 ou 4.0) -> nome e telefones. Lê o que as agendas escrevem de verdade, e nada levanta."""

import quopri
import re

from core.facts import ContactCard
from core.storable import clean
from webhook.normalise.values import Node, lower, name, text

_MAX_LINES = 2_048  # com foto embutida um cartão passa de mil
_FOLD = re.compile(r"\n[ \t]")
_NUMBER_END = re.compile(r"[,;pwx#]|ext|ramal", re.IGNORECASE)  # pausas e ramais vêm depois do número
_SHORTEST_WITH_EXTENSION = 6
_WAID = re.compile(r"waid=\"?\+?([0-9]{3,20})(?![0-9])", re.IGNORECASE)
_BEGIN = "BEGIN:VCARD"


def read_card(node: Node) -> ContactCard:
    """O cartão de um nó `contactMessage`."""
    shown, vcard = name(node.get("displayname")), text(node.get("vcard"))
    if shown is not None and shown.upper().startswith(_BEGIN):  # há quem ponha o cartão no lugar do nome
        shown, vcard = None, vcard or text(node.get("displayname"))
    if vcard is None:
        vcard = ""
    named: dict[str, str] = {}
    phones: dict[str, None] = {}
    for key, params, value in _lines(vcard):
        if key == "TEL":
            digits = _phone(params, value)
            if digits:
                phones[digits] = None
        elif key in ("FN", "N", "ORG", "NICKNAME") and key not in named:
            said = _person(value) if key == "N" else _plain(value.replace(";", " ") if key == "ORG" else value)
            if said:
                named[key] = said
    if not phones:  # a API de 2024 traz o telefone solto
        loose = _digits(text(node.get("phone"), 64) or "")
        phones = {loose: None} if 3 <= len(loose) <= 20 else {}
    found = next((named[key] for key in ("FN", "N", "NICKNAME", "ORG") if key in named), None)
    return ContactCard(shown or found, tuple(phones))


def read_cards(node: Node, most: int) -> tuple[ContactCard, ...]:
    """Os cartões de um nó com um ou vários; os vazios não contam."""
    cards = node.get("contacts")
    nodes = [lower(item) for item in cards[:most]] if isinstance(cards, list) else [node]
    return tuple(card for card in map(read_card, nodes) if card.name or card.phones)


def _lines(vcard: str) -> list[tuple[str, str, str]]:
    """(chave, parâmetros, valor) de cada linha, já sem dobras nem codificação."""
    raw = _FOLD.sub("", vcard.replace("\r\n", "\n").replace("\r", "\n")).split("\n")[:_MAX_LINES]
    found = []
    at = 0
    while at < len(raw):
        head, value = _split(raw[at])
        at += 1
        key, _, params = head.partition(";")
        folded = params.upper()
        if "QUOTED-PRINTABLE" in folded:
            while value.endswith("=") and at < len(raw):  # quebra mole: a linha segue na outra
                value = value[:-1] + raw[at]
                at += 1
            value = _quoted_printable(value, params)
        found.append((key.upper().rpartition(".")[2], params, value))  # `item1.TEL`
    return found


def _split(line: str) -> tuple[str, str]:
    """A cabeça e o valor: os dois pontos dentro de aspas são do parâmetro."""
    quoted = False
    for at, letter in enumerate(line):
        if letter == '"':
            quoted = not quoted
        elif letter == ":" and not quoted:
            return line[:at], line[at + 1 :]
    head, _, value = line.partition(":")
    return head, value


def _quoted_printable(value: str, params: str) -> str:
    raw = quopri.decodestring(value.encode("utf-8", "replace"))
    charset = re.search(r"charset=\"?([a-z0-9-]{3,20})", params, re.IGNORECASE)
    wanted = charset[1].lower() if charset else "utf-8"
    for one in (wanted if wanted in ("utf-8", "iso-8859-1", "windows-1252", "us-ascii") else "utf-8", "latin-1"):
        try:
            return clean(raw.decode(one))
        except UnicodeDecodeError:
            continue
    return ""


def _plain(value: str) -> str | None:
    r"""O texto sem as barras de `\,` e `\;`."""
    return name(re.sub(r"\\([nN])", " ", value).replace("\\\\", "\0").replace("\\", "").replace("\0", "\\"))


def _person(value: str) -> str | None:
    """`N:Lima;Pedro;;Dr.;` -> «Dr. Pedro Lima»."""
    parts = [_plain(part) or "" for part in re.split(r"(?<!\\);", value)[:5]]
    family, given, middle, before, after = [*parts, "", "", "", "", ""][:5]
    return name(" ".join(part for part in (before, given, middle, family, after) if part))


def _phone(params: str, value: str) -> str | None:
    """Só os dígitos; `waid` é o número como o WhatsApp o grafa, por isso vence o escrito."""
    waid = _WAID.search(params)
    if waid:
        return waid[1]
    written = value.strip()
    if written.lower().startswith("tel:"):
        written = written[4:]
    for end in _NUMBER_END.finditer(written):
        # «(0xx11) 3333-0000»: antes de um número inteiro não há ramal.
        if len(_digits(written[: end.start()])) >= _SHORTEST_WITH_EXTENSION:
            written = written[: end.start()]
            break
    digits = _digits(written)
    return digits if 3 <= len(digits) <= 20 else None


def _digits(value: str) -> str:
    return re.sub(r"[^0-9]", "", value)
