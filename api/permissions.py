"""Papéis: quem pode cada ação. A visibilidade é de `core.tenancy`; aqui só se decide o que fazer com o que se vê."""

from core.tenancy import Role

ADMINS = frozenset({Role.ADMIN})
MANAGERS = frozenset({Role.ADMIN, Role.MANAGER})
EVERYONE = frozenset({Role.ADMIN, Role.MANAGER, Role.OPERATOR})
