"""Filtros de lista: cada lista declara os seus num serializer, que valida (400 no nome do parâmetro) e se documenta."""

from collections.abc import Iterable
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from drf_spectacular.plumbing import build_choice_field
from rest_framework import serializers
from rest_framework.fields import empty
from rest_framework.request import Request

MAX_ID = 2**63 - 1


class IdField(serializers.IntegerField):
    """Um id: inteiro positivo que cabe no banco."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("min_value", 1)
        kwargs.setdefault("max_value", MAX_ID)
        super().__init__(**kwargs)


class ManyChoices(serializers.Field[list[str], Any, list[str], Any]):
    """Uma ou mais palavras de uma lista, repetidas ou separadas por vírgula."""

    default_error_messages = {"invalid_choice": _("«{input}» não é uma opção válida.")}

    def __init__(self, choices: Iterable[str] | Iterable[tuple[str, str]], **kwargs: Any) -> None:
        self.choice_field = serializers.ChoiceField(list(choices))
        self.choices = list(self.choice_field.choices)
        super().__init__(**kwargs)

    def get_value(self, dictionary: Any) -> Any:
        """Todas as ocorrências do parâmetro."""
        if isinstance(dictionary, QueryDict):
            values = dictionary.getlist(self.field_name or "")
            return [word for value in values for word in value.split(",") if word] or empty
        return dictionary.get(self.field_name, empty)

    def to_internal_value(self, data: Any) -> list[str]:
        """As palavras, sem repetição."""
        words = [data] if isinstance(data, str) else data
        if not isinstance(words, list):
            self.fail("invalid_choice", input=data)
        for word in words:
            if not isinstance(word, str) or word not in self.choices:
                self.fail("invalid_choice", input=word)
        return sorted(set(words))

    def to_representation(self, value: list[str]) -> list[str]:
        """Como veio."""
        return value


class ManyChoicesSchema(OpenApiSerializerFieldExtension):
    """Como o esquema mostra `ManyChoices`."""

    target_class = ManyChoices

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> dict[str, Any]:
        """Uma lista de palavras."""
        return {"type": "array", "items": build_choice_field(self.target.choice_field)}


class Query(serializers.Serializer[Any]):
    """Parâmetros de uma lista. Vazios contam como ausentes; os desconhecidos, `api.query_names` recusa."""


def read(query: type[Query], request: Request) -> dict[str, Any]:
    """Os parâmetros presentes, validados. Levanta 400."""
    given = request.query_params.copy()
    for name in list(given):
        values = [value for value in given.getlist(name) if value != ""]
        if values:
            given.setlist(name, values)
        else:
            del given[name]
    serializer = query(data=given)
    serializer.is_valid(raise_exception=True)
    present = {name: field for name, field in serializer.fields.items() if name in given}
    return {name: value for name, value in serializer.validated_data.items() if name in present}
