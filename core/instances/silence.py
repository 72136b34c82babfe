"""Se um número está quieto demais para a hora: compara o silêncio com o movimento que a mesma hora costuma ter.

O silêncio só conta nas horas em que costuma haver movimento: o da noite não acusa ninguém de manhã. «Costuma» é a
mediana dos últimos 14 dias, e nunca mais que a média do mesmo dia da semana: um domingo parado é só um domingo."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import mean, median

from django.db.models import Sum

from core.ground.hours import hour_of
from core.models import Stat, WhatsappInstance

DAYS = 14  # duas semanas: cada dia da semana entra duas vezes
MIN_DAYS = 3  # com menos história nada é costume
TIMES_THE_GAP = 4  # menos que isto acusava pausas de almoço
AT_LEAST = timedelta(minutes=15)  # um número movimentado também para uns minutos
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Silence:
    """Há quanto tempo não chega nada, e de quanto em quanto costuma chegar nesta hora."""

    since: datetime
    lasted: timedelta
    usual_gap: timedelta


def unusual_silences(instances: Sequence[WhatsappInstance], now: datetime) -> dict[int, Silence]:
    """O silêncio fora do costume de cada uma que o tem, em duas consultas. A nunca ouvida não tem costume."""
    quiet = {
        one.pk: one.last_event_at for one in instances if one.last_event_at and now - one.last_event_at >= AT_LEAST
    }
    here = _full_hour(now)
    # De madrugada quase todas calam, e quase nenhuma costuma falar: só a história destas é lida.
    starts = {pk: max(quiet[pk], now - timedelta(days=1)) for pk in _heard_at_this_hour(quiet, here)}
    found: dict[int, Silence] = {}
    for pk, usual in usual_events(starts, now).items():
        since = quiet[pk]
        if not usual.get(here):
            continue
        lasted, missed = timedelta(), 0.0
        for hour, n in usual.items():
            if n > 0:
                overlap = min(now, hour + HOUR) - max(since, hour)
                lasted += overlap
                missed += n * (overlap / HOUR)
        if lasted >= AT_LEAST and missed >= TIMES_THE_GAP:
            found[pk] = Silence(since, now - since, HOUR / usual[here])
    return found


def _heard_at_this_hour(ids: Mapping[int, datetime], here: datetime) -> set[int]:
    if not ids:
        return set()
    same_hour = [here - timedelta(days=day) for day in range(1, DAYS + 1)]
    heard = Stat.objects.filter(instance__in=list(ids), metric="event", hour__in=same_hour, n__gt=0)
    return set(heard.values_list("instance", flat=True).distinct())


def usual_events(starts: Mapping[int, datetime], end: datetime) -> dict[int, dict[datetime, float]]:
    """Por instância, quantos eventos costuma ter cada hora cheia entre o seu começo (`starts`) e `end`."""
    if not starts:
        return {}
    past = timedelta(days=DAYS)
    firsts = {pk: _full_hour(start) for pk, start in starts.items()}
    rows = (
        Stat.objects.filter(
            instance__in=list(starts), metric="event", hour__gte=min(firsts.values()) - past, hour__lt=end
        )
        .values_list("instance", "hour")
        .annotate(total=Sum("n"))
        .order_by()
    )
    counted: defaultdict[int, dict[datetime, int]] = defaultdict(dict)
    for pk, hour, total in rows:
        if hour >= firsts[pk] - past:
            counted[pk][hour] = total
    usual: dict[int, dict[datetime, float]] = {}
    for pk, first in firsts.items():
        own = counted[pk]
        oldest = min(own, default=end)
        usual[pk] = {
            hour: _usual(own, hour, oldest) for hour in (first + HOUR * i for i in range(int((end - first) / HOUR) + 1))
        }
    return usual


def _full_hour(moment: datetime) -> datetime:
    return hour_of(moment)


def _usual(counted: dict[datetime, int], hour: datetime, oldest: datetime) -> float:
    days = [hour - timedelta(days=i) for i in range(1, DAYS + 1)]
    known = [day for day in days if day >= oldest]
    if len(known) < MIN_DAYS:
        return 0.0
    over_all = median(counted.get(day, 0) for day in known)
    same_weekday = [counted.get(day, 0) for day in known if day.weekday() == hour.weekday()]
    return float(min(over_all, mean(same_weekday)) if same_weekday else over_all)
