"""`/api/alerts/`: o que está errado agora, as regras de cada cliente e por onde se avisa."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import ErrorDetail, NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from api.exceptions import Conflict
from api.permissions import EVERYONE, MANAGERS
from api.serializers.alerts import (
    AcknowledgeSerializer,
    AlertCountsSerializer,
    AlertQuery,
    AlertSerializer,
    ChannelSerializer,
    ChannelTestSerializer,
    RuleSerializer,
    SilenceSerializer,
    shown_rule,
)
from api.views.base import Resource
from core.alerts import channels, decisions, notify
from core.alerts.rules import CHOSEN, change_rule, rules_of
from core.ground.sentences import parts_of, said
from core.models import Alert, AlertChannel, AlertState, Cliente
from core.models.tenancy import Role


class AlertsView(Resource):
    """Alertas."""

    queryset = Alert.objects.all()
    serializer_class = AlertSerializer
    query = AlertQuery
    ordering = ("-id",)
    default_roles = MANAGERS
    roles = {"list": EVERYONE, "retrieve": EVERYONE, "counts": EVERYONE}
    error_codes = {"acknowledge": ("409",), "silence": ("409",), "rules": ("404",), "rule": ("404",)}

    def get_queryset(self) -> QuerySet[Any]:
        """Com a instância e quem o reconheceu."""
        return super().get_queryset().select_related("instance", "acknowledged_by")

    def show(self, row: Any, serializer_class: Any = None, *, many: bool = False) -> Any:
        """Com as séries."""
        AlertSerializer.attach(row if many else [row])
        return super().show(row, serializer_class, many=many)

    @extend_schema(parameters=[AlertQuery], responses=AlertSerializer(many=True))
    def list(self, request: Request) -> Response:
        """Lista os alertas, do mais novo."""
        return self.page(self._chosen())

    @extend_schema(responses=AlertSerializer)
    def retrieve(self, request: Request, id: int) -> Response:
        """Mostra um alerta."""
        return Response(self.show(self.target))

    @extend_schema(parameters=[AlertQuery], responses=AlertCountsSerializer)
    @action(detail=False, methods=["get"], pagination_class=None)
    def counts(self, request: Request) -> Response:
        """Conta os alertas por resolver, com os filtros da lista."""
        active = self._chosen().exclude(active_cause=None).order_by()
        return Response(
            active.aggregate(
                **{
                    name: Count("pk", filter=Q(state=name))
                    for name in (AlertState.OPEN.value, AlertState.ACKNOWLEDGED.value, AlertState.SILENCED.value)
                }
            )
        )

    @extend_schema(request=AcknowledgeSerializer, responses=AlertSerializer)
    @action(detail=True, methods=["post"])
    def acknowledge(self, request: Request, id: int) -> Response:
        """Diz que alguém está cuidando."""
        comment = self.body(AcknowledgeSerializer).validated_data.get("comment")
        return self._decided(lambda alert: decisions.acknowledge(self.user, alert, comment))

    @extend_schema(request=SilenceSerializer, responses=AlertSerializer)
    @action(detail=True, methods=["post"])
    def silence(self, request: Request, id: int) -> Response:
        """Não chama atenção até um momento; se o sintoma durar mais, abre de novo."""
        wanted = self.body(SilenceSerializer).validated_data
        return self._decided(lambda alert: decisions.silence(self.user, alert, wanted["until"], wanted.get("comment")))

    @extend_schema(
        parameters=[OpenApiParameter("cliente", int, description="Id do cliente; gestores podem omitir (é o seu).")],
        responses=RuleSerializer(many=True),
    )
    @action(detail=False, methods=["get"], pagination_class=None)
    def rules(self, request: Request) -> Response:
        """Lista as regras de um cliente, com os padrões."""
        found = rules_of(self._cliente().pk)
        shown = [shown_rule(kind, *found[kind]) for kind in CHOSEN]
        return Response(RuleSerializer(shown, many=True).data)

    @extend_schema(
        parameters=[
            OpenApiParameter("cliente", int, description="Id do cliente; gestores podem omitir (é o seu)."),
            OpenApiParameter("kind", str, OpenApiParameter.PATH, enum=[*CHOSEN], description="O tipo de alerta."),
        ],
        request=RuleSerializer,
        responses=RuleSerializer,
    )
    @action(detail=False, methods=["patch"], url_path="rules/<str:kind>", pagination_class=None)
    def rule(self, request: Request, kind: str) -> Response:
        """Altera a regra de um tipo de alerta num cliente."""
        cliente = self._cliente()
        if kind not in CHOSEN:
            raise NotFound
        wanted = self.body(RuleSerializer, partial=True).validated_data
        change_rule(self.user, cliente, kind, wanted)
        return Response(RuleSerializer(shown_rule(kind, *rules_of(cliente.pk)[kind])).data)

    def _chosen(self) -> QuerySet[Any]:
        wanted = self.filters()
        queryset = self.get_queryset()
        for name, column in (
            ("state", "state__in"),
            ("kind", "kind__in"),
            ("instance", "instance_id"),
            ("cliente", "cliente_id"),
        ):
            if name in wanted:
                queryset = queryset.filter(**{column: wanted[name]})
        return queryset

    def _cliente(self) -> Cliente:
        """O cliente cujas regras se pedem."""
        if self.user.role != Role.ADMIN and self.user.cliente is not None:
            given = self.request.query_params.get("cliente")
            if given not in (None, str(self.user.cliente.pk)):
                raise NotFound
            return self.user.cliente
        given = self.request.query_params.get("cliente", "")
        if not (given.isascii() and given.isdigit() and len(given) <= 18):
            raise ValidationError({"cliente": [ErrorDetail(_("Diga de que cliente são as regras."), "required")]})
        found = Cliente.objects.filter(pk=int(given)).first()
        if found is None:
            raise NotFound
        return found

    def _decided(self, decide: Any) -> Response:
        try:
            decided = decide(self.target)
        except decisions.AlreadyResolved as error:
            raise Conflict(str(error), "already_resolved") from error
        return Response(self.show(self.get_queryset().get(pk=decided.pk)))


class AlertChannelsView(Resource):
    """Por onde se avisa."""

    queryset = AlertChannel.objects.all()
    serializer_class = ChannelSerializer
    ordering = ("id",)
    default_roles = MANAGERS

    @extend_schema(responses=ChannelSerializer(many=True))
    def list(self, request: Request) -> Response:
        """Lista os canais de aviso."""
        return self.page(self.get_queryset())

    @extend_schema(request=ChannelSerializer, responses={201: ChannelSerializer})
    def create(self, request: Request) -> Response:
        """Acrescenta um canal: e-mail, ou POST a um endereço https."""
        channel = channels.add_channel(self.user, self.body(ChannelSerializer).validated_data)
        return Response(self.show(channel), status=status.HTTP_201_CREATED)

    @extend_schema(request=ChannelSerializer, responses=ChannelSerializer)
    def partial_update(self, request: Request, id: int) -> Response:
        """Altera um canal."""
        wanted = self.body(ChannelSerializer, self.target, partial=True).validated_data
        return Response(self.show(channels.change_channel(self.user, self.target, wanted)))

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, id: int) -> Response:
        """Apaga um canal."""
        channels.remove_channel(self.user, self.target)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=None, responses=ChannelTestSerializer)
    @action(detail=True, methods=["post"])
    def test(self, request: Request, id: int) -> Response:
        """Manda um aviso de teste agora."""
        error = notify.test(self.target)
        return Response({"ok": error is None, "message": said(error, parts_of(error))})
