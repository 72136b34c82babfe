"""`/api/users/`: pessoas. O administrador, todas; o gestor, as do seu cliente."""

from collections.abc import Callable
from typing import Any

from django.db import IntegrityError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import AuthenticationFailed, ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from api.permissions import MANAGERS
from api.serializers.users import UserQuery, UserWriteSerializer, email_taken
from api.views.base import Resource
from authentication import accounts
from authentication.models import User
from authentication.serializers import UserSerializer
from authentication.throttles import attempt
from authentication.views import confirm_current_password
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
        wanted = self._wanted()
        wanted.pop("current_password", None)
        shown = self._saved(lambda: accounts.create_user(self.user, wanted))
        return Response(shown, status=status.HTTP_201_CREATED)

    @extend_schema(request=UserWriteSerializer, responses=UserSerializer)
    def partial_update(self, request: Request, id: int) -> Response:
        """Altera um usuário.

        Desativar, mudar de papel, de cliente ou de senha vale na hora. O último administrador não se rebaixa nem se
        desativa, e ninguém faz isso consigo. A própria senha e o próprio e-mail pedem a senha atual."""
        wanted = self._wanted(self.target)
        given = wanted.pop("current_password", None)
        is_own = self.target.pk == self.user.pk
        if is_own and ("password" in wanted or wanted.get("email", self.user.email) != self.user.email):
            confirm_current_password(request, given)
        return Response(self._saved(lambda: accounts.change_user(self.user, self.target, wanted)))

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, id: int) -> Response:
        """Apaga um usuário; o que ele escreveu fica. Ninguém apaga a si nem o último administrador."""
        try:
            accounts.remove_user(self.user, self.target)
        except accounts.CannotLose as error:
            raise _refusal(error) from error
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _wanted(self, known: User | None = None) -> dict[str, Any]:
        """O corpo conferido. A quem não vê todos os clientes, poucos palpites de que e-mails já há."""

        def read() -> dict[str, Any]:
            checked: dict[str, Any] = self.body(UserWriteSerializer, known, partial=known is not None).validated_data
            return checked

        if self.user.role == Role.ADMIN or "email" not in self.request.data:
            return read()
        with attempt(self.request, f"e-mail tentado por {self.user.pk}") as one:
            try:
                wanted = read()
            except ValidationError as error:
                if not _is_taken(error):
                    one.forgive()
                raise
            one.forgive()
            return wanted

    def _saved(self, save: Callable[[], User]) -> Any:
        try:
            return self.show(save())
        except accounts.CannotLose as error:
            raise _refusal(error) from error
        except accounts.AccessEnded as error:
            raise AuthenticationFailed(_("A senha mudou. Entre de novo."), "password_changed") from error
        except IntegrityError as error:  # o mesmo e-mail, ao mesmo tempo
            raise ValidationError({"email": [email_taken(self.user)]}) from error


def _is_taken(error: ValidationError) -> bool:
    codes: Any = error.get_codes()
    return isinstance(codes, dict) and "not_available" in codes.get("email", [])


_CANNOT_LOSE = {"self": N_("Você não pode fazer isto consigo."), "last_admin": N_("Este é o último administrador.")}


def _refusal(error: accounts.CannotLose) -> ValidationError:
    detail = ErrorDetail(gettext(_CANNOT_LOSE[error.code]), error.code)
    return ValidationError({error.field or "non_field_errors": [detail]})
