"""O que todo recurso faz igual: acha só o que é visível, pergunta na ordem (401, 404, 403, 400), pagina por chave."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework.exceptions import NotFound, PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import GenericViewSet

from api import filters
from api.pagination import MAX_ID
from api.permissions import EVERYONE
from api.query_names import refuse_unknown
from authentication.models import User


class Resource(GenericViewSet[Any]):
    """Um recurso. `roles` diz quem pode cada ação (as outras, todos); `query` são os filtros da lista."""

    lookup_field = "pk"
    lookup_url_kwarg = "id"
    lookup_value_converter = "int"
    http_method_names = ["get", "post", "patch", "put", "delete", "head"]
    ordering: ClassVar[tuple[str, ...]] = ("name", "id")
    query: ClassVar[type[filters.Query] | None] = None
    roles: ClassVar[dict[str, frozenset[Any]]] = {}
    default_roles: ClassVar[frozenset[Any]] = EVERYONE
    target: Any

    @property
    def may_forbid(self) -> bool:
        """Se algum papel recebe 403 nesta ação (para o esquema)."""
        return self.roles.get(self.action or "", self.default_roles) != EVERYONE

    @property
    def user(self) -> User:
        """Quem pede."""
        user: User = self.request.user  # type: ignore[assignment]
        return user

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Token (401), existência (404), direito (403), nomes da consulta (400); o corpo é lido depois, pela ação."""
        super().initial(request, *args, **kwargs)
        if getattr(self, "action", None) is None:
            return
        if self.lookup_url_kwarg in self.kwargs:
            self.target = self.get_object()
        if self.user.role not in self.roles.get(self.action, self.default_roles):
            raise PermissionDenied
        refuse_unknown(request)

    def get_queryset(self) -> QuerySet[Any]:
        """O que se pode ver."""
        queryset: Any = super().get_queryset()
        if getattr(self, "swagger_fake_view", False):
            return queryset.none()  # type: ignore[no-any-return]
        return queryset.visible_to(self.user)  # type: ignore[no-any-return]

    def get_object(self) -> Any:
        """O objeto do caminho, ou 404."""
        pk = self.kwargs[self.lookup_url_kwarg]
        found = self.get_queryset().filter(pk=pk).first() if pk <= MAX_ID else None
        if found is None:
            raise NotFound
        return found

    def get_ordering(self) -> tuple[str, ...]:
        """A ordem da lista."""
        return self.ordering

    def filters(self) -> dict[str, Any]:
        """Os filtros pedidos, validados."""
        return filters.read(self.query, self.request) if self.query else {}

    def body(self, serializer_class: type[BaseSerializer[Any]], instance: Any = None, *, partial: bool = False) -> Any:
        """O serializer do corpo, já validado."""
        serializer = serializer_class(
            instance, data=self.request.data, partial=partial, context=self.get_serializer_context()
        )
        serializer.is_valid(raise_exception=True)
        return serializer

    def page(self, queryset: QuerySet[Any], serializer_class: type[BaseSerializer[Any]] | None = None) -> Response:
        """Uma página da lista."""
        rows = self.paginate_queryset(queryset)
        return self.paginator.get_paginated_response(self.show(rows, serializer_class, many=True))  # type: ignore[union-attr]

    def show(self, row: Any, serializer_class: type[BaseSerializer[Any]] | None = None, *, many: bool = False) -> Any:
        """O objeto (ou a lista) como a API o mostra."""
        chosen = serializer_class or self.get_serializer_class()
        return chosen(row, many=many, context=self.get_serializer_context()).data
