"""Ações de uma pessoa sobre uma instância. O que o gateway recusa vira 502/504 com as palavras dele (api.errors)."""

import time
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from api import filters
from api.serializers.instances.actions import (
    CheckedPhonesSerializer,
    ConnectSerializer,
    CredentialsCheckSerializer,
    CredentialsInSerializer,
    PairingCodeSerializer,
    PhoneCheckSerializer,
    PhoneSerializer,
    PhonesToCheckSerializer,
    SendTestSerializer,
    WebhooksSerializer,
    flags_shown,
)
from api.serializers.instances.gateway import ClearQueueSerializer
from api.serializers.instances.gateway_chats import GatewayChatsSerializer, GatewayPageQuery, gateway_rows
from api.serializers.instances.instances import InstanceSerializer
from api.serializers.mensagens.mensagens import MensagemSerializer
from api.views.base import Resource
from core.chats import gestures
from core.contacts import existence
from core.gateway.calls import chats
from core.gateway.calls import contacts as contact_calls
from core.ground.gateway import gateway_of
from core.instances import actions, connect, drift, webhooks
from core.instances.health_rows import settings_of
from core.models import ConnectSession, ConnectState, Mensagem, WebhookSetting
from core.models.tenancy import Role
from core.outbox.enqueue import enqueue
from core.outbox.to_send import ToSend

CONNECT_WAIT_S = 0.8  # o POST responde em até 1 s; o que vier depois vem pelo fluxo
GATEWAY_ERRORS = ("502", "504")
TALKS = (
    "pairing_code", "refresh_status", "restart", "disconnect", "configure_webhooks", "phone_exists", "phones_exist",
    "reconcile",
    "queue", "queue_clear", "queue_remove", "webhook_logs", "profile", "plan", "payment", "partial_update",
    "gateway_chats", "invitation", "check_gateway",
)  # fmt: skip


class InstanceActions(Resource):
    """As ações; `InstancesView` as herda."""

    error_codes = {**dict.fromkeys(TALKS, GATEWAY_ERRORS), "destroy": ("400", "409", *GATEWAY_ERRORS)}

    @extend_schema(request=None, responses=ConnectSerializer)
    @action(detail=True, methods=["post"])
    def connect(self, request: Request, id: int) -> Response:
        """Começa (ou recomeça) a conexão por QR e diz, em até 1 s, onde ela está.

        Fechar a tela não cancela nada; o que vier depois vem pelo fluxo, ou por GET."""
        session = connect.start_connect(self.user, self.target)
        deadline = time.monotonic() + CONNECT_WAIT_S
        while session.state == ConnectState.PREPARING and time.monotonic() < deadline:
            time.sleep(0.05)
            session = ConnectSession.objects.select_related("instance").get(pk=self.target.pk)
        return Response(ConnectSerializer(session).data)

    @extend_schema(responses=ConnectSerializer)
    @connect.mapping.get
    def connect_state(self, request: Request, id: int) -> Response:
        """Diz onde está a conexão por QR."""
        session = connect.connect_session(self.target)
        context = {"hides_code": self.user.role == Role.OPERATOR}
        return Response(ConnectSerializer(session, context=context).data)

    @extend_schema(request=PhoneSerializer, responses=PairingCodeSerializer)
    @action(detail=True, methods=["post"], url_path="pairing-code")
    def pairing_code(self, request: Request, id: int) -> Response:
        """Pede um código para digitar no celular, em vez do QR."""
        phone = self.body(PhoneSerializer).validated_data["phone"]
        return Response({"pairing_code": actions.pairing_code(self.user, self.target, phone)})

    @extend_schema(request=None, responses=InstanceSerializer)
    @action(detail=True, methods=["post"], url_path="refresh-status")
    def refresh_status(self, request: Request, id: int) -> Response:
        """Pergunta a situação ao gateway agora."""
        actions.refresh_status(self.user, self.target)
        return self._shown_again()

    @extend_schema(request=ClearQueueSerializer, responses=InstanceSerializer)
    @action(detail=True, methods=["post"])
    def restart(self, request: Request, id: int) -> Response:
        """Reinicia a instância no gateway; o celular continua pareado. Com `clear_queue`, esvazia antes a fila dele."""
        self._clear_queue_if_asked()
        actions.restart(self.user, self.target)
        return self._shown_again()

    @extend_schema(request=ClearQueueSerializer, responses=InstanceSerializer)
    @action(detail=True, methods=["post"])
    def disconnect(self, request: Request, id: int) -> Response:
        """Desvincula o celular. Com `clear_queue`, esvazia antes a fila do gateway."""
        self._clear_queue_if_asked()
        actions.disconnect(self.user, self.target)
        return self._shown_again()

    @extend_schema(request=None, responses=WebhooksSerializer)
    @action(detail=True, methods=["post"], url_path="configure-webhooks")
    def configure_webhooks(self, request: Request, id: int) -> Response:
        """Grava no gateway os endereços de webhook e os ajustes que diferem, e lê de volta o que ficou."""
        return self._webhooks(drift.mend(self.user, self.target))

    @extend_schema(responses=WebhooksSerializer)
    @action(detail=True, methods=["get"])
    def webhooks(self, request: Request, id: int) -> Response:
        """Mostra os webhooks e os ajustes como foram lidos do gateway pela última vez."""
        return self._webhooks(webhooks.webhook_settings(self.target))

    @extend_schema(request=SendTestSerializer, responses={201: MensagemSerializer})
    @action(detail=True, methods=["post"], url_path="send-test")
    def send_test(self, request: Request, id: int) -> Response:
        """Envia um texto de teste por esta instância; responde na hora, com a mensagem à espera."""
        wanted = self.body(SendTestSerializer).validated_data
        sent, _ = enqueue(self.user, ToSend(self.target, wanted["text"], address=wanted["phone"]), None)
        row = MensagemSerializer.prepared(Mensagem.objects.filter(pk=sent.pk))[0]
        return Response(self.show(row, MensagemSerializer), status=status.HTTP_201_CREATED)

    @extend_schema(request=PhoneSerializer, responses=PhoneCheckSerializer)
    @action(detail=True, methods=["post"], url_path="phone-exists")
    def phone_exists(self, request: Request, id: int) -> Response:
        """Pergunta ao WhatsApp se um número existe, e como ele o escreve."""
        phone = self.body(PhoneSerializer).validated_data["phone"]
        return Response(asdict(gateway_of(self.target).call(contact_calls.phone_exists(phone))))

    @extend_schema(request=PhonesToCheckSerializer, responses=CheckedPhonesSerializer)
    @action(detail=True, methods=["post"], url_path="phones-exist")
    def phones_exist(self, request: Request, id: int) -> Response:
        """Pergunta ao WhatsApp por vários números de uma vez (plano PRO): quais existem, e como ele os escreve."""
        phones = self.body(PhonesToCheckSerializer).validated_data["phones"]
        found = zip(phones, existence.phones_exist(self.target, phones), strict=True)
        return Response({"results": [{"asked": phone, **asdict(one)} for phone, one in found]})

    @extend_schema(request=CredentialsInSerializer, responses=CredentialsCheckSerializer)
    @action(detail=False, methods=["post"], url_path="check-credentials")
    def check_credentials(self, request: Request) -> Response:
        """Testa id e token no gateway antes de cadastrar. Uma recusa é resposta, não erro."""
        wanted = self.body(CredentialsInSerializer).validated_data
        found = actions.check_credentials(wanted["instance_id"], wanted["token"])
        return Response({**asdict(found), "message": gettext(found.message) if found.message else None})

    def _clear_queue_if_asked(self) -> None:
        if self.body(ClearQueueSerializer).validated_data["clear_queue"]:
            gateway_of(self.target).call(chats.clear_queue())

    @extend_schema(parameters=[GatewayPageQuery], responses=GatewayChatsSerializer)
    @action(detail=True, methods=["get"], url_path="gateway-chats", pagination_class=None)
    def gateway_chats(self, request: Request, id: int) -> Response:
        """Lê uma página das conversas que a W-APi conhece (plano PRO), e diz quais já estão aqui."""
        wanted = filters.read(GatewayPageQuery, request)
        page, size = wanted.get("page", 1), wanted.get("per_page", 50)
        found = gestures.gateway_chats(self.target, page, size)
        return Response(GatewayChatsSerializer(gateway_rows(self.target, found, page)).data)

    def _shown_again(self) -> Response:
        return Response(self.show(self.get_queryset().get(pk=self.target.pk)))

    def _webhooks(self, settings: list[WebhookSetting]) -> Response:
        context: dict[str, Any] = {"instance": self.target, "hides_secret": self.user.role == Role.OPERATOR}
        shown = {"webhooks": settings, "settings": flags_shown(settings_of(self.target))}
        return Response(WebhooksSerializer(shown, context=context).data)
