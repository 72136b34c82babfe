"""Versões do conteúdo de uma mensagem: qual vence, e o que dela se toma."""

import dataclasses
from datetime import datetime
from typing import Any

from core.facts import Content, MessageType
from core.models import Mensagem
from core.models.mensagem import CONTENT_FIELDS

# O WhatsApp monta o texto destas; numa que nós pedimos vale o que se pediu.
BUTTONED = {MessageType.BUTTONS, MessageType.OTP, MessageType.PIX, MessageType.CAROUSEL}
REWORDED = {MessageType.LIST, MessageType.LOCATION, MessageType.CONTACT, MessageType.PAYMENT, *BUTTONED}
# O que se manda como um pode ecoar como o outro: botões, código, Pix e carrossel voltam todos como interativa.
ALIKE = ({MessageType.AUDIO, MessageType.VOICE}, {MessageType.LIST, MessageType.PAYMENT, *BUTTONED})

# O que só o eco sabe dizer, também de um envio nosso.
TOLD = ("told_buttons",)


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
    details: dict[str, Any] = newer.details or {}
    told = {name: details[name] for name in TOLD if name in details}
    for field in CONTENT_FIELDS:
        if field not in kept:
            setattr(known, field, getattr(newer, field))
    if told and "details" in kept:
        known.details = {**(known.details or {}), **told}
    known.text = known.original_text  # as edições, se houver, são derivadas de novo


def told_buttons(content: Content) -> list[dict[str, str]]:
    """Os botões de resposta que o eco diz, na ordem, também os dos cartões: é o id daqui que o toque traz."""
    choices = content.choices
    if choices is None:
        return []
    buttons = [*choices.buttons, *(one for card in choices.cards for one in card.buttons)]
    return [{"id": one.value, "text": one.text} for one in buttons if one.type == "reply" and one.value and one.text]


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
