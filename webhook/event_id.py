"""O que faz de duas entregas o mesmo evento.

Com id de mensagem: instância, tipo, conversa, direção, autor, id, situação, participante e o conteúdo; fotos, nomes e
momentos ficam de fora, pois mudam entre duas entregas do mesmo; só entra o momento onde o id é o da mensagem alvo
(edição e reação sem `key`): senão desfazer e refazer o mesmo seria «repetido». Sem id: o corpo inteiro, canônico.
"""

import hashlib

from core.facts import EventKind
from webhook.normalise.canonical import canonical, digest
from webhook.normalise.envelope import Envelope, read
from webhook.normalise.values import is_node, lower
from webhook.normalise.words import message_status

_ACTS = frozenset({EventKind.EDIT, EventKind.REACTION, EventKind.REVOKE})


def _status(envelope: Envelope) -> str:
    """A situação pelo sentido (`DELIVERY` e `DELIVERED` são a mesma); a desconhecida, como veio."""
    if envelope.status is None:
        return ""
    known = message_status(envelope.status)
    return known.name if known is not None else canonical(envelope.status)


def _moment_of_act(envelope: Envelope) -> str:
    """O momento, se o evento faz algo à mensagem de mesmo id em vez de trazer id próprio; senão ''."""
    content = lower(envelope.content) if envelope.content is not None else {}
    names_target = "key" in content or any(is_node(node) and "key" in lower(node) for node in content.values())
    is_act = "editedmessage" in content or envelope.kind in _ACTS
    if not is_act or names_target or "protocolmessage" in canonical(content):
        return ""
    return canonical(envelope.root.get("moment", envelope.root.get("timestamp")))


def event_id(instance_id: int | str, body: dict[str, object]) -> str:
    """SHA-256 (hex) do evento; o mesmo para a mesma coisa contada duas vezes. Nunca levanta exceção."""
    return event_id_of(instance_id, body, read(body))


def event_id_of(instance_id: int | str, body: dict[str, object], envelope: Envelope) -> str:
    """O mesmo, para quem já leu o envelope (a porta)."""
    status = _status(envelope)
    # Um id sem conteúdo nem situação (chamada, tipo que não conhecemos) não basta: o corpo decide.
    if envelope.message_id is not None and (envelope.content is not None or status):
        told = digest(envelope.content) if envelope.content is not None else ""
        parts: tuple[str, ...] = (
            envelope.kind.value,
            envelope.chat,
            "1" if envelope.from_me else "0",
            envelope.author,
            envelope.message_id,
            status,
            envelope.participant,
            told,
            *filter(None, [_moment_of_act(envelope)]),
        )
    else:
        parts = ("body", canonical(body))
    return hashlib.sha256("\n".join((str(instance_id), *parts)).encode("utf-8", "surrogatepass")).hexdigest()
