"""A pausa da aplicação de uma instância enquanto se reconstrói."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import TypeVar

from django.db import transaction
from django.utils import timezone

from core.ground import lease
from core.models import InstanceLease, WhatsappInstance

T = TypeVar("T")
PAUSE = timedelta(minutes=2)  # renovada a cada página; se quem reconstrói morre, a aplicação volta nisto


class PauseLost(Exception):
    """A pausa da aplicação venceu, ou outra reconstrução a tomou: eventos novos podem ter sido aplicados."""


class Pause:
    """A aplicação desta instância espera enquanto isto vale; o prazo gravado prova que a pausa ainda é nossa."""

    def __init__(self, instance: WhatsappInstance) -> None:
        """Espera o lote em curso e pede que os próximos aguardem. Levanta `PauseLost` se outra já a tem."""
        # No banco de verdade também quando o ORM fala com o rascunho.
        self._lease = InstanceLease.objects.using("default").filter(pk=instance.pk)
        with transaction.atomic():
            held = lease.acquire(instance.pk, wait=True)
            if held is not None and lease.is_paused(held, timezone.now()):
                raise PauseLost("Outra reconstrução desta instância está em curso.")
            self._until = timezone.now() + PAUSE
            self._lease.update(paused_until=self._until)

    def renew(self) -> bool:
        """Estende o prazo; sempre True. Levanta `PauseLost`."""
        until = timezone.now() + PAUSE
        if self._until < timezone.now() or not self._lease.filter(paused_until=self._until).update(paused_until=until):
            raise PauseLost(PauseLost.__doc__)
        self._until = until
        return True

    def keep(self, items: Iterable[T]) -> Iterator[T]:
        """Os mesmos, um a um, com o prazo estendido sempre que metade dele passou: o trabalho de cada um é de quem
        percorre. Levanta `PauseLost`."""
        for item in items:
            if self._until - timezone.now() < PAUSE / 2:
                self.renew()
            yield item

    def end(self) -> None:
        """A aplicação segue."""
        self._lease.filter(paused_until=self._until).update(paused_until=None)
