"""O `msgContent` de cada tipo de mensagem, como a W-APi o posta."""

import base64
import json
import random
import secrets
import time
from collections.abc import Callable
from typing import Any

from simulator import drawings, poll_cipher, rich_content
from simulator.drawings import MediaFile
from simulator.media_store import MediaStore
from simulator.world import Said

Json = dict[str, Any]

MEDIA_NODES = {
    "image": "imageMessage",
    "view_once": "imageMessage",
    "receipt": "imageMessage",
    "video": "videoMessage",
    "gif": "videoMessage",
    "video_note": "ptvMessage",
    "voice": "audioMessage",
    "audio": "audioMessage",
    "document": "documentMessage",
    "sticker": "stickerMessage",
}
# Tudo que o controle sabe fazer um contato escrever.
KINDS = (
    "text", "link", *MEDIA_NODES, "location", "live_location", "contact", "contacts", "poll", "poll_vote",
    "reaction", "reaction_removed", "edit", "revoke", "button_reply", "list_reply", "unknown", "empty",
    *rich_content.MAKERS, "story_reply", "story_reaction",
)  # fmt: skip


def text(words: str) -> Json:
    """Texto simples."""
    return {"conversation": words}


def link(words: str, url: str, title: str, description: str) -> Json:
    """Texto com prévia de link."""
    preview = {"matchedText": url, "canonicalUrl": url, "title": title, "description": description}
    return {"extendedTextMessage": {"text": words, **preview, "previewType": "NONE"}}


def media(store: MediaStore, kind: str, file: MediaFile, caption: str = "") -> Json:
    """Mídia cifrada e publicada."""
    node = store.publish(file)
    if caption and kind not in ("voice", "audio", "sticker", "video_note"):
        node["caption"] = caption
    if kind == "view_once":
        node["viewOnce"] = True
    return {MEDIA_NODES[kind]: node}


def sample_file(kind: str, rng: random.Random, name: str, file_name: str = "") -> MediaFile:
    """Um arquivo verdadeiro para cada tipo de mídia."""
    makers: dict[str, Callable[[], MediaFile]] = {
        "image": lambda: drawings.photo(rng),
        "view_once": lambda: drawings.photo(rng),
        "receipt": lambda: drawings.receipt(rng, name),
        "video": drawings.video,
        "gif": drawings.gif,
        "video_note": drawings.video,
        "voice": lambda: drawings.voice(rng),
        "audio": drawings.audio,
        "document": lambda: drawings.document(file_name or "contrato.pdf"),
        "sticker": lambda: drawings.sticker(rng),
    }
    return makers[kind]()


def location(latitude: float, longitude: float, name: str, address: str) -> Json:
    """Ponto no mapa."""
    place = {"degreesLatitude": latitude, "degreesLongitude": longitude, "name": name, "address": address}
    return {"locationMessage": place}


def live_location(latitude: float, longitude: float) -> Json:
    """Localização em tempo real."""
    place = {"degreesLatitude": latitude, "degreesLongitude": longitude, "accuracyInMeters": 12}
    return {"liveLocationMessage": {**place, "sequenceNumber": str(int(time.time() * 1e6))}}


def contacts(people: list[tuple[str, str]]) -> Json:
    """Cartões de contato (nome, telefone)."""
    cards = [{"displayName": name, "vcard": vcard(name, phone)} for name, phone in people]
    if len(cards) == 1:
        return {"contactMessage": cards[0]}
    return {"contactsArrayMessage": {"displayName": f"{len(cards)} contatos", "contacts": cards}}


def vcard(name: str, phone: str) -> str:
    """vCard 3.0 como o WhatsApp escreve."""
    tel = f"TEL;type=CELL;type=VOICE;waid={phone}:+{phone}"
    return f"BEGIN:VCARD\nVERSION:3.0\nN:;{name};;;\nFN:{name}\n{tel}\nEND:VCARD"


def poll(question: str, options: list[str], max_options: int = 1) -> Json:
    """Enquete."""
    body = {
        "name": question,
        "options": [{"optionName": one} for one in options],
        "selectableOptionsCount": max_options,
    }
    return with_secret({"pollCreationMessageV3": body})


def poll_vote(jid: str, target: Said | None, options: list[str], creator: str, voter: str) -> Json:
    """Voto nestas opções (a primeira, se não se diz nenhuma), cifrado com o segredo da enquete; o de uma mensagem que
    não é enquete ninguém lê. As grafias são as de quem criou e de quem votou."""
    asked = target.content.get("pollCreationMessageV3") if target else None
    vote: Json = {"encIV": _random(12), "encPayload": _random(48)}
    if target and asked:
        secret = target.content["messageContextInfo"]["messageSecret"]
        chosen = options or [asked["options"][0]["optionName"]]
        vote = poll_cipher.seal(chosen, secret, target.message_id, creator, voter)
    key = message_key(jid, target)
    moment = str(int(time.time() * 1000))
    return {"pollUpdateMessage": {"pollCreationMessageKey": key, "vote": vote, "senderTimestampMS": moment}}


def reaction(jid: str, target: Said | None, emoji: str) -> Json:
    """Reação; '' a retira."""
    moment = str(int(time.time() * 1000))
    return {"reactionMessage": {"key": message_key(jid, target), "text": emoji, "senderTimestampMs": moment}}


def edit(jid: str, target: Said | None, words: str) -> Json:
    """Edição feita pelo autor."""
    protocol = {
        "key": message_key(jid, target),
        "type": "MESSAGE_EDIT",
        "editedMessage": {"conversation": words},
        "timestampMs": str(int(time.time() * 1000)),
    }
    return {"editedMessage": {"message": {"protocolMessage": protocol}}}


def revoke(jid: str, target: Said | None) -> Json:
    """Apagada para todos."""
    return {"protocolMessage": {"key": message_key(jid, target), "type": "REVOKE"}}


def buttons(words: str, actions: list[Json]) -> Json:
    """Botões nossos, como o eco os conta: o serviço dá a cada um de resposta um id seu."""
    shown = []
    for action in actions:
        made: dict[str, tuple[str, Json]] = {
            "REPLAY": ("quick_reply", {"id": str(10_000 + secrets.randbelow(90_000))}),
            "URL": ("cta_url", {"url": action.get("url"), "merchant_url": action.get("url")}),
            "CALL": ("cta_call", {"phone_number": action.get("phone")}),
        }
        kind, extra = made[str(action.get("type"))]
        shown.append(native_button(kind, {"display_text": action.get("buttonText"), **extra}))
    return native_flow(words, shown)


def pix(key: Json, amount: Any) -> Json:
    """Chave Pix para copiar, com o valor se há."""
    static: Json = {"type": "pix_static_code", "pix_static_code": key}
    params: Json = {"currency": "BRL", "payment_settings": [static]}
    if amount is not None:
        params["total_amount"] = {"value": round(float(amount) * 100), "offset": 100}
    return native_flow("", [native_button("payment_info", params)])


def carousel(words: str, cards: list[tuple[str, list[Json]]]) -> Json:
    """Cartões lado a lado, cada um com o seu texto e os seus botões."""
    shown = [buttons(text, actions)["interactiveMessage"] for text, actions in cards]
    body = {"text": words}
    return with_secret({"interactiveMessage": {"body": body, "carouselMessage": {"cards": shown}}})


def native_flow(words: str, shown: list[Json]) -> Json:
    """Uma mensagem interativa, com o texto e os seus botões."""
    return with_secret({"interactiveMessage": {"body": {"text": words}, "nativeFlowMessage": {"buttons": shown}}})


def native_button(kind: str, params: Json) -> Json:
    """Um botão: os parâmetros vão como JSON dentro do JSON."""
    return {"name": kind, "buttonParamsJSON": json.dumps(params)}


def button_reply(words: str, target: Said | None) -> Json:
    """Toque num botão (o primeiro, se `words` não é o texto de nenhum): volta o id que o serviço lhe deu."""
    context = {"contextInfo": {"stanzaID": target.message_id}} if target else {}
    said, told, index = words or "Confirmar", str(secrets.randbelow(90_000)), 0
    flow = (target.content if target else {}).get("interactiveMessage", {}).get("nativeFlowMessage", {})
    offered = [json.loads(one["buttonParamsJSON"]) for one in flow.get("buttons", ())]
    for at, one in enumerate(offered):
        if "id" in one and words in ("", one["display_text"]):
            said, told, index = one["display_text"], one["id"], at
            break
    chosen = {"selectedDisplayText": said, "selectedID": told, "selectedIndex": index}
    return with_secret({"templateButtonReplyMessage": {**context, **chosen}})


def list_reply(words: str, row_id: str, target: Said | None) -> Json:
    """Escolha numa lista."""
    context = {"contextInfo": {"stanzaId": target.message_id}} if target else {}
    reply = {"title": words, "listType": "SINGLE_SELECT", "singleSelectReply": {"selectedRowId": row_id}}
    return {"listResponseMessage": {**reply, **context}}


def quoting(content: Json, quoted: Said, participant_jid: str) -> Json:
    """O mesmo conteúdo, em resposta a `quoted`. Texto simples vira extendedTextMessage."""
    context = {
        "stanzaId": quoted.message_id,
        "participant": participant_jid,
        "quotedMessage": {"conversation": quoted.text},
    }
    if "conversation" in content:
        content = {"extendedTextMessage": {"text": content["conversation"]}}
    node = next(key for key in content if key != "messageContextInfo")
    return {**content, node: {**content[node], "contextInfo": context}}


def chat_jid(chat: str) -> str:
    """O JID inteiro de uma conversa dada por telefone."""
    return f"{chat}@s.whatsapp.net" if chat.isdigit() else chat


def message_key(jid: str, target: Said | None) -> Json:
    """A chave que aponta uma mensagem."""
    if target is None:
        return {"remoteJid": jid, "fromMe": False, "id": "3A" + secrets.token_hex(9).upper()}
    key: Json = {"remoteJid": jid, "fromMe": target.from_me, "id": target.message_id}
    return {**key, "participant": f"{target.participant}@s.whatsapp.net"} if target.participant else key


def with_secret(content: Json) -> Json:
    """`messageContextInfo` é irmão do tipo, nunca o tipo."""
    return {**content, "messageContextInfo": {"messageSecret": _random(32)}}


def summary(content: Json) -> str:
    """O texto de uma mensagem, para lembrar e citar."""
    for value in content.values():
        if isinstance(value, str):
            return value
        if isinstance(value, dict) and isinstance(value.get("body"), dict):
            return str(value["body"].get("text") or "")
        for name in ("text", "caption", "name", "displayName", "fileName", "title"):
            if isinstance(value, dict) and isinstance(value.get(name), str) and value[name]:
                return str(value[name])
    return ""


def _random(size: int) -> str:
    return base64.b64encode(secrets.token_bytes(size)).decode()
