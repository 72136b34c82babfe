"""O feed de mudanças: uma linha por diferença visível, escrita na mesma transação que a causou."""

from django.db import models


class Change(models.Model):
    """«Isto mudou». Só números, sem chaves estrangeiras: a linha sobrevive ao que nomeia e custa pouco."""

    cliente = models.BigIntegerField(null=True)
    resource = models.CharField(max_length=12)
    object_id = models.BigIntegerField()
    instance = models.BigIntegerField(null=True)
    chat = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.resource} {self.object_id}"
