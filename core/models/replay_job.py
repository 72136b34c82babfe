"""Um reprocessamento em massa: quais eventos, quantos já foram."""

from django.conf import settings
from django.db import models

from core.models.cliente import Cliente
from core.models.tenancy import TenantQuerySet


class ReplayQuerySet(TenantQuerySet["ReplayJob"]):
    """Reprocessamentos visíveis a um ator."""


class ReplayState(models.TextChoices):
    """Situação do reprocessamento."""

    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"


class ReplayJob(models.Model):
    """Os eventos escolhidos são os que casam com `selection` e têm id até `last_id`; `cursor` é o último já marcado."""

    cliente = models.ForeignKey(Cliente, on_delete=models.CASCADE, null=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True)
    selection = models.JSONField()  # {"ids": [...]} ou os filtros da lista
    state = models.CharField(max_length=10, choices=ReplayState.choices, default=ReplayState.RUNNING)
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    cursor = models.BigIntegerField(default=0)
    last_id = models.BigIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ReplayQuerySet.as_manager()

    def __str__(self) -> str:
        return f"replay {self.pk}: {self.done}/{self.total}"
