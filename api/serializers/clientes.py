"""Clientes."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.validators import UniqueValidator

from api.filters import Query
from core.models import Cliente
from core.models.tenancy import Role


class ClienteQuery(Query):
    """Filtros da lista."""

    search = serializers.CharField(required=False, max_length=120, help_text="Parte do nome.")
    active = serializers.BooleanField(required=False, help_text="Só ativos (1) ou só inativos (0).")


class ClienteSerializer(serializers.Serializer[Cliente]):
    """Um cliente."""

    id = serializers.IntegerField(help_text="Id.")
    name = serializers.CharField(help_text="Nome.")
    active = serializers.BooleanField(help_text="Se os seus usuários podem entrar.")
    instances_count = serializers.IntegerField(help_text="Quantas instâncias tem.")
    users_count = serializers.IntegerField(help_text="Quantos usuários tem.")
    created_at = serializers.DateTimeField(help_text="Quando foi criado.")


class ClienteDetailSerializer(ClienteSerializer):
    """Um cliente, com o que os seus arquivos ocupam."""

    media_bytes = serializers.IntegerField(help_text="Bytes dos arquivos guardados.")
    media_files = serializers.IntegerField(help_text="Quantos arquivos estão guardados.")


class ClienteWriteSerializer(serializers.Serializer[Cliente]):
    """O que se grava de um cliente."""

    name = serializers.CharField(
        max_length=120,
        validators=[UniqueValidator(Cliente.objects.all(), message=_("Já existe um cliente com este nome."))],
        help_text="Nome, único.",
    )
    active = serializers.BooleanField(
        required=False, help_text="Se os seus usuários podem entrar; só o administrador muda."
    )

    def validate_active(self, value: bool) -> bool:
        """O gestor só muda o nome."""
        if self.context["request"].user.role != Role.ADMIN and value != self.instance.active:  # type: ignore[union-attr]
            raise PermissionDenied(_("Só o administrador ativa ou desativa um cliente."))
        return value
