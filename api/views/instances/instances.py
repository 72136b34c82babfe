"""`/api/instances/`: cadastro, estado e linha do tempo. As ações estão ao lado, em `actions`."""

from typing import Any

from django.db import IntegrityError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import ErrorDetail, PermissionDenied, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from api import filters
from api.permissions import EVERYONE, MANAGERS
from api.serializers.instances.instances import (
    InstanceCreateSerializer,
    InstanceDeleteQuery,
    InstanceQuery,
    InstanceSerializer,
    InstanceUpdateSerializer,
    TransitionSerializer,
)
from api.views.base import Resource
from api.views.instances.actions import InstanceActions
from api.views.instances.gateway import InstanceGateway
from api.views.instances.repair import InstanceRepair
from api.views.instances.sending import InstanceSending
from core import stats
from core.instances import gateway_account, gateway_settings, registry, removal
from core.models import InstanceTransition, WhatsappInstance
from core.models.gateway_setting import FLAGS
from core.models.tenancy import Role


class InstancesView(InstanceActions, InstanceGateway, InstanceRepair, InstanceSending, Resource):
    """Instâncias."""

    queryset = WhatsappInstance.objects.all()
    serializer_class = InstanceSerializer
    query = InstanceQuery
    default_roles = MANAGERS
    roles = {
        "list": EVERYONE,
        "retrieve": EVERYONE,
        "connect_state": EVERYONE,
        "webhooks": EVERYONE,
        "timeline": EVERYONE,
        "health": EVERYONE,
        "limits": EVERYONE,
        "downtimes": EVERYONE,
        "phone_exists": EVERYONE,
        "phones_exist": EVERYONE,
        "sending": EVERYONE,
    }

    def get_queryset(self) -> QuerySet[Any]:
        """Com o cliente, a saúde e os ajustes, na mesma consulta."""
        return super().get_queryset().select_related("cliente", "health", "gateway_settings")

    def get_ordering(self) -> tuple[str, ...]:
        """A linha do tempo e as conferências, da mais nova."""
        return ("-id",) if self.action in {"timeline", "reconciliations"} else self.ordering

    def show(self, row: Any, serializer_class: Any = None, *, many: bool = False) -> Any:
        """Com os números de cada uma, contados de uma vez."""
        if serializer_class is None:
            rows = row if many else [row]
            self.numbers = stats.instance_numbers([instance.pk for instance in rows])
        return super().show(row, serializer_class, many=many)

    def get_serializer_context(self) -> dict[str, Any]:
        """Números das instâncias mostradas."""
        return {**super().get_serializer_context(), "numbers": getattr(self, "numbers", {})}

    @extend_schema(parameters=[InstanceQuery], responses=InstanceSerializer(many=True))
    def list(self, request: Request) -> Response:
        """Lista as instâncias, por nome."""
        wanted = self.filters()
        queryset = self.get_queryset()
        if "cliente" in wanted:
            queryset = queryset.filter(cliente_id=wanted["cliente"])
        if "status" in wanted:
            queryset = queryset.filter(status__in=wanted["status"])
        if words := wanted.get("search"):
            queryset = queryset.filter(
                Q(name__icontains=words) | Q(phone__contains=words) | Q(instance_id__icontains=words)
            )
        return self.page(queryset)

    @extend_schema(responses=InstanceSerializer)
    def retrieve(self, request: Request, id: int) -> Response:
        """Mostra uma instância."""
        return Response(self.show(self.target))

    @extend_schema(request=InstanceCreateSerializer, responses={201: InstanceSerializer})
    def create(self, request: Request) -> Response:
        """Cadastra uma instância que já existe no gateway."""
        wanted = self.body(InstanceCreateSerializer).validated_data
        known = (wanted["cliente"], wanted["name"], wanted["instance_id"], wanted.get("token"))
        try:
            instance = registry.register(self.user, *known)
        except IntegrityError as error:  # o mesmo instance_id, ao mesmo tempo
            unique = ErrorDetail(_("Já existe uma instância com este instance_id."), "unique")
            raise ValidationError({"instance_id": [unique]}) from error
        return Response(self.show(instance), status=status.HTTP_201_CREATED)

    @extend_schema(request=InstanceUpdateSerializer, responses=InstanceSerializer)
    def partial_update(self, request: Request, id: int) -> Response:
        """Altera nome, token ou ajustes; estes são gravados no gateway e lidos de volta.

        Cliente e instance_id só se dizem ao cadastrar. O que o gateway recusa é 502, com as palavras dele."""
        wanted = self.body(InstanceUpdateSerializer, self.target, partial=True).validated_data
        # Primeiro o que é daqui (o token novo já vale), depois o que é do gateway.
        registry.edit(self.user, self.target, **{name: wanted[name] for name in ("name", "token") if name in wanted})
        if "auto_mend" in wanted:
            gateway_settings.set_auto_mend(self.user, self.target, wanted["auto_mend"])
        there = {name: wanted[name] for name in FLAGS if name in wanted}
        if there or "gateway_name" in wanted:
            gateway_settings.change_settings(self.user, self.target, there, wanted.get("gateway_name"))
        return self._shown_again()

    @extend_schema(parameters=[InstanceDeleteQuery], responses={204: None})
    def destroy(self, request: Request, id: int) -> Response:
        """Apaga a instância e tudo que é dela: conversas, mensagens, arquivos, eventos.

        Com `at_gateway=1`, antes a apaga também no gateway, pela conta (só administradores)."""
        if filters.read(InstanceDeleteQuery, request).get("at_gateway"):
            if self.user.role != Role.ADMIN:
                raise PermissionDenied
            gateway_account.delete_at_gateway(self.user, self.target)
        removal.remove(self.user, self.target)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=None, responses=InstanceSerializer)
    @action(detail=True, methods=["post"], url_path="rotate-secret")
    def rotate_secret(self, request: Request, id: int) -> Response:
        """Troca o segredo do webhook; o anterior ainda vale 24 horas."""
        registry.rotate_secret(self.user, self.target)
        return Response(self.show(self.target))

    @extend_schema(responses=TransitionSerializer(many=True))
    @action(detail=True, methods=["get"])
    def timeline(self, request: Request, id: int) -> Response:
        """Lista as mudanças de estado, da mais nova."""
        return self.page(InstanceTransition.objects.filter(instance=self.target), TransitionSerializer)
