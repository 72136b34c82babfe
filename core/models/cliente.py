"""O inquilino."""

from django.db import models

from core.models.tenancy import TenantQuerySet


class ClienteQuerySet(TenantQuerySet["Cliente"]):
    """Clientes visíveis: o próprio, ou todos para o administrador."""

    tenant_path = "id"


class Cliente(models.Model):
    """Dono de instâncias e, por elas, de conversas, mensagens, mídia e eventos."""

    name = models.CharField(max_length=120, unique=True)
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ClienteQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name
