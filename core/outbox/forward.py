"""Encaminhar: o conteúdo de uma mensagem que já temos, posto num envio novo.

O gateway não encaminha: sai uma mensagem igual, sem a marca do WhatsApp. O arquivo não viaja de novo: a mídia nova
aponta para o mesmo, que se guarda por conteúdo."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from core.facts import MessageType
from core.instances.plan import what_lacks
from core.media import stored_file
from core.media.outgoing import Prepared, limit_of
from core.models import MediaStatus, Mensagem, MessageMedia
from core.outbox.to_send import FILE_TYPES, ToSend

MAX_CARDS = 50  # mais que isto não é uma mensagem de pessoas
WITH_CAPTION = frozenset({"image", "video", "document"})
_DIGITS = re.compile(r"[0-9]{8,15}")
SENT_BUTTONS = frozenset({"reply", "url", "call"})
# Tipo -> o que se leva, e antes de tudo o que não pode faltar.
_CHOICES = {
    "list": ("sections", "title", "button_text", "footer"),
    "buttons": ("buttons",),
    "otp": ("code", "button_text"),
    "pix": ("pix_key", "pix_type", "merchant_name", "amount"),
    "carousel": ("cards",),
}


class CannotForward(Exception):
    """Esta mensagem não se pode encaminhar."""


def fill(wanted: ToSend, source: Mensagem) -> ToSend:
    """`wanted` com o tipo e o conteúdo de `source`. Levanta `CannotForward`."""
    if source.cliente_id != wanted.instance.cliente_id:
        raise CannotForward(_("A mensagem é de outro cliente."))
    if source.revoked_at is not None:
        raise CannotForward(_("A mensagem foi apagada."))
    kind = MessageType(source.type).value
    if kind in FILE_TYPES:
        return _file(wanted, source, kind)
    build = _BUILDERS.get(kind)
    if build is None:
        raise CannotForward(_("Esta mensagem não se pode encaminhar."))
    return build(wanted, source)


def _text(wanted: ToSend, source: Mensagem) -> ToSend:
    link = _details(source).get("link") or {}
    url = str(link.get("url") or "")
    text = source.text or url
    if not text.strip():
        raise CannotForward(_("A mensagem não tem texto."))
    # A prévia só vai onde o plano a tem; sem ela o endereço continua no texto.
    if link.get("title") and url.startswith(("https://", "http://")):
        if what_lacks(wanted.instance, "link") is None:
            fields = {name: link[name] for name in ("url", "title", "description") if link.get(name)}
            return replace(wanted, type="link", text=text, fields=fields)
        if url not in text:
            text = f"{text}\n{url}"
    return replace(wanted, type="text", text=text)


def _location(wanted: ToSend, source: Mensagem) -> ToSend:
    place = _details(source).get("location")
    if not place:
        raise CannotForward(_("A mensagem não diz o lugar."))
    fields = {name: place[name] for name in ("latitude", "longitude", "name", "address") if place.get(name) is not None}
    return replace(wanted, type="location", fields=fields)


def _contact(wanted: ToSend, source: Mensagem) -> ToSend:
    cards = [
        {"name": str(card.get("name") or phone)[:255], "phone": phone}
        for card in _details(source).get("contacts", [])
        for phone in card.get("phones", [])
        if _DIGITS.fullmatch(phone)
    ]
    if not cards:
        raise CannotForward(_("O cartão não traz um telefone."))
    return replace(wanted, type="contact", fields={"contacts": cards[:MAX_CARDS]})


def _poll(wanted: ToSend, source: Mensagem) -> ToSend:
    poll = _details(source).get("poll") or {}
    question, options = poll.get("question") or source.text, list(poll.get("options", []))
    if not question or len(options) < 2:
        raise CannotForward(_("A enquete não veio inteira."))
    # No WhatsApp zero quer dizer «quantas quiser».
    choices = len(options) if poll.get("max_choices") == 0 else poll.get("max_choices")
    fields = {"options": options, **({"max_choices": choices} if choices else {})}
    return replace(wanted, type="poll", text=question, fields=fields)


def _choices(wanted: ToSend, source: Mensagem) -> ToSend:
    """Só o que se sabe mandar: de um modelo recebido pode haver botões que a W-APi não envia."""
    offered = _details(source).get("choices") or {}
    if any(one.get("type") not in SENT_BUTTONS or not one.get("text") for one in offered.get("buttons", [])):
        raise CannotForward(_("Esta mensagem não se pode encaminhar."))
    fields = {name: offered[name] for name in _CHOICES[source.type] if offered.get(name) is not None}
    if not (source.text or source.type == "pix") or not fields.get(_CHOICES[source.type][0]):
        raise CannotForward(_("Não se sabe o que esta mensagem oferecia."))
    return replace(wanted, type=source.type, text=source.text, fields=fields)


def _file(wanted: ToSend, source: Mensagem, kind: str) -> ToSend:
    media: MessageMedia | None = getattr(source, "media", None)
    if media is None or media.status != MediaStatus.READY or not media.storage_name:
        raise CannotForward(_("O arquivo desta mensagem não está aqui."))
    if media.view_once:
        raise CannotForward(_("Foi enviada para ver uma vez só."))
    # Um GIF onde o plano não os tem vai como o vídeo que ele é.
    send_type = "gif" if media.is_gif and what_lacks(wanted.instance, "gif") is None else kind
    file = _prepared(media)
    if file.size_bytes > limit_of(send_type):
        raise CannotForward(_("O arquivo passa do limite do WhatsApp para este envio."))
    fields = {"file_name": media.file_name} if media.file_name else {}
    text = source.text if kind in WITH_CAPTION else None
    return replace(wanted, type=send_type, text=text, fields=fields, file=file)


def _prepared(media: MessageMedia) -> Prepared:
    """O arquivo já guardado, com o que os eventos disseram dele ou o que dele se mediu aqui."""
    name, made = media.storage_name or "", media.made or {}

    def known(field: str) -> Any:
        told = getattr(media, field)
        return told if told is not None else made.get(field)

    served = media.served_type or "application/octet-stream"
    waveform, thumbnail = media.waveform or media.made_waveform, media.thumbnail or media.made_thumbnail
    return Prepared(
        storage_name=name,
        size_bytes=media.stored_bytes if media.stored_bytes is not None else (media.size or 0),
        served_type=served,
        mime_type=media.mime_type or served,
        file_name=media.file_name,
        file_sha256=stored_file.sha256_of(name),
        seconds=known("seconds"),
        width=known("width"),
        height=known("height"),
        pages=known("pages"),
        thumbnail=bytes(thumbnail) if thumbnail else None,
        waveform=bytes(waveform) if waveform else None,
        placeholder=bytes(media.placeholder) if media.placeholder else None,
    )


def _details(source: Mensagem) -> dict[str, Any]:
    return source.details or {}


_BUILDERS: dict[str, Callable[[ToSend, Mensagem], ToSend]] = {
    "text": _text,
    "button_reply": _text,
    "list_reply": _text,
    "location": _location,
    "live_location": _location,
    "contact": _contact,
    "poll": _poll,
    **dict.fromkeys(_CHOICES, _choices),
}
