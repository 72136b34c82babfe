"""Uma só grafia para um valor JSON: chaves minúsculas e em ordem, endereços sem sufixo, qualquer profundidade."""

import hashlib
from json.encoder import encode_basestring_ascii as _quote

from webhook.normalise.addresses import address

# Onde mora um endereço; só nestas chaves a grafia dele é igualada, para não tocar no texto de ninguém.
_ADDRESS_KEYS = frozenset(
    {
        "id", "jid", "lid", "pn", "phone", "chat", "chatid", "sender", "senderid", "senderlid", "senderpn", "author",
        "from", "to", "participant", "participantpn", "participantlid", "remotejid", "connectedphone", "connectedlid",
    }
)  # fmt: skip


def _scalar(value: object) -> str:
    if isinstance(value, str):
        return _quote(value)
    if value is None or isinstance(value, bool):
        return str(value)
    # Hexadecimal porque `str` de um inteiro de milhares de dígitos levanta ValueError.
    return hex(value) if isinstance(value, int) else repr(value) if isinstance(value, float) else type(value).__name__


def canonical(value: object) -> str:
    """O texto canônico. Com pilha própria: um corpo de mil níveis não pode depender da pilha de quem chama."""
    parts: list[str] = []
    # Uma tupla na pilha é texto já pronto (JSON não tem tuplas).
    stack: list[object] = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, tuple):
            parts.append(item[0])
        elif isinstance(item, dict):
            parts.append("{")
            stack.append(("}",))
            for lowered, _, inner in sorted(((k.lower(), k, v) for k, v in item.items()), key=_by_key, reverse=True):
                if isinstance(inner, dict | list):
                    stack.append((",",))
                    stack.append(inner)
                    stack.append((_quote(lowered) + ":",))
                    continue
                if lowered in _ADDRESS_KEYS:
                    inner = address(inner) or inner
                stack.append((f"{_quote(lowered)}:{_scalar(inner)},",))
        elif isinstance(item, list):
            parts.append("[")
            stack.append(("]",))
            for inner in reversed(item):
                stack.append((",",))
                stack.append(inner if isinstance(inner, dict | list) else (_scalar(inner),))
        else:
            parts.append(_scalar(item))
    return "".join(parts)


def _by_key(entry: tuple[str, str, object]) -> tuple[str, str]:
    return entry[:2]


def digest(value: object) -> str:
    """SHA-256 (hex) da grafia canônica."""
    return hashlib.sha256(canonical(value).encode("ascii")).hexdigest()
