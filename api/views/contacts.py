"""`/api/contacts/`: pessoas, seus nomes, bloqueios, uniões e planilhas."""

import re
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, PolymorphicProxySerializer, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from api.exceptions import Conflict, PayloadTooLarge
from api.parsers import StrictJSONParser, UploadParser
from api.permissions import MANAGERS
from api.rows import with_instance_name, with_picture
from api.serializers.contacts import (
    ContactCreateSerializer,
    ContactDetailSerializer,
    ContactQuery,
    ContactSerializer,
    ContactUpdateSerializer,
    ImportPreviewSerializer,
    ImportReportSerializer,
    ImportSerializer,
    MergedSerializer,
    MergeSerializer,
    UnmergeSerializer,
)
from api.views.base import Resource
from api.views.media import AnyAccept
from core.apply.ninth_digit import other_ninth
from core.contacts import merging, people, spreadsheet
from core.contacts.existence import NotOnWhatsapp
from core.models import Contact

GATEWAY = ("502", "504")
IMPORT_ANSWER = PolymorphicProxySerializer("ImportAnswer", [ImportReportSerializer, ImportPreviewSerializer], None)


class ContactsView(Resource):
    """Contatos."""

    queryset = Contact.objects.all()
    serializer_class = ContactSerializer
    query = ContactQuery
    roles = {"export": MANAGERS, "import_csv": MANAGERS}
    error_codes = {
        "create": GATEWAY,
        "block": GATEWAY,
        "unblock": GATEWAY,
        "merge": ("409",),
        "unmerge": ("409",),
    }

    def get_parsers(self) -> list[Any]:
        """Só a planilha vem como arquivo."""
        action_map = getattr(self, "action_map", None) or {}
        return [StrictJSONParser(), *([UploadParser()] if "import_csv" in action_map.values() else [])]

    def get_content_negotiator(self) -> Any:
        """A planilha não negocia tipo."""
        action_map = getattr(self, "action_map", None) or {}
        return AnyAccept() if "export" in action_map.values() else super().get_content_negotiator()

    def get_queryset(self) -> QuerySet[Any]:
        """Sem os unidos a outro, que são só memória da união; com a foto e o nome da instância."""
        visible = super().get_queryset().filter(merged_into=None)
        return with_picture(with_instance_name(visible), "address")

    def show(self, row: Any, serializer_class: Any = None, *, many: bool = False) -> Any:
        """Com foto, LID e conversa."""
        if serializer_class is None or issubclass(serializer_class, ContactSerializer):
            ContactSerializer.attach(row if many else [row])
        return super().show(row, serializer_class, many=many)

    @extend_schema(parameters=[ContactQuery], responses=ContactSerializer(many=True))
    def list(self, request: Request) -> Response:
        """Lista os contatos, por nome."""
        return self.page(_chosen(self.get_queryset(), self.filters()))

    @extend_schema(responses=ContactDetailSerializer)
    def retrieve(self, request: Request, id: int) -> Response:
        """Mostra um contato, com os endereços, as conversas e quem ensinou cada endereço."""
        return self._shown(self.target)

    @extend_schema(request=ContactCreateSerializer, responses={201: ContactDetailSerializer})
    def create(self, request: Request) -> Response:
        """Começa uma conversa: pergunta se o número tem WhatsApp e o guarda na grafia dele.

        Um número sem WhatsApp é 400, em `phone`. Um contato que já existe volta como está."""
        wanted = self.body(ContactCreateSerializer).validated_data
        try:
            contact = people.start(self.user, wanted["instance"], wanted["phone"], wanted.get("saved_name"))
        except NotOnWhatsapp as error:
            raise ValidationError({"phone": [ErrorDetail(str(error), "not_on_whatsapp")]}) from error
        return self._shown(contact, status.HTTP_201_CREATED)

    @extend_schema(request=ContactUpdateSerializer, responses=ContactDetailSerializer)
    def partial_update(self, request: Request, id: int) -> Response:
        """Dá nome e notas a um contato; vazio os tira."""
        people.save(self.user, self.target, self.body(ContactUpdateSerializer, partial=True).validated_data)
        return self._shown(self.target)

    @extend_schema(request=None, responses=ContactDetailSerializer)
    @action(detail=True, methods=["post"])
    def block(self, request: Request, id: int) -> Response:
        """Bloqueia no WhatsApp."""
        people.set_blocked(self.user, self.target, blocked=True)
        return self._shown(self.target)

    @extend_schema(request=None, responses=ContactDetailSerializer)
    @action(detail=True, methods=["post"])
    def unblock(self, request: Request, id: int) -> Response:
        """Desbloqueia no WhatsApp."""
        people.set_blocked(self.user, self.target, blocked=False)
        return self._shown(self.target)

    @extend_schema(request=MergeSerializer, responses=MergedSerializer)
    @action(detail=True, methods=["post"])
    def merge(self, request: Request, id: int) -> Response:
        """Une um número oculto e um telefone que são a mesma pessoa; fica o do telefone.

        Com `preview`, só conta o que mudaria. Desfaz-se em `unmerge/`."""
        wanted = self.body(MergeSerializer).validated_data
        try:
            counted = merging.preview(self.target, wanted["other"])
            kept = None if wanted["preview"] else merging.merge(self.user, self.target, wanted["other"])
        except merging.CannotMerge as error:
            raise Conflict(str(error), "not_possible") from error
        shown = self._row(kept) if kept else None
        return Response({**asdict(counted), "contact": shown})

    @extend_schema(request=UnmergeSerializer, responses=ContactDetailSerializer)
    @action(detail=True, methods=["post"])
    def unmerge(self, request: Request, id: int) -> Response:
        """Desfaz uma união feita à mão: cada mensagem volta ao endereço por que veio. Devolve o contato separado."""
        address = self.body(UnmergeSerializer).validated_data["address"]
        try:
            back = merging.unmerge(self.user, self.target, address)
        except merging.CannotMerge as error:
            raise Conflict(str(error), "not_possible") from error
        return self._shown(back)

    @extend_schema(
        parameters=[ContactQuery],
        responses={(200, "text/csv"): OpenApiResponse(OpenApiTypes.STR, "O CSV, em UTF-8.")},
    )
    @action(detail=False, methods=["get"], pagination_class=None)
    def export(self, request: Request) -> HttpResponseBase:
        """Entrega os contatos em CSV, com os filtros da lista."""
        found = _chosen(self.get_queryset(), self.filters())
        response = StreamingHttpResponse(spreadsheet.lines(found), content_type="text/csv; charset=utf-8")
        name = f"contatos-{timezone.localdate(timezone=settings.LOCAL_TIME_ZONE).isoformat()}.csv"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["X-Content-Type-Options"] = "nosniff"
        return response

    @extend_schema(request={"multipart/form-data": ImportSerializer}, responses=IMPORT_ANSWER)
    @action(detail=False, methods=["post"], url_path="import")
    def import_csv(self, request: Request) -> Response:
        """Traz nomes, telefones e notas de um CSV, e diz o que fez de cada linha; com `preview`, só o que entendeu."""
        wanted = self.body(ImportSerializer).validated_data
        if wanted["file"].size > spreadsheet.MAX_BYTES:
            raise PayloadTooLarge
        try:
            raw, columns = wanted["file"].read(), wanted.get("columns")
            if wanted["preview"]:
                return Response(spreadsheet.preview(raw, columns))
            report = spreadsheet.bring(self.user, wanted["instance"], raw, columns)
        except spreadsheet.NotCsv as error:
            raise ValidationError({"file": [ErrorDetail(str(error), "not_csv")]}) from error
        return Response(asdict(report))

    def _row(self, contact: Contact) -> Any:
        return self.show(self.get_queryset().get(pk=contact.pk), ContactDetailSerializer)

    def _shown(self, contact: Contact, code: int = status.HTTP_200_OK) -> Response:
        return Response(self._row(contact), status=code)


def _chosen(queryset: QuerySet[Any], wanted: dict[str, Any]) -> QuerySet[Any]:
    """A lista filtrada."""
    for name, column in (("cliente", "cliente_id"), ("instance", "instance_id"), ("blocked", "blocked")):
        if name in wanted:
            queryset = queryset.filter(**{column: wanted[name]})
    if kind := wanted.get("kind"):
        hidden = Q(address__endswith="@lid")
        queryset = queryset.filter(hidden if kind == "lid" else ~hidden)
    if words := wanted.get("search"):
        found = Q(name__icontains=words) | Q(push_name__icontains=words) | Q(verified_name__icontains=words)
        if digits := re.sub(r"[^0-9]", "", words):
            for spelling in (digits, *other_ninth(digits)):
                found |= Q(address__contains=spelling)
        queryset = queryset.filter(found)
    return queryset
