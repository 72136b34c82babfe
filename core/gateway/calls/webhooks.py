"""Para onde a W-APi posta, e o que ela diz ter postado."""

import json
from collections.abc import Mapping
from typing import Any

from core.gateway.calls.instance import read_done
from core.gateway.client import Call
from core.gateway.envelope import Answer
from core.gateway.errors import N_
from core.gateway.results import Done, WebhookKind, WebhookLogEntry


def set_webhook(kind: WebhookKind, url: str) -> Call[Done]:
    """Grava o endereço de um tipo ('' apaga). A W-APi diz sucesso até quando não grava: confira com `details()`."""
    # Só `{"value"}` é gravado; `{"url"}` e `{"url", "enabled"}`, da documentação, são aceitos e esquecidos.
    name = f"update-webhook-{kind.value}"
    return Call(name, "PUT", f"/webhook/{name}", read_done, body={"value": url})


def logs(*, page: int = 1, per_page: int = 50) -> Call[list[WebhookLogEntry]]:
    """O registro de postagens da W-APi (30 dias): o único meio de reaver um webhook perdido."""
    query = {"perPage": per_page, "page": page}
    return Call("fetch-webhook-logs", "GET", "/webhook/fetch-webhook-logs", _read_logs, query=query)


def log(log_id: str) -> Call[WebhookLogEntry]:
    """Uma postagem, com o corpo."""
    return Call("get-webhook-log", "GET", "/webhook/get-webhook-log", _read_log, query={"id": log_id})


# Onde uma resposta de lista pode guardar as entradas, e uma entrada o corpo postado. As chaves de dentro do registro
# não foram vistas em lugar nenhum: o que não se reconhece é erro com nome, nunca uma lista vazia.
_LISTS = ("logs", "webhookLogs", "items", "results", "rows", "docs", "data", "result", "response")
_BODIES = ("payload", "body", "requestBody", "request", "data", "content", "json", "webhook", "log", "message")
_MARKS = {"instanceid", "messageid", "msgcontent", "connectedphone", "event"}
_MAX_DEPTH = 5  # o formato do registro nunca foi visto: procura-se o corpo até aqui, e não sem fim


def _read_logs(answer: Answer) -> list[WebhookLogEntry]:
    found = _list_in(answer.document)
    if found is None:
        raise ValueError(N_("o registro de webhooks veio num formato desconhecido (não há lista de entradas)"))
    entries = [_entry(Answer(item)) for one in found if (item := _object_of(one)) is not None]
    if found and not any(entry.id or entry.payload or entry.moment for entry in entries):
        raise ValueError(N_("o registro de webhooks veio num formato desconhecido (nenhuma entrada se reconhece)"))
    return entries


def _list_in(document: Any, depth: int = 0) -> list[Any] | None:
    if isinstance(document, list):
        return document
    if not isinstance(document, Mapping) or depth > _MAX_DEPTH:
        return None
    keys = {str(key).lower(): value for key, value in document.items()}
    for name in _LISTS:
        if (found := _list_in(keys.get(name.lower()), depth + 1)) is not None:
            return found
    return None


def _read_log(answer: Answer) -> WebhookLogEntry:
    inner = answer.nested("log", "data", "result")
    return _entry(inner if inner.document is not None else answer)


def _entry(item: Answer) -> WebhookLogEntry:
    return WebhookLogEntry(
        id=item.text("id", "_id", "logId"),
        event=item.text("event", "eventType", "type"),
        http_status=item.number("status", "statusCode", "httpStatus", "responseStatus"),
        moment=item.moment("createdAt", "created", "sentAt", "timestamp", "moment", "date"),
        payload=_payload(item.document),
        instance_id=item.text("instanceId"),
    )


def _payload(entry: Any) -> Mapping[str, object] | None:
    """O corpo postado: sob um dos nomes conhecidos, como objeto ou texto JSON, por dentro de quantas embalagens; ou a
    própria entrada, quando ela é o corpo com mais campos."""
    if not isinstance(entry, Mapping):
        return None
    keys = {str(key).lower(): value for key, value in entry.items()}
    for name in _BODIES:
        if (found := _webhook_in(keys.get(name.lower()))) is not None:
            return found
    return entry if "msgcontent" in keys else None


def _webhook_in(value: Any, depth: int = 0) -> Mapping[str, object] | None:
    found = _object_of(value)
    if found is None or depth > _MAX_DEPTH:
        return None
    keys = {str(key).lower(): item for key, item in found.items()}
    for name in _BODIES:
        if (inner := _webhook_in(keys.get(name.lower()), depth + 1)) is not None:
            return inner
    return found if keys.keys() & _MARKS else None


def _object_of(value: Any) -> Mapping[str, Any] | None:
    """Objeto, ou texto que é o JSON de um objeto."""
    if isinstance(value, Mapping):
        return value
    if not isinstance(value, str) or not value.lstrip().startswith("{"):
        return None
    try:
        document = json.loads(value)
    except (ValueError, RecursionError):
        return None
    return document if isinstance(document, dict) else None
