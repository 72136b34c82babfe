"""Saúde, conferências e quedas de uma instância."""

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from api import filters
from api.pagination import DEFAULT_LIMIT
from api.serializers.instances.repair import (
    DowntimePageSerializer,
    DowntimeQuery,
    HealthSerializer,
    ReconcileInSerializer,
    ReconciliationSerializer,
)
from api.views.base import Resource
from core.instances.downtimes import downtimes
from core.instances.health import report
from core.models import Reconciliation
from webhook import recover


class InstanceRepair(Resource):
    """As ações de conserto; `InstancesView` as herda."""

    @extend_schema(responses=HealthSerializer)
    @action(detail=True, methods=["get"])
    def health(self, request: Request, id: int) -> Response:
        """Mostra os sinais de vida da instância."""
        return Response(HealthSerializer(report(self.target)).data)

    @extend_schema(request=ReconcileInSerializer, responses=ReconciliationSerializer)
    @action(detail=True, methods=["post"])
    def reconcile(self, request: Request, id: int) -> Response:
        """Confere com o registro do gateway e repõe o que não chegou.

        Responde em até uns 20 segundos; o que passar disso (estado `waiting`) o worker termina. Conferir duas vezes não
        repõe nada de novo."""
        wanted = self.body(ReconcileInSerializer).validated_data
        row = recover.now_for(self.user, self.target, wanted["start"], wanted["end"])
        return Response(ReconciliationSerializer(row).data)

    @extend_schema(responses=ReconciliationSerializer(many=True))
    @reconcile.mapping.get
    def reconciliations(self, request: Request, id: int) -> Response:
        """Lista as conferências, da mais nova."""
        return self.page(Reconciliation.objects.filter(instance=self.target), ReconciliationSerializer)

    @extend_schema(parameters=[DowntimeQuery], responses=DowntimePageSerializer)
    @action(detail=True, methods=["get"], pagination_class=None)
    def downtimes(self, request: Request, id: int) -> Response:
        """Lista as quedas, da mais nova: de quando a quando, por quê, o que chegou tarde, quem esperou."""
        wanted = filters.read(DowntimeQuery, request)
        limit = wanted.get("limit", DEFAULT_LIMIT)
        found = downtimes(self.target, wanted.get("before"), limit + 1)
        link = None
        if len(found) > limit:
            cursor = found[limit - 1].start.isoformat()
            link = replace_query_param(request.build_absolute_uri(), "before", cursor)
        page = {"next": link, "previous": None, "results": found[:limit]}
        return Response(DowntimePageSerializer(page).data)
