"""Limite de senhas erradas, contado no banco, entre processos.

Por conta e endereço, para que um estranho não tranque a conta de ninguém em toda parte; por endereço; e, mais devagar,
por conta, contra quem muda de endereço: este, uma senha nova levanta.

Uma tentativa conta desde que começa, antes de a senha ser conferida: numa rajada, cada uma vê as que vieram antes. As
que ainda se conferem podem estar certas, e por elas se espera."""

import hashlib
import ipaddress
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from authentication.models import LoginFailure, LoginGate

WINDOW = timedelta(minutes=15)  # quem errou a senha espera um café
DAY = timedelta(days=1)
PER_ACCOUNT_AND_ADDRESS = 10  # ninguém erra a própria senha dez vezes
PER_ADDRESS = 30  # um escritório inteiro sai por um endereço
PER_ACCOUNT = 100  # num dia: a quem muda de endereço, anos para uma senha que passa nas regras
CHECKING = timedelta(seconds=10)  # conferir uma senha leva décimos; passado isto, o processo morreu: foi uma falha
PATIENCE_S = 5.0  # quanto se espera pelas que se conferem
STEP_S = 0.05


class TooMany(Exception):
    """Falhas demais; `wait_s` segundos até a mais antiga sair da janela."""

    def __init__(self, wait_s: float) -> None:
        super().__init__(wait_s)
        self.wait_s = wait_s


@dataclass(frozen=True, slots=True)
class _Limit:
    most: int
    window: timedelta
    who: Q


class Attempt:
    """Uma tentativa. Entra-se nela antes de conferir a senha (levanta `TooMany`); quem sai sem `forgive` falhou.

    `account` é o que se tenta abrir; vai em hash: pode ser uma senha digitada no campo errado."""

    def __init__(self, account: str, address: str) -> None:
        self.account, self.address = _hash(account), _network(address)
        self._row: LoginFailure | None = None
        self._is_forgiven = False

    def forgive(self) -> None:
        """Deu certo: não conta."""
        self._is_forgiven = True

    def __enter__(self) -> Self:
        self._row = self._begun()
        deadline = time.monotonic() + PATIENCE_S
        while (wait := self._wait()) is not None:
            if wait > 0 or time.monotonic() > deadline:
                self._row.delete()  # recusada sem conferir: não soma
                raise TooMany(max(1.0, wait))
            time.sleep(STEP_S)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._row is None:
            return
        if self._is_forgiven:
            self._row.delete()
        else:
            LoginFailure.objects.filter(pk=self._row.pk).update(is_checking=False)

    def _begun(self) -> LoginFailure:
        """Uma de cada vez, só neste instante: assim a ordem dos ids é a da chegada, e ninguém deixa de ver quem veio
        antes."""
        now = timezone.now()
        LoginFailure.objects.filter(at__lt=now - DAY).delete()
        LoginGate.objects.get_or_create(pk=1)
        with transaction.atomic():
            LoginGate.objects.select_for_update().get(pk=1)
            return LoginFailure.objects.create(account=self.account, address=self.address, at=now, is_checking=True)

    def _wait(self) -> float | None:
        """None: pode conferir. 0: talvez, quando se souber das que se conferem. Mais: segundos até caber."""
        assert self._row is not None
        now = timezone.now()
        before = LoginFailure.objects.filter(pk__lt=self._row.pk)
        limits = (
            _Limit(PER_ACCOUNT_AND_ADDRESS, WINDOW, Q(account=self.account, address=self.address)),
            _Limit(PER_ADDRESS, WINDOW, Q(address=self.address)),
            _Limit(PER_ACCOUNT, DAY, Q(account=self.account)),
        )
        waits = [wait for limit in limits if (wait := _wait_of(before, limit, now)) is not None]
        return max(waits) if waits else None


def forget(account: str) -> None:
    """Esquece as falhas desta conta: ganhou uma senha nova."""
    LoginFailure.objects.filter(account=_hash(account)).delete()


def _wait_of(before: QuerySet[LoginFailure], limit: _Limit, now: datetime) -> float | None:
    counted = before.filter(limit.who, at__gt=now - limit.window)
    failed = counted.exclude(is_checking=True, at__gt=now - CHECKING).order_by("-at")
    newest = list(failed.values_list("at", flat=True)[: limit.most])
    if len(newest) == limit.most:
        return (newest[-1] + limit.window - now).total_seconds()
    return 0.0 if counted.count() >= limit.most else None


def _hash(account: str) -> str:
    return hashlib.sha256(account.strip().lower().encode("utf-8", "replace")).hexdigest()


def _network(ident: str) -> str:
    """O endereço; de um IPv6, a rede /64, que é o que cada casa recebe inteira."""
    try:
        found = ipaddress.ip_address(ident.strip().strip("[]").partition("%")[0])
    except ValueError:
        return ident[:64]
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, 64), strict=False))
