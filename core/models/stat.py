"""Contadores por hora: eventos, mensagens, latência, repetidos e recusados; o livro-caixa soma-os."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, models

from core.models.fields import IdentifierField


class StatQuerySet(models.QuerySet["Stat"]):
    """Consulta com a única escrita que existe: somar."""

    def add(self, counts: Iterable[tuple[int, datetime, str, str, int]]) -> None:
        """Soma `(instância, hora, métrica, chave, quanto)`; em ordem de chave, para que dois lotes não se cruzem."""
        rows = sorted(row for row in counts if row[4])
        if not rows:
            return
        places = ", ".join(["(%s, %s, %s, %s, %s)"] * len(rows))
        clash = (
            "ON DUPLICATE KEY UPDATE n = n + VALUES(n)"
            if connection.vendor == "mysql"
            else "ON CONFLICT (instance, hour, metric, label) DO UPDATE SET n = n + excluded.n"
        )
        adapt = connection.ops.adapt_datetimefield_value
        values = [value for i, hour, metric, label, n in rows for value in (i, adapt(hour), metric, label, n)]
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO core_stat (instance, hour, metric, label, n) VALUES {places} {clash}",  # noqa: S608
                values,
            )


class Stat(models.Model):
    """Quantas vezes `label` de `metric` aconteceu numa hora, numa instância (0: nenhuma conhecida)."""

    instance = models.BigIntegerField()
    hour = models.DateTimeField()
    metric = models.CharField(max_length=16)
    label = IdentifierField(max_length=64)
    n = models.BigIntegerField()

    objects = StatQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["instance", "hour", "metric", "label"], name="one_counter_per_hour")
        ]
        indexes = [models.Index(fields=["metric", "hour"], name="stat_by_metric")]

    def __str__(self) -> str:
        return f"{self.metric}/{self.label}: {self.n}"


class Heartbeat(models.Model):
    """Última vez que um processo de fundo deu sinal."""

    name = models.CharField(max_length=64, primary_key=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
