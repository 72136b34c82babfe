"""`GET /api/installation/`: limites e caminhos desta instalação, que a tela mostra antes de se errar."""

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.query_names import AskedView
from api.serializers.installation import InstallationSerializer
from core.media.handover import how_files_go
from core.media.outgoing import MAX_BYTES, limit_of


class InstallationView(AskedView):
    """A instalação."""

    operation = "installation"

    @extend_schema(responses=InstallationSerializer)
    def get(self, request: Request) -> Response:
        """Mostra como os arquivos vão ao gateway e até que tamanho."""
        found = {
            "country": settings.COUNTRY,
            "public_url": settings.PUBLIC_URL,
            "files_by": how_files_go(),
            "max_file_bytes": {kind: limit_of(kind) for kind in MAX_BYTES},
            "media_retention_days": settings.MEDIA_RETENTION_DAYS,
        }
        return Response(InstallationSerializer(found).data)
