"""O que se mostra de uma pessoa e o que os logins recebem e devolvem."""

from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError as DjangoValidationError
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from authentication.models import User
from core.models.tenancy import Role

MAX_PASSWORD = 128  # o resumo de uma senha de 1 MB ocupa o servidor
LANGUAGES = ["pt-BR", "en"]
THEMES = ["system", "light", "dark"]


class PasswordField(serializers.CharField):
    """Uma senha: entra, nunca sai."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=MAX_PASSWORD, trim_whitespace=False, style={"input_type": "password"}, **kwargs)


def check_password_rules(password: str, user: User, field: str) -> None:
    """As regras de senha, ditas no campo certo."""
    try:
        validate_password(password, user)
    except DjangoValidationError as error:
        found = [ErrorDetail(str(message), "weak_password") for message in error.messages]
        raise serializers.ValidationError({field: found}) from error


class UserSerializer(serializers.Serializer[User]):
    """Uma pessoa."""

    id = serializers.IntegerField(help_text="Id.")
    email = serializers.EmailField(help_text="E-mail, em minúsculas; é com ele que se entra.")
    name = serializers.CharField(help_text="Nome.")
    role = serializers.ChoiceField(Role.choices, help_text="Papel: administrador, gestor ou operador.")
    cliente = serializers.IntegerField(
        source="cliente_id", allow_null=True, help_text="Id do cliente; nulo para administradores."
    )
    cliente_name = serializers.CharField(allow_null=True, help_text="Nome do cliente.")
    active = serializers.BooleanField(source="is_active", help_text="Se pode entrar.")
    language = serializers.ChoiceField(LANGUAGES, help_text="Idioma da interface.")
    theme = serializers.ChoiceField(THEMES, help_text="Tema da interface.")
    last_login = serializers.DateTimeField(allow_null=True, help_text="Último login.")
    created_at = serializers.DateTimeField(help_text="Quando foi criada.")


class MeUpdateSerializer(serializers.Serializer[User]):
    """O que cada um muda em si."""

    name = serializers.CharField(required=False, max_length=120, help_text="Nome.")
    language = serializers.ChoiceField(LANGUAGES, required=False, help_text="Idioma da interface.")
    theme = serializers.ChoiceField(THEMES, required=False, help_text="Tema da interface.")


class CredentialsSerializer(serializers.Serializer[Any]):
    """E-mail e senha."""

    email = serializers.CharField(max_length=254, help_text="E-mail.")
    password = PasswordField(help_text="Senha.")


class LoginSerializer(CredentialsSerializer):
    """Login do navegador."""

    remember = serializers.BooleanField(
        default=False, help_text="Se o navegador deve continuar conectado depois de fechado (30 dias)."
    )


class SessionSerializer(serializers.Serializer[Any]):
    """Um acesso e de quem é; a renovação vai num cookie."""

    access = serializers.CharField(help_text="Token de acesso (JWT), vale 15 minutos.")
    user = UserSerializer(help_text="Quem entrou.")


class TokenPairSerializer(serializers.Serializer[Any]):
    """Um acesso e a renovação que o sucede."""

    access = serializers.CharField(help_text="Token de acesso (JWT), vale 15 minutos.")
    refresh = serializers.CharField(help_text="Token de renovação; vale um uso, 30 dias.")


class RefreshSerializer(serializers.Serializer[Any]):
    """Uma renovação."""

    refresh = serializers.CharField(max_length=4096, help_text="O token de renovação recebido por último.")


class PasswordChangeSerializer(serializers.Serializer[Any]):
    """Troca da própria senha."""

    current_password = PasswordField(help_text="Senha atual.")
    new_password = PasswordField(help_text="Senha nova: ao menos 8 letras, que não seja comum.")
