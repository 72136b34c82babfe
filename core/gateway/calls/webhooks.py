"""Para onde a W-APi posta, e o que ela diz ter postado."""

from core.gateway.calls.instance import read_done
from core.gateway.client import Call
from core.gateway.envelope import Answer
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


def _read_logs(answer: Answer) -> list[WebhookLogEntry]:
    return [_entry(item) for item in answer.items("logs", "data")]


def _read_log(answer: Answer) -> WebhookLogEntry:
    inner = answer.nested("log")
    return _entry(inner if inner.document is not None else answer)


def _entry(item: Answer) -> WebhookLogEntry:
    payload = item.get("payload", "body", "request")
    return WebhookLogEntry(
        id=item.text("id", "_id"),
        event=item.text("event"),
        http_status=item.number("status", "statusCode"),
        moment=item.moment("moment", "createdAt", "created"),
        payload=payload if isinstance(payload, dict) else None,
    )
