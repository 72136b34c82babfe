"""Erros de banco que passam com outra tentativa, e os que dizem que o banco não está."""

import random
import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.db import DatabaseError, InterfaceError, OperationalError

P = ParamSpec("P")
T = TypeVar("T")

TIMES = 3  # dois impasses seguidos são azar; três são outra coisa, e quem chama deve saber

_RETRY = {1213, 1205, 1020}  # impasse, espera esgotada, leitura mudou: o InnoDB já desfez tudo
_AWAY = {1040, 1053, 1152, 1159, 1161, 2002, 2003, 2005, 2006, 2013, 2055, 4031}
_AWAY_WORDS = ("locked", "disk i/o", "disk is full", "unable to open", "readonly", "server has gone away")


def _code(error: BaseException) -> int | None:
    code = error.args[0] if error.args else None
    return code if isinstance(code, int) else None


def is_transient(error: BaseException) -> bool:
    """Se repetir a transação inteira pode dar certo já."""
    return isinstance(error, OperationalError) and _code(error) in _RETRY


def is_store_away(error: BaseException) -> bool:
    """Se o defeito é do banco (longe, cheio, travado) e não do que se tentou gravar."""
    if isinstance(error, InterfaceError):
        return True
    if not isinstance(error, OperationalError):
        return False
    code = _code(error)
    words = str(error).lower()
    return code in _AWAY or code in _RETRY or (code is None and any(word in words for word in _AWAY_WORDS))


def retrying(work: Callable[P, T], *args: P.args, **options: P.kwargs) -> T:
    """Executa `work` (uma transação inteira) de novo, até `TIMES` vezes, quando o banco a desfez por impasse."""
    for attempt in range(TIMES):
        try:
            return work(*args, **options)
        except DatabaseError as error:
            if attempt + 1 == TIMES or not is_transient(error):
                raise
            time.sleep(random.uniform(0.005, 0.03) * (attempt + 1))  # noqa: S311  (espalha, não protege)
    raise AssertionError("inalcançável")
