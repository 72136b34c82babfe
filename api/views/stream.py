"""`GET /api/stream/`: abre o fluxo de mudanças (api.stream) para quem tem token."""

from typing import Any

from django.http import HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.exceptions import APIException
from rest_framework.request import Request

from api.pagination import MAX_ID
from api.query_names import AskedView
from api.stream import NOWHERE, Frames, TooManyStreams, broadcaster, frames, subscriber_for
from api.views.media import AnyAccept
from authentication.tokens import FAMILY_CLAIM, stamp_of, still_valid


class NoStream(APIException):
    """Não cabe mais um fluxo."""

    status_code = 503
    default_detail = _("Há fluxos demais abertos. Sonde a cada 5 segundos e tente de novo depois.")
    default_code = "too_many_streams"
    wait = 15


class StreamView(AskedView):
    """O fluxo."""

    operation = "stream"
    http_method_names = ("get", "options")  # um HEAD abriria o fluxo, e ninguém o fecharia
    content_negotiation_class = AnyAccept  # o navegador pede text/event-stream

    @extend_schema(
        parameters=[
            OpenApiParameter(
                "Last-Event-ID",
                OpenApiTypes.STR,
                OpenApiParameter.HEADER,
                description="O `id` do último evento recebido: o fluxo retoma dali, sem lacuna. Um que não serve (não é"
                " um `id`, já saiu do feed, ou é de antes de uma restauração) é respondido por `reset`.",
            )
        ],
        responses={(200, "text/event-stream"): OpenApiResponse(OpenApiTypes.STR, "Um evento por linha que mudou.")},
    )
    def get(self, request: Request) -> HttpResponseBase:
        """Abre o fluxo de mudanças (text/event-stream).

        Cada evento diz «isto mudou»: `event` é o recurso e `data` traz `id`, `instance` e, se for o caso, `chat`.
        `reset`: perdeu-se muito, busque tudo de novo. 503: não há fluxo agora, sonde."""
        user: Any = request.user
        token: Any = request.auth
        last = _last_id(request)
        subscriber = subscriber_for(user.pk, user)
        try:
            position = broadcaster.subscribe(subscriber)
        except TooManyStreams as error:
            raise NoStream from error
        stamp, family = stamp_of(user), int(token[FAMILY_CLAIM])
        chunks = frames(subscriber, position, last, lambda: still_valid(user.pk, family, stamp))
        body = Frames(subscriber, chunks)
        response = StreamingHttpResponse(body, content_type="text/event-stream")
        response["Cache-Control"] = "no-cache, no-transform"
        response["X-Accel-Buffering"] = "no"
        return response


def _last_id(request: Request) -> int | None:
    """De onde retomar: None se é um começo, `NOWHERE` se o que se disse não é uma posição (e perdeu-se algo)."""
    text = request.headers.get("Last-Event-ID", "").strip()
    if not text:
        return None
    is_id = text.isascii() and text.isdigit() and len(text) <= len(str(MAX_ID)) and int(text) <= MAX_ID
    return int(text) if is_id else NOWHERE
