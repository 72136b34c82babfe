"""`GET /api/stats/`: o painel e o livro-caixa, só do que o usuário vê."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.query_names import AskedView
from api.serializers.stats import StatsQuery, StatsSerializer
from authentication.models import User
from core import stats
from core.models import Cliente, WhatsappInstance
from core.models.tenancy import Role


class StatsView(AskedView):
    """Números."""

    operation = "stats"
    error_codes = {"get": ("404",)}

    @extend_schema(parameters=[StatsQuery], responses=StatsSerializer)
    def get(self, request: Request) -> Response:
        """Mostra o painel: instâncias, eventos, mensagens, latência, falhas e o livro-caixa."""
        user: Any = request.user
        given = {name: value for name, value in request.query_params.items() if value != ""}
        query = StatsQuery(data=given, context={"request": request})
        query.is_valid(raise_exception=True)
        wanted = query.validated_data
        instances = WhatsappInstance.objects.visible_to(user)
        people = User.objects.filter(role=Role.OPERATOR, is_active=True).visible_to(user)  # type: ignore[attr-defined]
        if "cliente" in wanted:
            instances, people = instances.filter(cliente=wanted["cliente"]), people.filter(cliente=wanted["cliente"])
        if "instance" in wanted:
            instances = instances.filter(pk=wanted["instance"].pk)
        sees_all = user.role == Role.ADMIN and not {"cliente", "instance"} & wanted.keys()
        ids = None if sees_all else list(instances.values_list("pk", flat=True))
        numbers = stats.overview(ids, wanted.get("range", "24h"))
        has_instance = numbers["checklist"]["has_instance"]
        numbers["checklist"]["has_cliente"] = has_instance or Cliente.objects.visible_to(user).exists()
        numbers["checklist"]["has_operator"] = people.exists()
        return Response(numbers)
