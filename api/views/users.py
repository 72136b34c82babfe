"""`/api/users/`: pessoas. O administrador, todas; o gestor, as do seu cliente."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from api.permissions import MANAGERS
from api.serializers.users import UserQuery, UserWriteSerializer
from api.views.base import Resource
from authentication import tokens
from authentication.models import User
from authentication.serializers import UserSerializer
from core.models.tenancy import Role


class UsersView(Resource):
    """Usuários."""

    queryset = User.objects.all()
    serializer_class = UserSerializer
    query = UserQuery
    default_roles = MANAGERS
    error_codes = {"destroy": ("400",)}

    def get_queryset(self) -> QuerySet[Any]:
        """Com o cliente, na mesma consulta."""
        return super().get_queryset().select_related("cliente")

    @extend_schema(parameters=[UserQuery], responses=UserSerializer(many=True))
    def list(self, request: Request) -> Response:
        """Lista os usuários, por nome."""
        wanted = self.filters()
        queryset = self.get_queryset()
        if "search" in wanted:
            queryset = queryset.filter(Q(name__icontains=wanted["search"]) | Q(email__icontains=wanted["search"]))
        for name, column in (("role", "role"), ("cliente", "cliente_id"), ("active", "is_active")):
            if name in wanted:
                queryset = queryset.filter(**{column: wanted[name]})
        return self.page(queryset)

    @extend_schema(responses=UserSerializer)
    def retrieve(self, request: Request, id: int) -> Response:
        """Mostra um usuário."""
        return Response(self.show(self.target))

    @extend_schema(request=UserWriteSerializer, responses={201: UserSerializer})
    def create(self, request: Request) -> Response:
        """Cria um usuário; o gestor, só no seu cliente."""
        return Response(self._saved(self.body(UserWriteSerializer)), status=status.HTTP_201_CREATED)

    @extend_schema(request=UserWriteSerializer, responses=UserSerializer)
    def partial_update(self, request: Request, id: int) -> Response:
        """Altera um usuário.

        Desativar, mudar de papel, de cliente ou de senha vale na hora. O último administrador não se rebaixa nem se
        desativa, e ninguém faz isso consigo."""
        serializer = self.body(UserWriteSerializer, self.target, partial=True)
        fields = serializer.validated_data
        with transaction.atomic():
            if fields.get("role", self.target.role) != self.target.role:
                self._check_can_lose("role")
            if fields.get("active", True) is False and self.target.is_active:
                self._check_can_lose("active")
            shown = self._saved(serializer)
        if "password" in fields or fields.get("active") is False:
            tokens.end_all(self.target)
        return Response(shown)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, id: int) -> Response:
        """Apaga um usuário; o que ele escreveu fica. Ninguém apaga a si nem o último administrador."""
        with transaction.atomic():
            self._check_can_lose(None)
            self.target.delete()
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _check_can_lose(self, field: str | None) -> None:
        """O acesso deste usuário pode diminuir? Levanta 400. Trava os administradores: dois não se rebaixam juntos."""
        attr = field or "non_field_errors"
        if self.target.pk == self.user.pk:
            raise ValidationError({attr: [ErrorDetail(_("Você não pode fazer isto consigo."), "self")]})
        if self.target.role == Role.ADMIN:
            admins = list(
                User.objects.select_for_update().filter(role=Role.ADMIN, is_active=True).values_list("pk", flat=True)
            )
            if admins == [self.target.pk] or not admins:
                raise ValidationError({attr: [ErrorDetail(_("Este é o último administrador."), "last_admin")]})

    def _saved(self, serializer: Any) -> Any:
        try:
            with transaction.atomic():
                saved = serializer.save()
        except IntegrityError as error:  # o mesmo e-mail, ao mesmo tempo
            unique = ErrorDetail(_("Já existe um usuário com este e-mail."), "unique")
            raise ValidationError({"email": [unique]}) from error
        return self.show(saved)
