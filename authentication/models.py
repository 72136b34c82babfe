"""Quem entra: usuário, papel e cliente."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from core.models import Cliente
from core.models.tenancy import Role, TenantQuerySet


class UserQuerySet(TenantQuerySet["User"]):
    """Usuários visíveis a um ator: os do seu cliente."""


class UserManager(BaseUserManager["User"]):
    """Criação de usuários com senha cifrada."""

    def get_queryset(self) -> UserQuerySet:
        """Consulta com `visible_to`."""
        return UserQuerySet(self.model, using=self._db)

    def create_user(self, email: str, password: str | None, **fields: Any) -> "User":
        """Cria um usuário; o e-mail é guardado em minúsculas."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    """Uma pessoa. Administrador não tem cliente; gestor e operador têm exatamente um."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=10, choices=Role.choices)
    cliente = models.ForeignKey(Cliente, on_delete=models.PROTECT, null=True, related_name="users")
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=8, default="pt-BR")
    theme = models.CharField(max_length=8, default="system")
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"

    objects = UserManager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role="admin", cliente__isnull=True) | (~Q(role="admin") & Q(cliente__isnull=False)),
                name="only_admins_without_cliente",
            )
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def cliente_name(self) -> str | None:
        """O nome do cliente, ou None para administradores."""
        return self.cliente.name if self.cliente else None


class RefreshFamily(models.Model):
    """Um login: todos os tokens de renovação que descendem dele. Encerrada, nenhum vale mais, nem os de acesso."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="families")
    is_remembered = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(db_index=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"family {self.pk}"


class RefreshUse(models.Model):
    """Um token de renovação emitido. Usado uma vez só: quem o usa grava o sucessor, que se refaz daqui."""

    family = models.ForeignKey(RefreshFamily, on_delete=models.CASCADE, related_name="uses")
    jti = models.CharField(max_length=32, unique=True)
    issued_at = models.BigIntegerField()  # segundos, como no token
    used_at = models.DateTimeField(null=True)
    successor = models.CharField(max_length=32, null=True)

    def __str__(self) -> str:
        return self.jti


class LoginGate(models.Model):
    """Uma linha só: quem começa uma tentativa a trava por um instante, e assim as tentativas têm ordem."""

    def __str__(self) -> str:
        return "gate"


class LoginFailure(models.Model):
    """Uma tentativa de login que falhou, ou que ainda se confere (`is_checking`), contada por conta e por endereço (de
    um IPv6, a rede /64). A conta vai em hash: pode ser uma senha digitada no campo errado."""

    account = models.CharField(max_length=64)
    address = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)
    is_checking = models.BooleanField(default=False, db_default=False)

    class Meta:
        indexes = [
            models.Index(fields=["account", "at"], name="failure_by_account"),
            models.Index(fields=["address", "at"], name="failure_by_address"),
        ]

    def __str__(self) -> str:
        return f"{self.address} {self.at}"
