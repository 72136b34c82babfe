"""Campos que os corpos dividem: o que se nomeia por id precisa ser visível, e um endereço de WhatsApp se limpa."""

import re
from typing import Any, NoReturn

from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.fields import empty

from api.filters import IdField
from core.contacts.phones import NotAPhone, api_phone
from core.ground.sentences import Told, parts_of, said
from core.models.tenancy import TenantQuerySet

_GROUP = re.compile(r"[0-9]{5,32}(-[0-9]{5,20})?@g\.us")
_LID = re.compile(r"[0-9]{5,32}@lid")


class VisibleField(IdField):
    """O id de um objeto que o usuário pode ver; o que não pode é 404, antes de qualquer outro defeito do corpo."""

    def __init__(self, queryset: TenantQuerySet[Any], **kwargs: Any) -> None:
        self.queryset = queryset
        super().__init__(**kwargs)

    def run_validation(self, data: Any = empty) -> Any:
        """O objeto."""
        if isinstance(data, bool | float):
            self.fail("invalid")
        pk = super().run_validation(data)
        if pk is None:
            return None
        found = self.queryset.all().visible_to(self.context["request"].user).filter(pk=pk).first()
        if found is None:
            raise NotFound
        return found

    def to_representation(self, value: Any) -> int:
        """O id."""
        return int(value.pk) if isinstance(value, Model) else int(value)


class AddressField(serializers.CharField):
    """Telefone com ou sem pontuação, `…@g.us` ou `…@lid`; fica como a API os mostra. Os dígitos são internacionais; só
    o que não é um número internacional válido se tenta como do país da instalação."""

    def __init__(self, *, only_phone: bool = False, **kwargs: Any) -> None:
        self.only_phone = only_phone
        kwargs.setdefault("max_length", 64)
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> str:
        """O endereço limpo."""
        text = super().to_internal_value(data)
        if not self.only_phone and (_GROUP.fullmatch(text) or _LID.fullmatch(text)):
            return text
        try:
            return api_phone(text)
        except NotAPhone as error:
            raise serializers.ValidationError(str(error), "invalid_address") from error


class ListedChoiceField(serializers.ChoiceField):
    """Uma palavra de uma lista; o erro diz quais são."""

    default_error_messages = {"invalid_choice": _("«{input}» não é uma opção; use uma destas: {choices}.")}

    def fail(self, key: str, **kwargs: Any) -> NoReturn:
        """O erro, com as opções."""
        super().fail(key, choices=", ".join(map(str, self.choices)), **kwargs)


class SaidField(serializers.CharField):
    """Uma frase guardada pelo worker: a nossa sai na língua do pedido; a do gateway, como veio."""

    def get_attribute(self, instance: Any) -> Any:
        """A frase e, da coluna ao lado, as partes dela."""
        text = super().get_attribute(instance)
        parts = instance.get(f"{self.source}_parts") if isinstance(instance, dict) else None
        parts = parts or getattr(instance, f"{self.source}_parts", None)
        return Told(text, parts) if text and parts else text

    def to_representation(self, value: Any) -> str:
        """A frase."""
        return said(str(value), parts_of(value)) or ""


class AddressSchema(OpenApiSerializerFieldExtension):
    """Como o esquema mostra um endereço."""

    target_class = AddressField

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> dict[str, Any]:
        """Texto (o exemplo é de `api.examples`)."""
        return {"type": "string", "maxLength": 64}
