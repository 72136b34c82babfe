"""Valores soltos de um corpo que ninguém garante: texto, número, sim ou não, bytes, momento. Nada aqui levanta."""

import binascii
import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TypeGuard

from core import storable
from core.disguise import undisguised
from core.storable import clean

Node = dict[str, object]

MAX_TEXT = 65_536  # o WhatsApp corta em 65.536 letras
CUT = " […]"  # o que falta se vê: umas reticências poderiam ser de quem escreveu
MAX_NAME = 255  # a coluna
MAX_URL = 4_096  # os endereços assinados do WhatsApp têm umas 600 letras
MAX_INT = 2**31  # a coluna
MAX_SIZE = 2**63  # a coluna
MAX_SECONDS = 30 * 86_400  # um áudio de um mês não existe
MAX_THUMBNAIL = 64 * 1024  # a do WhatsApp tem poucos kB
MAX_WAVEFORM = 256  # o WhatsApp manda 64

# Antes do WhatsApp (2009) nenhum momento é verdadeiro.
_OLDEST_S = 1_230_768_000  # 2009: antes disto não havia WhatsApp
_ONE_DAY = timedelta(days=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_FLAGS = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
_CLAMP_100 = bytes(min(value, 100) for value in range(256))


def is_node(value: object) -> TypeGuard[Node]:
    """Se é um objeto JSON (chaves são sempre texto)."""
    return isinstance(value, dict)


def lower(value: object) -> Node:
    """O objeto com chaves minúsculas; vazio se não é objeto. W-APi escreve `url`, `URL` e `stanzaID` conforme o dia."""
    return {key.lower(): item for key, item in value.items()} if isinstance(value, dict) else {}


def text(value: object, limit: int = MAX_TEXT) -> str | None:
    """O texto limpo e no limite, com a marca onde foi cortado (inteiro fica no evento); None se não é texto ou nada
    sobra."""
    if not isinstance(value, str):
        return None
    return within(clean(value), limit) or None


def within(value: str, limit: int) -> str:
    """O texto, ou o começo dele e a marca do corte."""
    return value if len(value) <= limit else value[: limit - len(CUT)] + CUT


def name(value: object) -> str | None:
    """Um nome de uma linha, sem espaços nas pontas nem o que o disfarce (letras invisíveis, ordem invertida)."""
    if not isinstance(value, str):
        return None
    return undisguised(clean(value)).strip()[:MAX_NAME].strip() or None


def money(value: object, offset: object = 1) -> str | None:
    """Uma quantia em unidades de 1/`offset` -> decimal em texto, com ao menos dois dígitos: 45900/1000 é «45.90»."""
    found, unit = number(value), number(offset)
    if found is None or unit is None or not 0 < unit <= 10**6 or abs(found) >= MAX_SIZE:
        return None
    exact = Decimal(str(found)) / Decimal(str(unit))
    said = format(exact.quantize(Decimal("0.000001")).normalize(), "f")
    entire, _, cents = said.partition(".")
    return f"{entire}.{cents.ljust(2, '0')}"


def inner_json(value: object) -> Node:
    """Um objeto escrito como texto dentro do corpo (`buttonParamsJSON`), ou já aberto; {} se não é um."""
    if isinstance(value, str) and 0 < len(value) <= MAX_TEXT:
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return {}
    return value if is_node(value) else {}


def url(value: object) -> str | None:
    """Endereço http(s); um longo demais não é cortado (não abriria), é descartado."""
    if isinstance(value, str) and len(value) <= MAX_URL and value[:8].lower().startswith(("http://", "https://")):
        return clean(value)
    return None


def identifier(value: object) -> str | None:
    """Um id opaco. O que não cabe na coluna (longo, controle, espaço) vira hash, nunca cortado: dois não viram um."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        value = hex(value) if abs(value) >= MAX_SIZE else str(value)
    if not isinstance(value, str) or not value:
        return None
    return storable.identifier(value)


def flag(value: object) -> bool | None:
    """Sim, não, ou None; também como texto ou número."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int) and value in (0, 1):
        return value == 1
    if isinstance(value, str) and len(value) <= 5:
        return _FLAGS.get(value.lower())
    return None


def number(value: object) -> float | int | None:
    """Número finito, também como texto ou como Long do protobuf (`{low, high}`)."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return value if value - value == 0.0 else None
    if isinstance(value, str):
        try:
            parsed = float(value) if 0 < len(value) <= 32 else None
        except ValueError:
            return None
        if parsed is None or parsed - parsed != 0.0:
            return None
        plain = value.strip().removeprefix("-")
        return int(value) if plain.isascii() and plain.isdigit() else parsed
    if is_node(value):
        folded = lower(value)
        low, high = folded.get("low"), folded.get("high")
        if isinstance(low, int) and isinstance(high, int):
            return ((high & 0xFFFFFFFF) << 32) | (low & 0xFFFFFFFF)
    return None


def whole(value: object, below: int = MAX_INT) -> int | None:
    """Inteiro em 0 <= n < `below`; o resto é impossível e vira None."""
    found = number(value)
    return int(found) if found is not None and 0 <= found < below else None


def degrees(value: object, limit: int) -> float | None:
    """Graus decimais em -limit..limit."""
    found = number(value)
    return float(found) if found is not None and -limit <= found <= limit else None


def _base64(value: object, limit: int) -> bytes | None:
    """Bytes de um base64 estrito de até `limit` bytes."""
    if not isinstance(value, str) or not 0 < len(value) <= limit * 4 // 3 + 4:
        return None
    try:
        found = binascii.a2b_base64(value, strict_mode=True)
    except ValueError:  # binascii.Error e texto não ASCII
        return None
    return found if 0 < len(found) <= limit else None


def thumbnail(value: object) -> bytes | None:
    """Miniatura JPEG; outra coisa o navegador não mostraria."""
    found = _base64(value, MAX_THUMBNAIL)
    return found if found is not None and found[:2] == b"\xff\xd8" else None


def waveform(value: object) -> bytes | None:
    """Desenho da voz, cada barra em 0..100."""
    found = _base64(value, MAX_WAVEFORM)
    return found.translate(_CLAMP_100) if found is not None else None


def _seconds(value: object) -> float | int | None:
    """Segundos desde 1970: de segundos, milissegundos, micro ou nanossegundos, ou de texto ISO."""
    found = number(value)
    if found is None:
        if not isinstance(value, str) or not 8 < len(value) <= 40:
            return None
        try:
            parsed = datetime.fromisoformat(value)
            return (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).timestamp()
        except (ValueError, OverflowError):
            return None
    if found > 1e11:  # o maior segundo plausível é 1e10: daí para cima é milissegundo
        return found / (1e3 if found < 1e14 else 1e6 if found < 1e17 else 1e9) if found < 1e20 else None
    return found


def date(value: object) -> datetime | None:
    """Um momento qualquer em UTC, também o que ainda virá; None se ausente ou impossível."""
    seconds = _seconds(value)
    if seconds is None or not _OLDEST_S <= seconds < 1e10:
        return None
    return _EPOCH + timedelta(milliseconds=round(seconds * 1000))


def moment(value: object, received_at: datetime) -> datetime | None:
    """O momento em UTC; None se ausente, impossível, ou mais de um dia à frente da chegada."""
    found = date(value)
    return found if found is not None and found - received_at <= _ONE_DAY else None
