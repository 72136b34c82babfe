"""Tomar uma linha para si: a hora dela chegou, passa-se essa hora para mais tarde, e quem a passou é quem trabalha.

Ninguém segura uma trava enquanto fala com a rede: se o processo morre, a linha volta a vencer sozinha."""

from datetime import datetime, timedelta

from django.db import models

_MOST_STEPS = 64  # daí em diante qualquer espera já passou do máximo; sem teto, a conta estouraria um `timedelta`


def take(model: type[models.Model], pk: int, column: str, was: datetime | None, until: datetime) -> int | None:
    """Passa `column` de `was` (como se leu) a `until`; devolve `pk`, ou None se outro chegou antes."""
    mine = model._default_manager.filter(**{"pk": pk, column: was})
    return pk if mine.update(**{column: until}) else None


def back_off(first: timedelta, failures: int, longest: timedelta, factor: int = 2) -> timedelta:
    """Quanto esperar depois da falha de número `failures` (a partir de 1): `first`, e a cada uma `factor` vezes mais,
    nunca além de `longest`, por mais falhas que haja."""
    times: int = factor ** min(max(failures, 1) - 1, _MOST_STEPS)
    return timedelta(seconds=min(first.total_seconds() * times, longest.total_seconds()))
