"""O que se quer enviar, e como fica na linha da mensagem e na carga que espera pelo gateway."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from core.facts import MessageType
from core.instances.plan import NEEDS_PRO
from core.media.outgoing import Prepared
from core.models import Chat, WhatsappInstance

# Tipos que a API aceita e que têm outro nome na linha (INTERFACE: gif -> video, link -> text).
ROW_TYPES = {"gif": MessageType.VIDEO, "link": MessageType.TEXT}
# O que oferecem à escolha mostra-se em `choices`.
OFFERS = frozenset({"list", "buttons", "otp", "pix", "carousel"})
FILE_TYPES = frozenset({"image", "video", "gif", "video_note", "audio", "voice", "document", "sticker"})


@dataclass(frozen=True, slots=True)
class ToSend:
    """Um envio: para uma conversa que existe (`chat`), ou para um endereço (`address`) da instância.

    `fields` são os do tipo, já conferidos: location `latitude, longitude, name, address`; contact `contacts`
    `[{name, phone}]`; link `url, title, description`; poll `options, max_choices`; list `title, button_text, footer,
    sections`; buttons `buttons` `[{type, text, value}]`; otp `button_text, code`; pix `merchant_name, pix_key,
    pix_type, amount`; carousel `cards` `[{text, image, buttons}]`; arquivo `url` ou `file_name`. `file` é o
    arquivo já guardado e `file_digest` o SHA-256 do que veio (o guardado pode ter sido convertido). `forward_of` é a
    mensagem encaminhada: o tipo e o conteúdo vêm dela (`core.outbox.forward`)."""

    instance: WhatsappInstance
    text: str | None = None
    type: str = "text"
    fields: dict[str, Any] = field(default_factory=dict)
    file: Prepared | None = None
    file_digest: str | None = None
    chat: Chat | None = None
    address: str | None = None
    reply_to: int | None = None
    forward_of: int | None = None
    delay_s: int | None = None
    send_at: datetime | None = None

    def body_hash(self) -> str:
        """O que torna dois pedidos o mesmo pedido."""
        target = self.chat.pk if self.chat else self.address
        when = self.send_at.isoformat() if self.send_at else None
        if self.forward_of is not None:
            # Só a referência: a original pode mudar entre um pedido e a sua repetição.
            return _digest([self.instance.pk, target, "forward", self.forward_of, self.reply_to, self.delay_s, when])
        parts: list[Any] = [self.instance.pk, target, self.text, self.reply_to, self.delay_s]
        if self.type != "text" or when is not None:
            parts += [self.type, self.fields, self.file_digest, when]
        return _digest(parts)

    @property
    def feature(self) -> str | None:
        """O que o plano precisa ter para isto (core.instances.plan), se algo."""
        if self.type == "contact" and len(self.fields.get("contacts", ())) > 1:
            return "contacts"
        return self.type if self.type in NEEDS_PRO else None

    @property
    def row_type(self) -> MessageType:
        """O tipo da linha."""
        return ROW_TYPES.get(self.type) or MessageType(self.type)

    def details(self) -> dict[str, Any] | None:
        """O que a linha mostra e não tem coluna: as mesmas formas de `core.apply.messages.details_of`."""
        fields = self.fields
        if self.type == "location":
            return {"location": {name: fields.get(name) for name in ("latitude", "longitude", "name", "address")}}
        if self.type == "contact":
            return {"contacts": [{"name": card["name"], "phones": [card["phone"]]} for card in fields["contacts"]]}
        if self.type == "poll":
            choices = fields.get("max_choices")
            return {"poll": {"question": self.text, "options": fields["options"], "max_choices": choices}}
        if self.type == "link":
            return {"link": {name: fields.get(name) for name in ("url", "title", "description")}}
        if self.type in OFFERS:
            return {"choices": {name: value for name, value in fields.items() if value is not None}}
        return None

    def payload(self, quoted_id: str | None) -> dict[str, Any]:
        """O que `compose` lê na hora de chamar."""
        named = {"file_name": self.file.file_name} if self.file else {}
        return {
            "type": self.type,
            "text": self.text,
            "fields": {**self.fields, **named},
            "reply_to": quoted_id,
            "delay_s": self.delay_s,
        }


def _digest(parts: list[Any]) -> str:
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
