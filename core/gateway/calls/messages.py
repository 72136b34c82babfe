"""Envios. A W-APi enfileira: aceito não é entregue, e número que não existe também é aceito.

Em todos, `phone` são dígitos, ou o JID inteiro de grupo ou LID; `reply_to` é o id da mensagem respondida (a W-APi o
chama de `messageId`, mas nunca é o nosso); `delay_s` é o tempo «digitando» antes do envio. `media` é um endereço
público ou um data URI em base64. Os marcados PRO não existem no plano LITE.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from core.gateway.calls.instance import read_done
from core.gateway.client import Call
from core.gateway.envelope import Answer
from core.gateway.results import Done, Sent

# Mídia em base64 sobe inteira no corpo: o prazo é o dela.
MEDIA_TIMEOUT_S = 90.0  # o gateway busca o arquivo inteiro antes de responder

Options = Mapping[str, Any]


def send_text(phone: str, message: str, *, reply_to: str | None = None, delay_s: int | None = None) -> Call[Sent]:
    """Texto."""
    return _send("send-text", phone, {"message": message}, reply_to, delay_s)


def send_image(
    phone: str, media: str, *, caption: str | None = None, reply_to: str | None = None, delay_s: int | None = None
) -> Call[Sent]:
    """Foto."""
    return _send_media("send-image", phone, {"image": media, "caption": caption}, reply_to, delay_s)


def send_video(
    phone: str, media: str, *, caption: str | None = None, reply_to: str | None = None, delay_s: int | None = None
) -> Call[Sent]:
    """Vídeo MP4."""
    return _send_media("send-video", phone, {"video": media, "caption": caption}, reply_to, delay_s)


def send_audio(phone: str, media: str, *, reply_to: str | None = None, delay_s: int | None = None) -> Call[Sent]:
    """Nota de voz; Ogg/Opus é o que toca em todo celular."""
    return _send_media("send-audio", phone, {"audio": media}, reply_to, delay_s)


def send_document(
    phone: str,
    media: str,
    *,
    extension: str,
    file_name: str,
    caption: str | None = None,
    reply_to: str | None = None,
    delay_s: int | None = None,
) -> Call[Sent]:
    """Documento; `extension` (sem ponto) é na prática obrigatória."""
    fields = {"document": media, "extension": extension, "fileName": file_name, "caption": caption}
    return _send_media("send-document", phone, fields, reply_to, delay_s)


def send_sticker(phone: str, media: str, *, reply_to: str | None = None, delay_s: int | None = None) -> Call[Sent]:
    """Figurinha WebP (PRO)."""
    return _send_media("send-sticker", phone, {"sticker": media}, reply_to, delay_s)


def send_gif(
    phone: str, media: str, *, caption: str | None = None, reply_to: str | None = None, delay_s: int | None = None
) -> Call[Sent]:
    """GIF, que é um MP4 (PRO)."""
    return _send_media("send-gif", phone, {"gif": media, "caption": caption}, reply_to, delay_s)


def send_video_note(phone: str, media: str, *, reply_to: str | None = None, delay_s: int | None = None) -> Call[Sent]:
    """Recado de vídeo, redondo (PRO)."""
    return _send_media("send-ptv", phone, {"ptv": media}, reply_to, delay_s)


def send_location(
    phone: str,
    *,
    latitude: float,
    longitude: float,
    name: str = "",
    address: str = "",
    reply_to: str | None = None,
    delay_s: int | None = None,
) -> Call[Sent]:
    """Ponto no mapa; a W-APi quer os graus como texto."""
    place = {"name": name, "address": address, "latitude": _degrees(latitude), "longitude": _degrees(longitude)}
    return _send("send-location", phone, place, reply_to, delay_s)


def send_contact(
    phone: str, *, name: str, contact_phone: str, reply_to: str | None = None, delay_s: int | None = None
) -> Call[Sent]:
    """Um cartão de contato."""
    return _send("send-contact", phone, {"contactName": name, "contactPhone": contact_phone}, reply_to, delay_s)


def send_contacts(
    phone: str, contacts: Sequence[tuple[str, str]], *, reply_to: str | None = None, delay_s: int | None = None
) -> Call[Sent]:
    """Vários cartões, cada um (nome, telefone) (PRO)."""
    cards = [{"contactName": name, "contactPhone": number} for name, number in contacts]
    return _send("send-contacts", phone, {"contacts": cards}, reply_to, delay_s)


def send_link(
    phone: str,
    message: str,
    *,
    url: str,
    title: str,
    description: str = "",
    image: str | None = None,
    reply_to: str | None = None,
    delay_s: int | None = None,
) -> Call[Sent]:
    """Texto com prévia de link (PRO)."""
    preview = {"linkUrl": url, "title": title, "linkDescription": description, "image": image}
    return _send("send-link", phone, {"message": message, **preview}, reply_to, delay_s)


def send_poll(
    phone: str,
    question: str,
    options: Sequence[str],
    *,
    max_options: int | None = None,
    reply_to: str | None = None,
    delay_s: int | None = None,
) -> Call[Sent]:
    """Enquete (PRO)."""
    fields = {"message": question, "poll": list(options), "pollMaxOptions": max_options}
    return _send("send-poll", phone, fields, reply_to, delay_s)


def send_list(
    phone: str,
    *,
    title: str,
    description: str,
    button_text: str,
    sections: Sequence[Options],
    footer: str = "",
    reply_to: str | None = None,
    delay_s: int | None = None,
) -> Call[Sent]:
    """Lista de escolha; `sections` é `[{title, rows: [{title, description, rowId}]}]` (PRO)."""
    words = {"title": title, "description": description, "buttonText": button_text, "footerText": footer}
    return _send("send-list", phone, {**words, "sections": list(sections)}, reply_to, delay_s)


def send_button_actions(
    phone: str, message: str, actions: Sequence[Options], *, reply_to: str | None = None, delay_s: int | None = None
) -> Call[Sent]:
    """Botões `{type: REPLAY|URL|CALL, buttonText, url?, phone?}`; REPLAY é assim mesmo (PRO). `send-button-list`, que
    levaria um id nosso, é aceita com um messageId e nada chega: não se usa."""
    return _send("send-button-actions", phone, {"message": message, "buttonActions": list(actions)}, reply_to, delay_s)


def send_otp(
    phone: str,
    message: str,
    *,
    button_text: str,
    code: str,
    reply_to: str | None = None,
    delay_s: int | None = None,
) -> Call[Sent]:
    """Código que se copia com um toque (PRO)."""
    fields = {"message": message, "buttonText": button_text, "code": code}
    return _named_twice("send-button-otp", "send-otp", phone, fields, reply_to, delay_s)


def send_pix(
    phone: str,
    *,
    merchant_name: str,
    pix_key: str,
    key_type: str,
    amount: float | None = None,
    reply_to: str | None = None,
    delay_s: int | None = None,
) -> Call[Sent]:
    """Chave Pix que se copia com um toque; `key_type` é CPF, CNPJ, PHONE, EMAIL ou EVP (PRO)."""
    fields = {"merchantName": merchant_name, "pixKey": pix_key, "type": key_type, "amount": amount}
    return _named_twice("send-button-pix", "send-pix", phone, fields, reply_to, delay_s)


def send_carousel(
    phone: str, message: str, cards: Sequence[Options], *, reply_to: str | None = None, delay_s: int | None = None
) -> Call[Sent]:
    """Cartões lado a lado, `{text, image, buttonActions}`; os botões são os de `send_button_actions` (PRO)."""
    return _send("send-carousel", phone, {"message": message, "cards": list(cards)}, reply_to, delay_s)


def send_reaction(phone: str, message_id: str, emoji: str) -> Call[Sent]:
    """Reage a uma mensagem (PRO)."""
    return _send("send-reaction", phone, {"reaction": emoji}, message_id)


def remove_reaction(phone: str, message_id: str) -> Call[Sent]:
    """Tira a nossa reação (PRO)."""
    return _send("remove-reaction", phone, {}, message_id)


def edit_message(phone: str, message_id: str, text: str) -> Call[Sent]:
    """Troca o texto de uma mensagem nossa (PRO)."""
    return _send("edit-message", phone, {"text": text}, message_id)


def delete_message(phone: str, message_id: str) -> Call[Sent]:
    """Apaga para todos (PRO). Sem `inserted_id` na resposta, não foi apagada."""
    query = {"phone": phone, "messageId": message_id}
    return Call("delete-message", "DELETE", "/message/delete-message", read_sent, query=query)


def read_message(phone: str, message_id: str) -> Call[Done]:
    """Marca como lida (PRO)."""
    body = {"phone": phone, "messageId": message_id}
    return Call("read-message", "POST", "/message/read-message", read_done, body=body)


def _send(
    name: str,
    phone: str,
    fields: Options,
    message_id: str | None = None,
    delay_s: int | None = None,
    *,
    timeout_s: float | None = None,
) -> Call[Sent]:
    body = {"phone": phone, **fields, "messageId": message_id, "delayMessage": delay_s}
    return Call(name, "POST", f"/message/{name}", read_sent, body=body, timeout_s=timeout_s)


def _named_twice(
    name: str, slug: str, phone: str, fields: Options, message_id: str | None, delay_s: int | None
) -> Call[Sent]:
    """A coleção nova dá outro nome, que pode ser só o da página: tenta-se depois de um 404, que nada enviou."""
    return replace(
        _send(name, phone, fields, message_id, delay_s), otherwise=_send(slug, phone, fields, message_id, delay_s)
    )


def _degrees(value: float) -> str:
    return f"{value:.7f}".rstrip("0").rstrip(".")  # nunca em notação científica


def _send_media(name: str, phone: str, fields: Options, message_id: str | None, delay_s: int | None) -> Call[Sent]:
    return _send(name, phone, fields, message_id, delay_s, timeout_s=MEDIA_TIMEOUT_S)


def read_sent(answer: Answer) -> Sent:
    """Leitura de todo envio; a chave `id` sozinha não serve, pode ser a da fila."""
    message_id = answer.identifier("messageId") or answer.nested("key").identifier("id")
    return Sent(message_id, answer.text("insertedId"))
