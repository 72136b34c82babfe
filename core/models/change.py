"""O feed de mudanças: uma linha por diferença visível, escrita na mesma transação que a causou."""

from django.db import models


class Change(models.Model):
    """«Isto mudou». Só números, sem chaves estrangeiras: a linha sobrevive ao que nomeia e custa pouco."""

    cliente = models.BigIntegerField(null=True)
    resource = models.CharField(max_length=32)
    object_id = models.BigIntegerField()
    instance = models.BigIntegerField(null=True)
    chat = models.BigIntegerField(null=True)
    verb = models.CharField(max_length=8, db_default="changed")  # created, changed, removed
    what = models.CharField(max_length=200, db_default="")  # palavras separadas por espaço (core.ground.changes.What)
    user = models.BigIntegerField(null=True)  # só a esta pessoa (o rascunho dela); nulo: a quem vê
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.resource} {self.object_id} {self.verb}"
