"""`GET /webhook/status/`: a porta e o banco respondem? `POST /webhook/test/`: um evento de teste pelo caminho
de verdade, que é desfeito e apagado depois e não conta em lugar nenhum."""

import json
import logging
import secrets
import time
from datetime import datetime
from io import BytesIO
from typing import Any

from django.db import DatabaseError, connection
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound, PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.models import Change, EventState, WebhookEvent, WhatsappInstance
from core.models.tenancy import Role
from core.stats import door_numbers
from webhook import door

logger = logging.getLogger("webhook.status")

TEST_WAIT_S = 10.0  # a fila pode ter milhares à frente; além disto diz-se até onde chegou
TEST_LOOK_S = 0.03  # o teste mede em milissegundos
STEPS = ("received", "stored", "claimed", "applied", "published")
TEST_PHONE = "5500000000000"
MAX_ID = 2**63 - 1


class StatusSerializer(serializers.Serializer[Any]):
    """A porta. Sem token, só `ok`."""

    ok = serializers.BooleanField(help_text="Se o banco responde.")
    pending = serializers.IntegerField(required=False, help_text="Eventos à espera do worker, agora.")
    failed = serializers.IntegerField(required=False, help_text="Eventos parados por defeito, agora.")
    oldest_pending_seconds = serializers.FloatField(
        required=False, allow_null=True, help_text="Há quantos segundos espera o mais antigo."
    )
    received_24h = serializers.IntegerField(required=False, help_text="Postados nas últimas 24 horas.")
    duplicates_24h = serializers.IntegerField(required=False, help_text="Repetidos nas últimas 24 horas.")
    last_event_at = serializers.DateTimeField(required=False, allow_null=True, help_text="Último evento recebido.")
    worker_seen_at = serializers.DateTimeField(
        required=False, allow_null=True, help_text="Último sinal de vida do worker; nulo se nunca houve um."
    )


class DoorDownSerializer(serializers.Serializer[Any]):
    """A porta sem banco."""

    ok = serializers.BooleanField(help_text="Falso.")


class TestSerializer(serializers.Serializer[Any]):
    """O que testar."""

    instance = serializers.IntegerField(min_value=1, max_value=MAX_ID, help_text="Id da instância.")
    kind = serializers.ChoiceField(["message"], default="message", help_text="Que evento simular.")


class TestStepSerializer(serializers.Serializer[Any]):
    """Um passo do caminho."""

    name = serializers.ChoiceField(STEPS, help_text="O passo.")
    ms = serializers.FloatField(help_text="Milissegundos desde o POST.")


class TestResultSerializer(serializers.Serializer[Any]):
    """O caminho percorrido."""

    ok = serializers.BooleanField(help_text="Se o evento chegou até o fim.")
    steps = TestStepSerializer(many=True, help_text="Os passos alcançados, em ordem.")
    missing = serializers.ListField(child=serializers.ChoiceField(STEPS), help_text="Os passos que faltaram.")
    message = serializers.CharField(allow_null=True, help_text="O que aconteceu, quando faltou algum.")


class StatusView(APIView):
    """A porta."""

    operation = "webhook_status"
    permission_classes = ()

    @extend_schema(
        responses={200: StatusSerializer, 503: OpenApiResponse(DoorDownSerializer, "O banco não responde.")},
        auth=[{}, {"bearerAuth": []}],  # type: ignore[list-item]  # a forma do OpenAPI; o tipo do pacote diz str
    )
    def get(self, request: Request) -> Response:
        """Diz se a porta e o banco respondem; com token, também os números.

        503 só quando o banco não responde; um worker parado aparece em `worker_seen_at`."""
        user: Any = request.user
        if user is None:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            return Response({"ok": True})
        ids = None
        if user.role != Role.ADMIN:
            ids = list(WhatsappInstance.objects.visible_to(user).values_list("pk", flat=True))
        return Response({"ok": True, **door_numbers(ids)})

    def handle_exception(self, exc: Exception) -> Response:
        """Sem banco: 503, na forma desta rota."""
        if isinstance(exc, DatabaseError):
            response = Response({"ok": False}, status=503, headers={"Retry-After": "5"})
            response.exception = True
            return response
        return super().handle_exception(exc)


class TestView(APIView):
    """O teste do caminho."""

    operation = "webhook_test"
    may_forbid = True

    @extend_schema(request=TestSerializer, responses={200: TestResultSerializer})
    def post(self, request: Request) -> Response:
        """Manda um evento de teste pela porta de verdade e mede cada passo.

        Espera até 10 s pelo worker. O evento é desfeito, apagado depois e não conta em lugar nenhum."""
        user: Any = request.user
        wanted = _instance_of(_body(request).get("instance"), user)
        if user.role == Role.OPERATOR:
            raise PermissionDenied
        serializer = TestSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        if wanted is None:
            raise NotFound
        return Response(run_test(wanted))


def _body(request: Request) -> dict[str, Any]:
    return request.data if isinstance(request.data, dict) else {}


def _instance_of(pk: Any, user: Any) -> WhatsappInstance | None:
    """A instância nomeada, se visível; existência vem antes do direito e do resto do corpo."""
    if isinstance(pk, bool) or not isinstance(pk, int | str) or not str(pk).isascii() or not str(pk).isdigit():
        return None
    number = int(str(pk)[:20])
    found = WhatsappInstance.objects.visible_to(user).filter(pk=number).first() if number <= MAX_ID else None
    if found is None:
        raise NotFound
    return found


def run_test(instance: WhatsappInstance) -> dict[str, Any]:
    """Posta na porta, espera e apaga. Só fica a memória do que se mediu."""
    started = timezone.now()
    feed_start = Change.objects.aggregate(top=Max("id"))["top"] or 0
    raw = json.dumps(_synthetic(instance, started)).encode()
    environ = {"REQUEST_METHOD": "POST", "CONTENT_LENGTH": str(len(raw)), "wsgi.input": BytesIO(raw)}
    received = timezone.now()
    answered = door.answer(environ, instance.webhook_secret, is_test=True)
    told = json.loads(answered.body)
    if answered.status != 200:
        words = _("A porta respondeu %(status)s: %(reason)s.") % {"status": answered.status, "reason": told["reason"]}
        return _result([("received", received)], started, words)
    try:
        return _follow(told["event_id"], started, received, feed_start)
    finally:
        _erase(told["event_id"])


def _follow(event_id: str, started: datetime, received: datetime, feed_start: int) -> dict[str, Any]:
    deadline = time.monotonic() + TEST_WAIT_S
    while True:
        event = WebhookEvent.objects.defer("payload").get(event_id=event_id)
        published = (
            Change.objects.filter(id__gt=feed_start, resource="event", object_id=event.pk).order_by("id").first()
        )
        is_done = event.state in {EventState.PROCESSED, EventState.IGNORED} and published is not None
        if is_done or event.state == EventState.FAILED or time.monotonic() > deadline:
            break
        time.sleep(TEST_LOOK_S)
    moments = [
        ("received", received),
        ("stored", event.stored_at),
        ("claimed", event.claimed_at),
        ("applied", event.applied_at),
        ("published", published.at if published and event.processed_at else None),
    ]
    if is_done:
        message = None
    elif event.error:
        message = _("O worker não conseguiu aplicar o evento: %(error)s") % {"error": event.error}
    else:
        message = _("O worker não pegou o evento em 10 segundos; confira se ele está de pé.")
    return _result([(name, at) for name, at in moments if at is not None], started, message)


def _result(reached: list[tuple[str, datetime]], started: datetime, message: str | None) -> dict[str, Any]:
    names = [name for name, _ in reached]
    missing = [name for name in STEPS if name not in names]
    return {
        "ok": not missing,
        "steps": [
            {"name": name, "ms": round(max(0.0, (at - started).total_seconds() * 1000), 1)} for name, at in reached
        ],
        "missing": missing,
        "message": message,
    }


def _synthetic(instance: WhatsappInstance, now: datetime) -> dict[str, Any]:
    """Um texto recebido como a W-APi o postaria, com um id que ninguém mais tem."""
    return {
        "event": "webhookReceived",
        "instanceId": instance.instance_id,
        "connectedPhone": instance.phone,
        "isGroup": False,
        "fromMe": False,
        "fromApi": False,
        "messageId": f"TESTE{secrets.token_hex(12).upper()}",
        "moment": int(now.timestamp()),
        "chat": {"id": TEST_PHONE},
        "sender": {"id": TEST_PHONE, "pushName": "Teste do MultiChat"},
        "msgContent": {"conversation": "Teste do caminho do webhook."},
    }


def _erase(event_id: str) -> None:
    """O evento e as suas linhas no feed; se o worker o tem em mãos agora, a linha some depois dele."""
    for pk in list(WebhookEvent.objects.filter(event_id=event_id, is_test=True).values_list("pk", flat=True)):
        WebhookEvent.objects.filter(pk=pk).delete()
        Change.objects.filter(resource="event", object_id=pk).delete()
