"""Quais eventos um filtro escolhe: o mesmo para a lista, a prévia e o reprocessamento."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Max, Min, Q

from core.models import EventState, WebhookEvent, WhatsappInstance
from core.models.webhook_event import EventQuerySet

EXACT = ("instance", "event_type", "event_id")
MANY = ("state", "kind")
RARE = {"pending", "failed"}
MAX_ERRORS = 100  # grupos de erros que alguém lê numa tela
NOBODY = 0  # nenhum cliente tem este id
TESTS_LIVE_IN = 1_000  # um evento de teste vive segundos: só pode estar entre os mais novos


def events_of(selection: Mapping[str, Any], cliente: int | None) -> EventQuerySet:
    """Os eventos de `selection` (`{"ids": [...]}` ou filtros já validados); `cliente` None é toda a instalação."""
    cliente = _scope_of(selection, cliente)
    events: EventQuerySet = WebhookEvent.objects.filter(is_test=False)
    if cliente is not None and set(selection.get("state") or ["processed"]) <= RARE:
        # Estados raros se acham pelo índice (estado, instância); com o do cliente o banco leria a tabela inteira.
        events = events.filter(instance__in=_instances_of(cliente))
    elif cliente is not None:
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


def count_by_state(selection: Mapping[str, Any], cliente: int | None) -> dict[str, int]:
    """Quantos eventos em cada estado. Sem filtro, ou só com o da instância, conta-se no índice, sem ler as linhas."""
    cliente = _scope_of(selection, cliente)
    wanted = {
        name: value for name, value in selection.items() if name not in {"state", "cliente"} and value is not None
    }
    if wanted.keys() - {"instance"}:
        return _counted(events_of(wanted, cliente))
    events: EventQuerySet = WebhookEvent.objects.filter(state__in=EventState.values)  # leva ao índice certo
    if cliente is not None:
        events = events.filter(instance__in=_instances_of(cliente))
    if "instance" in wanted:
        events = events.filter(instance=wanted["instance"])
    counts = _counted(events)
    newest = WebhookEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    for state, n in _counted(events.filter(is_test=True, pk__gt=newest - TESTS_LIVE_IN)).items():
        counts[state] -= n
    return counts


def errors_of(selection: Mapping[str, Any], cliente: int | None) -> list[dict[str, Any]]:
    """Os erros dos eventos parados, com quantos, o primeiro e o último; o mais comum antes."""
    asked = set(selection.get("state") or RARE)
    wanted = {**selection, "state": sorted(asked & RARE)}
    if not wanted["state"]:
        return []
    stuck = events_of(wanted, cliente).filter(error__isnull=False).order_by().values("error")
    groups = stuck.annotate(
        n=Count("pk"), first_at=Min("received_at"), last_at=Max("received_at"), event=Max("pk")
    ).order_by("-n", "error")
    return [dict(group) for group in groups[:MAX_ERRORS]]


def _scope_of(selection: Mapping[str, Any], cliente: int | None) -> int | None:
    """O cliente pedido, dentro do que se vê: pedir o de outro não mostra nada."""
    asked = selection.get("cliente")
    if asked is None or asked == cliente:
        return cliente
    return int(asked) if cliente is None else NOBODY


def _counted(events: EventQuerySet) -> dict[str, int]:
    return dict(events.order_by().values_list("state").annotate(n=Count("pk")))


def _instances_of(cliente: int) -> list[int]:
    return list(WhatsappInstance.objects.filter(cliente_id=cliente).values_list("pk", flat=True))
