"""Se um número está quieto demais para a hora: compara o silêncio com o movimento que a mesma hora costuma ter.

O silêncio só conta nas horas em que costuma haver movimento: o da noite não acusa ninguém de manhã. «Costuma» é a
mediana dos últimos 14 dias, e nunca mais que a média do mesmo dia da semana: um domingo parado é só um domingo."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import mean, median

from django.db.models import Sum

from core.models import Stat, WhatsappInstance

DAYS = 14
MIN_DAYS = 3  # com menos história nada é costume
TIMES_THE_GAP = 4
AT_LEAST = timedelta(minutes=15)
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Silence:
    """Há quanto tempo não chega nada, e de quanto em quanto costuma chegar nesta hora."""

    since: datetime
    lasted: timedelta
    usual_gap: timedelta


def unusual_silence(instance: WhatsappInstance, now: datetime) -> Silence | None:
    """O silêncio fora do costume, ou None. A instância nunca ouvida não tem costume."""
    since = instance.last_event_at
    if since is None or now - since < AT_LEAST:
        return None
    usual = usual_events(instance, max(since, now - timedelta(days=1)), now)
    here = now.replace(minute=0, second=0, microsecond=0)
    if not usual.get(here):
        return None
    quiet, missed = timedelta(), 0.0
    for hour, n in usual.items():
        if n > 0:
            overlap = min(now, hour + HOUR) - max(since, hour)
            quiet += overlap
            missed += n * (overlap / HOUR)
    if quiet < AT_LEAST or missed < TIMES_THE_GAP:
        return None
    return Silence(since, now - since, HOUR / usual[here])


def usual_events(instance: WhatsappInstance, start: datetime, end: datetime) -> dict[datetime, float]:
    """Para cada hora cheia entre `start` e `end`, quantos eventos ela costuma ter."""
    first = start.replace(minute=0, second=0, microsecond=0)
    hours = [first + HOUR * i for i in range(int((end - first) / HOUR) + 1)]
    counted = dict(
        Stat.objects.filter(instance=instance.pk, metric="event", hour__gte=first - timedelta(days=DAYS), hour__lt=end)
        .values_list("hour")
        .annotate(total=Sum("n"))
        .order_by()
    )
    oldest = min(counted, default=end)
    return {hour: _usual(counted, hour, oldest) for hour in hours}


def _usual(counted: dict[datetime, int], hour: datetime, oldest: datetime) -> float:
    days = [hour - timedelta(days=i) for i in range(1, DAYS + 1)]
    known = [day for day in days if day >= oldest]
    if len(known) < MIN_DAYS:
        return 0.0
    over_all = median(counted.get(day, 0) for day in known)
    same_weekday = [counted.get(day, 0) for day in known if day.weekday() == hour.weekday()]
    return float(min(over_all, mean(same_weekday)) if same_weekday else over_all)
