"""O que o banco tem contra quem se diz conectada: um número fixo de consultas, quantas instâncias houver."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import BigIntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_noop as N_

from core.facts import MessageStatus
from core.ground.sentences import Sentence
from core.instances.silence import unusual_silences
from core.models import OutboxItem, OutboxState, WhatsappInstance

ECHO_WITHIN = timedelta(seconds=60)  # o eco costuma vir em segundos
LAST_SENDS = 200  # os mais novos bastam: um só parado já diz
TERMS_AT_ONCE = 200  # o SQLite não aceita uma expressão muito mais funda


def suspicions(instances: Sequence[WhatsappInstance], now: datetime) -> dict[int, str]:
    """Por instância, a razão de não acreditar que está conectada, em palavras; quem nada deve não aparece."""
    stuck = stuck_sends(instances, now)
    found: dict[int, str] = {pk: Sentence.STUCK_SEND % {"span": _spoken(now - since)} for pk, since in stuck.items()}
    silences = unusual_silences([instance for instance in instances if instance.pk not in stuck], now)
    for pk, silence in silences.items():
        found[pk] = Sentence.SILENCE % {"span": _spoken(silence.lasted), "gap": _spoken(silence.usual_gap)}
    return found


def stuck_sends(instances: Sequence[WhatsappInstance], now: datetime) -> dict[int, datetime]:
    """Quando foi aceito o envio mais antigo de cada instância que passou do minuto sem eco nem evento algum depois
    dele. Só entre os últimos envios de cada uma: o índice os dá na ordem."""
    heard = {instance.pk: instance.last_event_at for instance in instances}
    oldest: dict[int, datetime] = {}
    floors = list(_floors(heard))
    for start in range(0, len(floors), TERMS_AT_ONCE):
        wanted = Q()
        for pk, floor in floors[start : start + TERMS_AT_ONCE]:
            # O estado em cada termo: é assim que cada um anda pelo seu pedaço do índice.
            wanted |= Q(state=OutboxState.DONE, instance=pk, mensagem__gte=floor)
        late = OutboxItem.objects.filter(
            wanted, mensagem__status=MessageStatus.PENDING, mensagem__accepted_at__lt=now - ECHO_WITHIN
        )
        for pk, accepted in late.values_list("instance_id", "mensagem__accepted_at").order_by("mensagem__accepted_at"):
            last = heard[pk]
            if accepted is not None and (last is None or accepted > last):
                oldest.setdefault(pk, accepted)
    return oldest


def _floors(ids: dict[int, datetime | None]) -> list[tuple[int, int]]:
    """De cada instância, o envio mais antigo que ainda se olha (0: todos)."""
    if not ids:
        return []
    done = OutboxItem.objects.filter(instance=OuterRef("pk"), state=OutboxState.DONE).order_by("-mensagem_id")
    last = Subquery(done.values("mensagem_id")[LAST_SENDS - 1 : LAST_SENDS])
    # Sem ordem: a do modelo (pelo nome) de nada serve aqui.
    rows = (
        WhatsappInstance.objects.filter(pk__in=ids)
        .order_by()
        .annotate(floor=Coalesce(last, Value(0), output_field=BigIntegerField()))
    )
    return list(rows.values_list("pk", "floor"))


def _spoken(span: timedelta) -> str:
    minutes = round(span.total_seconds() / 60)
    if minutes < 1:
        return N_("menos de 1 min")
    return f"{minutes} min" if minutes < 120 else f"{round(minutes / 60)} h"
