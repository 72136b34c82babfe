"""De quem é a porta: segredo (pelo hash) ou, no endereço aberto, o `instanceId` do corpo."""

import hashlib
import threading
import time
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from core.models import WhatsappInstance

CACHE_SECONDS = 1.0  # um segredo revogado deixa de valer em até este tempo, em cada processo


@dataclass(frozen=True, slots=True)
class Door:
    """A instância a que um endereço leva. `is_closed`: o endereço aberto já não vale para ela."""

    instance: int
    cliente: int
    instance_id: str
    is_closed: bool


_cache: dict[str, tuple[float, Door]] = {}
_lock = threading.Lock()


def by_secret(secret: str) -> Door | None:
    """A porta deste segredo (atual, ou anterior ainda no prazo), ou None."""
    digest = hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
    now = time.monotonic()
    hit = _cache.get(digest)
    if hit is not None and hit[0] > now:
        return hit[1]
    if not connection.in_atomic_block:  # a porta não passa pelos sinais do Django que o fariam
        connection.close_if_unusable_or_obsolete()
    current = WhatsappInstance.objects.filter(webhook_secret_hash=digest)
    retired = WhatsappInstance.objects.filter(
        retired_secrets__secret_hash=digest, retired_secrets__until__gt=timezone.now()
    )
    columns = ("pk", "cliente_id", "instance_id", "door_closed_at")
    found = current.values_list(*columns).first() or retired.values_list(*columns).first()
    if found is None:
        return None
    door = Door(found[0], found[1], found[2], found[3] is not None)
    with _lock:
        if len(_cache) > 50_000:
            _cache.clear()
        _cache[digest] = (now + CACHE_SECONDS, door)
    return door


def by_instance_id(instance_id: str) -> Door | None:
    """A porta da instância que o corpo nomeia, ou None."""
    row = WhatsappInstance.objects.filter(instance_id=instance_id)
    found = row.values_list("pk", "cliente_id", "instance_id", "door_closed_at").first()
    return None if found is None else Door(found[0], found[1], found[2], found[3] is not None)
