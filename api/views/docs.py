"""O esquema (com token) e o Swagger (página aberta, arquivos nossos, nenhum script na página).

A página pega o token pela sessão do navegador (api/templates/api/docs.js)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from authentication.tokens import AccessAuthentication


class SchemaView(SpectacularAPIView):
    """`GET /api/schema/`."""

    authentication_classes = (AccessAuthentication,)
    permission_classes = (IsAuthenticated,)

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: object, **kwargs: object) -> Response:
        """Um esquema só, em português: o que dele se gera não pode mudar com a língua de quem pede."""
        with translation.override(settings.LANGUAGE_CODE):
            answer: Response = super().get(request, *args, **kwargs)  # type: ignore[no-untyped-call]  # como em schema.py
        return answer


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
