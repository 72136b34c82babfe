"""Enviar: guarda a mensagem e responde na hora; quem fala com o gateway é o worker."""

import hashlib
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.exceptions import ErrorDetail, NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from api import idempotency
from api.exceptions import Conflict, FilesAway
from api.serializers.mensagens.mensagens import MensagemSerializer
from api.serializers.mensagens.sending import SendSerializer, SendUploadSerializer
from api.views.base import Resource
from core.media.outgoing import FileRefused, prepare
from core.media.ownership import FileGone, give_up
from core.media.turns import BenchFull
from core.models import STATUS_WORDS, Mensagem
from core.outbox import forward
from core.outbox.enqueue import ChatGone, IdempotencyConflict, UnknownQuoted, already_sent, enqueue, refuse_early
from core.outbox.to_send import FILE_TYPES, ToSend

_STATUS_NUMBERS = {word: number for number, word in STATUS_WORDS.items()}


class Sending(Resource):
    """O envio; `MensagensView` o herda."""

    @extend_schema(
        request={"application/json": SendSerializer, "multipart/form-data": SendUploadSerializer},
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
        has_file = (request.content_type or "").startswith("multipart/")
        body = self.body(SendUploadSerializer if has_file else SendSerializer)
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
        return Response(
            self.show(self.prepared(sent)), status=status.HTTP_201_CREATED if is_new else status.HTTP_200_OK
        )

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

    @staticmethod
    def prepared(message: Mensagem) -> Mensagem:
        """A mensagem com tudo que se mostra dela."""
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
