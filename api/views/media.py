"""`/api/media/`: os arquivos das mensagens. Os bytes saem por `file/`, com Range, só para quem vê a conversa."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.authentication import BaseAuthentication
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response

from api.exceptions import Conflict, FilesAway
from api.serializers.media import MediaQuery, MediaSerializer
from api.streaming import FileToServe, serve
from api.views.base import Resource
from authentication.tokens import AccessAuthentication, MediaCookieAuthentication
from core.media import stored_file
from core.media.download import ask_again
from core.media.ffmpeg import BrokenMedia
from core.media.file_names import with_extension
from core.media.outgoing import clean_name
from core.media.renditions import AAC_TYPE, aac_of, renditions_of
from core.media.turns import BenchFull
from core.models import MediaStatus, MessageMedia


class AnyAccept(BaseContentNegotiation):
    """Um `<img>` pede `image/*`: o tipo do arquivo é o do arquivo, sem negociação."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        """O primeiro."""
        return parsers[0]

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        """O primeiro."""
        return renderers[0], renderers[0].media_type


class MediaView(Resource):
    """Arquivos."""

    queryset = MessageMedia.objects.all()
    serializer_class = MediaSerializer
    query = MediaQuery
    ordering = ("-id",)
    error_codes = {"retry": ("409",)}

    def get_authenticators(self) -> list[BaseAuthentication]:
        """Os bytes aceitam também o cookie de mídia."""
        action_map = getattr(self, "action_map", None) or {}
        is_file = "file" in action_map.values()
        return [AccessAuthentication(), *([MediaCookieAuthentication()] if is_file else [])]

    def get_content_negotiator(self) -> Any:
        """Os bytes não negociam tipo."""
        action_map = getattr(self, "action_map", None) or {}
        return AnyAccept() if "file" in action_map.values() else super().get_content_negotiator()

    def get_queryset(self) -> QuerySet[Any]:
        """Com a mensagem (de quem é a conversa), na mesma consulta."""
        wanted = super().get_queryset().select_related("mensagem")
        return wanted.only(
            *[f.attname for f in MessageMedia._meta.concrete_fields], "mensagem__chat_id", "mensagem__instance_id"
        )

    @extend_schema(parameters=[MediaQuery], responses=MediaSerializer(many=True))
    def list(self, request: Request) -> Response:
        """Lista os arquivos, do mais novo."""
        wanted = self.filters()
        queryset = self.get_queryset()
        for name, column in (
            ("instance", "mensagem__instance_id"),
            ("chat", "mensagem__chat_id"),
            ("kind", "kind__in"),
            ("status", "status__in"),
        ):
            if name in wanted:
                queryset = queryset.filter(**{column: wanted[name]})
        return self.page(queryset)

    @extend_schema(responses=MediaSerializer)
    def retrieve(self, request: Request, id: int) -> Response:
        """Mostra um arquivo."""
        return Response(self.show(self.target))

    @extend_schema(
        parameters=[
            OpenApiParameter(
                "as", OpenApiTypes.STR, enum=["aac"], description="Outra versão, das que estão em `renditions`."
            ),
            OpenApiParameter("download", OpenApiTypes.BOOL, description="1: sempre como anexo, para salvar."),
            OpenApiParameter(
                "Range", OpenApiTypes.STR, OpenApiParameter.HEADER, description="Um trecho: `bytes=0-1023`."
            ),
        ],
        responses={
            (200, "application/octet-stream"): OpenApiResponse(OpenApiTypes.BINARY, "Os bytes."),
            (206, "application/octet-stream"): OpenApiResponse(OpenApiTypes.BINARY, "O trecho pedido."),
            304: OpenApiResponse(None, "Não mudou desde o ETag dado."),
            416: OpenApiResponse(None, "O trecho não existe."),
        },
    )
    @action(detail=True, methods=["get"])
    def file(self, request: Request, id: int) -> HttpResponseBase:
        """Entrega os bytes.

        Aceita Bearer ou o cookie de mídia. Só imagens, áudio e vídeo conhecidos abrem no navegador; o resto vai como
        anexo."""
        media: MessageMedia = self.target
        if media.status != MediaStatus.READY or not media.storage_name:
            raise NotFound(_("O arquivo ainda não está aqui."))
        wants_download = request.query_params.get("download") in {"1", "true"}
        name, served_type = media.storage_name, media.served_type
        file_name = with_extension(media.file_name, media.mime_type, served_type, kind=media.kind)
        if wanted := request.query_params.get("as"):
            name, served_type = _rendition(media, wanted), AAC_TYPE
            file_name = clean_name(file_name, ".m4a")
        # A etiqueta é o nome guardado, que traz o hash dos bytes: o do evento pode ser o de outra gravação do WhatsApp.
        return serve(request, FileToServe(name, served_type, file_name, name.rpartition("/")[2], wants_download))

    @extend_schema(request=None, responses=MediaSerializer)
    @action(detail=True, methods=["post"])
    def retry(self, request: Request, id: int) -> Response:
        """Tenta baixar de novo um arquivo que falhou ou venceu."""
        media: MessageMedia = self.target
        if media.status == MediaStatus.READY and _is_here(media):
            raise Conflict(_("O arquivo já está aqui."), "already_ready")
        if not media.media_key or not (media.direct_path or media.url):
            raise Conflict(_("O evento não trouxe a chave nem o endereço do arquivo."), "not_possible")
        return Response(self.show(ask_again(self.user, media)))


def _is_here(media: MessageMedia) -> bool:
    try:
        return stored_file.exists(media.storage_name or "")
    except FileNotFoundError:
        return False
    except OSError as error:
        raise FilesAway from error


def _rendition(media: MessageMedia, wanted: str) -> str:
    if wanted not in renditions_of(media):
        raise NotFound(_("Não há esta versão do arquivo."))
    try:
        return aac_of(media)
    except (BrokenMedia, FileNotFoundError) as error:
        raise NotFound(_("Não consegui fazer esta versão do arquivo.")) from error
    except (BenchFull, OSError) as error:  # conversões demais, disco cheio, armazenamento longe
        raise FilesAway from error
