"""Os arquivos guardados que talvez ninguém mostre: por aqui passam todos os que chegam e todos os que se vão."""

from collections.abc import Iterable

from django.db import models
from django.utils import timezone


class LooseFileQuerySet(models.QuerySet["LooseFile"]):
    """Arquivos soltos."""

    def drop(self, names: Iterable[str | None]) -> None:
        """Na transação em que linhas deixam de apontar para estes arquivos: quem varre vê se outra ainda os aponta."""
        now = timezone.now()
        self.bulk_create([LooseFile(name=name, due_at=now) for name in names if name], batch_size=500)


class LooseFile(models.Model):
    """Um arquivo a conferir a partir de `due_at`: se nenhuma linha o aponta, apaga-se (core/media/ownership.py).

    `is_new`: acaba de ser guardado, e só a linha que o tomar apaga isto. O mesmo nome pode estar aqui várias vezes, uma
    por linha que o largou."""

    name = models.CharField(max_length=160, db_index=True)
    is_new = models.BooleanField(default=False)
    due_at = models.DateTimeField(db_index=True)

    objects = LooseFileQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.name)
