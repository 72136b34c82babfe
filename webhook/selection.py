"""Quais eventos um filtro escolhe: o mesmo para a lista, a prévia e o reprocessamento."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from core.models import WebhookEvent
from core.models.webhook_event import EventQuerySet

EXACT = ("instance", "event_type", "event_id")
MANY = ("state", "kind")


def events_of(selection: Mapping[str, Any], cliente: int | None) -> EventQuerySet:
    """Os eventos de `selection` (`{"ids": [...]}` ou filtros já validados); `cliente` None é toda a instalação."""
    events: EventQuerySet = WebhookEvent.objects.filter(is_test=False)
    if cliente is not None:
        events = events.filter(cliente_id=cliente)
    if selection.get("ids") is not None:
        return events.filter(pk__in=selection["ids"])
    for name in EXACT:
        if selection.get(name) is not None:
            events = events.filter(**{name: selection[name]})
    for name in MANY:
        if selection.get(name):
            events = events.filter(**{f"{name}__in": selection[name]})
    if selection.get("received_after"):
        events = events.filter(received_at__gte=selection["received_after"])
    if selection.get("received_before"):
        events = events.filter(received_at__lt=selection["received_before"])
    if words := selection.get("q"):
        events = events.filter(Q(event_id__startswith=words) | Q(subject__contains=words) | Q(error__contains=words))
    return events
