"""O primeiro administrador (do ambiente, perguntando, ou com senha gerada) e quem o `createadmin` cria ou redefine."""

import secrets
import sys

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import translation

from authentication import failures
from authentication.models import User
from core.models.tenancy import Role
from multichat import env, terminal
from multichat.terminal import CannotGoOn, _, say


def save_admin(email: str, password: str) -> User:
    """Cria o administrador, ou devolve-lhe papel, acesso e senha. Levanta `CannotGoOn` se e-mail ou senha não servem,
    pelas mesmas regras da tela."""
    email = email.strip().lower()
    user = User.objects.filter(email=email).first() or User(email=email, name=email.partition("@")[0])
    user.role, user.cliente, user.is_active = Role.ADMIN, None, True
    user.set_password(password)
    with translation.override(terminal.language()):
        try:
            user.clean_fields(exclude=["cliente"])
            validate_password(password, user)
        except ValidationError as error:
            raise CannotGoOn(f"{email}: {' '.join(error.messages)}") from error
    user.save()
    failures.forget(email)
    return user


def first_admin() -> None:
    """Se ainda não há administrador. Levanta `CannotGoOn`."""
    if User.objects.filter(role=Role.ADMIN).exists():
        return
    email, password = env.text("ADMIN_EMAIL"), env.text("ADMIN_PASSWORD")
    if sys.stdin.isatty() and not (email and password):
        _ask(email, password)
        return
    try:
        _make(email or "admin@multichat.local", password)
    except CannotGoOn as error:
        raise CannotGoOn(_("ADMIN_EMAIL, ADMIN_PASSWORD: {words}").format(words=error)) from error


def _ask(email: str, password: str) -> None:
    """Pergunta o que falta, até que sirva."""
    import getpass

    while True:
        answered = email or input(_("E-mail do primeiro administrador: ")) or "admin@multichat.local"
        try:
            _make(answered, password or getpass.getpass(_("Senha (vazio: gerar uma): ")))
            return
        except CannotGoOn as error:
            if email and password:
                raise
            say(str(error))


def _make(email: str, password: str) -> None:
    made = "" if password else secrets.token_urlsafe(12)
    user = save_admin(email, password or made)
    line = _("Primeiro administrador: {email}").format(email=user.email)
    shown = _("  senha: {password}  (não será mostrada de novo)").format(password=made)
    say(line + shown if made else line)
