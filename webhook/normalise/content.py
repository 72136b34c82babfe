"""O `msgContent` -> `Content`: abre os embrulhos, acha a chave que é o tipo, lê o nó dela."""

from dataclasses import dataclass, replace

from core.facts import Content, MessageType, Quoted
from webhook.normalise import values
from webhook.normalise.addresses import person
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
from webhook.normalise.nodes import READERS, Fields, find_text
from webhook.normalise.values import Node, flag, is_node, lower
from webhook.normalise.words import fold

# Embrulhos dentro de embrulhos: o WhatsApp usa três; além disso é ataque e fica como `unknown`.
_MAX_WRAPS = 16  # três embrulhos é o que se viu; sem teto, um corpo hostil faria recursão
_MAX_QUOTE = 1_024  # da citada mostra-se uma linha
_MAX_MENTIONS = 512  # o tamanho de um grupo comum


@dataclass(slots=True)
class Opened:
    """O conteúdo sem embrulhos. `key` (minúscula) é o tipo, `label` como mostrá-la; `siblings` é o que veio ao lado."""

    key: str
    label: str
    value: object
    siblings: Node
    is_edit: bool = False
    view_once: bool = False


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
    for _ in range(_MAX_WRAPS):
        folded = lower(content)
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
    return Opened(key, values.clean(label)[:64], value, folded, is_edit, view_once)


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
        return MessageType.UNKNOWN, {"text": find_text(opened.value), "unknown_kind": opened.label or "empty"}
    if not is_node(opened.value):  # `conversation`, ou um nó que veio como texto solto
        fields = READERS[kind]({})
        if kind is MessageType.TEXT or fields.get("text") is None:
            fields["text"] = values.text(opened.value)
        return kind, fields
    node = lower(opened.value)
    if opened.view_once:
        node["viewonce"] = True
    if kind is MessageType.AUDIO and flag(node.get("ptt")):
        kind = MessageType.VOICE
    return kind, READERS[kind](node)


def describe(opened: Opened) -> Content:
    """O conteúdo inteiro, com citação e menções."""
    kind, fields = _body(opened)
    content = Content(kind, **fields)
    source = opened.value if is_node(opened.value) else {}
    context = lower(lower(source).get("contextinfo") if source else None) or lower(opened.siblings.get("contextinfo"))
    if not context:
        return content
    mentioned = context.get("mentionedjid")
    mentions = map(person, mentioned[:_MAX_MENTIONS]) if isinstance(mentioned, list) else ()
    return replace(
        content,
        quoted=_quoted(context),
        mentions=tuple(dict.fromkeys(found for found in mentions if found)),
        is_forwarded=flag(context.get("isforwarded")) is True,
    )


def _quoted(context: Node) -> Quoted | None:
    """A citação; sem `stanzaId` o contexto é só das mensagens que somem, e não é resposta."""
    stanza = values.identifier(context.get("stanzaid"))
    if stanza is None:
        return None
    participant = person(context.get("participant")) or None
    message = context.get("quotedmessage")
    if not is_node(message) or not message:
        return Quoted(stanza, participant)
    kind, fields = _body(open_content(message))
    said = fields.get("text")
    return Quoted(stanza, participant, kind, said[:_MAX_QUOTE] if said else None)
