"""Telefones como pessoas e planilhas os escrevem, na grafia da casa: dígitos com DDI.

O que se digita, ou vem numa planilha, sem `+` nem `00` é do país da instalação (COUNTRY); na API os dígitos são
internacionais, e só o que não é um número internacional válido se tenta como nacional. Nunca um número de fora vira um
daqui: o que não se entende é recusado, com a razão."""

import re
import unicodedata
from urllib.parse import parse_qs, urlsplit

import phonenumbers
from django.conf import settings
from django.utils.translation import gettext as _
from phonenumbers import PhoneNumber, PhoneNumberType

_FLOAT = re.compile(r"^(\d{6,})[.,]0+$")  # o que o pandas e as planilhas fazem de um número
_WA_HOSTS = {"wa.me", "www.wa.me", "api.whatsapp.com", "whatsapp.com", "www.whatsapp.com"}
_ALLOWED = re.compile(r"^\+?[\d\s().\-/]+$")
_MOBILE = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE, PhoneNumberType.UNKNOWN}


class NotAPhone(ValueError):
    """Não é um telefone; a mensagem diz por quê, a quem o escreveu."""


def typed_phone(text: str) -> str:
    """O que uma pessoa digitou, ou veio numa planilha. Levanta `NotAPhone`."""
    text, is_international = _cleaned(text)
    return _digits(_international(text) if is_international else _national(text) or _international(text, strict=False))


def api_phone(text: str) -> str:
    """O que um integrador mandou. Levanta `NotAPhone`."""
    text, is_international = _cleaned(text)
    if is_international:
        return _digits(_international(text))
    found = _parsed(f"+{text}")
    if found is not None and phonenumbers.is_valid_number(found):
        return _digits(found)
    return _digits(_national(text) or _international(text, strict=False))


def is_mobile(phone: str) -> bool:
    """Se pode ser de um celular (um fixo quase nunca tem WhatsApp)."""
    found = _parsed(f"+{phone}")
    return found is None or phonenumbers.number_type(found) in _MOBILE


def _cleaned(text: str) -> tuple[str, bool]:
    """Só `+` e dígitos, e se o número diz o país."""
    visible = "".join(c for c in text if unicodedata.category(c) not in {"Cf", "Cc"} or c in "\t\n")
    plain = "".join(
        "-" if unicodedata.category(c) == "Pd" else c for c in unicodedata.normalize("NFKC", visible)
    ).strip()
    plain = _of_link(plain)
    for suffix in ("@s.whatsapp.net", "@c.us"):
        if plain.endswith(suffix):
            plain = f"+{plain.removesuffix(suffix).split(':')[0]}"
    if whole := _FLOAT.match(plain):
        plain = whole[1]
    if not _ALLOWED.match(plain):
        raise NotAPhone(_("Um telefone só tem dígitos, espaços, parênteses, traços e um + no começo."))
    digits = re.sub(r"\D", "", plain)
    is_international = plain.startswith("+")
    if not is_international and digits.startswith("00"):
        digits, is_international = digits[2:], True
    if not 8 <= len(digits.lstrip("0")) <= 15:
        raise NotAPhone(_("Um telefone tem de 8 a 15 dígitos, com DDD."))
    return digits, is_international


def _of_link(text: str) -> str:
    """O número de um endereço do WhatsApp (`https://wa.me/55…`), ou o texto como veio."""
    if "/" not in text or not re.match(r"^(https?://)?[a-z.]+/", text, re.IGNORECASE):
        return text
    parts = urlsplit(text if "://" in text else f"https://{text}")
    if (parts.hostname or "").lower() not in _WA_HOSTS:
        return text
    inside = parse_qs(parts.query).get("phone", [parts.path.strip("/")])[0]
    return f"+{inside.removeprefix('+')}"


def _parsed(text: str, region: str | None = None) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None


def _national(digits: str) -> PhoneNumber | None:
    """Como número do país da instalação; None se não é um."""
    found = _parsed(digits, settings.COUNTRY)
    return found if found is not None and phonenumbers.is_valid_number(found) else None


def _international(digits: str, *, strict: bool = True) -> PhoneNumber:
    """Com o DDI dito. Um que a numeração do país ainda não conhece passa pelo tamanho: celulares antigos, faixas novas.
    Sem o país dito (`strict` False), só se o próprio número não começa por zero e o DDI é o da instalação ou ele é
    válido. Levanta `NotAPhone`."""
    found = None if digits.startswith("0") else _parsed(f"+{digits}")
    home = phonenumbers.country_code_for_region(settings.COUNTRY)
    is_known = found is not None and (
        phonenumbers.is_valid_number(found)
        or (phonenumbers.is_possible_number(found) and (strict or found.country_code == home))
    )
    if found is None or not is_known:
        raise NotAPhone(_("Não é um telefone: informe DDD e número ou, de outro país, o + e o DDI."))
    return found


def _digits(found: PhoneNumber) -> str:
    return phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164).removeprefix("+")
