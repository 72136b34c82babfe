"""Endereços como o gateway os escreve, na grafia da casa (dígitos, `…@lid`, `…@g.us`), e o caminho de volta."""

import re

_DEVICE = re.compile(r"[:/]\d+$")
_PHONE = re.compile(r"\d{6,15}")
_LID = re.compile(r"\d{5,32}@lid")
_GROUP = re.compile(r"[\d-]{5,64}@g\.us")


def plain(address: str | None) -> str | None:
    """O endereço limpo; None se não é de pessoa nem de grupo."""
    if not address:
        return None
    name, _, host = address.strip().partition("@")
    name = _DEVICE.sub("", name).removeprefix("+")
    if host in {"", "s.whatsapp.net", "c.us"}:
        return name if _PHONE.fullmatch(name) else None
    whole = f"{name}@{host}"
    return whole if _LID.fullmatch(whole) or _GROUP.fullmatch(whole) else None


def phone_of(address: str | None) -> str | None:
    """Só telefone."""
    found = plain(address)
    return found if found and found.isdigit() else None


def lid_of(address: str | None) -> str | None:
    """Só LID; sem o `@lid`, não há como saber que é um."""
    found = plain(address)
    return found if found and found.endswith("@lid") else None


def jid(address: str) -> str:
    """O JID inteiro."""
    return address if "@" in address else f"{address}@s.whatsapp.net"
