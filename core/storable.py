"""O que todo banco guarda: texto sem NUL nem meias letras, id que cabe na coluna. Python puro.

Meio emoji (um surrogate sem par) vem de recortes de texto; num parâmetro o driver do banco levanta."""

import hashlib
import re

_ODD = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_PLAIN_ID = re.compile("[!-~]{1,128}")


def clean(value: str) -> str:
    """Texto que todo banco guarda: sem NUL nem controles (fica `\\t` e `\\n`), meio par substituto vira U+FFFD."""
    if _ODD.search(value) is None:
        return value
    return _SURROGATE.sub("\ufffd", _CONTROL.sub("", value.replace("\r\n", "\n")))


def identifier(value: str) -> str:
    """Um id opaco, venha de um evento ou de uma resposta. O que não cabe na coluna (longo, controle, espaço) vira
    hash, nunca cortado: dois não viram um."""
    if _PLAIN_ID.fullmatch(value) is not None:
        return value
    return "h-" + hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()[:40]


def has_half_letter(value: object) -> bool:
    """Se há um surrogate sem par nalgum texto deste JSON."""
    if isinstance(value, str):
        return _SURROGATE.search(value) is not None
    if isinstance(value, dict):
        return any(has_half_letter(key) or has_half_letter(item) for key, item in value.items())
    return isinstance(value, list) and any(has_half_letter(item) for item in value)
