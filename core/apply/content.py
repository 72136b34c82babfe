"""Versões do conteúdo de uma mensagem: qual vence, e o que dela se toma."""

from typing import Any

from core.facts import MessageType
from core.models import Mensagem
from core.models.mensagem import CONTENT_FIELDS

# O WhatsApp monta o texto destas; numa que nós pedimos vale o que se pediu.
BUTTONED = {MessageType.BUTTONS, MessageType.OTP, MessageType.PIX, MessageType.CAROUSEL}
REWORDED = {MessageType.LIST, MessageType.LOCATION, MessageType.CONTACT, *BUTTONED}

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
