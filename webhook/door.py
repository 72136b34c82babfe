"""A porta: acha o segredo, lê no máximo WEBHOOK_MAX_BYTES, confere, guarda, responde.

Fala WSGI e não o `HttpRequest` do Django: o servidor a chama direto (multichat/wsgi.py), sem os middlewares, que
custavam mais da metade do tempo de um POST (medido)."""

import json
import logging
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import Error
from django.utils import timezone

from webhook import doors
from webhook.event_id import event_id_of
from webhook.intake import ANSWER_WITHIN_S, Posted, StoreUnavailable, intake
from webhook.normalise.envelope import instance_id_of, read
from webhook.payload import read_json
from webhook.rejections import rejections

logger = logging.getLogger("webhook.door")

COMMON_HEADERS = (
    ("Content-Type", "application/json"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cache-Control", "no-store"),
)


class Rejected(Exception):
    """O POST não serve: situação HTTP, razão pública e razão verdadeira (a do livro-caixa)."""

    def __init__(self, status: int, reason: str, true_reason: str | None = None, instance: int = 0) -> None:
        super().__init__(reason)
        self.status, self.reason, self.true_reason, self.instance = status, reason, true_reason or reason, instance


@dataclass(frozen=True, slots=True)
class Answer:
    """O que se responde a quem postou."""

    status: int
    body: bytes
    headers: tuple[tuple[str, str], ...]


def answer(environ: Mapping[str, Any], secret: str | None, *, is_test: bool = False) -> Answer:
    """Atende um pedido a `/webhook/<secret>/` (ou a `/webhook/`, com `secret` None). `environ` é o do WSGI.
    `is_test`: o evento sintético de `webhook.status`, que faz todo o caminho e não conta em lugar nenhum."""
    try:
        return _receive(environ, secret, is_test)
    except Rejected as error:
        rejections.count(error.true_reason, error.instance)
        extra = (("Allow", "POST"),) if error.status == 405 else ()
        return _answer(error.status, {"status": "rejected", "reason": error.reason}, *extra)
    except (StoreUnavailable, Error) as error:
        logger.warning("action=door_unavailable", extra={"fields": {"error": type(error).__name__}})
        return _answer(503, {"status": "rejected", "reason": "store_unavailable"}, ("Retry-After", "5"))


def _receive(environ: Mapping[str, Any], secret: str | None, is_test: bool) -> Answer:
    received_at = timezone.now()
    if secret is None and not settings.WEBHOOK_OPEN:
        raise Rejected(404, "not_found", "open_door_disabled")
    if environ["REQUEST_METHOD"] != "POST":
        raise Rejected(405, "method_not_allowed")
    door, looking = None, 0.0
    if secret is not None:
        asked_at = time.monotonic()
        door = doors.by_secret(secret)
        looking = time.monotonic() - asked_at
        if door is None:  # recusa antes de ler o corpo
            raise Rejected(403, "forbidden", "unknown_secret")
    raw = read_body(environ, door.instance if door else 0)
    body = parse(raw, door.instance if door else 0)
    envelope = read(body)
    named = instance_id_of(envelope)
    if door is None:
        asked_at = time.monotonic()
        door = _open_door(named)
        looking = time.monotonic() - asked_at
    elif named is not None and named != door.instance_id:
        raise Rejected(403, "forbidden", "instance_mismatch", door.instance)
    event_id = event_id_of(door.instance, body, envelope)
    authenticated = secret is not None
    is_new = intake.store(
        Posted(
            event_id=event_id,
            receipt=secrets.token_hex(16),
            cliente_id=door.cliente,
            instance_id=door.instance,
            event_type=envelope.event_type,
            kind=envelope.kind.value,
            subject=envelope.chat or None,
            authenticated=authenticated,
            payload=raw,
            received_at=received_at,
            is_test=is_test,
            closes_door=authenticated and not door.is_closed and not is_test,
        ),
        within_s=ANSWER_WITHIN_S - looking,
    )
    return _answer(200, {"status": "accepted" if is_new else "duplicate", "event_id": event_id})


def _open_door(named: str | None) -> doors.Door:
    if named is None:
        raise Rejected(403, "forbidden", "no_instance")
    door = doors.by_instance_id(named)
    if door is None:
        raise Rejected(403, "forbidden", "unknown_instance")
    if door.is_closed:
        raise Rejected(403, "forbidden", "open_door_closed", door.instance)
    return door


def read_body(environ: Mapping[str, Any], instance: int) -> bytes:
    """Os bytes do corpo, também os enviados em pedaços (sem Content-Length o Django os entrega vazios)."""
    limit = settings.WEBHOOK_MAX_BYTES
    length = environ.get("CONTENT_LENGTH") or ""
    if length.isdigit() and int(length) > limit:
        raise Rejected(413, "too_large", instance=instance)
    stream = environ["wsgi.input"]
    wanted = min(int(length), limit) if length.isdigit() else limit + 1
    chunks: list[bytes] = []
    while wanted > 0 and (chunk := stream.read(wanted)):
        chunks.append(chunk)
        wanted -= len(chunk)
    raw = b"".join(chunks)
    if len(raw) > limit:
        raise Rejected(413, "too_large", instance=instance)
    if length.isdigit() and len(raw) < int(length):  # a conexão caiu no meio: o pedaço pode até ser JSON
        raise Rejected(400, "incomplete_body", instance=instance)
    return raw


def parse(raw: bytes, instance: int) -> dict[str, Any]:
    """O objeto JSON do corpo; números enormes são aceitos (viram infinito, o corpo cru fica)."""
    try:
        body = read_json(raw)
    except (ValueError, RecursionError) as error:
        raise Rejected(400, "not_json", instance=instance) from error
    if not isinstance(body, dict):
        raise Rejected(400, "not_object", instance=instance)
    return body


def _answer(status: int, body: dict[str, Any], *extra: tuple[str, str]) -> Answer:
    content = json.dumps(body).encode()
    return Answer(status, content, (*COMMON_HEADERS, ("Content-Length", str(len(content))), *extra))
