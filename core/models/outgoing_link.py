"""O endereço de uso único por onde o gateway busca um arquivo que enviamos."""

from django.db import models

from core.models.fields import HashField
from core.models.media import MessageMedia


class OutgoingLink(models.Model):
    """Só o hash do token fica aqui. Vale até `expires_at`, e pouco tempo depois da primeira busca."""

    token_hash = HashField(unique=True)
    media = models.ForeignKey(MessageMedia, on_delete=models.CASCADE, related_name="links")
    expires_at = models.DateTimeField(db_index=True)
    first_used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"link of media {self.media_id}"
