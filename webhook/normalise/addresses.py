"""Endereços do WhatsApp na única grafia da casa: dígitos, `…@lid`, `…@g.us`, `…@newsletter`, `status`."""

import re
from collections.abc import Iterable

from core.facts import AddressPair

# Aparelho (`:12`), recurso (`/1`) e agente (`.0`) podem vir antes ou depois do servidor; nenhum é da pessoa.
_PERSON = re.compile(r"\+?([0-9]{1,20})(?:[:/._][0-9]{1,5}){0,3}(?:@([a-z.]{1,20}))?(?:[:/][0-9]{1,5}){0,2}")
_GROUP = re.compile(r"([0-9]{5,25}(?:-[0-9]{5,25})?)(?:@g\.us)?")
_SERVERS = {"": "", "c.us": "", "s.whatsapp.net": "", "hosted": "", "lid": "@lid", "hosted.lid": "@lid"}
_STATUS = frozenset({"status", "status@broadcast", "stories", "stories@broadcast"})
_NOT_PEOPLE = ("@g.us", "@newsletter", "@broadcast", "status")


def address(value: object) -> str:
    """O endereço grafado, ou '' se não é endereço. Dígitos nus são telefone: um LID nu só se conhece pela chave."""
    if isinstance(value, str):
        if value.isdigit() and value.isascii() and len(value) <= 20:
            return value
        if not value or len(value) > 80:
            return ""
        spelled = value.strip().lower()
    elif isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10**15:
        return str(value)
    elif isinstance(value, float) and 0 < value < 1e15 and value.is_integer():
        return str(int(value))
    else:
        return ""
    if spelled in _STATUS:
        return "status"
    if spelled.endswith("@g.us"):
        found = _GROUP.fullmatch(spelled)
        return found[1] + "@g.us" if found else ""
    match = _PERSON.fullmatch(spelled)
    if match is None:
        return ""
    server = match[2] or ""
    # «10:30» ou «2026.01» não são telefone com aparelho.
    if not server and len(match[1]) < 7:
        return ""
    return match[1] + _SERVERS.get(server, f"@{server}")


def group(value: object) -> str:
    """O endereço onde o corpo afirma que é um grupo: os dígitos nus ganham `@g.us`."""
    spelled = address(value)
    if not spelled or spelled.isdigit():
        found = _GROUP.fullmatch(value.strip()[:80]) if isinstance(value, str) else None
        return found[1] + "@g.us" if found else (spelled and f"{spelled}@g.us")
    return spelled


def person(value: object) -> str:
    """O endereço, se é de gente."""
    spelled = address(value)
    return "" if spelled.endswith(_NOT_PEOPLE) else spelled


def lid(value: object) -> str:
    """O LID de uma chave que diz LID; sem sufixo valem só 14 ou 15 dígitos, pois um telefone ali não vira LID."""
    spelled = address(value)
    if spelled.isdigit():
        return f"{spelled}@lid" if 14 <= len(spelled) <= 15 else ""
    return spelled if spelled.endswith("@lid") else ""


def phone(value: object) -> str:
    """O telefone, só dígitos, ou ''; mais de 15 dígitos são de um grupo sem sufixo."""
    spelled = address(value)
    return spelled if spelled.isdigit() and len(spelled) <= 15 else ""


def pair(one: str, other: str) -> AddressPair | None:
    """O par telefone-LID, em qualquer ordem, se as duas formas são válidas e não são os mesmos dígitos."""
    if one.endswith("@lid"):
        one, other = other, one
    if not (one.isdigit() and other.endswith("@lid")):
        return None
    digits = other[:-4]
    if not (7 <= len(one) <= 15 and 12 <= len(digits) <= 16) or one == digits:
        return None
    return AddressPair(one, other)


def distinct(pairs: Iterable[AddressPair | None]) -> tuple[AddressPair, ...]:
    """Os pares que há, sem repetição, na ordem."""
    return tuple(dict.fromkeys(found for found in pairs if found is not None))
