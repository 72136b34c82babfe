"""O esquema (com token) e o Swagger (página aberta, arquivos nossos, nenhum script na página).

A página pega o token pela sessão do navegador (api/templates/api/docs.js)."""

from django.http import HttpRequest, HttpResponseBase
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.permissions import IsAuthenticated

from authentication.tokens import AccessAuthentication


class SchemaView(SpectacularAPIView):
    """`GET /api/schema/`."""

    authentication_classes = (AccessAuthentication,)
    permission_classes = (IsAuthenticated,)


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
