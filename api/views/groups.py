"""`/api/groups/`: grupos de WhatsApp. O que se muda, muda-se no gateway, e em seguida se lê de volta como ficou."""

from typing import Any

from django.db.models import Q, QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from api.exceptions import Conflict
from api.permissions import EVERYONE, MANAGERS
from api.serializers.groups import (
    GroupCreateSerializer,
    GroupDetailSerializer,
    GroupQuery,
    GroupSerializer,
    GroupUpdateSerializer,
    PhonesSerializer,
)
from api.views.base import Resource
from core.contacts import group_actions
from core.contacts import groups as rounds
from core.models import Group

PHONES = OpenApiParameter(
    "phones", OpenApiTypes.STR, required=True, description="Telefones (ou …@lid), separados por vírgula."
)
GATEWAY = ("502", "504")


class GroupsView(Resource):
    """Grupos."""

    queryset = Group.objects.all()
    serializer_class = GroupSerializer
    query = GroupQuery
    default_roles = MANAGERS
    roles = {"list": EVERYONE, "retrieve": EVERYONE, "refresh": EVERYONE}
    error_codes = {
        **dict.fromkeys(("create", "members", "admins", "leave", "revoke_invite", "refresh"), GATEWAY),
        "partial_update": ("409", *GATEWAY),
        **dict.fromkeys(("members_delete", "admins_delete"), ("400", *GATEWAY)),
    }

    def get_queryset(self) -> QuerySet[Any]:
        """Com a conversa e a instância, na mesma consulta."""
        return super().get_queryset().select_related("chat", "instance").defer("instance__webhook_secret")

    def show(self, row: Any, serializer_class: Any = None, *, many: bool = False) -> Any:
        """Com a foto."""
        GroupSerializer.attach(row if many else [row])
        return super().show(row, serializer_class, many=many)

    @extend_schema(parameters=[GroupQuery], responses=GroupSerializer(many=True))
    def list(self, request: Request) -> Response:
        """Lista os grupos, por nome."""
        wanted, queryset = self.filters(), self.get_queryset()
        for name, column in (("instance", "instance_id"), ("chat", "chat_id")):
            if name in wanted:
                queryset = queryset.filter(**{column: wanted[name]})
        if words := wanted.get("search"):
            queryset = queryset.filter(Q(name__icontains=words) | Q(chat__custom_name__icontains=words))
        return self.page(queryset)

    @extend_schema(responses=GroupDetailSerializer)
    def retrieve(self, request: Request, id: int) -> Response:
        """Mostra um grupo, com os membros e o convite."""
        return self._shown(self.target)

    @extend_schema(request=GroupCreateSerializer, responses={201: GroupDetailSerializer})
    def create(self, request: Request) -> Response:
        """Cria um grupo no WhatsApp."""
        wanted = self.body(GroupCreateSerializer).validated_data
        made = group_actions.create(self.user, wanted["instance"], wanted["subject"], wanted["participants"])
        return self._shown(made, status.HTTP_201_CREATED)

    @extend_schema(request=GroupUpdateSerializer, responses=GroupDetailSerializer)
    def partial_update(self, request: Request, id: int) -> Response:
        """Muda nome, descrição, foto ou regras de um grupo."""
        try:
            group_actions.change(self.user, self.target, self.body(GroupUpdateSerializer, partial=True).validated_data)
        except group_actions.RulesUnknown as error:
            raise Conflict(str(error), "rules_unknown") from error
        return self._shown(self.target)

    @extend_schema(request=PhonesSerializer, responses=GroupDetailSerializer)
    @action(detail=True, methods=["post"])
    def members(self, request: Request, id: int) -> Response:
        """Põe pessoas no grupo."""
        group_actions.add_members(self.user, self.target, self.body(PhonesSerializer).validated_data["phones"])
        return self._shown(self.target)

    @extend_schema(parameters=[PHONES], responses={200: GroupDetailSerializer})
    @members.mapping.delete
    def members_delete(self, request: Request, id: int) -> Response:
        """Tira pessoas do grupo."""
        group_actions.remove_members(self.user, self.target, self._phones())
        return self._shown(self.target)

    @extend_schema(request=PhonesSerializer, responses=GroupDetailSerializer)
    @action(detail=True, methods=["post"])
    def admins(self, request: Request, id: int) -> Response:
        """Faz de membros administradores."""
        group_actions.add_admins(self.user, self.target, self.body(PhonesSerializer).validated_data["phones"])
        return self._shown(self.target)

    @extend_schema(parameters=[PHONES], responses={200: GroupDetailSerializer})
    @admins.mapping.delete
    def admins_delete(self, request: Request, id: int) -> Response:
        """Volta administradores a membros."""
        group_actions.remove_admins(self.user, self.target, self._phones())
        return self._shown(self.target)

    @extend_schema(request=None, responses=GroupDetailSerializer)
    @action(detail=True, methods=["post"])
    def leave(self, request: Request, id: int) -> Response:
        """Sai do grupo; a conversa fica aqui."""
        group_actions.leave(self.user, self.target)
        return self._shown(self.target)

    @extend_schema(request=None, responses=GroupDetailSerializer)
    @action(detail=True, methods=["post"], url_path="revoke-invite")
    def revoke_invite(self, request: Request, id: int) -> Response:
        """Troca o convite; o antigo deixa de valer."""
        group_actions.revoke_invite(self.user, self.target)
        return self._shown(self.target)

    @extend_schema(request=None, responses=GroupDetailSerializer)
    @action(detail=True, methods=["post"])
    def refresh(self, request: Request, id: int) -> Response:
        """Pergunta agora ao gateway como o grupo está."""
        rounds.refresh(self.target.pk)
        return self._shown(self.target)

    def _phones(self) -> Any:
        """De `?phones=`; um DELETE não leva corpo."""
        given = [one for text in self.request.query_params.getlist("phones") for one in text.split(",") if one]
        serializer = PhonesSerializer(data={"phones": given})
        serializer.is_valid(raise_exception=True)
        return serializer.validated_data["phones"]

    def _shown(self, group: Group, code: int = status.HTTP_200_OK) -> Response:
        return Response(self.show(self.get_queryset().get(pk=group.pk), GroupDetailSerializer), status=code)
