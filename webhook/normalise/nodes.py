"""Um nó do proto -> os campos de `Content`. Um nó vazio ou meio vazio dá o que tiver; o impossível vira None."""

import json
import re
from collections.abc import Callable
from typing import Any

from core.facts import ContactCard, LinkPreview, Location, MediaContent, MessageType, Poll, ToldButton
from webhook.normalise import values
from webhook.normalise.values import Node, is_node, lower, name, text, whole

# Campos de `Content`, por nome; o tipo de cada um é o do dataclass.
Fields = dict[str, Any]
_MAX_LIST = 512  # opções, contatos, seções: o WhatsApp permite dezenas
_MAX_MIME = 128  # a coluna
_MAX_INNER_JSON = 4_096  # os parâmetros de um botão têm dezenas de letras
# Chave e hash são 32 bytes: 44 letras em base64.
_MAX_KEY = 64  # 32 bytes em base64, com folga
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
        return values.clean(f"https://{value}")
    return found


def _media(node: Node) -> Fields:
    media = MediaContent(
        mime_type=(name(node.get("mimetype")) or "")[:_MAX_MIME] or None,
        file_name=name(node.get("filename")) or name(node.get("title")),
        size=whole(node.get("filelength"), values.MAX_SIZE),
        seconds=whole(node.get("seconds"), values.MAX_SECONDS + 1),
        width=whole(node.get("width")),
        height=whole(node.get("height")),
        pages=whole(node.get("pagecount")),
        url=values.url(node.get("url")),
        direct_path=_token(node.get("directpath"), values.MAX_URL),
        media_key=_token(node.get("mediakey")),
        file_sha256=_token(node.get("filesha256")),
        file_enc_sha256=_token(node.get("fileencsha256")),
        thumbnail=values.thumbnail(node.get("jpegthumbnail")),
        waveform=values.waveform(node.get("waveform")),
        is_gif=values.flag(node.get("gifplayback")) is True,
        is_animated=values.flag(node.get("isanimated")) is True or values.flag(node.get("islottie")) is True,
        view_once=values.flag(node.get("viewonce")) is True,
    )
    return {"text": text(node.get("caption")), "media": media}


def _token(value: object, limit: int = _MAX_KEY) -> str | None:
    """Chave, hash ou caminho: inteiro ou nada, pois cortado não serve."""
    found = text(value)
    return found if found is not None and len(found) <= limit else None


def _location(node: Node) -> Fields:
    fields: Fields = {"text": text(node.get("caption")) or text(node.get("comment"))}
    latitude = values.degrees(node.get("degreeslatitude", node.get("latitude")), 90)
    longitude = values.degrees(node.get("degreeslongitude", node.get("longitude")), 180)
    if latitude is not None and longitude is not None:
        fields["location"] = Location(
            latitude,
            longitude,
            name(node.get("name")),
            text(node.get("address"), 1_024),
            values.thumbnail(node.get("jpegthumbnail")),
        )
    return fields


def _contacts(node: Node) -> Fields:
    cards = node.get("contacts")
    nodes = [lower(item) for item in cards[:_MAX_LIST]] if isinstance(cards, list) else [node]
    return {"contacts": tuple(card for card in map(_card, nodes) if card.name or card.phones)}


def _card(node: Node) -> ContactCard:
    """Nome e telefones de um vCard; `waid` é o número como o WhatsApp o grafa, por isso vem antes do escrito."""
    phones: dict[str, None] = {}
    found = name(node.get("displayname"))
    vcard = text(node.get("vcard")) or ""
    for line in re.sub(r"\n[ \t]", "", vcard).split("\n")[:_MAX_LIST]:
        head, _, value = line.partition(":")
        word = head.partition(";")[0].upper().rpartition(".")[2]  # `item1.TEL`
        if word == "FN" and found is None:
            found = name(re.sub(r"\\(.)", r"\1", value))
        elif word == "TEL":
            waid = re.search(r"waid=\"?\+?([0-9]{3,20})(?![0-9])", head, re.IGNORECASE)
            digits = waid[1] if waid else re.sub(r"[^0-9]", "", value)
            if 3 <= len(digits) <= 20:
                phones[digits] = None
    if not phones:  # a API de 2024 traz o telefone solto
        loose = re.sub(r"[^0-9]", "", str(text(node.get("phone"), 64) or ""))
        phones = {loose: None} if 3 <= len(loose) <= 20 else {}
    return ContactCard(found, tuple(phones))


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


def _list(node: Node) -> Fields:
    return {"text": _lines(node.get("title"), node.get("description"))}


def _lines(*found: object) -> str | None:
    """Os textos que há, um por linha, sem repetir."""
    lines = dict.fromkeys(line for line in map(text, found) if line is not None)
    return "\n".join(lines)[: values.MAX_TEXT] or None


def _buttons(node: Node) -> Fields:
    said = _lines(node.get("headertext"), node.get("text"), node.get("contenttext"))
    if said is None and ("body" in node or "header" in node):
        said = _lines(lower(node.get("header")).get("title"), lower(node.get("body")).get("text"))
    return {"text": said or find_text(node), "told_buttons": tuple(_told_buttons(node))}


def _told_buttons(node: Node) -> list[ToldButton]:
    """Os botões com id, na ordem, também os dos cartões: `buttonParamsJSON` é um JSON dentro do JSON. Os sem id (abrir,
    ligar) ficam de fora."""
    cards = lower(node.get("carouselmessage")).get("cards")
    found = []
    for holder in [node, *map(lower, cards[:_MAX_LIST] if isinstance(cards, list) else ())]:
        buttons = lower(holder.get("nativeflowmessage")).get("buttons")
        found += _buttons_told(buttons[:_MAX_LIST] if isinstance(buttons, list) else [])
    return found[:_MAX_LIST]


def _buttons_told(buttons: list[object]) -> list[ToldButton]:
    found = []
    for button in buttons:
        params = _inner_json(lower(button).get("buttonparamsjson"))
        told, said = values.identifier(params.get("id")), name(params.get("display_text"))
        if told is not None and said is not None:
            found.append(ToldButton(told, said))
    return found


def _inner_json(value: object) -> Node:
    """Um JSON escrito como texto; {} se não é um objeto."""
    if not isinstance(value, str) or len(value) > _MAX_INNER_JSON:
        return {}
    try:
        return lower(json.loads(value))
    except (ValueError, RecursionError):
        return {}


def _list_reply(node: Node) -> Fields:
    chosen = values.identifier(lower(node.get("singleselectreply")).get("selectedrowid"))
    return {"text": text(node.get("title")) or text(node.get("description")), "choice_id": chosen}


def _button_reply(node: Node) -> Fields:
    said = text(node.get("selecteddisplaytext")) or find_text({"body": node.get("body")})
    # O `selectedID` do modelo é o que o serviço deu ao botão, dito no eco; `core.chats.choices` acha o nosso.
    chosen = node.get("selectedbuttonid") or node.get("selectedid")
    if chosen is None:
        chosen = _inner_json(lower(node.get("nativeflowresponsemessage")).get("paramsjson")).get("id")
    fields: Fields = {"text": said, "choice_id": values.identifier(chosen)}
    if "selectedindex" in node:
        fields["choice_index"] = whole(node["selectedindex"], _MAX_LIST)
    return fields


READERS: dict[MessageType, Callable[[Node], Fields]] = {
    MessageType.TEXT: _text,
    MessageType.IMAGE: _media,
    MessageType.VIDEO: _media,
    MessageType.VIDEO_NOTE: _media,
    MessageType.AUDIO: _media,
    MessageType.VOICE: _media,
    MessageType.DOCUMENT: _media,
    MessageType.STICKER: _media,
    MessageType.LOCATION: _location,
    MessageType.LIVE_LOCATION: _location,
    MessageType.CONTACT: _contacts,
    MessageType.POLL: _poll,
    MessageType.LIST: _list,
    MessageType.BUTTONS: _buttons,
    MessageType.LIST_REPLY: _list_reply,
    MessageType.BUTTON_REPLY: _button_reply,
}
