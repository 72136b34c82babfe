"""Os termos de comparação da porta, no mesmo servidor e na mesma execução: uma view trivial e um INSERT por POST.

Só existe quando o granian é ligado por `benchmarks/servers.py` com DJANGO_SETTINGS_MODULE=benchmarks.plain_settings."""

import hashlib
import json
import secrets

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.utils import timezone

from core.models import WebhookEvent


def trivial(request: HttpRequest) -> HttpResponse:
    """Lê o corpo e responde."""
    return _answer({"status": "accepted", "size": len(request.body)})


def plain(request: HttpRequest) -> HttpResponse:
    """O que se escreveria sem pensar: um INSERT (uma transação) por requisição."""
    body = json.loads(request.body)
    event_id = hashlib.sha256(request.body).hexdigest()
    now = timezone.now()
    WebhookEvent.objects.create(
        event_id=event_id, receipt=secrets.token_hex(16), cliente_id=1, instance_id=1, event_type=body["event"],
        kind="message", size=len(request.body), payload=request.body, received_at=now, stored_at=now,
    )  # fmt: skip
    return _answer({"status": "accepted", "event_id": event_id})


def _answer(body: dict[str, object]) -> HttpResponse:
    content = json.dumps(body).encode()
    return HttpResponse(content, content_type="application/json", headers={"Content-Length": str(len(content))})


urlpatterns = [path("bench/trivial/", trivial), path("bench/plain/", plain), path("", include("multichat.urls"))]
