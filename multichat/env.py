"""Leitura do ambiente e do `.env`: um valor errado diz a variável, o valor e o que se espera."""

import os
from datetime import datetime, time
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import phonenumbers
from django.core.exceptions import ImproperlyConfigured
from dotenv import dotenv_values

from multichat.terminal import _

ROOT = Path(__file__).resolve().parent.parent


class BadSetting(ImproperlyConfigured):
    """Variável de ambiente com valor que não serve; a mensagem é para quem opera."""


def load_dotenv(path: Path = ROOT / ".env") -> None:
    """Soma o `.env` ao ambiente; o que já está no ambiente vence."""
    if not path.exists():
        return
    try:
        values = dotenv_values(path)
    except (OSError, UnicodeDecodeError) as error:
        words = _("não consigo ler {path}: {error}. Confira dono, permissões e codificação (UTF-8).")
        raise BadSetting(words.format(path=path, error=error)) from error
    for name, value in values.items():
        if value is not None:
            os.environ.setdefault(name, value)


def text(name: str, default: str = "") -> str:
    """Valor de `name`; onde falta, o conteúdo do arquivo nomeado em `<name>_FILE` (segredos montados), ou `default`."""
    value = os.environ.get(name, "").strip()
    file = os.environ.get(f"{name}_FILE", "").strip()
    if not value and file:
        try:
            value = Path(file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            words = _("{name}_FILE={path}: não consigo ler o arquivo ({error}).")
            raise BadSetting(words.format(name=name, path=file, error=error)) from error
    return value or default


def integer(name: str, default: int, low: int = 0, high: int = 2**63 - 1) -> int:
    """Inteiro entre `low` e `high`."""
    value = text(name, str(default))
    try:
        number = int(value)
    except ValueError:
        number = low - 1
    if not low <= number <= high:
        words = _("{name}={value}: espero um número inteiro entre {low} e {high}.")
        raise BadSetting(words.format(name=name, value=value, low=low, high=high))
    return number


def boolean(name: str, default: bool) -> bool:
    """`1` ou `0` (também true/false, sim/não, on/off)."""
    value = text(name, "1" if default else "0").lower()
    if value in {"1", "true", "yes", "on", "sim"}:
        return True
    if value in {"0", "false", "no", "off", "nao", "não"}:
        return False
    raise BadSetting(_("{name}={value}: use 1 ou 0.").format(name=name, value=value))


def items(name: str) -> list[str]:
    """Lista separada por vírgulas."""
    return [item.strip() for item in text(name).split(",") if item.strip()]


def one_of(name: str, default: str, choices: tuple[str, ...]) -> str:
    """Uma palavra de uma lista."""
    value = text(name, default).lower()
    if value not in choices:
        raise BadSetting(_("{name}={value}: use {choices}.").format(name=name, value=value, choices=", ".join(choices)))
    return value


def clock(name: str, default: str) -> time:
    """Uma hora do dia, `HH:MM`."""
    value = text(name, default)
    try:
        return datetime.strptime(value, "%H:%M").time()
    except ValueError as error:
        words = _("{name}={value}: espero uma hora, por exemplo 03:40.")
        raise BadSetting(words.format(name=name, value=value)) from error


def country(name: str, default: str) -> str:
    """Um país, em duas letras (ISO 3166): BR, PT…"""
    value = text(name, default).upper()
    if value not in phonenumbers.SUPPORTED_REGIONS:
        words = _("{name}={value}: informe um país em duas letras, como BR ou PT.")
        raise BadSetting(words.format(name=name, value=value))
    return value


def time_zone(name: str, default: str) -> ZoneInfo:
    """Um fuso pelo nome que ele tem no mundo, por exemplo `America/Manaus`."""
    value = text(name, default)
    try:
        return ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        words = _("{name}={value}: espero o nome de um fuso, por exemplo America/Sao_Paulo ou UTC.")
        raise BadSetting(words.format(name=name, value=value)) from error


def url(name: str, default: str) -> str:
    """Endereço http(s) sem barra no fim."""
    value = text(name, default).rstrip("/")
    try:
        parts = urlsplit(value)
        fits = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        fits = False
    if not fits:
        words = _("{name}={value}: espero um endereço http:// ou https://, por exemplo https://chat.exemplo.com.br.")
        raise BadSetting(words.format(name=name, value=value))
    return value
