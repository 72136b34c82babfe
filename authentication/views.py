"""Entrar, continuar, sair: para o navegador (cookie) e para integradores (par de tokens)."""

from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import APIException, ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from authentication import accounts, tokens
from authentication.cookies import REFRESH_COOKIE, check_origin, clear_cookies, set_cookies
from authentication.models import User
from authentication.serializers import (
    CredentialsSerializer,
    LoginSerializer,
    MeUpdateSerializer,
    PasswordChangeSerializer,
    RefreshSerializer,
    SessionSerializer,
    TokenPairSerializer,
    UserSerializer,
    check_password_rules,
)
from authentication.throttles import attempt
from core.models.tenancy import Role


class BadCredentials(APIException):
    """E-mail ou senha não conferem; não se diz qual, nem se a pessoa está desativada."""

    status_code = status.HTTP_401_UNAUTHORIZED
    default_detail = _("E-mail ou senha incorretos.")
    default_code = "authentication_failed"
    auth_header = 'Bearer realm="api"'


class CurrentPasswordRequired(APIException):
    """Falta a senha atual."""

    status_code = status.HTTP_403_FORBIDDEN
    default_detail = _("Diga a sua senha atual (current_password) para mudar a própria senha ou o próprio e-mail.")
    default_code = "current_password_required"


def authenticate(request: Request, email: str, password: str) -> User:
    """A pessoa destas credenciais. Levanta `BadCredentials` ou `TooManyFailures`."""
    with attempt(request, email) as one:
        user = User.objects.select_related("cliente").filter(email=email.strip().lower()).first()
        if user is None:
            make_password(password)  # o mesmo tempo de uma conta que existe
        if user is None or not user.check_password(password) or not user.is_active or not _is_cliente_active(user):
            raise BadCredentials
        one.forgive()
    user.last_login = timezone.now()
    user.save(update_fields=["last_login"])
    return user


def confirm_current_password(request: Request, given: str | None) -> None:
    """Quem muda a própria senha ou o próprio e-mail prova que ainda é ele, e não quem achou a tela aberta. Levanta
    `CurrentPasswordRequired`, `TooManyFailures` ou `ValidationError`."""
    user: Any = request.user
    if not given:
        raise CurrentPasswordRequired
    with attempt(request, user.email) as one:
        if not user.check_password(given):
            wrong = ErrorDetail(str(_("A senha atual não confere.")), "wrong_password")
            raise ValidationError({"current_password": [wrong]})
        one.forgive()


def _is_cliente_active(user: User) -> bool:
    return user.role == Role.ADMIN or (user.cliente is not None and user.cliente.active)


def _session(pair: tokens.Pair) -> Response:
    response = Response({"access": pair.access, "user": UserSerializer(pair.user).data})
    set_cookies(response, pair.refresh, pair.access, is_remembered=pair.family.is_remembered)
    return response


def _valid(serializer_class: Any, request: Request) -> dict[str, Any]:
    serializer = serializer_class(data=request.data)
    serializer.is_valid(raise_exception=True)
    validated: dict[str, Any] = serializer.validated_data
    return validated


class OpenView(APIView):
    """Quem entra ainda não tem token; um Bearer velho no cabeçalho não atrapalha."""

    authentication_classes = ()
    permission_classes = ()


class LoginView(OpenView):
    """Entrar pelo navegador."""

    operation = "auth_login"
    error_codes = {"post": ("401", "403", "429")}

    @extend_schema(request=LoginSerializer, responses={200: SessionSerializer})
    def post(self, request: Request) -> Response:
        """Entra pelo navegador.

        A renovação vai num cookie httpOnly de /api/auth/; outro cookie, de /api/media/, deixa `<img>` e `<audio>`
        lerem arquivos. Só logins que falham são limitados: em 15 minutos, 10 por conta e endereço e 30 por endereço;
        num dia, 100 por conta, que uma senha nova levanta."""
        check_origin(request)
        wanted = _valid(LoginSerializer, request)
        user = authenticate(request, wanted["email"], wanted["password"])
        return _session(tokens.open_family(user, is_remembered=wanted["remember"]))


class RefreshView(OpenView):
    """Renovar pelo navegador."""

    operation = "auth_refresh"
    error_codes = {"post": ("401", "403")}

    @extend_schema(request=None, responses={200: SessionSerializer})
    def post(self, request: Request) -> Response:
        """Renova o acesso com o cookie.

        A mesma renovação de novo em até 10 s dá a mesma sucessora; depois disso é reúso: 401, e o login termina."""
        check_origin(request)
        raw = request.COOKIES.get(REFRESH_COOKIE)
        if not raw:
            raise tokens.RefusedRefresh
        return _session(tokens.rotate(raw))

    def handle_exception(self, exc: Exception) -> Response:
        """Uma renovação que não vale leva os cookies junto."""
        response = super().handle_exception(exc)
        if isinstance(exc, tokens.RefusedRefresh):
            clear_cookies(response)
        return response


class LogoutView(OpenView):
    """Sair."""

    operation = "auth_logout"
    error_codes = {"post": ("403",)}

    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request) -> Response:
        """Encerra o login do cookie e apaga os cookies. Sair duas vezes não é erro."""
        check_origin(request)
        if raw := request.COOKIES.get(REFRESH_COOKIE):
            tokens.end_by_refresh(raw)
        response = Response(status=status.HTTP_204_NO_CONTENT)
        clear_cookies(response)
        return response


class TokenView(OpenView):
    """Entrar como integrador."""

    operation = "auth_token"
    error_codes = {"post": ("401", "429")}

    @extend_schema(request=CredentialsSerializer, responses={200: TokenPairSerializer})
    def post(self, request: Request) -> Response:
        """Troca e-mail e senha por um par de tokens (integradores)."""
        wanted = _valid(CredentialsSerializer, request)
        pair = tokens.open_family(authenticate(request, wanted["email"], wanted["password"]))
        return Response({"access": pair.access, "refresh": pair.refresh})


class TokenRefreshView(OpenView):
    """Renovar como integrador."""

    operation = "auth_token_refresh"
    error_codes = {"post": ("401",)}

    @extend_schema(request=RefreshSerializer, responses={200: TokenPairSerializer})
    def post(self, request: Request) -> Response:
        """Troca uma renovação por um par novo (integradores). Cada renovação vale uma vez."""
        pair = tokens.rotate(_valid(RefreshSerializer, request)["refresh"])
        return Response({"access": pair.access, "refresh": pair.refresh})


class TokenRevokeView(OpenView):
    """Sair como integrador."""

    operation = "auth_token_revoke"

    @extend_schema(request=RefreshSerializer, responses={204: None})
    def post(self, request: Request) -> Response:
        """Encerra o login desta renovação (integradores); uma que não vale não encerra nada, e não é erro."""
        tokens.end_by_refresh(_valid(RefreshSerializer, request)["refresh"])
        return Response(status=status.HTTP_204_NO_CONTENT)


class MeView(APIView):
    """Quem está conectado."""

    operation = {"get": "auth_me", "patch": "auth_me_update"}

    @extend_schema(responses=UserSerializer)
    def get(self, request: Request) -> Response:
        """Diz quem está conectado."""
        user: Any = request.user
        return Response(UserSerializer(user).data)

    @extend_schema(request=MeUpdateSerializer, responses=UserSerializer)
    def patch(self, request: Request) -> Response:
        """Muda o próprio nome, idioma ou tema."""
        user: Any = request.user
        accounts.change_own(user, _valid(MeUpdateSerializer, request))
        return Response(UserSerializer(user).data)


class PasswordView(APIView):
    """A própria senha."""

    operation = "auth_password"

    @extend_schema(request=PasswordChangeSerializer, responses={200: SessionSerializer})
    def post(self, request: Request) -> Response:
        """Troca a própria senha.

        Todos os logins desta pessoa terminam, em todos os aparelhos; a resposta traz um novo para este."""
        user: Any = request.user
        wanted = _valid(PasswordChangeSerializer, request)
        confirm_current_password(request, wanted["current_password"])
        check_password_rules(wanted["new_password"], user, "new_password")
        try:
            return _session(accounts.change_own_password(user, wanted["new_password"]))
        except accounts.AccessEnded as error:
            raise BadCredentials from error
