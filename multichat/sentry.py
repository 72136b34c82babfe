"""Sentry, só se SENTRY_DSN existe: sem corpos, sem variáveis locais, sem segredos nos endereços."""

from typing import Any

from django.conf import settings

from multichat.logs import redact


def start() -> None:
    """Liga o envio de erros."""
    if not settings.SENTRY_DSN:
        return
    import sentry_sdk

    sentry_sdk.init(
        dsn=settings.SENTRY_DSN,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,  # trariam o endereço de cada chamada ao gateway, com a chave da conta e números inteiros
        before_send=_clean,
    )


def _clean(event: Any, hint: Any) -> Any:
    request = event.get("request") or {}
    if "url" in request:
        request["url"] = redact(request["url"])
    for name in ("headers", "cookies", "query_string", "data"):
        request.pop(name, None)
    event.pop("extra", None)
    written = event.get("logentry") or {}
    for name in ("message", "formatted"):
        if name in written:
            written[name] = redact(str(written[name]))
    written.pop("params", None)
    for value in (event.get("exception") or {}).get("values", []):
        value["value"] = redact(str(value.get("value", "")))
    return event
