"""O esquema (aberto, salvo SCHEMA_OPEN=0) e o Swagger (página aberta, arquivos nossos, nenhum script na página).

A página pega o token pela sessão do navegador, se há uma (api/templates/api/docs.js)."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework.request import Request
from rest_framework.views import APIView

from api.openapi import served
from api.views.media import AnyAccept
from authentication.tokens import AccessAuthentication


class SchemaView(APIView):
    """`GET /api/schema/`."""

    content_negotiation_class = AnyAccept  # só há JSON, e há quem peça o tipo próprio do OpenAPI

    def get_authenticators(self) -> list[Any]:
        """Aberto, um Bearer velho não atrapalha."""
        return [] if settings.SCHEMA_OPEN else super().get_authenticators()

    def get_permissions(self) -> Any:
        """Nada nele é segredo; quem o quer fechado pede token."""
        return [] if settings.SCHEMA_OPEN else super().get_permissions()

    @extend_schema(exclude=True)
    def get(self, request: Request) -> HttpResponse:
        """O esquema, com as descrições na língua de `Accept-Language`."""
        return HttpResponse(served(translation.get_language() or settings.LANGUAGE_CODE), "application/json")


class DocsView(SpectacularSwaggerSplitView):
    """`GET /api/docs/`."""

    url_name = "schema"
    template_name_js = "api/docs.js"
    authentication_classes = (AccessAuthentication,)
    permission_classes = ()

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """A página e o seu script são iguais para todos; um Bearer velho não atrapalha."""
        request.META.pop("HTTP_AUTHORIZATION", None)
        return super().dispatch(request, *args, **kwargs)
