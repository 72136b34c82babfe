"""Da carga de um envio à chamada da W-APi que o faz: uma linha por tipo."""

from collections.abc import Callable
from pathlib import PurePath
from typing import Any

from core.gateway.calls import messages as calls
from core.gateway.client import Call
from core.gateway.results import Sent

Payload = dict[str, Any]
Common = dict[str, Any]  # reply_to, delay_s


def compose(phone: str, payload: Payload, source: str | None) -> Call[Sent]:
    """A chamada. `phone` na forma que o gateway aceita; `source` é o arquivo: endereço público ou data URI."""
    common = {"reply_to": payload.get("reply_to"), "delay_s": payload.get("delay_s")}
    return _BUILDERS[payload.get("type", "text")](phone, payload, common, source or "")


def _text(phone: str, payload: Payload, common: Common, source: str) -> Call[Sent]:
    return calls.send_text(phone, payload["text"], **common)


def _document(phone: str, payload: Payload, common: Common, source: str) -> Call[Sent]:
    name = payload["fields"].get("file_name") or "arquivo"
    extension = PurePath(name).suffix.lstrip(".").lower() or "bin"
    return calls.send_document(phone, source, extension=extension, file_name=name, caption=payload["text"], **common)


def _location(phone: str, payload: Payload, common: Common, source: str) -> Call[Sent]:
    place = payload["fields"]
    return calls.send_location(
        phone,
        latitude=place["latitude"],
        longitude=place["longitude"],
        name=place.get("name") or "",
        address=place.get("address") or "",
        **common,
    )


def _contact(phone: str, payload: Payload, common: Common, source: str) -> Call[Sent]:
    cards = [(card["name"], card["phone"]) for card in payload["fields"]["contacts"]]
    if len(cards) == 1:
        return calls.send_contact(phone, name=cards[0][0], contact_phone=cards[0][1], **common)
    return calls.send_contacts(phone, cards, **common)


def _link(phone: str, payload: Payload, common: Common, source: str) -> Call[Sent]:
    link = payload["fields"]
    text = payload["text"] or link["url"]
    title, description = link.get("title") or link["url"], link.get("description") or ""
    return calls.send_link(phone, text, url=link["url"], title=title, description=description, **common)


def _poll(phone: str, payload: Payload, common: Common, source: str) -> Call[Sent]:
    poll = payload["fields"]
    return calls.send_poll(phone, payload["text"], poll["options"], max_options=poll.get("max_choices"), **common)


def _list(phone: str, payload: Payload, common: Common, source: str) -> Call[Sent]:
    wanted = payload["fields"]
    sections = [
        {
            "title": section.get("title") or "",
            "rows": [
                {"rowId": row["id"], "title": row["title"], "description": row.get("description") or ""}
                for row in section["rows"]
            ],
        }
        for section in wanted["sections"]
    ]
    return calls.send_list(
        phone,
        title=wanted.get("title") or "",
        description=payload["text"] or "",
        button_text=wanted["button_text"],
        footer=wanted.get("footer") or "",
        sections=sections,
        **common,
    )


def _buttons(phone: str, payload: Payload, common: Common, source: str) -> Call[Sent]:
    """As ações não têm onde pôr um id: o serviço dá o seu, e `core.chats.choices` o troca de volta pelo nosso."""
    actions = _actions(payload["fields"]["buttons"])
    return calls.send_button_actions(phone, payload["text"], actions, **common)


def _actions(buttons: list[dict[str, str]]) -> list[dict[str, str]]:
    """Botões como o gateway os quer."""
    made = {"reply": ("REPLAY", ""), "url": ("URL", "url"), "call": ("CALL", "phone")}
    return [
        {"type": made[one["type"]][0], "buttonText": one["text"]}
        | ({field: one["value"]} if (field := made[one["type"]][1]) else {})
        for one in buttons
    ]


def _otp(phone: str, payload: Payload, common: Common, source: str) -> Call[Sent]:
    wanted = payload["fields"]
    return calls.send_otp(phone, payload["text"], button_text=wanted["button_text"], code=wanted["code"], **common)


def _pix(phone: str, payload: Payload, common: Common, source: str) -> Call[Sent]:
    wanted = payload["fields"]
    return calls.send_pix(
        phone,
        merchant_name=wanted["merchant_name"],
        pix_key=wanted["pix_key"],
        key_type=wanted["pix_type"].upper(),
        amount=wanted.get("amount"),
        **common,
    )


def _carousel(phone: str, payload: Payload, common: Common, source: str) -> Call[Sent]:
    cards = [
        {"text": card["text"], "image": card["image"], "buttonActions": _actions(card["buttons"])}
        for card in payload["fields"]["cards"]
    ]
    return calls.send_carousel(phone, payload["text"], cards, **common)


def _captioned(call: Callable[..., Call[Sent]]) -> Callable[[str, Payload, Common, str], Call[Sent]]:
    return lambda phone, payload, common, source: call(phone, source, caption=payload["text"], **common)


def _bare(call: Callable[..., Call[Sent]]) -> Callable[[str, Payload, Common, str], Call[Sent]]:
    return lambda phone, payload, common, source: call(phone, source, **common)


_BUILDERS: dict[str, Callable[[str, Payload, Common, str], Call[Sent]]] = {
    "text": _text,
    "image": _captioned(calls.send_image),
    "video": _captioned(calls.send_video),
    "gif": _captioned(calls.send_gif),
    "video_note": _bare(calls.send_video_note),
    "audio": _bare(calls.send_audio),
    "voice": _bare(calls.send_audio),
    "document": _document,
    "sticker": _bare(calls.send_sticker),
    "location": _location,
    "contact": _contact,
    "link": _link,
    "poll": _poll,
    "list": _list,
    "buttons": _buttons,
    "otp": _otp,
    "pix": _pix,
    "carousel": _carousel,
}
