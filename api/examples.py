"""Um exemplo por operação, feito do próprio esquema: o que muda nele muda no exemplo.

Cada componente que se pede ou se responde tem o seu em `components.examples`, e as operações o citam. O que se vê nos
campos vem de `VALUES`, pelo nome deles; os envios, que dependem do tipo, estão escritos em `SENDS`."""

from typing import Any

PLACE = "#/components/examples/"
MOMENT = "2026-11-29T12:00:00Z"
BY_FORMAT: dict[str, Any] = {
    "date-time": MOMENT, "uri": "https://padaria.exemplo.com.br/bolo", "email": "bruno@padaria.exemplo.com.br",
    "binary": "(bytes)",
}  # fmt: skip
BY_TYPE: dict[str, Any] = {"integer": 17, "number": 12.5, "boolean": True, "string": "texto", "object": {}}
BY_PATTERN = {"^[0-9]{5,32}@lid$": "123456789012345@lid"}
# Nome do campo -> o que se vê nele; só onde o tipo combina.
VALUES: dict[str, Any] = {
    "access": "eyJhbGciOiJIUzI1NiJ9.eyJ1c2VyIjoxfQ.x", "refresh": "eyJhbGciOiJIUzI1NiJ9.eyJmIjo5fQ.y",
    "acknowledged_by": "Bruno", "address": "5541999990000", "amount": 89.9, "asked": "5541999990000",
    "attr": "text", "body": "{}", "book_name": "Ana (fornecedora)", "button_text": "Ver horários",
    "call_message": "Não atendemos ligações; escreva aqui.", "chat_id": "5541999990000", "chat_name": "Ana",
    "choice_id": "a9", "cliente_name": "Padaria", "code": "482913", "comment": "Estou vendo.", "country": "BR",
    "current_password": "a-senha-de-agora", "custom_name": "Ana, da farinha", "delimiter": ";",
    "description": "Com cobertura", "detail": "Este campo é obrigatório.", "emoji": "👍", "encoding": "utf-8",
    "error": None, "error_code": None, "event": "webhookReceived", "event_type": "webhookReceived",
    "event_id": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "file_name": "bolo.jpg",
    "footer": "Padaria", "header": "Telefone", "instance_id": "LITE-A1B2C3-D4E5F6", "instance_name": "Balcão",
    "inserted_id": "6565f0c2", "invite_link": "https://chat.whatsapp.com/AbCdEf", "lid": None, "method": "GET",
    "merchant_name": "Padaria", "message": "Nenhum evento há 20 minutos.", "message_id": "3EB0C431C26A1916E07A",
    "mime_type": "image/jpeg", "name": "Ana", "new_password": "uma-senha-nova-longa", "notes": "Entrega às terças.",
    "options": ["Cenoura", "Chocolate"], "owner": "5541999990000", "pairing_code": "ABCD-1234",
    "password": "uma-senha-longa", "payment_status": "active", "phone": "5541999990000", "phones": ["5541999990000"],
    "picture": "/api/media/pictures/17/?v=abc", "pix_key": "12345678901", "platform": "android", "preview": "Bom dia!",
    "profile_name": "Padaria", "push_name": "Ana", "q": "bolo", "qr_code": "data:image/png;base64,iVBORw0KGgo=",
    "question": "Qual sabor?", "reason": None, "saved_name": "Ana", "sender_id": "5541999990000", "sender_name": "Ana",
    "subject": "Entregas", "target": "https://avisos.exemplo.com.br/multichat", "text": "Bom dia! O bolo está pronto.",
    "title": "Amanhã", "token": "o-token-da-instancia", "unit": "s", "what_to_do": "Confira o celular.",
    "next": "https://chat.exemplo.com.br/api/chats/?cursor=WzAsMTdd", "previous": None, "send_at": None,
}  # fmt: skip
# O corpo de um envio, tipo por tipo.
SENDS: dict[str, dict[str, Any]] = {
    "text": {"instance": 1, "phone": "5541999990000", "type": "text", "text": "Bom dia! O bolo está pronto."},
    "list": {
        "chat": 17, "type": "list", "text": "Qual horário prefere?", "button_text": "Ver horários",
        "sections": [{"title": "Amanhã", "rows": [{"id": "a9", "title": "9 h"}, {"id": "a14", "title": "14 h"}]}],
    },
    "buttons": {
        "chat": 17, "type": "buttons", "text": "Confirma a entrega?",
        "buttons": [{"type": "reply", "text": "Sim", "value": "sim"}, {"type": "reply", "text": "Não", "value": "nao"}],
    },
    "image": {"chat": 17, "type": "image", "url": "https://padaria.exemplo.com.br/bolo.jpg", "text": "O de hoje"},
    "poll": {"chat": 17, "type": "poll", "text": "Qual sabor?", "options": ["Cenoura", "Chocolate"]},
    "pix": {
        "chat": 17, "type": "pix", "merchant_name": "Padaria", "pix_key": "12345678901", "pix_type": "cpf",
        "amount": 89.9,
    },
    "forward": {"chat": 17, "forward_of": 1042},
}  # fmt: skip
UPLOAD = {"chat": 17, "type": "image", "text": "O de hoje", "file": "(bytes)"}
EVENT_STREAM = (
    'id: 1024\nevent: mensagem\ndata: {"id": 1042, "instance": 1, "verb": "created", "what": [], "chat": 17}\n\n'
)
PARAMETERS = {"id": 17, "kind": "queue", "inserted_id": "6565f0c2", "Last-Event-ID": "1024",
              "Idempotency-Key": "pedido-1042-confirmacao", "Range": "bytes=0-1023"}  # fmt: skip


def illustrate(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Põe os exemplos no documento."""
    schemas: dict[str, Any] = result["components"]["schemas"]
    made: dict[str, Any] = {}
    for operations in result["paths"].values():
        for operation in operations.values():
            for parameter in operation.get("parameters", ()):
                if parameter["in"] != "query" and parameter["name"] in PARAMETERS:
                    parameter["example"] = PARAMETERS[parameter["name"]]
            answers = (answer for code, answer in operation["responses"].items() if code.startswith("2"))
            for part in (operation.get("requestBody", {}), *answers):
                for media, body in part.get("content", {}).items():
                    _illustrate(media, body, schemas, made)
    result["components"]["examples"] = dict(sorted(made.items()))
    return result


def _illustrate(media: str, body: dict[str, Any], schemas: dict[str, Any], made: dict[str, Any]) -> None:
    schema = body.get("schema", {})
    name = schema.get("$ref", "").rpartition("/")[2]
    if name == "SendRequest":
        body["examples"] = {kind: {"value": value} for kind, value in SENDS.items()}
    elif name == "SendUploadRequest":
        body["example"] = UPLOAD
    elif media == "text/event-stream":
        body["example"] = EVENT_STREAM
    elif media == "text/csv":
        body["example"] = "Nome;Telefone\nAna;5541999990000\n"
    elif name:
        made.setdefault(name, {"value": _value(schema, schemas)})
        body["examples"] = {name: {"$ref": PLACE + name}}
    elif "json" in media:
        body["example"] = _value(schema, schemas)


def _value(schema: dict[str, Any], schemas: dict[str, Any], name: str = "") -> Any:
    """Um valor que cabe neste esquema."""
    if "$ref" in schema:
        return _value(schemas[schema["$ref"].rpartition("/")[2]], schemas, name)
    for several in ("allOf", "oneOf", "anyOf"):
        if several in schema:
            return _value(schema[several][0], schemas, name)
    if "enum" in schema:
        return schema["enum"][0]
    types = schema.get("type", "object")
    types = [types] if isinstance(types, str) else types
    if schema.get("pattern") in BY_PATTERN:
        return BY_PATTERN[schema["pattern"]]
    if name in VALUES and _fits(VALUES[name], types) and schema.get("format") not in ("email", "binary"):
        return VALUES[name]
    if "properties" in schema:
        return {field: _value(about, schemas, field) for field, about in schema["properties"].items()}
    if types[0] == "array":
        return [_value(schema["items"], schemas, name)]
    if types[0] in ("integer", "number"):
        least, most = schema.get("minimum", 0), schema.get("maximum", 100)
        return max(least, min(most, BY_TYPE[types[0]]))
    return BY_FORMAT.get(schema.get("format", ""), BY_TYPE[types[0]])


def _fits(value: Any, types: list[str]) -> bool:
    words = {str: "string", list: "array", float: "number", type(None): "null"}
    return words[type(value)] in types
