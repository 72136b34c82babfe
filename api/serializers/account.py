"""A conta no gateway."""

from typing import Any

from rest_framework import serializers

from api.fields import VisibleField
from core.models import Cliente, Plan


class AccountSerializer(serializers.Serializer[Any]):
    """A conta configurada."""

    family = serializers.ChoiceField(
        ["integrator", "client"], allow_null=True, help_text="Família da conta; nula se não há conta."
    )


class AccountInstanceSerializer(serializers.Serializer[Any]):
    """Uma instância da conta."""

    instance_id = serializers.CharField(help_text="Id no gateway.")
    name = serializers.CharField(allow_null=True, help_text="Nome no gateway.")
    connected = serializers.BooleanField(allow_null=True, help_text="Se está conectada, segundo a lista.")
    phone = serializers.CharField(allow_null=True, help_text="Número conectado.")
    plan = serializers.ChoiceField(Plan.choices, allow_null=True, help_text="Plano, se a lista o diz.")
    payment_status = serializers.CharField(allow_null=True, help_text="Situação do pagamento.")
    expires_at = serializers.DateTimeField(allow_null=True, help_text="Até quando vale.")
    instance = serializers.IntegerField(allow_null=True, help_text="Id aqui, se já está cadastrada.")


class AccountInstancesSerializer(serializers.Serializer[Any]):
    """As instâncias da conta; a lista vem inteira."""

    next = serializers.URLField(allow_null=True, help_text="Sempre nulo.")
    previous = serializers.URLField(allow_null=True, help_text="Sempre nulo.")
    results = AccountInstanceSerializer(many=True, help_text="As instâncias, por nome.")


class AccountImportSerializer(serializers.Serializer[Any]):
    """Uma instância da conta a cadastrar."""

    cliente = VisibleField(Cliente.objects.all(), help_text="Id do cliente dono.")
    instance_id = serializers.RegexField(r"^[!-~]{1,128}$", help_text="Id da instância no gateway.")
    name = serializers.CharField(required=False, max_length=120, help_text="Nome dado aqui; o do gateway, se ausente.")


class AccountCreateSerializer(serializers.Serializer[Any]):
    """Uma instância a criar no gateway."""

    cliente = VisibleField(Cliente.objects.all(), help_text="Id do cliente dono.")
    name = serializers.CharField(max_length=120, help_text="Nome, aqui e no gateway.")
    lite = serializers.BooleanField(default=False, help_text="Plano LITE (só na família `client`).")
