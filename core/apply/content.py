"""Versões do conteúdo de uma mensagem: qual vence, e o que dela se toma."""

import dataclasses
from datetime import datetime
from typing import Any

from core.facts import MessageType
from core.models import Mensagem
from core.models.mensagem import CONTENT_FIELDS

# O WhatsApp monta o texto destas; numa que nós pedimos vale o que se pediu.
REWORDED = {
    MessageType.LIST, MessageType.BUTTONS, MessageType.LOCATION, MessageType.CONTACT, MessageType.PAYMENT,
}  # fmt: skip
# O que se manda como um pode ecoar como o outro.
ALIKE = ({MessageType.AUDIO, MessageType.VOICE}, {MessageType.BUTTONS, MessageType.LIST, MessageType.PAYMENT})


def content_rank(message: Mensagem) -> tuple[bool, bool, object, str]:
    """Qual conteúdo vence: o entendido, o que tem momento do gateway, o mais novo; o hash desempata."""
    return (message.content_known, message.content_moment is not None, message.sent_at, message.content_hash)


def take_content(known: Mensagem, newer: Mensagem) -> None:
    """Põe em `known` o conteúdo de `newer`; o que uma pessoa pediu aqui (tipo, citação, detalhes) o eco não desfaz."""
    kept: set[str] = set()
    if known.author_id is not None or known.accepted_at is not None:
        kept = {"origin", "quoted_message_id", "details", "type"}
        if known.type in REWORDED:
            kept.add("original_text")
    for field in CONTENT_FIELDS:
        if field not in kept:
            setattr(known, field, getattr(newer, field))
    known.text = known.original_text  # as edições, se houver, são derivadas de novo


def in_json(**parts: Any) -> dict[str, Any]:
    """Os fatos que há (dataclasses), como ficam em `details`: de `choices` só o que oferece."""
    found = {name: _plain(dataclasses.asdict(part)) for name, part in parts.items() if part is not None}
    if "choices" in found:
        found["choices"] = {key: value for key, value in found["choices"].items() if value}
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value.isoformat().replace("+00:00", "Z") if isinstance(value, datetime) else value
