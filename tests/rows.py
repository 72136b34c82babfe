"""Uma linha de qualquer modelo, sem saber qual: uma tabela nova é exercitada no dia em que aparece.

Só para o que vale de todas as tabelas por igual (uniões, remoções, quem vê o quê, migrações). No mais, o estado se faz
pela porta do produto."""

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import models

START = datetime(2026, 1, 1, tzinfo=UTC)
_numbers = itertools.count(1)


class Rows:
    """Faz linhas cujos textos trazem todos `mark`. `known`: rótulo -> a linha a que as chaves estrangeiras apontam; as
    demais se fazem. `filled`: enche também as colunas que podem ser nulas."""

    def __init__(
        self, known: dict[str, Any], mark: str = "marca", *, filled: bool = False, start: datetime = START
    ) -> None:
        self.known, self.mark, self.filled, self.start = known, mark, filled, start
        self.made: list[Any] = []

    def make(self, model: type[models.Model], **given: Any) -> Any:
        """Grava uma linha; `given` vale sobre o que se inventa."""
        row = model(**given)
        for field in model._meta.concrete_fields:
            if field.name not in given and field.attname not in given:
                self._fill(row, field)
        row.save(force_insert=True)
        for field in model._meta.concrete_fields:  # o que a gravação põe sozinha também é dado aqui
            if field.name in given and getattr(field, "auto_now", False):
                model._default_manager.filter(pk=row.pk).update(**{field.name: given[field.name]})
        self.made.append(row)
        return row

    def _fill(self, row: Any, field: Any) -> None:
        if isinstance(field, models.ForeignKey):
            if field.related_model._meta.label in self.known:
                setattr(row, field.attname, self.known[field.related_model._meta.label].pk)
            elif not field.null:
                setattr(row, field.attname, self.make(field.related_model).pk)
        elif isinstance(field, models.AutoField | models.GeneratedField):
            return
        elif field.unique or (field.null and self.filled) or not (field.null or field.has_default()):
            setattr(row, field.attname, self.value(field))

    def value(self, field: Any) -> Any:
        """Um valor que nenhuma outra linha tem, onde o tipo o permite."""
        n = next(_numbers)
        if field.choices:
            return field.choices[-1][0]
        if isinstance(field, models.JSONField):
            return {}
        if isinstance(field, models.EmailField):
            return f"{self.mark}{n}@exemplo.com.br"
        if isinstance(field, models.CharField):
            return f"{self.mark}{n:07}"[-field.max_length :] if field.max_length else f"{self.mark}{n:07}"
        return {
            "TextField": f"{self.mark}{n}", "BinaryField": b"x", "BooleanField": False, "FloatField": float(n),
            "DateTimeField": self.start + timedelta(seconds=n), "DateField": self.start.date(),
        }.get(field.get_internal_type(), n % 30_000)  # fmt: skip
