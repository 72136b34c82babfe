"""Papéis: quem pode cada ação. O que se vê é de `core.models.tenancy`; aqui só o que fazer com o que se vê."""

from core.models.tenancy import Role

ADMINS = frozenset({Role.ADMIN})
MANAGERS = frozenset({Role.ADMIN, Role.MANAGER})
EVERYONE = frozenset({Role.ADMIN, Role.MANAGER, Role.OPERATOR})
