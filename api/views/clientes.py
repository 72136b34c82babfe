"""`/api/clientes/`: o inquilino. O administrador cria e apaga; o gestor vê o seu e muda o nome."""

from collections.abc import Callable
from typing import Any

from django.db import IntegrityError
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.deletion import ProtectedError
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from api.exceptions import Conflict
from api.permissions import ADMINS, MANAGERS
from api.serializers.clientes import ClienteDetailSerializer, ClienteQuery, ClienteSerializer, ClienteWriteSerializer
from api.views.base import Resource
from authentication.models import User
from core.clientes import registry
from core.instances import removal
from core.media.expiry import usage_of
from core.models import Cliente, WhatsappInstance


def _count(model: type[WhatsappInstance] | type[User]) -> Coalesce:
    counted = model._default_manager.filter(cliente=OuterRef("pk")).order_by().values("cliente").annotate(n=Count("pk"))
    return Coalesce(Subquery(counted.values("n"), output_field=IntegerField()), 0)


class ClientesView(Resource):
    """Clientes."""

    queryset = Cliente.objects.all()
    serializer_class = ClienteSerializer
    query = ClienteQuery
    default_roles = MANAGERS
    roles = {"create": ADMINS, "destroy": ADMINS}
    error_codes = {"destroy": ("409",)}

    def get_queryset(self) -> QuerySet[Any]:
        """Com as contagens, na mesma consulta."""
        clientes: QuerySet[Any] = super().get_queryset()
        counted: QuerySet[Any] = clientes.annotate(instances_count=_count(WhatsappInstance), users_count=_count(User))
        return counted

    @extend_schema(parameters=[ClienteQuery], responses=ClienteSerializer(many=True))
    def list(self, request: Request) -> Response:
        """Lista os clientes, por nome."""
        wanted = self.filters()
        queryset = self.get_queryset()
        if "search" in wanted:
            queryset = queryset.filter(name__icontains=wanted["search"])
        if "active" in wanted:
            queryset = queryset.filter(active=wanted["active"])
        return self.page(queryset)

    @extend_schema(responses=ClienteDetailSerializer)
    def retrieve(self, request: Request, id: int) -> Response:
        """Mostra um cliente, com o que os seus arquivos ocupam."""
        self.target.media_bytes, self.target.media_files = usage_of(self.target.pk)
        return Response(self.show(self.target, ClienteDetailSerializer))

    @extend_schema(request=ClienteWriteSerializer, responses={201: ClienteSerializer})
    def create(self, request: Request) -> Response:
        """Cria um cliente (administrador)."""
        wanted = self.body(ClienteWriteSerializer).validated_data
        shown = self._saved(lambda: registry.create_cliente(self.user, wanted))
        return Response(shown, status=status.HTTP_201_CREATED)

    @extend_schema(request=ClienteWriteSerializer, responses=ClienteSerializer)
    def partial_update(self, request: Request, id: int) -> Response:
        """Altera um cliente; o gestor, só o nome do seu."""
        wanted = self.body(ClienteWriteSerializer, self.target, partial=True).validated_data
        return Response(self._saved(lambda: registry.change_cliente(self.user, self.target, wanted)))

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, id: int) -> Response:
        """Apaga um cliente sem instâncias nem usuários (administrador)."""
        try:
            removal.remove_cliente(self.user, self.target)
        except ProtectedError as error:
            raise Conflict(_("Apague antes as instâncias e os usuários deste cliente."), "in_use") from error
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _saved(self, save: Callable[[], Cliente]) -> Any:
        try:
            saved = save()
        except IntegrityError as error:  # o mesmo nome, ao mesmo tempo
            raise ValidationError(
                {"name": [ErrorDetail(_("Já existe um cliente com este nome."), "unique")]}
            ) from error
        return self.show(self.get_queryset().get(pk=saved.pk))
