"""Quem pode ver o quê: papéis, ator e a única resposta a «pode ver?» (`visible_to`)."""

from typing import Any, Protocol, Self, TypeVar

from django.db import models


class Role(models.TextChoices):
    """Papel de um usuário."""

    ADMIN = "admin", "Administrador"  # toda a instalação
    MANAGER = "manager", "Gestor"  # um cliente: instâncias, usuários, eventos
    OPERATOR = "operator", "Operador"  # um cliente: conversas


class Actor(Protocol):
    """Quem age ou pergunta: o que basta para saber o que vê, e quem fez. Onde um ato também é da própria casa (a ronda,
    a demonstração), o ator é None."""

    pk: Any
    role: Any
    cliente_id: Any


def pk_of(actor: Actor | None) -> int | None:
    """Quem fez, como se grava; None: a própria casa."""
    return actor.pk if actor else None


M = TypeVar("M", bound=models.Model)


class TenantQuerySet(models.QuerySet[M]):
    """Consulta que sabe até onde um ator enxerga. `tenant_path` é o caminho até o id do cliente."""

    tenant_path = "cliente_id"

    def visible_to(self, actor: Actor) -> Self:
        """Só o que `actor` pode ver; um ator sem cliente que não é administrador não vê nada."""
        if actor.role == Role.ADMIN:
            return self
        if actor.cliente_id is None:
            return self.none()
        return self.filter(**{self.tenant_path: actor.cliente_id})
