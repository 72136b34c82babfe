"""Páginas por chave: o cursor diz a última linha vista, e por isso inserções não repetem nem pulam nada."""

import base64
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import DateTimeField, Model, Q, QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

DEFAULT_LIMIT = 50
MAX_LIMIT = 200
MAX_ID = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Position:
    """Uma linha da lista, pelos valores que a ordenam; `is_reverse`: a página é a que vem antes dela."""

    values: tuple[Any, ...]
    is_reverse: bool = False

    def encode(self) -> str:
        """O texto opaco do cursor."""
        plain = [value.isoformat() if isinstance(value, datetime) else value for value in self.values]
        raw = json.dumps([int(self.is_reverse), *plain], ensure_ascii=False, separators=(",", ":"))
        return base64.urlsafe_b64encode(raw.encode()).decode("ascii").rstrip("=")


class KeysetPagination(BasePagination):
    """`{"next", "previous", "results"}`; a view diz a ordem em `ordering` (o último campo é único)."""

    limit = DEFAULT_LIMIT

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        """A página pedida."""
        self.base_url = request.build_absolute_uri()
        self.ordering: tuple[str, ...] = view.get_ordering()
        self.limit = limit_of(request)
        around = view.get_around() if hasattr(view, "get_around") else None
        if around is not None:
            return self._around(queryset, around)
        position = self._position(request, queryset.model)
        if position is not None and position.is_reverse:
            rows = self._before(queryset, position, self.limit + 1)
            self._frame(rows[-self.limit :], has_previous=len(rows) > self.limit, has_next=True, origin=position)
        else:
            rows = self._after(queryset, position, self.limit + 1)
            self._frame(
                rows[: self.limit], has_previous=position is not None, has_next=len(rows) > self.limit, origin=position
            )
        return self.rows

    def _around(self, queryset: QuerySet[Any], row: Model) -> list[Any]:
        """Metade mais nova, a própria linha, e o resto mais velho."""
        here = Position(self._values(row))
        newer = (self.limit - 1) // 2
        before = self._before(queryset, here, newer + 1)
        after = self._after(queryset, here, self.limit - newer)
        rows = [*before[-newer:][: newer or 0], row, *after[: self.limit - newer - 1]]
        self._frame(rows, has_previous=len(before) > newer, has_next=len(after) > self.limit - newer - 1, origin=here)
        return self.rows

    def _frame(self, rows: list[Any], *, has_previous: bool, has_next: bool, origin: Position | None) -> None:
        self.rows = rows
        first = self._values(rows[0]) if rows else (origin.values if origin else ())
        last = self._values(rows[-1]) if rows else (origin.values if origin else ())
        self.previous = Position(first, True).encode() if has_previous and first else None
        self.next = Position(last).encode() if has_next and last else None

    def get_paginated_response(self, data: Any) -> Response:
        """O envelope."""
        return Response({"next": self._link(self.next), "previous": self._link(self.previous), "results": data})

    def _link(self, cursor: str | None) -> str | None:
        return None if cursor is None else replace_query_param(self.base_url, "cursor", cursor)

    def _values(self, row: Any) -> tuple[Any, ...]:
        return tuple(getattr(row, name.lstrip("-")) for name in self.ordering)

    def _after(self, queryset: QuerySet[Any], position: Position | None, count: int) -> list[Any]:
        if position is not None:
            queryset = queryset.filter(_beyond(self.ordering, position.values))
        return list(queryset.order_by(*self.ordering)[:count])

    def _before(self, queryset: QuerySet[Any], position: Position, count: int) -> list[Any]:
        flipped = tuple(name[1:] if name.startswith("-") else f"-{name}" for name in self.ordering)
        rows = queryset.filter(_beyond(flipped, position.values)).order_by(*flipped)[:count]
        return list(rows)[::-1]

    def _position(self, request: Request, model: type[Model]) -> Position | None:
        text = request.query_params.get("cursor")
        if not text:
            return None
        try:
            raw = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
            is_reverse, *values = raw
            if is_reverse not in (0, 1) or len(values) != len(self.ordering):
                raise ValueError
            names = [name.lstrip("-") for name in self.ordering]
            parsed = tuple(_value(model, name, value) for name, value in zip(names, values, strict=True))
        except (ValueError, TypeError, RecursionError) as error:
            raise ValidationError({"cursor": [_("Este cursor não é desta lista.")]}) from error
        return Position(parsed, bool(is_reverse))

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """`limit` e `cursor` no esquema."""
        return [
            {
                "name": "limit",
                "in": "query",
                "required": False,
                "description": f"Quantas linhas por página (1 a {MAX_LIMIT}; {DEFAULT_LIMIT} se ausente).",
                "schema": {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT},
            },
            {
                "name": "cursor",
                "in": "query",
                "required": False,
                "description": "Posição na lista, como veio em `next` ou `previous`. Opaco.",
                "schema": {"type": "string"},
            },
        ]

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """O envelope no esquema."""
        link = {"type": "string", "format": "uri", "nullable": True}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {
                "next": {**link, "description": "Endereço da página seguinte na ordem da lista; nulo no fim."},
                "previous": {**link, "description": "Endereço da página anterior na ordem da lista; nulo no começo."},
                "results": {**schema, "description": "As linhas desta página."},
            },
        }


def limit_of(request: Request) -> int:
    """O `limit` pedido; fora de 1..200 é 400."""
    text = request.query_params.get("limit")
    if text is None:
        return DEFAULT_LIMIT
    if not (text.isascii() and text.isdigit() and len(text) <= 9 and 1 <= int(text) <= MAX_LIMIT):
        raise ValidationError({"limit": [_("Um número de 1 a %(limit)s.") % {"limit": MAX_LIMIT}]})
    return int(text)


def _value(model: type[Model], name: str, value: Any) -> Any:
    """Confere um valor do cursor contra o tipo da coluna."""
    if value is None:
        return None
    field = model._meta.get_field(name)
    if isinstance(getattr(field, "output_field", field), DateTimeField):  # a calculada pelo banco diz assim o seu tipo
        moment = parse_datetime(value)
        if moment is None or moment.tzinfo is None:
            raise ValueError
        try:
            return moment.astimezone(UTC)
        except OverflowError as error:  # na borda do calendário
            raise ValueError from error
    if name == "id":
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MAX_ID:
            raise ValueError
        return value
    if not isinstance(value, str):
        raise ValueError
    value.encode()  # um surrogate solto não chega ao banco
    return value


def _beyond(ordering: tuple[str, ...], values: tuple[Any, ...]) -> Q:
    """As linhas depois de `values` nesta ordem. Nulo é o menor valor, como nos dois bancos. Além do OU por coluna vai
    um limite simples na primeira: é ele que deixa o banco entrar no meio do índice."""
    condition = Q()
    equal = Q()
    for name, value in zip(ordering, values, strict=True):
        column, is_down = name.lstrip("-"), name.startswith("-")
        if value is None:
            beyond = None if is_down else Q(**{f"{column}__isnull": False})
            same = Q(**{f"{column}__isnull": True})
        else:
            beyond = Q(**{f"{column}__lt" if is_down else f"{column}__gt": value})
            same = Q(**{column: value})
            if is_down and column not in {"id", "sent_at"}:
                beyond |= Q(**{f"{column}__isnull": True})
        if beyond is not None:
            condition |= equal & beyond
        equal &= same
    first, value = ordering[0], values[0]
    if value is not None and first.lstrip("-") in {"id", "sent_at", "name", "waiting_since"}:
        condition &= Q(**{f"{first.lstrip('-')}__{'lte' if first.startswith('-') else 'gte'}": value})
    return condition
