"""Tokens: acesso de 15 minutos conferido a cada pedido, e famílias de renovação que percebem o reúso."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import APIException, AuthenticationFailed
from rest_framework.request import Request
from rest_framework_simplejwt.authentication import JWTAuthentication
from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.settings import api_settings
from rest_framework_simplejwt.tokens import AccessToken, RefreshToken, Token
from rest_framework_simplejwt.utils import get_md5_hash_password

from authentication.cookies import MEDIA_COOKIE
from authentication.models import RefreshFamily, RefreshUse, User

GRACE = timedelta(seconds=10)  # duas abas renovam juntas: nesse prazo a mesma renovação dá o mesmo sucessor
FAMILY_CLAIM = "family"
_JTI = re.compile("[0-9a-f]{32}")
_MAX_ID = 2**63 - 1
# A biblioteca confere a assinatura e a validade, mas não de que tipo é cada campo: um `exp` que é lista é TypeError.
_ODD_TOKEN = (TokenError, TypeError, ValueError, OverflowError, AttributeError)
_NOT_VALID = _("O token não vale, ou venceu. Renove-o ou entre de novo.")


class RefusedRefresh(APIException):
    """A renovação não vale mais."""

    status_code = 401
    default_detail = _("A sessão terminou. Entre de novo.")
    default_code = "token_not_valid"
    auth_header = 'Bearer realm="api"'


@dataclass(frozen=True, slots=True)
class Pair:
    """Um acesso novo e a renovação que o sucede."""

    user: User
    family: RefreshFamily
    access: str
    refresh: str


def open_family(user: User, *, is_remembered: bool = False) -> Pair:
    """Um login novo."""
    now = timezone.now()
    with transaction.atomic():
        purge_expired(user, now)
        family = RefreshFamily.objects.create(
            user=user, is_remembered=is_remembered, expires_at=now + api_settings.REFRESH_TOKEN_LIFETIME
        )
        use = RefreshUse.objects.create(family=family, jti=_new_jti(), issued_at=int(now.timestamp()))
    return _pair(user, family, use)


def rotate(raw: str) -> Pair:
    """Troca uma renovação pela sucessora. A mesma, de novo e logo: a mesma sucessora; depois: reúso, e a família toda
    termina. Levanta `RefusedRefresh`."""
    jti = _jti_of(raw)
    if jti is None or (pair := _rotate(jti, raw)) is None:
        raise RefusedRefresh
    return pair


@transaction.atomic
def _rotate(jti: str, raw: str) -> Pair | None:
    now = timezone.now()
    successor = _new_jti()
    # Um só UPDATE condicional: de duas renovações simultâneas, uma reivindica e a outra acha a sucessora.
    claimed = RefreshUse.objects.filter(jti=jti, used_at=None, family__revoked_at=None).update(
        used_at=now, successor=successor
    )
    use = RefreshUse.objects.select_related("family__user__cliente").filter(jti=jti).first()
    if use is None:
        return None
    family = use.family
    if family.revoked_at is not None or not _may_enter(family.user) or not _is_current(raw, family.user):
        return None
    if claimed:
        fresh = RefreshUse.objects.create(family=family, jti=successor, issued_at=int(now.timestamp()))
        expires = now + api_settings.REFRESH_TOKEN_LIFETIME
        RefreshFamily.objects.filter(pk=family.pk).update(expires_at=expires)
        return _pair(family.user, family, fresh)
    if use.used_at is not None and now - use.used_at <= GRACE and use.successor:
        return _pair(family.user, family, RefreshUse.objects.get(jti=use.successor))
    end_family(family.pk)
    return None


def end_family(pk: int) -> None:
    """Encerra um login."""
    RefreshFamily.objects.filter(pk=pk, revoked_at=None).update(revoked_at=timezone.now())


def end_all(user: User) -> None:
    """Encerra todos os logins de uma pessoa."""
    RefreshFamily.objects.filter(user=user, revoked_at=None).update(revoked_at=timezone.now())


def end_by_refresh(raw: str) -> None:
    """Encerra o login desta renovação; uma que não vale não encerra nada."""
    use = RefreshUse.objects.filter(jti=_jti_of(raw)).first()
    if use is not None:
        end_family(use.family_id)


def purge_expired(user: User, now: datetime) -> None:
    """Esquece desta pessoa o que já não pode renovar (tokens vencidos se recusam pela assinatura)."""
    RefreshFamily.objects.filter(user=user, expires_at__lt=now).delete()
    oldest = int((now - api_settings.REFRESH_TOKEN_LIFETIME).timestamp())
    RefreshUse.objects.filter(family__user=user, issued_at__lt=oldest).delete()


def stamp_of(user: User) -> str:
    """O que, mudando, derruba fluxos abertos: papel, cliente, senha."""
    return f"{user.role}:{user.cliente_id}:{get_md5_hash_password(user.password)}"


def still_valid(user_id: int, family: int, stamp: str) -> bool:
    """Se quem abriu um fluxo com este carimbo ainda pode tê-lo aberto: pode entrar, e o seu login não terminou."""
    logins = RefreshFamily.objects.select_related("user__cliente")
    login = logins.filter(pk=family, user=user_id, revoked_at=None).first()
    return login is not None and _may_enter(login.user) and stamp_of(login.user) == stamp


def _jti_of(raw: str) -> str | None:
    """O id desta renovação; None se ela não vale, ou diz o que nunca dissemos (assinada com a nossa chave ou não)."""
    try:
        jti = RefreshToken(raw)[api_settings.JTI_CLAIM]  # type: ignore[arg-type]
    except _ODD_TOKEN:
        return None
    return jti if isinstance(jti, str) and _JTI.fullmatch(jti) else None


def _new_jti() -> str:
    return secrets.token_hex(16)


def _may_enter(user: User) -> bool:
    return user.is_active and (user.cliente is None or user.cliente.active)


def _is_current(raw: str, user: User) -> bool:
    claim = RefreshToken(raw).get(api_settings.REVOKE_TOKEN_CLAIM)  # type: ignore[arg-type]
    return bool(claim == get_md5_hash_password(user.password))


def _pair(user: User, family: RefreshFamily, use: RefreshUse) -> Pair:
    """Os dois textos; a renovação é a mesma para o mesmo `use`, letra por letra."""
    refresh = RefreshToken.for_user(user)
    refresh.payload.update(
        {
            "exp": use.issued_at + int(api_settings.REFRESH_TOKEN_LIFETIME.total_seconds()),
            "iat": use.issued_at,
            api_settings.JTI_CLAIM: use.jti,
        }
    )
    access = AccessToken.for_user(user)
    access[FAMILY_CLAIM] = family.pk
    return Pair(user, family, str(access), str(refresh))


class AccessAuthentication(JWTAuthentication):
    """`Authorization: Bearer`. Carrega a pessoa a cada pedido: desativar, mudar de papel ou de senha vale na hora."""

    def get_raw_token(self, header: bytes) -> bytes | None:
        """O token do cabeçalho; None se o cabeçalho não é Bearer."""
        words = header.split()
        if not words or words[0] != b"Bearer":
            return None
        if len(words) != 2:
            raise AuthenticationFailed(_NOT_VALID, "token_not_valid")
        return words[1]

    def get_validated_token(self, raw_token: bytes) -> Token:
        """O token lido e conferido."""
        try:
            return AccessToken(raw_token)  # type: ignore[arg-type]
        except _ODD_TOKEN as error:
            raise AuthenticationFailed(_NOT_VALID, "token_not_valid") from error

    def get_user(self, validated_token: Token) -> User:  # type: ignore[override]
        """A pessoa do token, se ainda pode entrar e o seu login não foi encerrado."""
        try:
            pk, family = int(validated_token[api_settings.USER_ID_CLAIM]), int(validated_token[FAMILY_CLAIM])
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise AuthenticationFailed(_NOT_VALID, "token_not_valid") from error
        if not (0 < pk <= _MAX_ID and 0 < family <= _MAX_ID):
            raise AuthenticationFailed(_NOT_VALID, "token_not_valid")
        alive = RefreshFamily.objects.filter(pk=family, user=OuterRef("pk"), revoked_at=None)
        found = User.objects.select_related("cliente").annotate(is_alive=Exists(alive)).filter(pk=pk).first()
        if found is None or not found.is_alive:
            raise AuthenticationFailed(_("A sessão terminou. Entre de novo."), "token_not_valid")
        if not _may_enter(found):
            raise AuthenticationFailed(_("Este usuário está desativado."), "user_inactive")
        if validated_token.get(api_settings.REVOKE_TOKEN_CLAIM) != get_md5_hash_password(found.password):
            raise AuthenticationFailed(_("A senha mudou. Entre de novo."), "password_changed")
        return found


class MediaCookieAuthentication(AccessAuthentication):
    """O cookie de mídia: um acesso que `<img>` e `<audio>` conseguem mandar. Só para leituras."""

    def authenticate(self, request: Request) -> Any:
        """A pessoa do cookie, quando não veio Bearer."""
        raw = request.COOKIES.get(MEDIA_COOKIE)
        if raw is None or request.method not in {"GET", "HEAD"}:
            return None
        token = self.get_validated_token(raw.encode("utf-8", "replace"))
        return self.get_user(token), token
