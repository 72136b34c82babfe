"""`/api/media/pictures/`: as fotos de pessoas e grupos. Sob `/api/media/` por causa do cookie: `<img>` não manda
cabeçalho."""

from typing import Any

from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import NotFound
from rest_framework.request import Request

from api.streaming import FileToServe, serve
from api.views.base import Resource
from api.views.media import AnyAccept
from authentication.tokens import AccessAuthentication, MediaCookieAuthentication
from core.models import Picture


class PicturesView(Resource):
    """Fotos."""

    queryset = Picture.objects.all()

    def get_authenticators(self) -> list[BaseAuthentication]:
        """Bearer, ou o cookie de mídia."""
        return [AccessAuthentication(), MediaCookieAuthentication()]

    def get_content_negotiator(self) -> Any:
        """Os bytes não negociam tipo."""
        return AnyAccept()

    @extend_schema(
        parameters=[OpenApiParameter("v", str, description="A versão da foto, como veio no endereço; para o cache.")],
        responses={
            (200, "application/octet-stream"): OpenApiResponse(OpenApiTypes.BINARY, "Os bytes."),
            (206, "application/octet-stream"): OpenApiResponse(OpenApiTypes.BINARY, "O trecho pedido."),
            304: OpenApiResponse(None, "Não mudou desde o ETag dado."),
            416: OpenApiResponse(None, "O trecho não existe."),
        },
    )
    def retrieve(self, request: Request, id: int) -> HttpResponseBase:
        """Entrega uma foto. O endereço vem no campo `picture` de conversas, contatos e grupos."""
        picture: Picture = self.target
        if not picture.storage_name:
            raise NotFound(_("A foto ainda não está aqui."))
        name = picture.storage_name
        return serve(request, FileToServe(name, picture.served_type, None, name.rsplit("/", 1)[-1], False))
