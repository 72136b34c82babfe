"""`/api/events/`: o registro do que a W-APi postou, e reprocessar."""

from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import ErrorDetail, NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from api import filters
from api.pagination import MAX_ID
from api.permissions import MANAGERS
from api.rows import with_instance
from api.serializers.events import (
    FAILED_AGAIN,
    EventCountsSerializer,
    EventDetailSerializer,
    EventErrorSerializer,
    EventQuery,
    EventSerializer,
    ReplayJobSerializer,
    ReplayPreviewSerializer,
    ReplaySerializer,
)
from api.views.base import Resource
from core.models import EventState, ReplayJob, WebhookEvent, WhatsappInstance
from core.models.tenancy import Role
from webhook import replay
from webhook.selection import count_by_state, errors_of, events_of


class EventsView(Resource):
    """Eventos."""

    queryset = WebhookEvent.objects.filter(is_test=False)
    serializer_class = EventSerializer
    query = EventQuery
    ordering = ("-id",)
    default_roles = MANAGERS

    def get_queryset(self) -> QuerySet[Any]:
        """Com a instância; o corpo e a pilha, só no detalhe."""
        events = with_instance(super().get_queryset())
        return events if self.action == "retrieve" else events.defer("payload", "stack")

    def show(self, row: Any, serializer_class: Any = None, *, many: bool = False) -> Any:
        """Com os nomes dos grupos."""
        EventSerializer.attach(row if many else [row])
        return super().show(row, serializer_class, many=many)

    @property
    def cliente(self) -> int | None:
        """Até onde o usuário vê: None é a instalação toda."""
        return None if self.user.role == Role.ADMIN else self.user.cliente_id

    @extend_schema(parameters=[EventQuery], responses=EventSerializer(many=True))
    def list(self, request: Request) -> Response:
        """Lista os eventos, do mais novo."""
        return self.page(with_instance(events_of(self.filters(), self.cliente)).defer("payload", "stack"))

    @extend_schema(responses=EventDetailSerializer)
    def retrieve(self, request: Request, id: int) -> Response:
        """Mostra um evento inteiro: corpo, fatos, ligações e pilha."""
        return Response(self.show(self.target, EventDetailSerializer))

    @extend_schema(parameters=[EventQuery], responses=EventCountsSerializer)
    @action(detail=False, methods=["get"], pagination_class=None)
    def counts(self, request: Request) -> Response:
        """Conta os eventos por situação, com os outros filtros da lista."""
        counted = count_by_state(self.filters(), self.cliente)
        return Response({**dict.fromkeys(EventState.values, 0), **counted})

    @extend_schema(parameters=[EventQuery], responses=EventErrorSerializer(many=True))
    @action(detail=False, methods=["get"], pagination_class=None)
    def errors(self, request: Request) -> Response:
        """Agrupa por erro os eventos parados (com falha, ou à espera de nova tentativa), do mais comum: até 100."""
        return Response(EventErrorSerializer(errors_of(self.filters(), self.cliente), many=True).data)

    @extend_schema(request=None, responses=EventSerializer)
    @action(detail=True, methods=["post"], url_path="replay")
    def replay(self, request: Request, id: int) -> Response:
        """Reprocessa um evento."""
        replay.mark([self.target.pk])
        return Response(self.show(self.get_queryset().get(pk=self.target.pk)))

    @extend_schema(request=ReplaySerializer, responses={202: ReplayJobSerializer})
    @action(detail=False, methods=["post"], url_path="replay")
    def replay_many(self, request: Request) -> Response:
        """Reprocessa muitos eventos: `ids`, ou os filtros da lista. Responde na hora; o worker leva adiante."""
        selection = self._selection()
        job = replay.ask(self.user, self.cliente, selection)
        return Response(self._job(job), status=status.HTTP_202_ACCEPTED)

    @extend_schema(request=ReplaySerializer, responses=ReplayPreviewSerializer)
    @action(detail=False, methods=["post"], url_path="replay/preview")
    def replay_preview(self, request: Request) -> Response:
        """Diz o que um reprocessamento faria, sem fazê-lo."""
        chosen = events_of(self._selection(), self.cliente).order_by()
        by_kind = dict(chosen.values_list("kind").annotate(n=Count("pk")).order_by("-n"))
        by_instance = list(chosen.values_list("instance_id").annotate(n=Count("pk")).order_by("-n"))
        names = dict(WhatsappInstance.objects.filter(pk__in=[pk for pk, _ in by_instance]).values_list("pk", "name"))
        return Response(
            {
                "total": sum(by_kind.values()),
                "by_kind": by_kind,
                "by_instance": [{"instance": pk, "name": names.get(pk), "n": n} for pk, n in by_instance],
            }
        )

    @extend_schema(responses=ReplayJobSerializer)
    @action(detail=False, methods=["get"], url_path="replays/<int:id>")
    def replay_job(self, request: Request, id: int) -> Response:
        """Mostra como vai um reprocessamento."""
        return Response(self._job(self.target))

    @extend_schema(request=None, responses=ReplayJobSerializer)
    @action(detail=False, methods=["post"], url_path="replays/<int:id>/cancel")
    def replay_cancel(self, request: Request, id: int) -> Response:
        """Cancela um reprocessamento; o que já voltou à fila é aplicado."""
        return Response(self._job(replay.cancel(self.user, self.target)))

    def get_object(self) -> Any:
        """O evento do caminho; em `replays/`, o reprocessamento."""
        if self.action not in {"replay_job", "replay_cancel"}:
            return super().get_object()
        pk = self.kwargs["id"]
        job = ReplayJob.objects.visible_to(self.user).filter(pk=pk).first() if pk <= MAX_ID else None
        if job is None:
            raise NotFound
        return job

    def _selection(self) -> dict[str, Any]:
        """Os eventos pedidos, no corpo ou (os filtros) na própria consulta, como JSON que o worker relê."""
        wanted = {**filters.read(EventQuery, self.request), **self.body(ReplaySerializer).validated_data}
        if not wanted:
            raise ValidationError({"ids": [ErrorDetail(_("Diga quais: `ids`, ou ao menos um filtro."), "required")]})
        if "ids" in wanted:
            ids = sorted(set(wanted["ids"]))
            if events_of({"ids": ids}, self.cliente).count() != len(ids):
                raise NotFound
            return {"ids": ids}
        if isinstance(instance := wanted.get("instance"), WhatsappInstance):
            wanted["instance"] = instance.pk
        return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in wanted.items()}

    def _job(self, job: ReplayJob) -> Any:
        """O reprocessamento; `failed` conta os já devolvidos à fila que falharam outra vez."""
        again = {name: value for name, value in job.selection.items() if name != "state"}
        chosen = events_of(again, job.cliente_id).filter(
            pk__lte=job.cursor, state=EventState.FAILED, replayed_at__gte=job.created_at
        )
        FAILED_AGAIN.put(job, chosen.count() if job.cursor else 0)
        return ReplayJobSerializer(job).data
