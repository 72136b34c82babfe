"""A instância do lado do gateway: fila, perfil, plano, limites, cobrança, registro de postagens."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from api import filters
from api.pagination import DEFAULT_LIMIT
from api.serializers.instances.gateway import (
    CheckedGatewaySerializer,
    CheckGatewayInSerializer,
    InstancePlanSerializer,
    InvitationQuery,
    InvitationSerializer,
    LimitsSerializer,
    PageQuery,
    PaymentInSerializer,
    PaymentSerializer,
    ProfileSerializer,
    QueueClearedSerializer,
    QueueSerializer,
    WebhookLogsSerializer,
)
from api.serializers.instances.instances import InstanceSerializer
from api.views.base import Resource
from core.gateway.calls import chats, groups, payment, webhooks
from core.ground.gateway import gateway_of
from core.instances import check_gateway, gateway_settings, plan
from core.instances.drift import read_details
from core.models import WhatsappInstance

INSERTED_ID = OpenApiParameter("inserted_id", OpenApiTypes.STR, "path", description="Id do envio na fila do gateway.")


class InstanceGateway(Resource):
    """As ações do lado do gateway; `InstancesView` as herda."""

    @extend_schema(parameters=[PageQuery], responses=QueueSerializer)
    @action(detail=True, methods=["get"], pagination_class=None)
    def queue(self, request: Request, id: int) -> Response:
        """Lista a fila de envio do gateway."""
        page, limit = self._wanted()
        found = gateway_of(self.target).call(chats.queue(page=page, per_page=limit))
        pages = found.pages or -(-found.total // limit)
        links = self._links(page, has_next=page < pages)
        return Response(QueueSerializer({**links, "total": found.total, "results": found.messages}).data)

    @extend_schema(request=None, responses={200: QueueClearedSerializer})
    @queue.mapping.delete
    def queue_clear(self, request: Request, id: int) -> Response:
        """Esvazia a fila de envio do gateway; o que estava nela não chega a ninguém."""
        return Response({"deleted": gateway_of(self.target).call(chats.clear_queue()).deleted})

    @extend_schema(parameters=[INSERTED_ID], request=None, responses={204: None})
    @action(detail=True, methods=["delete"], url_path="queue/<str:inserted_id>")
    def queue_remove(self, request: Request, id: int, inserted_id: str) -> Response:
        """Tira um envio da fila do gateway."""
        gateway_of(self.target).call(chats.remove_queued(inserted_id))
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(parameters=[PageQuery], responses=WebhookLogsSerializer)
    @action(detail=True, methods=["get"], url_path="webhook-logs", pagination_class=None)
    def webhook_logs(self, request: Request, id: int) -> Response:
        """Lista o que o gateway diz ter postado (ele guarda 30 dias)."""
        page, limit = self._wanted()
        found = gateway_of(self.target).call(webhooks.logs(page=page, per_page=limit))
        links = self._links(page, has_next=len(found) >= limit)
        return Response(WebhookLogsSerializer({**links, "results": found}).data)

    @extend_schema(request=ProfileSerializer, responses=InstanceSerializer)
    @action(detail=True, methods=["post"])
    def profile(self, request: Request, id: int) -> Response:
        """Muda nome, recado ou foto do perfil no WhatsApp."""
        wanted = self.body(ProfileSerializer).validated_data
        gateway_settings.change_profile(
            self.user,
            self.target,
            name=wanted.get("name"),
            picture_url=wanted.get("picture_url"),
            description=wanted.get("description"),
        )
        return Response(self.show(self.get_queryset().get(pk=self.target.pk)))

    @extend_schema(responses=InstancePlanSerializer)
    @action(detail=True, methods=["get"])
    def plan(self, request: Request, id: int) -> Response:
        """Lê agora, do gateway, o plano, a situação do pagamento e o vencimento."""
        details = read_details(self.target)
        instance = WhatsappInstance.objects.get(pk=self.target.pk)
        return Response(
            InstancePlanSerializer(
                {
                    "plan": instance.plan,
                    "payment_status": instance.payment_status,
                    "expires_at": instance.plan_expires_at,
                    "is_trial": details.is_trial,
                    "auto_renew": details.auto_renew,
                    "is_over": instance.is_plan_over,
                    "checked_at": instance.plan_checked_at or timezone.now(),
                }
            ).data
        )

    @extend_schema(responses=LimitsSerializer)
    @action(detail=True, methods=["get"])
    def limits(self, request: Request, id: int) -> Response:
        """Mostra o que o plano da instância permite."""
        return Response(LimitsSerializer({"plan": self.target.plan, "features": plan.limits(self.target)}).data)

    @extend_schema(parameters=[InvitationQuery], responses=InvitationSerializer)
    @action(detail=True, methods=["get"], pagination_class=None)
    def invitation(self, request: Request, id: int) -> Response:
        """Mostra o grupo a que um convite leva, sem entrar nele."""
        told = gateway_of(self.target).call(groups.invitation(filters.read(InvitationQuery, request)["url"]))
        shown = {"chat_id": told.group_id, "subject": told.subject}
        return Response({**shown, "description": told.description, "size": told.size})

    @extend_schema(request=CheckGatewayInSerializer, responses=CheckedGatewaySerializer)
    @action(detail=True, methods=["post"], url_path="check-gateway")
    def check_gateway(self, request: Request, id: int) -> Response:
        """Faz cada chamada de leitura do gateway e diz o que é igual ao contrato e o que não é.

        Só envia com `send_to`: um de cada tipo, a esse número. Pode levar um minuto e meio."""
        wanted = self.body(CheckGatewayInSerializer).validated_data
        checked = check_gateway.check_gateway(self.user, self.target, wanted.get("send_to"))
        return Response(CheckedGatewaySerializer(checked).data)

    @extend_schema(request=PaymentInSerializer, responses=PaymentSerializer)
    @action(detail=True, methods=["post"])
    def payment(self, request: Request, id: int) -> Response:
        """Pede ao gateway uma cobrança da instância, por Pix ou cartão."""
        wanted = self.body(PaymentInSerializer).validated_data
        charge = payment.pix if wanted["method"] == "pix" else payment.card
        call = charge(wanted["payer_email"], webhook_url=wanted.get("notify_url"))
        made = gateway_of(self.target).call(call)
        return Response({"message": made.message, "answer": dict(made.document)})

    def _wanted(self) -> tuple[int, int]:
        wanted = filters.read(PageQuery, self.request)
        return wanted.get("page", 1), wanted.get("limit", DEFAULT_LIMIT)

    def _links(self, page: int, *, has_next: bool) -> dict[str, str | None]:
        here = self.request.build_absolute_uri()
        link: Callable[[int], Any] = lambda number: replace_query_param(here, "page", number)  # noqa: E731
        return {"next": link(page + 1) if has_next else None, "previous": link(page - 1) if page > 1 else None}
