"""`/api/mensagens/`: ler, enviar, decidir. Enviar só guarda: quem fala com o gateway é o worker."""

from collections.abc import Callable
from typing import Any

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import ErrorDetail, NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from api import idempotency
from api.exceptions import Conflict
from api.serializers.mensagem_detail import MensagemDetailSerializer
from api.serializers.mensagens import MensagemQuery, MensagemSerializer, attach_quoted
from api.serializers.sending import ResolveSerializer, SendSerializer
from api.views.base import Resource
from core.models import STATUS_WORDS, Mensagem
from core.outbox import decisions
from core.outbox.enqueue import IdempotencyConflict, TextToSend, UnknownQuoted, enqueue_text

_STATUS_NUMBERS = {word: number for number, word in STATUS_WORDS.items()}


class MensagensView(Resource):
    """Mensagens."""

    queryset = Mensagem.objects.all()
    serializer_class = MensagemSerializer
    query = MensagemQuery
    error_codes = {"list": ("404",), "create": ("409",), "retry": ("409",), "cancel": ("409",), "resolve": ("409",)}

    def get_ordering(self) -> tuple[str, ...]:
        """Numa conversa, pela hora do envio; sem ela, pela chegada."""
        return ("-sent_at", "-id") if "chat" in self.wanted or "around" in self.wanted else ("-id",)

    def get_around(self) -> Mensagem | None:
        """A mensagem do meio da janela; depois da primeira página o cursor basta."""
        if "around" not in self.wanted or self.request.query_params.get("cursor"):
            return None
        return self.middle

    @extend_schema(parameters=[MensagemQuery], responses=MensagemSerializer(many=True))
    def list(self, request: Request) -> Response:
        """Lista mensagens, da mais nova.

        Com `around`, a página traz aquela mensagem no meio da sua conversa: `next` leva às mais velhas, `previous` às
        mais novas."""
        self.wanted = self.filters()
        queryset = self.get_queryset()
        if "around" in self.wanted:
            self.middle = MensagemSerializer.joined(queryset).filter(pk=self.wanted["around"]).first()
            if self.middle is None:
                raise NotFound
            self.wanted.setdefault("chat", self.middle.chat_id)
            if self.wanted["chat"] != self.middle.chat_id:
                raise NotFound
        rows = self.paginate_queryset(MensagemSerializer.joined(_chosen(queryset, self.wanted)))
        attach_quoted(rows or [])
        return self.paginator.get_paginated_response(self.show(rows, many=True))  # type: ignore[union-attr]

    @extend_schema(responses=MensagemDetailSerializer)
    def retrieve(self, request: Request, id: int) -> Response:
        """Mostra uma mensagem, com as edições e os passos do envio."""
        return Response(self.show(self._row(self.target), MensagemDetailSerializer))

    @extend_schema(
        request=SendSerializer,
        parameters=[idempotency.PARAMETER],
        responses={
            201: MensagemSerializer,
            200: OpenApiResponse(MensagemSerializer, "A mesma chave, outra vez: a mesma mensagem."),
        },
    )
    def create(self, request: Request) -> Response:
        """Envia uma mensagem: guarda-a como `pending` e responde na hora.

        Numa instância desconectada ela espera. Com `Idempotency-Key`, repetir o pedido devolve a mesma mensagem (200);
        a mesma chave com outro corpo é 409."""
        wanted = self.body(SendSerializer).validated_data
        key = idempotency.key_of(request)
        chat = wanted.get("chat")
        text = TextToSend(
            instance=chat.instance if chat else wanted["instance"],
            text=wanted["text"],
            chat=chat,
            address=wanted.get("phone"),
            reply_to=wanted["reply_to"].pk if wanted.get("reply_to") else None,
            delay_s=wanted.get("delay_s"),
            author_id=self.user.pk,
        )
        try:
            sent, is_new = enqueue_text(text, key)
        except IdempotencyConflict as error:
            raise Conflict(str(error), "idempotency_conflict") from error
        except UnknownQuoted as error:
            raise ValidationError({"reply_to": [ErrorDetail(str(error), "not_in_chat")]}) from error
        return Response(self.show(self._row(sent)), status=status.HTTP_201_CREATED if is_new else status.HTTP_200_OK)

    @extend_schema(request=None, responses=MensagemSerializer)
    @action(detail=True, methods=["post"])
    def retry(self, request: Request, id: int) -> Response:
        """Tenta de novo um envio que falhou ou ficou sem confirmação."""
        return self._decided(decisions.retry)

    @extend_schema(request=None, responses=MensagemSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, id: int) -> Response:
        """Cancela um envio que o worker ainda não tomou."""
        return self._decided(decisions.cancel)

    @extend_schema(request=ResolveSerializer, responses=MensagemSerializer)
    @action(detail=True, methods=["post"])
    def resolve(self, request: Request, id: int) -> Response:
        """Diz como terminou um envio sem confirmação."""
        outcome = self.body(ResolveSerializer).validated_data["outcome"]
        return self._decided(lambda message: decisions.resolve(message, outcome))

    def _decided(self, decide: Callable[[Mensagem], Mensagem]) -> Response:
        try:
            return Response(self.show(self._row(decide(self.target))))
        except decisions.NotPossible as error:
            raise Conflict(str(error), "not_possible") from error

    @staticmethod
    def _row(message: Mensagem) -> Mensagem:
        return MensagemSerializer.prepared(Mensagem.objects.filter(pk=message.pk))[0]


def _chosen(queryset: Any, wanted: dict[str, Any]) -> Any:
    """A lista filtrada."""
    for name, column in (
        ("chat", "chat_id"),
        ("instance", "instance_id"),
        ("message_id", "message_id"),
        ("direction", "direction"),
        ("type", "type__in"),
        ("sent_after", "sent_at__gte"),
        ("sent_before", "sent_at__lt"),
        ("search", "text__icontains"),
    ):
        if name in wanted:
            queryset = queryset.filter(**{column: wanted[name]})
    if "status" in wanted:
        queryset = queryset.filter(status__in=[_STATUS_NUMBERS[word] for word in wanted["status"]])
    return queryset
