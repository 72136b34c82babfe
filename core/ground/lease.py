"""O arrendamento da instância: quem o segura mexe nas conversas dela, e mais ninguém.

MariaDB/MySQL: trava da linha `InstanceLease` até o fim da transação. SQLite: a transação de escrita já é única."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from core.models import InstanceLease


def acquire(instance_id: int, *, wait: bool) -> InstanceLease | None:
    """Trava o arrendamento dentro da transação aberta. Sem `wait`, devolve None se outro o segura (ou o pausou);
    com `wait`, espera. Uma instância apagada não tem arrendamento: None."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("o arrendamento só vale dentro de uma transação")
    rows = InstanceLease.objects.filter(pk=instance_id)
    lease = (rows.select_for_update() if wait else rows.select_for_update(skip_locked=True)).first()
    if lease is not None and not wait and is_paused(lease, timezone.now()):
        return None
    return lease


def is_paused(lease: InstanceLease, now: datetime) -> bool:
    """Se uma reconstrução pediu que a aplicação desta instância espere."""
    return lease.paused_until is not None and lease.paused_until > now
