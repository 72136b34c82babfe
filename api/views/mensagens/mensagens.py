"""`/api/mensagens/`: ler, enviar, decidir. Enviar só guarda: quem fala com o gateway é o worker."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from api.exceptions import Conflict
from api.parsers import StrictJSONParser, UploadParser
from api.serializers.mensagens.detail import MensagemDetailSerializer
from api.serializers.mensagens.mensagens import MensagemQuery, MensagemSerializer, attach_quoted
from api.serializers.mensagens.sending import EditTextSerializer, ReactSerializer, ResolveSerializer
from api.views.mensagens.sending import Sending
from core.apply.waiting import discarded
from core.models import STATUS_WORDS, Mensagem
from core.models.tenancy import Actor
from core.outbox import decisions, message_acts

# Mais do que os endereços (também e-mails, e toda escolha): quem desenha separa. O «.» é o de www., domínios e wa.me.
_LINK = r"://|[^ .]\.[A-Za-z][A-Za-z]"
_STATUS_NUMBERS = {word: number for number, word in STATUS_WORDS.items()}


class MensagensView(Sending):
    """Mensagens."""

    queryset = Mensagem.objects.all()
    serializer_class = MensagemSerializer
    query = MensagemQuery
    error_codes = {
        "list": ("404",),
        **dict.fromkeys(("create", "retry", "cancel", "resolve", "discard"), ("409",)),
        **dict.fromkeys(("react", "edit", "revoke"), ("409", "502", "504")),
    }

    def get_parsers(self) -> list[Any]:
        """Só o envio aceita arquivo."""
        action_map = getattr(self, "action_map", None) or {}
        return [StrictJSONParser(), *([UploadParser()] if "create" in action_map.values() else [])]

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
        return Response(self.show(self.prepared(self.target), MensagemDetailSerializer))

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

    @extend_schema(request=None, responses=MensagemSerializer)
    @action(detail=True, methods=["post"])
    def discard(self, request: Request, id: int) -> Response:
        """Tira do fio e da prévia um envio que falhou ou ficou sem confirmação.

        A linha fica (`discarded_at`); se depois se provar que saiu, volta a ver-se."""
        return self._decided(decisions.discard)

    @extend_schema(request=ResolveSerializer, responses=MensagemSerializer)
    @action(detail=True, methods=["post"])
    def resolve(self, request: Request, id: int) -> Response:
        """Diz como terminou um envio sem confirmação."""
        outcome = self.body(ResolveSerializer).validated_data["outcome"]
        return self._decided(lambda actor, message: decisions.resolve(actor, message, outcome))

    @extend_schema(request=ReactSerializer, responses=MensagemSerializer)
    @action(detail=True, methods=["post"])
    def react(self, request: Request, id: int) -> Response:
        """Reage a uma mensagem (plano PRO); `emoji` vazio tira a reação."""
        emoji = self.body(ReactSerializer).validated_data["emoji"]
        return self._decided(lambda actor, message: message_acts.react(actor, message, emoji))

    @extend_schema(request=EditTextSerializer, responses=MensagemSerializer)
    @action(detail=True, methods=["post"])
    def edit(self, request: Request, id: int) -> Response:
        """Troca o texto de uma mensagem nossa (plano PRO)."""
        text = self.body(EditTextSerializer).validated_data["text"]
        return self._decided(lambda actor, message: message_acts.edit(actor, message, text))

    @extend_schema(request=None, responses=MensagemSerializer)
    @action(detail=True, methods=["post"])
    def revoke(self, request: Request, id: int) -> Response:
        """Apaga uma mensagem nossa para todos (plano PRO)."""
        return self._decided(message_acts.revoke)

    def _decided(self, decide: Callable[[Actor, Mensagem], Mensagem]) -> Response:
        try:
            return Response(self.show(self.prepared(decide(self.user, self.target))))
        except decisions.NotPossible as error:
            raise Conflict(str(error), "not_possible") from error


def _chosen(queryset: Any, wanted: dict[str, Any]) -> Any:
    """A lista filtrada, sem o que se descartou."""
    queryset = queryset.exclude(discarded())
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
    if wanted.get("has_link"):
        drawn = Q(text__regex=_LINK) | Q(details__has_any_keys=["link", "choices"])
        queryset = queryset.filter(drawn, revoked_at=None)
    if "status" in wanted:
        queryset = queryset.filter(status__in=[_STATUS_NUMBERS[word] for word in wanted["status"]])
    return queryset
