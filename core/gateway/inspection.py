"""O que uma chamada responde, ao lado do que o contrato diz: só formas e tipos, nunca valores.

A forma de um corpo é um dicionário «caminho -> tipo» (`chats[].id` -> `texto`); chaves que são dados (um número, um
JID) viram `‹id›`. Quem confere é `inspect`; o contrato de cada chamada é um `Known`."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from enum import StrEnum
from typing import Any

from core.gateway.client import Call, Gateway
from core.gateway.envelope import Answer
from core.gateway.errors import GatewayError, Refused

_ENVELOPE = {"error", "message", "success"}  # vêm ou não, e não dizem nada do que se pediu
_MAX_ITEMS = 50  # de uma lista: a forma se repete
_MAX_DEPTH = 6  # as respostas conhecidas têm três
_NAMES_DATA = re.compile(r"\d{4}|@")
_DIGITS = re.compile(r"\d{4,}")


class Verdict(StrEnum):
    """O que se achou."""

    KNOWN = "known"
    CHANGED = "changed"
    REFUSED = "refused"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class Known:
    """O contrato de uma resposta: o que tem de vir, o que pode vir, cada um com os tipos que se conhecem."""

    must: Mapping[str, str] = field(default_factory=dict)
    may: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """O que uma chamada respondeu. `read` é como o cliente a leu: campo -> tipo, ou as palavras de por que não leu."""

    name: str
    method: str
    path: str
    verdict: Verdict
    http_status: int | None = None
    words: str | None = None
    shape: Mapping[str, str] = field(default_factory=dict)
    new: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    retyped: tuple[str, ...] = ()
    read: Mapping[str, str] = field(default_factory=dict)


def inspect(gateway: Gateway, call: Call[Any], known: Known) -> Finding:
    """Faz a chamada e compara. Nunca levanta."""
    seen: list[Answer] = []

    def read(answer: Answer) -> Any:
        seen.append(answer)
        return call.read(answer)

    told = (call.name, call.method, call.path)
    other = replace(call.otherwise, read=read) if call.otherwise is not None else None
    try:
        result = gateway.call(replace(call, read=read, otherwise=other))
    except GatewayError as error:
        if seen:  # respondeu, e não se soube ler
            return _compared(told, seen[-1], known, {"": redacted(error.message)}, is_read=False)
        verdict = Verdict.REFUSED if isinstance(error, Refused) else Verdict.UNANSWERED
        return Finding(*told, verdict=verdict, http_status=error.http_status, words=redacted(error.message))
    if not seen:  # uma recusa que é resposta («fila vazia»)
        return Finding(*told, verdict=Verdict.KNOWN, read=dict(_read(result)))
    return _compared(told, seen[-1], known, dict(_read(result)), is_read=True)


def _compared(
    told: tuple[str, str, str], answer: Answer, known: Known, read: Mapping[str, str], *, is_read: bool
) -> Finding:
    found = {path: kind for path, kind in shape_of(answer).items() if path not in _ENVELOPE}
    expected = {**known.may, **known.must}
    new = tuple(path for path in found if path not in expected)
    # De uma lista vazia não se sabe o que falta dentro.
    missing = tuple(path for path in known.must if path not in found and not _in_an_empty_list(path, found))
    retyped = tuple(
        f"{path}: {kind}"
        for path, kind in found.items()
        if path in expected and not set(kind.split("|")) <= {*expected[path].split("|"), "nulo"}
    )
    is_same = is_read and not (new or missing or retyped)
    verdict = Verdict.KNOWN if is_same else Verdict.CHANGED
    return Finding(*told, verdict=verdict, shape=found, new=new, missing=missing, retyped=retyped, read=read)


def _in_an_empty_list(path: str, found: Mapping[str, str]) -> bool:
    head, is_inside, _ = path.partition("[]")
    return bool(is_inside) and head in found and not any(name.startswith(f"{head}[]") for name in found)


def shape_of(answer: Answer) -> dict[str, str]:
    """Caminho -> tipo; o que não é JSON, só o que se diz ser."""
    if answer.document is None:
        return {"": answer.content_type or "bytes"}
    found: dict[str, set[str]] = {}
    for path, kind in _walk(answer.document, "", 0):
        found.setdefault(path, set()).add(kind)
    return {path: "|".join(sorted(kinds)) for path, kinds in found.items()}


def _walk(value: Any, path: str, depth: int) -> Iterator[tuple[str, str]]:
    if path:
        yield path, _kind(value)
    if depth >= _MAX_DEPTH:
        return
    if isinstance(value, Mapping):
        for key, item in value.items():
            name = "‹id›" if _NAMES_DATA.search(str(key)) else str(key)[:64]
            yield from _walk(item, f"{path}.{name}" if path else name, depth + 1)
    elif isinstance(value, list):
        for item in value[:_MAX_ITEMS]:
            yield from _walk(item, f"{path}[]", depth + 1)


def _kind(value: Any) -> str:
    if value is None:
        return "nulo"
    if isinstance(value, bool):
        return "booleano"
    if isinstance(value, int | float):
        return "número"
    if isinstance(value, str):
        return "texto"
    return "lista" if isinstance(value, list) else "objeto"


def _read(result: Any) -> Iterator[tuple[str, str]]:
    """Como o cliente leu: o que ficou sem valor aparece como `nulo`."""
    if isinstance(result, list | tuple):
        yield "", f"lista de {len(result)}"
        result = result[0] if result else None
    if is_dataclass(result) and not isinstance(result, type):
        for one in fields(result):
            value = getattr(result, one.name)
            kind = "lista" if isinstance(value, tuple) else type(value).__name__ if value is not None else "nulo"
            yield one.name, {"str": "texto", "bool": "booleano", "int": "número", "datetime": "momento"}.get(kind, kind)


def redacted(words: str) -> str:
    """As palavras do gateway sem números compridos: telefones, ids."""
    return _DIGITS.sub("…", words)[:300]
