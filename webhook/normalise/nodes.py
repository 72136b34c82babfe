"""Um nó do proto -> os campos de `Content`. Um nó vazio ou meio vazio dá o que tiver; o impossível vira None."""

import re
from collections.abc import Callable

from core.facts import LinkPreview, MessageType, Poll
from core.storable import clean
from webhook.normalise import values
from webhook.normalise.files import Fields, read_file
from webhook.normalise.replies import read_button_reply, read_list_reply
from webhook.normalise.rich import read_buttons, read_list
from webhook.normalise.typed import read_call, read_event, read_group_invite, read_location, read_order, read_product
from webhook.normalise.values import Node, is_node, lower, name, text, whole
from webhook.normalise.vcard import read_cards

_MAX_LIST = 512  # opções, contatos, seções: o WhatsApp permite dezenas
# O que a pessoa escreveu vem antes do que só nomeia.
_TEXT_KEYS = (
    "text", "caption", "conversation", "body", "message", "note", "comment", "contenttext", "hydratedcontenttext",
    "displaytext", "selecteddisplaytext", "name", "title", "hydratedtitletext", "ordertitle", "groupname",
    "newslettername", "description",
)  # fmt: skip
_BARE_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,24}(?::[0-9]+)?(?:[/?#].*)?", re.IGNORECASE)


def find_text(value: object) -> str | None:
    """O primeiro texto legível de um nó cujo formato não conhecemos; largura e profundidade com limite."""
    queue = [value]
    for node in queue:  # cresce enquanto se percorre: busca em largura
        folded = lower(node)
        for key in _TEXT_KEYS:
            found = text(folded.get(key))
            if found is not None and found.strip():
                return found
        if len(queue) < 64:
            inner = (item for key, item in folded.items() if key not in ("contextinfo", "key", "messagecontextinfo"))
            queue.extend([item for item in inner if is_node(item)][:16])
    return None


def _text(node: Node) -> Fields:
    fields: Fields = {"text": text(node.get("text"))}
    found = _link(node.get("canonicalurl")) or _link(node.get("matchedtext"))
    title, description = name(node.get("title")), text(node.get("description"), 1_024)
    if found is not None and (title or description):
        fields["link"] = LinkPreview(found, title, description)
    return fields


def _link(value: object) -> str | None:
    """Só http(s): `javascript:` e parentes nunca chegam à tela. `exemplo.com/x` sem esquema é https."""
    found = values.url(value)
    if found is None and isinstance(value, str) and len(value) < 2_048 and _BARE_HOST.fullmatch(value):
        return clean(f"https://{value}")
    return found


def _location(node: Node) -> Fields:
    fields: Fields = {"text": text(node.get("caption")) or text(node.get("comment"))}
    place = read_location(node)
    return fields if place is None else {**fields, "location": place}


def _contacts(node: Node) -> Fields:
    return {"contacts": read_cards(node, _MAX_LIST)}


def _poll(node: Node) -> Fields:
    names = [shown for shown, _ in poll_options(node)]
    question = text(node.get("name"))
    # Zero é «quantas quiser».
    choices = whole(node.get("selectableoptionscount")) or None
    return {"text": question, "poll": Poll(question, tuple(names), choices)}


def poll_options(node: Node) -> list[tuple[str, str]]:
    """Cada opção: como se mostra, e como veio (é desta que um voto traz o hash)."""
    options = node.get("options")
    found = []
    for option in options[:_MAX_LIST] if isinstance(options, list) else ():
        for told in (option, lower(option).get("optionname"), lower(option).get("name")):
            shown = name(told)
            if shown is not None:
                found.append((shown, str(told)))
                break
    return found


READERS: dict[MessageType, Callable[[Node], Fields]] = {
    MessageType.TEXT: _text,
    MessageType.IMAGE: read_file,
    MessageType.VIDEO: read_file,
    MessageType.VIDEO_NOTE: read_file,
    MessageType.AUDIO: read_file,
    MessageType.VOICE: read_file,
    MessageType.DOCUMENT: read_file,
    MessageType.STICKER: read_file,
    MessageType.LOCATION: _location,
    MessageType.LIVE_LOCATION: _location,
    MessageType.CONTACT: _contacts,
    MessageType.POLL: _poll,
    MessageType.LIST: read_list,
    MessageType.BUTTONS: read_buttons,
    MessageType.LIST_REPLY: read_list_reply,
    MessageType.BUTTON_REPLY: read_button_reply,
    MessageType.ORDER: read_order,
    MessageType.PRODUCT: read_product,
    MessageType.EVENT: read_event,
    MessageType.GROUP_INVITE: read_group_invite,
    MessageType.CALL: read_call,
}
