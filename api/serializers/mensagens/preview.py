"""Uma mensagem numa linha: a lista de conversas, a busca, as frases ditas."""

import re
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from core.contacts.names import NameBook
from core.facts import MessageType
from core.models import Mensagem

PREVIEW_LENGTH = 160  # duas linhas da lista, com folga
_READ_AT_MOST = 2_000  # o bastante para a linha, mesmo com menções
_MENTION = re.compile(r"@([0-9]{5,20})")
TYPE_LABELS = {
    MessageType.IMAGE: N_("Foto"),
    MessageType.VIDEO: N_("Vídeo"),
    MessageType.VIDEO_NOTE: N_("Recado de vídeo"),
    MessageType.AUDIO: N_("Áudio"),
    MessageType.VOICE: N_("Mensagem de voz"),
    MessageType.DOCUMENT: N_("Documento"),
    MessageType.STICKER: N_("Figurinha"),
    MessageType.LOCATION: N_("Localização"),
    MessageType.LIVE_LOCATION: N_("Localização em tempo real"),
    MessageType.CONTACT: N_("Contato"),
    MessageType.POLL: N_("Enquete"),
    MessageType.LIST: N_("Lista"),
    MessageType.BUTTONS: N_("Botões"),
    MessageType.ORDER: N_("Pedido"),
    MessageType.PRODUCT: N_("Produto"),
    MessageType.EVENT: N_("Evento"),
    MessageType.GROUP_INVITE: N_("Convite para um grupo"),
    MessageType.CALL: N_("Ligação"),
    MessageType.PAYMENT: N_("Pagamento"),
    MessageType.BUTTON_REPLY: N_("Resposta a um botão"),
    MessageType.LIST_REPLY: N_("Resposta a uma lista"),
    MessageType.UNKNOWN: N_("Mensagem de um tipo ainda não suportado"),
}
# Por que só o celular a mostra.
ON_PHONE = {
    "view_once": N_("Visualização única: abra no celular"),
    "masked": N_("Mensagem protegida: abra no celular"),
    "undecrypted": N_("Mensagem que não se pôde ler aqui: abra no celular"),
}
MISSED = {False: N_("Ligação perdida"), True: N_("Ligação de vídeo perdida")}


def preview_of(message: Mensagem | None, names: NameBook) -> str | None:
    """A mensagem numa linha."""
    if message is None:
        return None
    if message.revoked_at:
        return _("Mensagem apagada")
    details: dict[str, Any] = message.details or {}
    content: dict[str, Any] = details.get("content") or {}
    if answers := content.get("answers"):
        return _line(" · ".join(str(one["value"]) for one in answers))
    if message.text and message.text.strip():
        return _line(with_names(message.text[:_READ_AT_MOST], message, names))
    if said := _of_content(MessageType(message.type), content, details):
        return _line(said)
    return gettext(TYPE_LABELS.get(MessageType(message.type), N_("Mensagem")))


def with_names(text: str, message: Mensagem, names: NameBook) -> str:
    """O texto com `@Nome` onde o WhatsApp escreve `@` e os dígitos do endereço."""
    mentioned = (message.details or {}).get("mentions", [])
    if not mentioned:
        return text
    known = {one.partition("@")[0]: names.known_name(message.instance_id, one) for one in mentioned}
    return _MENTION.sub(lambda found: f"@{known.get(found[1]) or found[1]}", text)


def _line(text: str) -> str:
    return " ".join(text.split())[:PREVIEW_LENGTH]


def _of_content(kind: MessageType, content: dict[str, Any], details: dict[str, Any]) -> str | None:
    """O que nomeia o conteúdo, onde ninguém escreveu nada."""
    if kind == MessageType.UNKNOWN:
        return gettext(ON_PHONE[content["reason"]]) if content.get("reason") in ON_PHONE else None
    if kind == MessageType.CALL and content.get("outcome") == "missed":
        return gettext(MISSED[bool(content.get("is_video"))])
    named = content.get("title") or content.get("name") or content.get("merchant_name") or details.get("choice_id")
    amount = content.get("amount")
    said = " · ".join(str(one) for one in (named, amount and _money(amount, content.get("currency"))) if one)
    label = TYPE_LABELS.get(kind)
    if not said or label is None or kind in (MessageType.BUTTON_REPLY, MessageType.LIST_REPLY):
        return said or None
    return f"{gettext(label)}: {said}"


def _money(amount: str, currency: str | None) -> str:
    return f"{currency} {amount}" if currency else amount
