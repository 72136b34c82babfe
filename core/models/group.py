"""Um grupo, como o gateway o descreveu, e quem está nele."""

from django.db import models

from core.models.chat import Chat
from core.models.cliente import Cliente
from core.models.fields import IdentifierField
from core.models.instance import WhatsappInstance
from core.models.tenancy import TenantQuerySet


class GroupQuerySet(TenantQuerySet["Group"]):
    """Grupos visíveis a um ator."""


class Group(models.Model):
    """O que o gateway respondeu de um grupo. Nasce vazio, com a conversa, e a ronda o enche; nada vem de eventos."""

    cliente = models.ForeignKey(Cliente, on_delete=models.CASCADE, db_index=False)
    instance = models.ForeignKey(WhatsappInstance, on_delete=models.CASCADE, db_index=False, related_name="groups")
    chat = models.OneToOneField(Chat, on_delete=models.CASCADE, related_name="group")
    name = models.CharField(max_length=255)  # o assunto, ou o endereço: por ele se ordena
    subject = models.CharField(max_length=255, null=True)
    owner = IdentifierField(max_length=128, null=True)
    description = models.TextField(null=True)
    announce = models.BooleanField(null=True)  # só administradores escrevem
    restrict = models.BooleanField(null=True)  # só administradores mudam os dados
    invite_link = models.CharField(max_length=255, null=True)
    size = models.PositiveIntegerField(null=True)
    made_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    refreshed_at = models.DateTimeField(null=True)
    next_refresh_at = models.DateTimeField(null=True)
    claimed_until = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=500, null=True)

    objects = GroupQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["next_refresh_at"], name="group_due"),
            models.Index(fields=["cliente", "name", "id"], name="group_by_cliente"),
            models.Index(fields=["instance", "name", "id"], name="group_by_instance"),
        ]

    def __str__(self) -> str:
        return str(self.name)


class GroupMember(models.Model):
    """Quem está num grupo. `address` é o telefone, ou o LID se o gateway não disse o telefone."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, db_index=False, related_name="members")
    address = IdentifierField(max_length=128)
    lid = IdentifierField(max_length=64, null=True)
    name = models.CharField(max_length=255, null=True)
    is_admin = models.BooleanField(default=False)
    is_super_admin = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "address"], name="one_member_per_address")]

    def __str__(self) -> str:
        return str(self.address)
