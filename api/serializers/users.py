"""Usuários (o que se mostra está em `authentication.serializers`)."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, NotFound, PermissionDenied

from api.fields import VisibleField
from api.filters import IdField, Query
from authentication.models import User
from authentication.serializers import LANGUAGES, THEMES, PasswordField, check_password_rules
from core.models import Cliente
from core.models.tenancy import Role


class UserQuery(Query):
    """Filtros da lista."""

    search = serializers.CharField(required=False, max_length=120, help_text="Parte do nome ou do e-mail.")
    role = serializers.ChoiceField(Role.choices, required=False, help_text="Só este papel.")
    cliente = IdField(required=False, help_text="Só deste cliente.")
    active = serializers.BooleanField(required=False, help_text="Só ativos (1) ou só inativos (0).")


class LowerEmailField(serializers.EmailField):
    """E-mail guardado em minúsculas, para que duas grafias sejam a mesma pessoa."""

    def to_internal_value(self, data: Any) -> str:
        """Minúsculas."""
        return super().to_internal_value(data).lower()


def email_taken(caller: User) -> ErrorDetail:
    """O e-mail já é de alguém. A quem não vê todos os clientes não se diz se é de um dos seus ou de outro."""
    if caller.role == Role.ADMIN:
        return ErrorDetail(str(_("Já existe um usuário com este e-mail.")), "unique")
    return ErrorDetail(str(_("Este e-mail não está disponível.")), "not_available")


class UserWriteSerializer(serializers.Serializer[User]):
    """O que se grava de um usuário."""

    email = LowerEmailField(max_length=254, help_text="E-mail, único.")
    name = serializers.CharField(max_length=120, help_text="Nome.")
    role = serializers.ChoiceField(Role.choices, help_text="Papel. Gestores não criam administradores.")
    cliente = VisibleField(
        Cliente.objects.all(),
        required=False,
        allow_null=True,
        help_text="Id do cliente; nulo para administradores. Para gestores é sempre o seu.",
    )
    active = serializers.BooleanField(required=False, help_text="Se pode entrar.")
    language = serializers.ChoiceField(LANGUAGES, required=False, help_text="Idioma da interface.")
    theme = serializers.ChoiceField(THEMES, required=False, help_text="Tema da interface.")
    password = PasswordField(help_text="Senha: ao menos 8 letras, que não seja comum. Nunca é mostrada.")
    current_password = PasswordField(
        required=False, help_text="A senha atual de quem pede, para mudar a própria senha ou o próprio e-mail."
    )

    def validate_email(self, email: str) -> str:
        """De ninguém mais."""
        others = User.objects.exclude(pk=self.instance.pk) if self.instance else User.objects.all()
        if others.filter(email=email).exists():
            raise serializers.ValidationError([email_taken(self.context["request"].user)])
        return email

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Papel e cliente combinam; a senha segue as regras."""
        caller: User = self.context["request"].user
        known: User | None = self.instance
        role = attrs.get("role", known.role if known else None)
        if caller.role != Role.ADMIN:
            if role == Role.ADMIN:
                raise PermissionDenied(_("Só um administrador nomeia administradores."))
            if "cliente" in attrs and attrs["cliente"] is not None and attrs["cliente"].pk != caller.cliente_id:
                raise NotFound
            attrs["cliente"] = caller.cliente
        cliente = attrs.get("cliente", known.cliente if known else None)
        if role == Role.ADMIN:
            if attrs.get("cliente") is not None:
                raise serializers.ValidationError({"cliente": [_("Um administrador não tem cliente.")]})
            attrs["cliente"] = None
        elif cliente is None:
            missing = ErrorDetail(str(_("Gestores e operadores precisam de um cliente.")), "required")
            raise serializers.ValidationError({"cliente": [missing]})
        if "password" in attrs:
            email, name = (
                attrs.get("email", known.email if known else ""),
                attrs.get("name", known.name if known else ""),
            )
            check_password_rules(attrs["password"], User(email=email, name=name), "password")
        return {("is_active" if name == "active" else name): value for name, value in attrs.items()}
