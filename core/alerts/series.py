"""O medido ao longo do tempo, de hora em hora, dos alertas cujo medido se guarda: falhas e latência. Dos outros só se
conhece o valor de agora, e deles não há série."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, Sum
from django.utils import timezone

from core.ground.hours import hour_of
from core.models import Alert, AlertKind, Stat
from core.stats import HOUR, Window

BEFORE_H = 12  # quanto se mostra de antes do alerta
MAX_H = 48  # dois dias de barras é o que cabe na tela
METRICS: dict[str, tuple[str, ...]] = {AlertKind.FAILURES: ("event", "failure"), AlertKind.LATENCY: ("latency",)}


@dataclass(frozen=True, slots=True)
class Point:
    """Uma hora, e o medido nela; None: nada a medir."""

    at: datetime
    value: float | None


def series_of(alerts: Iterable[Alert], now: datetime | None = None) -> dict[int, list[Point]]:
    """Por id de alerta, os pontos, do mais velho; quem não tem série não aparece. Uma consulta para todos."""
    now = now or timezone.now()
    spans = {alert: span_of(alert, now) for alert in alerts if alert.kind in METRICS and alert.instance_id is not None}
    if not spans:
        return {}
    wanted = Q()
    for alert, (start, end) in spans.items():
        wanted |= Q(instance=alert.instance_id, hour__gte=start, hour__lte=end, metric__in=METRICS[alert.kind])
    hours: defaultdict[tuple[int | None, datetime], Window] = defaultdict(Window)
    rows = Stat.objects.filter(wanted).values_list("instance", "hour", "metric", "label").annotate(total=Sum("n"))
    for instance, hour, metric, label, total in rows.order_by():
        hours[(instance, hour)].add(metric, label, total)
    found: dict[int, list[Point]] = {}
    for alert, (start, end) in spans.items():
        n_hours = round((end - start) / HOUR) + 1
        at = [start + HOUR * n for n in range(n_hours)]
        points = [Point(hour, _value(alert.kind, hours.get((alert.instance_id, hour)))) for hour in at]
        if any(point.value is not None for point in points):
            found[alert.pk] = points
    return found


def span_of(alert: Alert, now: datetime) -> tuple[datetime, datetime]:
    """A primeira e a última hora que se mostram: de um pouco antes de abrir até acabar (ou agora)."""
    end = _full_hour(min(alert.resolved_at or now, now))
    start = max(_full_hour(alert.opened_at) - timedelta(hours=BEFORE_H), end - timedelta(hours=MAX_H - 1))
    return start, end


def _value(kind: str, hour: Window | None) -> float | None:
    if hour is None:
        return None
    if kind == AlertKind.LATENCY:
        return hour.latency(0.95)
    failed = hour.total("failure")
    total = hour.total("event") + failed
    return round(100 * failed / total, 1) if total else None


def _full_hour(moment: datetime) -> datetime:
    return hour_of(moment)
