"""O que faz de duas entregas o mesmo evento.

Com id de mensagem: instância, tipo, conversa, direção, autor, id, situação, participante e o conteúdo; fotos, nomes e
momentos ficam de fora, pois mudam entre duas entregas do mesmo. Sem id: o corpo inteiro, na grafia canônica.
"""

import hashlib

from webhook.normalise.canonical import canonical, digest
from webhook.normalise.envelope import Envelope, read
from webhook.normalise.words import message_status


def _status(envelope: Envelope) -> str:
    """A situação pelo sentido (`DELIVERY` e `DELIVERED` são a mesma); a desconhecida, como veio."""
    if envelope.status is None:
        return ""
    known = message_status(envelope.status)
    return known.name if known is not None else canonical(envelope.status)


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
        )
    else:
        parts = ("body", canonical(body))
    return hashlib.sha256("\n".join((str(instance_id), *parts)).encode("utf-8", "surrogatepass")).hexdigest()
