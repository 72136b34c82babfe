"""O que se faz de uma pessoa: criar, mudar, apagar, e o que ela muda de si. Quem perde o acesso perde-o na hora."""

from typing import Any

from django.db import transaction

from authentication import failures, tokens
from authentication.models import User
from core.ground import changes
from core.ground.changes import Touched, Verb, What
from core.models.tenancy import Actor, Role


class CannotLose(Exception):
    """Quem não pode perder o acesso. `field`: o campo que o tiraria (None: apagar); `code`: `self` ou `last_admin`."""

    def __init__(self, field: str | None, code: str) -> None:
        super().__init__(code)
        self.field, self.code = field, code


class AccessEnded(Exception):
    """Enquanto se conferia a senha de quem pede, a conta dele mudou: outra senha, ou desativada."""


@transaction.atomic
def create_user(actor: Actor | None, wanted: dict[str, Any]) -> User:
    """Cria. Levanta `IntegrityError` se o e-mail já é de outra."""
    fields = dict(wanted)
    user = User.objects.create_user(fields.pop("email"), fields.pop("password"), **fields)
    _tell(user, Verb.CREATED)
    return user


@transaction.atomic
def change_user(actor: Actor, user: User, wanted: dict[str, Any]) -> User:
    """Muda. Uma senha nova, ou a conta desativada, encerra os logins dela. Grava só o que se pediu,
    sobre a linha de agora. Levanta `CannotLose`, `IntegrityError`, `AccessEnded`."""
    user = _now(user, is_own=user.pk == actor.pk)
    fields = dict(wanted)
    if fields.get("role", user.role) != user.role:
        _check_can_lose(actor, user, "role")
    if fields.get("is_active", True) is False and user.is_active:
        _check_can_lose(actor, user, "active")
    password = fields.pop("password", None)
    for name, value in fields.items():
        setattr(user, name, value)
    if password is not None:
        user.set_password(password)
    user.save(update_fields=[*fields, *(["password"] if password is not None else [])])
    if password is not None:
        failures.forget(user.email)
    if password is not None or fields.get("is_active") is False:
        tokens.end_all(user)
    _tell(user, Verb.CHANGED)
    return user


@transaction.atomic
def remove_user(actor: Actor, user: User) -> None:
    """Apaga; o que ela escreveu fica. Levanta `CannotLose`."""
    _check_can_lose(actor, user, None)
    _tell(user, Verb.REMOVED)
    user.delete()


@transaction.atomic
def change_own(actor: User, wanted: dict[str, Any]) -> None:
    """O que cada um muda de si: nome, idioma, tema."""
    for name, value in wanted.items():
        setattr(actor, name, value)
    if wanted:
        actor.save(update_fields=list(wanted))
        _tell(actor, Verb.CHANGED)


@transaction.atomic
def change_own_password(actor: User, password: str) -> tokens.Pair:
    """Troca a própria senha: todos os logins desta pessoa terminam, e começa um novo, que se devolve.
    Levanta `AccessEnded`."""
    actor = _now(actor, is_own=True)
    actor.set_password(password)
    actor.save(update_fields=["password"])
    failures.forget(actor.email)
    tokens.end_all(actor)
    return tokens.open_family(actor)


def _now(user: User, *, is_own: bool) -> User:
    """A linha de agora, travada. Conferir uma senha demora: se entretanto um administrador trocou a de quem pede, ou o
    desativou, o que se conferiu já não vale."""
    row = User.objects.select_for_update().get(pk=user.pk)
    if is_own and (row.password, row.is_active) != (user.password, user.is_active):
        raise AccessEnded
    return row


def _check_can_lose(actor: Actor, user: User, field: str | None) -> None:
    """Trava os administradores: dois não se rebaixam juntos."""
    if user.pk == actor.pk:
        raise CannotLose(field, "self")
    if user.role == Role.ADMIN:
        admins = list(
            User.objects.select_for_update().filter(role=Role.ADMIN, is_active=True).values_list("pk", flat=True)
        )
        if admins == [user.pk] or not admins:
            raise CannotLose(field, "last_admin")


def _tell(user: User, verb: Verb) -> None:
    changes.record(user.cliente_id, [Touched("user", user.pk, what=frozenset({What.NAME, What.STATE}), verb=verb)])
