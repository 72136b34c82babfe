"""Passar o que pende de uma linha à que fica com o seu lugar, tabela por tabela, pela regra dita em
`core/models/belongings.py`."""

from collections.abc import Iterable
from typing import Any

from django.db.models import ForeignKey, Model, QuerySet

from core.models import Chat
from core.models.belongings import Hang, hanging_on
from core.models.merge_rules import Move, Newest, Unite

AT_ONCE = 500


def pass_on(gone: Model, kept: Model) -> None:
    """Passa a `kept` o que pende de `gone`, antes que este se apague. O que tem código próprio já passou."""
    for hang in hanging_on(type(gone)):
        rows = hang.model._default_manager.filter(**{hang.column: gone.pk})
        match hang.rule:
            case Move(within=within):
                if within is not None:
                    rows = rows.filter(**{within: getattr(gone, f"{within}_id")})
                _move(hang, rows.exclude(pk=kept.pk) if isinstance(kept, hang.model) else rows, kept.pk)
            case Unite():
                _unite(hang, hang.rule, rows, kept.pk)
            case Newest(at):
                _keep_newest(hang, at, rows, kept.pk)


def go_back(messages: list[int], chat: Chat) -> None:
    """Estas mensagens voltam a `chat`, e com elas o que as acompanha."""
    for hang in hanging_on(Chat):
        match hang.rule:
            case Move(follows=str(column)):
                _move(hang, hang.model._default_manager.filter(**{f"{column}__in": messages}), chat.pk)
            case Unite(follows=str(column)):
                rows = hang.model._default_manager.filter(**{f"{column}__in": messages})
                _unite(hang, hang.rule, rows.exclude(**{hang.column: chat.pk}), chat.pk)


def _move(hang: Hang, rows: QuerySet[Any], kept: int) -> None:
    if isinstance(hang.model._meta.get_field(hang.column), ForeignKey):
        rows.update(**{hang.column: kept})
        return
    # Sem chave não há índice, e um UPDATE travaria a tabela inteira: acham-se antes.
    pks = list(rows.values_list("pk", flat=True))
    for start in range(0, len(pks), AT_ONCE):
        hang.model._default_manager.filter(pk__in=pks[start : start + AT_ONCE]).update(**{hang.column: kept})


def _unite(hang: Hang, rule: Unite, rows: Iterable[Any], kept: int) -> None:
    manager, going = hang.model._default_manager, list(rows)
    names = [hang.model._meta.get_field(name).attname for name in rule.by]
    there = {tuple(getattr(row, n) for n in names): row for row in manager.filter(**{hang.column: kept}) if going}
    for row in going:
        key = tuple(getattr(row, name) for name in names)
        twin = there.get(key)
        if twin is None:
            manager.filter(pk=row.pk).update(**{hang.column: kept})
            setattr(row, hang.model._meta.get_field(hang.column).attname, kept)
            there[key] = row
            continue
        pass_on(row, twin)
        if rule.absorb:
            twin.absorb(row)
        manager.filter(pk=row.pk).delete()
        if rule.absorb:
            twin.save()


def _keep_newest(hang: Hang, at: str, rows: QuerySet[Any], kept: int) -> None:
    manager = hang.model._default_manager
    row, there = rows.first(), manager.filter(**{hang.column: kept}).first()
    if row is None:
        return
    if there is not None:
        known, told = getattr(there, at), getattr(row, at)
        if told is None or (known is not None and known >= told):
            return  # fica a que lá está; esta vai-se com o seu dono
        there.delete()
    rows.update(**{hang.column: kept})
