"""O arquivo de uma mensagem: o que o corpo disse dele e onde está a nossa cópia."""

from django.db import models

from core.models.cliente import Cliente
from core.models.mensagem import Mensagem
from core.models.tenancy import TenantQuerySet

# Onde está no WhatsApp e como se abre.
KEYS = ["url", "direct_path", "media_key", "file_sha256", "file_enc_sha256"]
# O que o corpo diz do arquivo.
DESCRIBED = [
    "kind", "mime_type", "size", "file_name", "seconds", "width", "height", "pages", "thumbnail", "waveform", "is_gif",
    "is_animated", "view_once", *KEYS,
]  # fmt: skip


class MediaStatus(models.TextChoices):
    """Onde está o arquivo."""

    PENDING = "pending"
    READY = "ready"
    FAILED = "failed"
    EXPIRED = "expired"


class MediaQuerySet(TenantQuerySet["MessageMedia"]):
    """Mídias visíveis a um ator."""


class MessageMedia(models.Model):
    """Mídia de uma mensagem: cifrada no WhatsApp até o worker a baixar. `storage_name` é nosso (hash)."""

    cliente = models.ForeignKey(Cliente, on_delete=models.CASCADE, db_index=False)
    mensagem = models.OneToOneField(Mensagem, on_delete=models.CASCADE, related_name="media")
    kind = models.CharField(max_length=16)
    mime_type = models.CharField(max_length=128, null=True)
    size = models.BigIntegerField(null=True)
    file_name = models.CharField(max_length=255, null=True)
    seconds = models.IntegerField(null=True)
    width = models.IntegerField(null=True)
    height = models.IntegerField(null=True)
    pages = models.IntegerField(null=True)
    thumbnail = models.BinaryField(null=True)
    waveform = models.BinaryField(null=True, max_length=256)
    is_gif = models.BooleanField(default=False)
    is_animated = models.BooleanField(default=False)
    view_once = models.BooleanField(default=False)
    url = models.TextField(null=True)
    direct_path = models.TextField(null=True)
    media_key = models.CharField(max_length=64, null=True)
    file_sha256 = models.CharField(max_length=64, null=True)
    file_enc_sha256 = models.CharField(max_length=64, null=True)
    status = models.CharField(max_length=8, choices=MediaStatus.choices, default=MediaStatus.PENDING)
    error = models.CharField(max_length=500, null=True)
    error_parts = models.JSONField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)  # nulo: nada a baixar
    storage_name = models.CharField(max_length=160, null=True)
    stored_bytes = models.BigIntegerField(null=True)  # o tamanho da nossa cópia; `size` é o que o evento disse
    served_type = models.CharField(max_length=64, null=True)  # tipo farejado dos bytes
    ready_at = models.DateTimeField(null=True)
    is_own = models.BooleanField(default=False)  # o arquivo saiu daqui: o eco não o troca
    # Feitos aqui do arquivo, onde o evento não os trouxe; à parte, para que o que os eventos dizem siga só deles.
    made = models.JSONField(null=True)  # seconds, width, height, pages
    made_thumbnail = models.BinaryField(null=True)
    made_waveform = models.BinaryField(null=True, max_length=256)
    placeholder = models.BinaryField(null=True, max_length=2048)  # JPEG minúsculo, mostrado borrado

    objects = MediaQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["next_try_at"], name="media_due"),
            models.Index(fields=["cliente", "id"], name="media_by_cliente"),
            models.Index(fields=["cliente", "storage_name", "stored_bytes"], name="media_by_file"),
            models.Index(fields=["ready_at"], name="media_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.status}"
