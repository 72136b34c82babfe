"""Mensagens montadas (modelo, interativa, lista, botões): o texto, o que oferecem, o arquivo do cabeçalho, a cobrança.

Cada uma vem em duas grafias: campos soltos, e o `oneof` do Go como objeto dentro do objeto; `flat` as iguala."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from core.contents import Button, Card, Choices, Row, Section
from core.facts import MediaContent, MessageType
from webhook.normalise import values
from webhook.normalise.files import Fields, read_file
from webhook.normalise.payments import payment_of
from webhook.normalise.values import Node, identifier, inner_json, is_node, lower, name, text

_MAX_LIST = 512  # opções, seções, botões: o WhatsApp permite dezenas
_MAX_LINE = 1_024
_HEADER_FILES = {
    "imagemessage": MessageType.IMAGE,
    "videomessage": MessageType.VIDEO,
    "documentmessage": MessageType.DOCUMENT,
}
_TEMPLATES = ("hydratedtemplate", "hydratedfourrowtemplate", "fourrowtemplate", "interactivemessagetemplate")
_BUTTON_TYPES = {"quick_reply": "reply", "cta_url": "url", "cta_call": "call", "cta_copy": "copy"}
_VALUES = {"url": ("url", "merchant_url"), "call": ("phone_number", "id"), "copy": ("copy_code", "id")}
_BUTTON_TYPES |= {"open_webview": "url", "voice_call": "call"}


def flat(value: object, *oneofs: str) -> Node:
    """O nó com o conteúdo de cada `oneof` (objeto) trazido para ele."""
    node = lower(value)
    for key in oneofs:
        inner = node.get(key)
        if is_node(inner):
            node = {**node, **lower(inner)}
    return node


def nodes(value: object) -> Iterator[Node]:
    """Os objetos de uma lista."""
    for item in value[:_MAX_LIST] if isinstance(value, list) else ():
        if is_node(item):
            yield lower(item)


def lines(*found: object) -> str | None:
    """Os textos que há, um por linha, sem repetir."""
    said = dict.fromkeys(line for line in map(text, found) if line is not None and line.strip())
    return values.within("\n".join(said), values.MAX_TEXT) or None


def read_list(node: Node) -> Fields:
    """`listMessage`: título, descrição e o que oferece."""
    choices = Choices(
        title=name(node.get("title")),
        button_text=name(node.get("buttontext")),
        footer=text(node.get("footertext"), _MAX_LINE),
        sections=_sections(node.get("sections")),
    )
    return {"text": lines(node.get("title"), node.get("description")), "choices": choices}


def read_buttons(node: Node) -> Fields:
    """`buttonsMessage`, `templateMessage`, `interactiveMessage`, `highlyStructuredMessage`."""
    if "hydratedhsm" in node:
        node = lower(node["hydratedhsm"])
        node = lower(node.get("templatemessage")) or node
    node = flat(node, "format")
    for key in _TEMPLATES:
        if is_node(node.get(key)):
            inner = lower(node[key])
            return read_buttons(lower(inner.get("interactivemessage")) or inner)
    if any(key.startswith("hydrated") for key in node) or is_node(node.get("content")):
        return _template(node)
    if "body" in node or "nativeflowmessage" in node or "interactivemessage" in node or "carouselmessage" in node:
        return _interactive(node)
    return _plain_buttons(node)


def _with_media(fields: Fields, header: Node) -> Fields:
    media = _header_media(header)
    return {**fields, "media": media} if media is not None else fields


def _header_media(header: Node) -> MediaContent | None:
    for key, kind in _HEADER_FILES.items():
        if is_node(header.get(key)):
            media: MediaContent = read_file(lower(header[key]))["media"]
            return replace(media, kind=kind)
    return None


def _template(node: Node) -> Fields:
    node = flat(node, "title")  # o título é um `oneof`: texto ou arquivo
    said = lines(node.get("hydratedtitletext"), node.get("hydratedcontenttext"))
    if said is None:  # o modelo por preencher: nomes no lugar dos textos
        inner = lower(node.get("content"))
        params = inner.get("params")
        said = lines(inner.get("elementname"), *(params if isinstance(params, list) else ()))
    footer = text(node.get("hydratedfootertext"), _MAX_LINE)
    buttons = tuple(_template_button(one) for one in nodes(node.get("hydratedbuttons", node.get("buttons"))))
    fields: Fields = {"text": said, "choices": Choices(footer=footer, buttons=buttons)}
    return _with_media(fields, node)


def _template_button(node: Node) -> Button:
    node = flat(node, "hydratedbutton", "button")
    for key, kind, value_key in (
        ("quickreplybutton", "reply", "id"),
        ("urlbutton", "url", "url"),
        ("callbutton", "call", "phonenumber"),
    ):
        if is_node(node.get(key)):
            inner = lower(node[key])
            return Button(kind, _label(inner.get("displaytext")), _value(inner.get(value_key)))
    return Button("other", None)


def _label(value: object) -> str | None:
    return name(value) or name(lower(value).get("elementname"))


def _value(value: object) -> str | None:
    return text(value, values.MAX_URL) or identifier(value)


def _plain_buttons(node: Node) -> Fields:
    node = flat(node, "header")
    buttons = []
    for one in nodes(node.get("buttons")):
        said = name(lower(one.get("buttontext")).get("displaytext")) or name(one.get("displaytext"))
        flow = lower(one.get("nativeflowinfo"))
        buttons.append(
            _flow_button(flow) if said is None and flow else Button("reply", said, _value(one.get("buttonid")))
        )
    said = lines(node.get("headertext"), node.get("text"), node.get("contenttext"))
    choices = Choices(footer=text(node.get("footertext"), _MAX_LINE), buttons=tuple(buttons))
    return _with_media({"text": said, "choices": choices}, node)


def _interactive(node: Node) -> Fields:
    node = flat(node, "interactivemessage")
    header = flat(node.get("header"), "media")
    body, footer = lower(node.get("body")), lower(node.get("footer"))
    flow = list(nodes(lower(node.get("nativeflowmessage")).get("buttons")))
    buttons, sections, opener = [], list[Section](), None
    for one in flow:
        params = _params(one)
        if "sections" in params:
            sections += _sections(params.get("sections"))
            opener = opener or name(params.get("title"))
        elif payment_of(_flow_name(one), params) is None:
            buttons.append(_flow_button(one))
    fields: Fields = {
        "text": lines(header.get("title"), header.get("subtitle"), body.get("text") or node.get("body")),
        "choices": Choices(
            button_text=opener,
            footer=text(footer.get("text"), _MAX_LINE) or text(node.get("footer"), _MAX_LINE),
            sections=tuple(sections),
            buttons=tuple(buttons),
            cards=tuple(_card(one) for one in nodes(lower(node.get("carouselmessage")).get("cards"))),
        ),
    }
    charge = next((found for one in flow if (found := payment_of(_flow_name(one), _params(one)))), None)
    if charge is not None:
        fields |= {"type": MessageType.PAYMENT, "typed": charge}
    return _with_media(fields, header)


def _card(node: Node) -> Card:
    read = read_buttons(node)
    choices: Any = read.get("choices") or Choices()
    return Card(read["text"], choices.buttons)


def _flow_name(button: Node) -> str:
    return (name(button.get("name")) or "").lower()


def _params(button: Node) -> Node:
    return lower(inner_json(button.get("buttonparamsjson") or button.get("paramsjson")))


def _flow_button(button: Node) -> Button:
    params, kind = _params(button), _BUTTON_TYPES.get(_flow_name(button), "other")
    said = name(params.get("display_text")) or name(params.get("title"))
    found = filter(None, (_value(params.get(key)) for key in _VALUES.get(kind, ("id",))))
    return Button(kind, said or name(button.get("name")), next(found, None))


def _sections(value: object) -> tuple[Section, ...]:
    found = []
    for one in nodes(value):
        rows = tuple(
            Row(
                identifier(row.get("rowid") or row.get("id")),
                name(row.get("title")) or name(row.get("header")),
                text(row.get("description"), _MAX_LINE),
            )
            for row in nodes(one.get("rows"))
        )
        found.append(Section(name(one.get("title")), rows))
    return tuple(found)
