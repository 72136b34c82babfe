"""`GET /api/backups/`: o que se guardou e o que se provou. Só administradores."""

from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from api.query_names import AskedView
from api.serializers.backups import BackupsSerializer
from core.models import BackupKind, BackupRun, BackupState
from core.models.tenancy import Role

SHOWN = 10


class BackupsView(AskedView):
    """Os backups."""

    operation = "backups"
    may_forbid = True

    @extend_schema(responses=BackupsSerializer)
    def get(self, request: Request) -> Response:
        """Mostra quando se fez o último backup, quando se conferiu, e os dez últimos trabalhos."""
        user: Any = request.user
        if user.role != Role.ADMIN:
            raise PermissionDenied
        verified = BackupRun.objects.last(BackupKind.VERIFY, BackupState.OK)
        found = {
            "is_on": bool(settings.BACKUP_DIR),
            "at": f"{settings.BACKUP_AT:%H:%M}",
            "keep": settings.BACKUP_KEEP,
            "has_keys": bool(settings.BACKUP_PASSPHRASE),
            "last_good_at": BackupRun.objects.last_good_at(),
            "last_verified_at": verified.finished_at if verified else None,
            "runs": BackupRun.objects.order_by("-started_at", "-pk")[:SHOWN],
        }
        return Response(BackupsSerializer(found).data)
