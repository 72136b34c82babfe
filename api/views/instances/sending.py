"""`/api/instances/{id}/sending/`: ritmo, teto e disjuntor dos envios."""

from dataclasses import asdict

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from api.serializers.instances.sending import PaceSerializer, SendingSerializer
from api.views.base import Resource
from core.outbox import overview, pacing


class InstanceSending(Resource):
    """Os envios; `InstancesView` as herda."""

    @extend_schema(responses=SendingSerializer)
    @action(detail=True, methods=["get"])
    def sending(self, request: Request, id: int) -> Response:
        """Mostra ritmo, teto, fila e disjuntor dos envios."""
        return self._sending()

    @extend_schema(request=PaceSerializer, responses=SendingSerializer)
    @sending.mapping.patch
    def sending_update(self, request: Request, id: int) -> Response:
        """Altera o ritmo e o teto desta instância."""
        wanted = self.body(PaceSerializer, self.target, partial=True).validated_data
        pacing.change(self.user, self.target, **wanted)
        return self._sending()

    @extend_schema(request=None, responses=SendingSerializer)
    @action(detail=True, methods=["post"], url_path="sending/resume")
    def sending_resume(self, request: Request, id: int) -> Response:
        """Com os envios pausados por falhas, tenta agora em vez de esperar."""
        overview.resume(self.user, self.target)
        return self._sending()

    def _sending(self) -> Response:
        return Response(SendingSerializer(asdict(overview.overview(self.target))).data)
