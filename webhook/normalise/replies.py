"""Respostas a botões, listas e formulários: o rótulo, senão o id; nas duas grafias (`oneof` solto ou em objeto)."""

from core.contents import Answer, Form
from webhook.normalise.files import Fields
from webhook.normalise.rich import flat
from webhook.normalise.values import Node, identifier, inner_json, is_node, lower, name, text, whole

_MAX_ANSWERS = 128
_MAX_INDEX = 512  # como as opções de uma lista
_MAX_ANSWER = 4_096
_MAX_DEPTH = 8
# O que o WhatsApp põe junto das respostas e não é resposta.
_NOT_ANSWERS = frozenset({"flow_token", "flow_id", "flow_message_version", "flow_name"})
_WRAPPED = ("response_json", "response", "data")
_FORMS = frozenset({"flow", "galaxy_message", "address_message"})


def read_list_reply(node: Node) -> Fields:
    """A escolha numa lista."""
    chosen = identifier(lower(node.get("singleselectreply")).get("selectedrowid"))
    return {"text": text(node.get("title")) or text(node.get("description")) or chosen, "choice_id": chosen}


def read_button_reply(node: Node) -> Fields:
    """O toque num botão, ou um formulário enviado."""
    node = flat(node, "response", "interactiveresponsemessage")
    flow = lower(node.get("nativeflowresponsemessage"))
    filled = inner_json(flow.get("paramsjson"))
    params = lower(filled)
    body = lower(node.get("body"))
    said = text(node.get("selecteddisplaytext")) or text(body.get("text")) or text(node.get("body"))
    said = said or text(params.get("display_text")) or text(params.get("title"))
    # O `selectedID` do modelo é o que o serviço deu ao botão, dito no eco; `core.chats.choices` acha o nosso.
    chosen = identifier(node.get("selectedbuttonid") or node.get("selectedid") or params.get("id"))
    fields: Fields = {"text": said or chosen, "choice_id": chosen}
    if "selectedindex" in node:
        fields["choice_index"] = whole(node["selectedindex"], _MAX_INDEX)
    form = name(flow.get("name"))
    if form in _FORMS or "id" not in params:  # com id é um botão ou um item de menu
        answers = _answers(filled)
        if answers:
            fields["typed"] = Form(form, answers)
    return fields


def _answers(filled: Node, depth: int = 0) -> tuple[Answer, ...]:
    """Os campos preenchidos; de dentro de objetos e listas vem o que for texto ou número."""
    found: list[Answer] = []
    for key, value in list(filled.items())[:_MAX_ANSWERS]:
        if key.lower() in _NOT_ANSWERS:
            continue
        if key.lower() in _WRAPPED and depth == 0 and (inner := inner_json(value)):
            found += _answers(inner, depth + 1)
            continue
        said, label = text(", ".join(_said(value, 0)), _MAX_ANSWER), name(key)
        if said is not None and label is not None:
            found.append(Answer(label, said))
    return tuple(found[:_MAX_ANSWERS])


def _said(value: object, depth: int) -> list[str]:
    if isinstance(value, bool):
        return ["✓" if value else "✗"]
    if isinstance(value, str):
        return [value] if value.strip() else []
    if isinstance(value, int | float):
        return [identifier(value) or ""] if isinstance(value, int) else [repr(value)]
    if depth >= _MAX_DEPTH:
        return []
    inner = list(value.values()) if is_node(value) else value if isinstance(value, list) else []
    return [said for item in inner[:_MAX_ANSWERS] for said in _said(item, depth + 1)]
