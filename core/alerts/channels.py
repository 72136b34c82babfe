"""O que uma pessoa faz aos canais de aviso: acrescentar, mudar, apagar."""

from typing import Any

from django.db import transaction

from core.alerts.notify import give_up
from core.ground import changes
from core.ground.changes import Touched, Verb, What
from core.models import AlertChannel
from core.models.tenancy import Actor


@transaction.atomic
def add_channel(actor: Actor, wanted: dict[str, Any]) -> AlertChannel:
    """Acrescenta um canal (cliente, kind, target, is_on)."""
    channel = AlertChannel.objects.create(**wanted)
    _tell(channel, Verb.CREATED)
    return channel


@transaction.atomic
def change_channel(actor: Actor, channel: AlertChannel, wanted: dict[str, Any]) -> AlertChannel:
    """Muda kind, target ou is_on. O que esperava por um canal que se desliga, ou se religa, não sai mais."""
    was_on = channel.is_on
    for name, value in wanted.items():
        setattr(channel, name, value)
    channel.save(update_fields=list(wanted))
    if channel.is_on != was_on:
        give_up(channel)
    _tell(channel, Verb.CHANGED)
    return channel


@transaction.atomic
def remove_channel(actor: Actor, channel: AlertChannel) -> None:
    """Apaga o canal, com os avisos que esperavam por ele."""
    _tell(channel, Verb.REMOVED)
    channel.delete()


def _tell(channel: AlertChannel, verb: Verb) -> None:
    touched = Touched("alert_channel", channel.pk, what=frozenset({What.SETTINGS}), verb=verb)
    changes.record(channel.cliente_id, [touched])
