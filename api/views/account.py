"""`/api/account/`: a conta no gateway. Só administradores; a chave e os tokens nunca são mostrados."""

from typing import Any, cast

from django.db import IntegrityError
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import ErrorDetail, NotFound, PermissionDenied, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.query_names import refuse_unknown
from api.serializers.account import (
    AccountCreateSerializer,
    AccountImportSerializer,
    AccountInstancesSerializer,
    AccountSerializer,
)
from api.serializers.instances.instances import InstanceSerializer
from core import stats
from core.instances import gateway_account
from core.instances.drift import plan_of
from core.models import WhatsappInstance
from core.models.tenancy import Actor, Role

ERRORS = ("409", "502", "504")


class AccountBase(APIView):
    """Só administradores."""

    may_forbid = True

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Token (401), papel (403); o corpo depois."""
        super().initial(request, *args, **kwargs)
        user: Any = request.user
        if user.role != Role.ADMIN:
            raise PermissionDenied
        refuse_unknown(request)

    @property
    def actor(self) -> Actor:
        """Quem pede."""
        actor: Any = self.request.user
        return cast(Actor, actor)

    def shown(self, instance: WhatsappInstance) -> Response:
        """A instância cadastrada."""
        context = {"request": self.request, "numbers": stats.instance_numbers([instance.pk])}
        return Response(InstanceSerializer(instance, context=context).data, status=status.HTTP_201_CREATED)

    def wanted(self, serializer_class: Any) -> dict[str, Any]:
        """O corpo, validado."""
        serializer = serializer_class(data=self.request.data, context={"request": self.request})
        serializer.is_valid(raise_exception=True)
        found: dict[str, Any] = serializer.validated_data
        return found


class AccountView(AccountBase):
    """A conta."""

    operation = "account"

    @extend_schema(responses=AccountSerializer)
    def get(self, request: Request) -> Response:
        """Diz que família de conta está configurada."""
        return Response({"family": gateway_account.family()})


class AccountInstancesView(AccountBase):
    """As instâncias da conta."""

    operation = {"get": "account_instances", "post": "account_create"}
    error_codes = {"get": ERRORS, "post": ERRORS}

    @extend_schema(responses=AccountInstancesSerializer)
    def get(self, request: Request) -> Response:
        """Lista as instâncias da conta, e quais já estão aqui."""
        found = [one.details for one in gateway_account.account_instances() if one.details.instance_id]
        ids = [one.instance_id for one in found]
        here = dict(WhatsappInstance.objects.filter(instance_id__in=ids).values_list("instance_id", "pk"))
        results = [
            {
                "instance_id": one.instance_id,
                "name": one.name,
                "connected": one.connected,
                "phone": one.phone,
                "plan": plan_of(one.plan_type),
                "payment_status": one.payment_status,
                "expires_at": one.expires_at,
                "instance": here.get(one.instance_id or ""),
            }
            for one in sorted(found, key=lambda one: ((one.name or "").lower(), one.instance_id or ""))
        ]
        return Response(AccountInstancesSerializer({"next": None, "previous": None, "results": results}).data)

    @extend_schema(request=AccountCreateSerializer, responses={201: InstanceSerializer})
    def post(self, request: Request) -> Response:
        """Cria uma instância no gateway, já com o endereço de webhook, e a cadastra."""
        wanted = self.wanted(AccountCreateSerializer)
        return self.shown(
            gateway_account.create_instance(self.actor, wanted["cliente"], wanted["name"], lite=wanted["lite"])
        )


class AccountImportView(AccountBase):
    """Cadastrar o que a conta já tem."""

    operation = "account_import"
    error_codes = {"post": ERRORS}

    @extend_schema(request=AccountImportSerializer, responses={201: InstanceSerializer})
    def post(self, request: Request) -> Response:
        """Cadastra uma instância da conta; o token vem do gateway e não é mostrado."""
        wanted = self.wanted(AccountImportSerializer)
        unique = ErrorDetail(_("Já existe uma instância com este instance_id."), "unique")
        if WhatsappInstance.objects.filter(instance_id=wanted["instance_id"]).exists():
            raise ValidationError({"instance_id": [unique]})
        try:
            made = gateway_account.import_instance(
                self.actor, wanted["cliente"], wanted["instance_id"], wanted.get("name")
            )
        except gateway_account.NotInAccount as error:
            raise NotFound(_("A conta não tem esta instância.")) from error
        except IntegrityError as error:  # a mesma, ao mesmo tempo
            raise ValidationError({"instance_id": [unique]}) from error
        return self.shown(made)
