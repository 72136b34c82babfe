"""`/api/chats/`: conversas, o que a equipe leu delas e o rascunho de cada um."""

import re
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from api.exceptions import Conflict
from api.rows import with_instance_name, with_picture
from api.serializers.chats import (
    ChatCountsSerializer,
    ChatDetailSerializer,
    ChatQuery,
    ChatSerializer,
    ChatUpdateSerializer,
    DraftSerializer,
    DraftWriteSerializer,
    ReadSerializer,
    SendPresenceSerializer,
    UnreadSerializer,
)
from api.views.base import Resource
from core.apply.ninth_digit import other_ninth
from core.chats import drafts, gestures, naming, reading
from core.models import Chat, Contact

_OF_MESSAGE = (
    "original_text",
    "content_hash",
    "content_moment",
    "created_at",
    "accepted_at",
    "delivered_at",
    "read_at",
    "edited_at",
    "discarded_at",
    "came_as",
    "participant",
    "quoted_message_id",
    "error_parts",
)
_OF_MEDIA = (
    "thumbnail",
    "waveform",
    "url",
    "direct_path",
    "media_key",
    "made_thumbnail",
    "made_waveform",
    "placeholder",
)
UNSHOWN = (
    "picture_moment",
    "verified_at",
    "send_as",
    "created_at",
    "last_message_key",
    *(f"last_message__{name}" for name in _OF_MESSAGE),
    *(f"last_message__media__{name}" for name in _OF_MEDIA),
)


class ChatsView(Resource):
    """Conversas."""

    queryset = Chat.objects.all()
    serializer_class = ChatSerializer
    query = ChatQuery
    ordering = ("-active_at", "-id")
    wanted: dict[str, Any]
    error_codes = {"read": ("502", "504"), "unread": ("409",), "presence": ("502", "504")}

    def get_queryset(self) -> QuerySet[Any]:
        """Com a última mensagem, a foto e o nome da instância, na mesma consulta."""
        chats = super().get_queryset().select_related("last_message", "last_message__media").defer(*UNSHOWN)
        return with_picture(with_instance_name(chats), "chat_id")

    def show(self, row: Any, serializer_class: Any = None, *, many: bool = False) -> Any:
        """Com rascunho e espera."""
        if serializer_class is None or issubclass(serializer_class, ChatSerializer):
            ChatSerializer.attach(row if many else [row], self.user.pk)
        return super().show(row, serializer_class, many=many)

    def get_ordering(self) -> tuple[str, ...]:
        """Da mais recente, ou da que espera há mais tempo."""
        return ("waiting_since", "id") if self.wanted.get("order") == "waiting" else self.ordering

    @extend_schema(parameters=[ChatQuery], responses=ChatSerializer(many=True))
    def list(self, request: Request) -> Response:
        """Lista as conversas, da mais recente; com `order=waiting`, as que esperam resposta, da que espera há mais."""
        self.wanted = self.filters()
        return self.page(_chosen(self.get_queryset(), self.wanted))

    @extend_schema(responses=ChatDetailSerializer)
    def retrieve(self, request: Request, id: int) -> Response:
        """Mostra uma conversa."""
        return self._shown()

    @extend_schema(request=ChatUpdateSerializer, responses=ChatDetailSerializer)
    def partial_update(self, request: Request, id: int) -> Response:
        """Dá um nome à conversa; vazio o tira. O de uma conversa direta é o nome salvo do contato."""
        fields = self.body(ChatUpdateSerializer, partial=True).validated_data
        if "custom_name" in fields:
            naming.name_chat(self.user, self.target, fields["custom_name"])
        return self._shown()

    @extend_schema(request=ReadSerializer, responses=ChatDetailSerializer)
    @action(detail=True, methods=["post"])
    def read(self, request: Request, id: int) -> Response:
        """Marca a conversa como lida pela equipe, até uma mensagem ou toda.

        Com `tell_contact`, o contato também vê que lemos; se o gateway recusa (502) ou o plano não tem (409), aqui fica
        lida assim mesmo."""
        wanted = self.body(ReadSerializer).validated_data
        up_to = wanted.get("up_to")
        if up_to is not None and up_to.chat_id != self.target.pk:
            raise NotFound
        try:
            reading.mark_read(self.user, self.target, up_to.pk if up_to else None)
        except Chat.DoesNotExist as error:  # unida a outra entretanto
            raise NotFound from error
        if wanted["tell_contact"]:
            gestures.tell_read(self.user, self.target, up_to.pk if up_to else None)
        return self._shown()

    @extend_schema(request=UnreadSerializer, responses=ChatDetailSerializer)
    @action(detail=True, methods=["post"])
    def unread(self, request: Request, id: int) -> Response:
        """Marca como não lida a partir de uma mensagem recebida.

        O que alguém já respondeu pelo celular continua lido (409)."""
        since = self.body(UnreadSerializer).validated_data["since"]
        if since.chat_id != self.target.pk:
            raise NotFound
        try:
            reading.mark_unread(self.user, self.target, since)
        except reading.CannotUnread as error:
            raise Conflict(str(error), "not_possible") from error
        except Chat.DoesNotExist as error:
            raise NotFound from error
        return self._shown()

    @extend_schema(request=SendPresenceSerializer, responses={204: None})
    @action(detail=True, methods=["post"])
    def presence(self, request: Request, id: int) -> Response:
        """Mostra ao contato que se digita ou grava, por alguns segundos."""
        gestures.send_presence(self.user, self.target, self.body(SendPresenceSerializer).validated_data["presence"])
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=DraftWriteSerializer, responses=DraftSerializer)
    @action(detail=True, methods=["put"])
    def draft(self, request: Request, id: int) -> Response:
        """Guarda o rascunho de quem pede nesta conversa."""
        wanted = self.body(DraftWriteSerializer).validated_data
        reply_to = wanted.get("reply_to")
        if reply_to is not None and reply_to.chat_id != self.target.pk:
            raise NotFound
        try:
            draft = drafts.save_draft(self.user, self.target, wanted["text"], reply_to.pk if reply_to else None)
        except Chat.DoesNotExist as error:  # unida a outra entretanto
            raise NotFound from error
        return Response(DraftSerializer(draft).data)

    @extend_schema(responses={204: None})
    @draft.mapping.delete
    def draft_delete(self, request: Request, id: int) -> Response:
        """Apaga o rascunho de quem pede."""
        drafts.drop_draft(self.user, self.target)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(parameters=[ChatQuery], responses=ChatCountsSerializer)
    @action(detail=False, methods=["get"], pagination_class=None)
    def counts(self, request: Request) -> Response:
        """Conta as conversas, com os filtros da lista."""
        wanted = self.filters()
        queryset = _chosen(Chat.objects.visible_to(self.user), wanted)
        return Response(
            queryset.aggregate(
                all=Count("pk"),
                unread=Count("pk", filter=Q(unread_count__gt=0)),
                waiting=Count("pk", filter=Q(awaits_reply=True)),
            )
        )

    def _shown(self) -> Response:
        return Response(self.show(self.get_queryset().get(pk=self.target.pk), ChatDetailSerializer))


def _chosen(queryset: QuerySet[Any], wanted: dict[str, Any]) -> QuerySet[Any]:
    """A lista filtrada."""
    if "chat_id" in wanted:
        queryset = queryset.filter(chat_id__in=[wanted["chat_id"], *other_ninth(wanted["chat_id"])])
    columns = (("cliente", "cliente_id"), ("instance", "instance_id"), ("kind", "kind"))
    for name, column in columns:
        if name in wanted:
            queryset = queryset.filter(**{column: wanted[name]})
    if "unread" in wanted:
        queryset = queryset.filter(unread_count__gt=0) if wanted["unread"] else queryset.filter(unread_count=0)
    if wanted.get("order") == "waiting":
        # Não `=True`: o SQLite o escreve sem comparação, e não entra no índice.
        queryset = queryset.filter(awaits_reply__in=[True])
    if "waiting" in wanted:
        queryset = queryset.filter(awaits_reply=wanted["waiting"])
    if words := wanted.get("search"):
        same = Contact.objects.filter(instance=OuterRef("instance"), address=OuterRef("chat_id"))
        found = Q(custom_name__icontains=words) | Q(push_name__icontains=words) | Q(subject__icontains=words)
        found |= Q(Exists(same.filter(name__icontains=words)))
        if digits := re.sub(r"[^0-9]", "", words):
            for spelling in (digits, *other_ninth(digits)):
                found |= Q(chat_id__contains=spelling)
        queryset = queryset.filter(found)
    return queryset
