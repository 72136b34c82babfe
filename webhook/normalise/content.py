"""O `msgContent` -> `Content`: abre os embrulhos, acha a chave que é o tipo, lê o nó dela."""

from dataclasses import dataclass, field, replace

from core.contents import Choices, OnlyOnPhone
from core.facts import Content, MessageType, Quoted
from core.storable import clean
from webhook.normalise import values
from webhook.normalise.addresses import address, person
from webhook.normalise.context import MASKED, Place, is_story, read_source
from webhook.normalise.files import Fields
from webhook.normalise.kinds import (
    IGNORED,
    KEY_DISTRIBUTION,
    NAMED,
    NOT_WRAPPERS,
    SIBLINGS,
    SPEC_TYPES,
    TYPES,
    WRAPPERS,
)
from webhook.normalise.nodes import READERS, find_text
from webhook.normalise.typed import read_payment
from webhook.normalise.values import Node, flag, is_node, lower
from webhook.normalise.words import fold

# Embrulhos dentro de embrulhos: o WhatsApp usa três; além disso é ataque e fica como `unknown`.
_MAX_WRAPS = 16  # três embrulhos é o que se viu; sem teto, um corpo hostil faria recursão
_MAX_QUOTE = 1_024  # da citada mostra-se uma linha
_MAX_MENTIONS = 512  # o tamanho de um grupo comum


@dataclass(slots=True)
class Opened:
    """O conteúdo sem embrulhos. `key` (minúscula) é o tipo, `label` como mostrá-la; `siblings` é o que veio ao lado;
    `association`, a mensagem de que esta é uma parte."""

    key: str
    label: str
    value: object
    siblings: Node
    is_edit: bool = False
    view_once: bool = False
    association: Node = field(default_factory=dict)


def _wrapped(key: str, value: object) -> Node | None:
    """O que o embrulho `key` guarda, ou None se não é embrulho."""
    if not is_node(value) or key in SIBLINGS or key in NOT_WRAPPERS:
        return None
    if key in WRAPPERS:
        folded = lower(value)
        inner = folded.get("message", value)
        return inner if is_node(inner) else {}
    if key in IGNORED or (key in TYPES and not key.startswith("pollcreation")):
        return None
    inner = lower(value).get("message")
    return inner if is_node(inner) else None


def open_content(content: Node) -> Opened:
    """Tira os embrulhos e escolhe a chave do tipo."""
    is_edit = view_once = False
    wrapper = ""
    association: Node = {}
    for _ in range(_MAX_WRAPS):
        folded = lower(content)
        association = lower(lower(folded.get("messagecontextinfo")).get("messageassociation")) or association
        for key, value in folded.items():
            inner = _wrapped(key, value)
            if inner is not None:
                break
        else:
            break
        is_edit = is_edit or key == "editedmessage"
        view_once = view_once or key.startswith("viewonce")
        wrapper = next(name for name in content if name.lower() == key)
        content = inner
    key, value = _choose(folded)
    if key == "" and wrapper:
        label = wrapper  # ver uma vez já vista vem como embrulho vazio
    else:
        label = NAMED.get(key) or next((name for name in content if name.lower() == key), key) or "empty"
    return Opened(key, clean(label)[:64], value, folded, is_edit, view_once, association)


def _choose(folded: Node) -> tuple[str, object]:
    """A chave do tipo: conhecida e cheia, desconhecida e cheia, conhecida vazia, desconhecida vazia; '' se não há."""
    spare: list[tuple[int, str, object]] = []
    for key, value in folded.items():
        if key in SIBLINGS or key in KEY_DISTRIBUTION:
            continue
        known = key in TYPES or key == "reactionmessage" or key in IGNORED
        if known and value:
            return key, value
        spare.append((1 if known else 0 if value else 2, key, value))
    if isinstance(folded.get("type"), str) and not any(is_node(value) for _, _, value in spare):
        return _spec(folded)
    if spare:
        _, key, value = min(spare, key=_rank)
        return ("conversation", value) if key in ("text", "body") and isinstance(value, str) else (key, value)
    return next(((key, folded[key]) for key in KEY_DISTRIBUTION if key in folded), ("", None))


def _rank(entry: tuple[int, str, object]) -> int:
    return entry[0]


def _spec(folded: Node) -> tuple[str, object]:
    """Os exemplos da especificação: o tipo é um campo, e os do nó estão ao lado dele."""
    word = fold(folded["type"])
    key = SPEC_TYPES.get(word, word).lower()
    if key == "conversation":
        return key, folded.get("text") or folded.get("body") or folded.get("content")
    return key, folded | {"ptt": True} if word in ("voice", "ptt") else folded


def _body(opened: Opened) -> tuple[MessageType, Fields]:
    """Tipo e campos, sem a citação."""
    kind = TYPES.get(opened.key)
    if kind is None:
        fields: Fields = {"text": find_text(opened.value), "unknown_kind": opened.label or "empty"}
        reason = _only_on_phone(opened)
        return MessageType.UNKNOWN, {**fields, "typed": OnlyOnPhone(reason)} if reason else fields
    if not is_node(opened.value):  # `conversation`, ou um nó que veio como texto solto
        fields = _read(kind, opened.key, {})
        if kind is MessageType.TEXT or fields.get("text") is None:
            fields["text"] = values.text(opened.value)
        return kind, fields
    node = lower(opened.value)
    if opened.view_once:
        node["viewonce"] = True
    if kind is MessageType.AUDIO and flag(node.get("ptt")):
        kind = MessageType.VOICE
    fields = _read(kind, opened.key, node)
    if fields.get("choices") == Choices():
        del fields["choices"]
    if kind is MessageType.BUTTONS and not any(fields.values()):
        fields["text"] = find_text(node)
    return fields.pop("type", kind), fields


def _read(kind: MessageType, key: str, node: Node) -> Fields:
    return read_payment(key, node) if kind is MessageType.PAYMENT else READERS[kind](node)


def _only_on_phone(opened: Opened) -> str | None:
    """Por que só o celular a mostra, se o próprio conteúdo o diz."""
    if opened.key == "" and (opened.view_once or opened.label.lower().startswith("viewonce")):
        return "view_once"  # os aparelhos ligados recebem o embrulho vazio
    if opened.key == "placeholdermessage":
        return MASKED.get(fold(str(lower(opened.value).get("type"))), "masked")
    return None


def describe(opened: Opened, place: Place) -> Content:
    """O conteúdo inteiro, com citação, menções e de onde veio."""
    kind, fields = _body(opened)
    content = Content(kind, **fields)
    holder = lower(opened.value)
    context = lower(holder.get("contextinfo")) or lower(opened.siblings.get("contextinfo"))
    if not context:
        return content
    mentioned = context.get("mentionedjid")
    mentions = map(person, mentioned[:_MAX_MENTIONS]) if isinstance(mentioned, list) else ()
    source, link = read_source(context)
    return replace(
        content,
        quoted=_quoted(context, place),
        mentions=tuple(dict.fromkeys(found for found in mentions if found)),
        is_forwarded=flag(context.get("isforwarded")) is True,
        source=source,
        link=content.link or (link if kind is MessageType.TEXT else None),
    )


def _quoted(context: Node, place: Place) -> Quoted | None:
    """A citação; sem `stanzaId` o contexto é só das mensagens que somem, e não é resposta (salvo a um story)."""
    stanza, remote = values.identifier(context.get("stanzaid")), address(context.get("remotejid"))
    message = context.get("quotedmessage")
    if stanza is None and not (remote == "status" and is_node(message)):
        return None
    participant = person(context.get("participant")) or None
    elsewhere = remote.endswith("@g.us") and remote != place.chat
    quoted = Quoted(
        stanza,
        participant,
        from_me=place.is_ours(participant, is_story=is_story(remote)),
        kind="story" if is_story(remote) else "group" if elsewhere else None,
        chat=remote if elsewhere else None,
    )
    if not is_node(message) or not message:
        return quoted
    kind, fields = _body(open_content(message))
    said = fields.get("text")
    return replace(quoted, type=kind, text=said[:_MAX_QUOTE] if said else None)
