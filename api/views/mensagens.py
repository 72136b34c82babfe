"""`/api/mensagens/`: ler, enviar, decidir. Enviar só guarda: quem fala com o gateway é o worker."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import ErrorDetail, NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from api import idempotency
from api.exceptions import Conflict, FilesAway
from api.parsers import StrictJSONParser, UploadParser
from api.serializers.mensagem_detail import MensagemDetailSerializer
from api.serializers.mensagens import MensagemQuery, MensagemSerializer, attach_quoted
from api.serializers.sending import EditTextSerializer, ReactSerializer, ResolveSerializer, SendSerializer
from api.views.base import Resource
from core.media.outgoing import FileRefused, prepare
from core.media.ownership import FileGone, give_up
from core.media.turns import BenchFull
from core.models import STATUS_WORDS, Mensagem
from core.models.tenancy import Actor
from core.outbox import decisions, forward, message_acts
from core.outbox.enqueue import ChatGone, IdempotencyConflict, UnknownQuoted, already_sent, enqueue, refuse_early
from core.outbox.to_send import FILE_TYPES, ToSend

_STATUS_NUMBERS = {word: number for number, word in STATUS_WORDS.items()}


class MensagensView(Resource):
    """Mensagens."""

    queryset = Mensagem.objects.all()
    serializer_class = MensagemSerializer
    query = MensagemQuery
    error_codes = {
        "list": ("404",),
        **dict.fromkeys(("create", "retry", "cancel", "resolve"), ("409",)),
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
        a mesma chave com outro corpo é 409. Com `forward_of`, sai de novo o conteúdo de outra mensagem."""
        body = self.body(SendSerializer)
        key = idempotency.key_of(request)
        wanted = self._wanted(body)
        try:
            sent, is_new = already_sent(wanted, key), False
            if sent is None:
                wanted = self._forwarded(wanted, body)
                refuse_early(wanted)
                sent, is_new = self._enqueue(self._with_file(wanted, body), key)
        except IdempotencyConflict as error:
            raise Conflict(str(error), "idempotency_conflict") from error
        except ChatGone as error:
            raise NotFound from error
        except UnknownQuoted as error:
            raise ValidationError({"reply_to": [ErrorDetail(str(error), "not_in_chat")]}) from error
        return Response(self.show(self._row(sent)), status=status.HTTP_201_CREATED if is_new else status.HTTP_200_OK)

    def _enqueue(self, wanted: ToSend, key: str | None) -> tuple[Mensagem, bool]:
        """Põe na fila; se não entra, o arquivo que só ela teria não fica no armazenamento."""
        is_in = False
        try:
            sent, is_in = enqueue(self.user, wanted, key)
            return sent, is_in
        except FileGone as error:
            if wanted.forward_of is None:
                raise FilesAway from error
            raise _cannot_forward(_("O arquivo desta mensagem não está aqui.")) from error  # venceu neste instante
        finally:
            if not is_in and wanted.file is not None:
                give_up(wanted.file.storage_name)

    def _wanted(self, body: SendSerializer) -> ToSend:
        fields = body.validated_data
        chat, file = fields.get("chat"), fields.get("file")
        return ToSend(
            instance=chat.instance if chat else fields["instance"],
            type=fields["type"],
            text=fields["text"],
            fields=body.fields_to_send,
            file_digest=_digest(file) if file and fields["type"] in FILE_TYPES else None,
            chat=chat,
            address=fields.get("phone"),
            reply_to=fields["reply_to"].pk if fields.get("reply_to") else None,
            forward_of=fields["forward_of"].pk if fields.get("forward_of") else None,
            delay_s=fields.get("delay_s"),
            send_at=fields.get("send_at"),
        )

    @staticmethod
    def _forwarded(wanted: ToSend, body: SendSerializer) -> ToSend:
        """O envio com o conteúdo da mensagem que se encaminha."""
        source = body.validated_data.get("forward_of")
        if source is None:
            return wanted
        try:
            return forward.fill(wanted, source)
        except forward.CannotForward as error:
            raise _cannot_forward(str(error)) from error

    @staticmethod
    def _with_file(wanted: ToSend, body: SendSerializer) -> ToSend:
        """O envio com o arquivo já guardado (e convertido, se o tipo pede)."""
        if wanted.file_digest is None:
            return wanted
        file = body.validated_data["file"]
        name = wanted.fields.get("file_name") or file.name
        try:
            prepared = prepare(wanted.instance.cliente_id, wanted.type, file.file, name)
        except FileRefused as error:
            raise ValidationError({"file": [ErrorDetail(str(error), "file_refused")]}) from error
        except (BenchFull, OSError) as error:  # conversões demais, disco cheio, armazenamento longe
            raise FilesAway from error
        return replace(wanted, file=prepared)

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
            return Response(self.show(self._row(decide(self.user, self.target))))
        except decisions.NotPossible as error:
            raise Conflict(str(error), "not_possible") from error

    @staticmethod
    def _row(message: Mensagem) -> Mensagem:
        return MensagemSerializer.prepared(Mensagem.objects.filter(pk=message.pk))[0]


def _cannot_forward(reason: str) -> ValidationError:
    return ValidationError({"forward_of": [ErrorDetail(reason, "cannot_forward")]})


def _digest(file: Any) -> str:
    """SHA-256 do que veio, para a chave de idempotência."""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


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
