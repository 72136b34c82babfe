"""Grupos."""

from collections.abc import Sequence
from typing import Any

from rest_framework import serializers

from api.fields import AddressField, VisibleField
from api.filters import IdField, Query
from api.serializers.contacts import PICTURE, pictures_of
from core.contacts.names import NameBook
from core.ground.sentences import said
from core.models import Group, GroupMember, WhatsappInstance

MAX_PEOPLE = 256  # de uma vez; os outros põem-se depois


class GroupQuery(Query):
    """Filtros da lista."""

    instance = IdField(required=False, help_text="Só desta instância.")
    chat = IdField(required=False, help_text="O grupo desta conversa.")
    search = serializers.CharField(required=False, max_length=120, help_text="Parte do nome.")


class MemberSerializer(serializers.Serializer[Any]):
    """Quem está num grupo."""

    address = serializers.CharField(help_text="Telefone, ou …@lid se não se sabe.")
    lid = serializers.CharField(allow_null=True, help_text="Identidade oculta.")
    name = serializers.CharField(allow_null=True, help_text="Nome a mostrar.")
    contact = serializers.IntegerField(allow_null=True, help_text="Id do contato, se já escreveu.")
    is_admin = serializers.BooleanField(help_text="Se administra.")
    is_super_admin = serializers.BooleanField(help_text="Se é quem criou.")
    is_me = serializers.BooleanField(help_text="Se é o número desta instância.")


class GroupSerializer(serializers.Serializer[Group]):
    """Um grupo, como o gateway o descreveu pela última vez."""

    id = serializers.IntegerField(help_text="Id.")
    instance = serializers.IntegerField(help_text="Id da instância.")  # type: ignore[assignment]  # o nome encobre Serializer.instance
    instance_name = serializers.CharField(help_text="Nome da instância.")
    cliente = serializers.IntegerField(help_text="Id do cliente.")
    chat = serializers.IntegerField(help_text="Id da conversa.")
    address = serializers.CharField(help_text="Endereço: …@g.us.")
    name = serializers.CharField(allow_null=True, help_text="Nome a mostrar: o dado aqui, ou o do WhatsApp.")
    subject = serializers.CharField(allow_null=True, help_text="Nome no WhatsApp.")
    owner = serializers.CharField(allow_null=True, help_text="Quem criou.")
    description = serializers.CharField(allow_null=True, help_text="Descrição.")
    announce = serializers.BooleanField(allow_null=True, help_text="Só administradores escrevem; nulo se não se sabe.")
    restrict = serializers.BooleanField(allow_null=True, help_text="Só administradores mudam os dados.")
    size = serializers.IntegerField(allow_null=True, help_text="Quantos membros.")
    invite_link = serializers.CharField(allow_null=True, help_text="Convite, se administramos.")
    picture = serializers.CharField(allow_null=True, help_text="Foto, servida por nós.")
    made_at = serializers.DateTimeField(allow_null=True, help_text="Quando foi criado.")
    left_at = serializers.DateTimeField(allow_null=True, help_text="Quando saímos dele por aqui.")
    refreshed_at = serializers.DateTimeField(allow_null=True, help_text="Quando se perguntou ao gateway.")
    error = serializers.CharField(allow_null=True, help_text="Por que a última pergunta falhou.")

    @staticmethod
    def attach(groups: Sequence[Group]) -> None:
        """As fotos da página, numa consulta."""
        pictures = pictures_of((group.instance_id, str(group.chat.chat_id)) for group in groups)
        for group in groups:
            PICTURE.put(group, pictures.get((group.instance_id, str(group.chat.chat_id))))

    def to_representation(self, instance: Group) -> dict[str, Any]:
        """O grupo."""
        told = ("subject", "owner", "description", "announce", "restrict", "size", "invite_link", "made_at", "left_at")
        return {
            "id": instance.pk,
            "instance": instance.instance_id,
            "instance_name": instance.instance.name,
            "cliente": instance.cliente_id,
            "chat": instance.chat_id,
            "address": instance.chat.chat_id,
            "name": instance.chat.name,
            **{name: getattr(instance, name) for name in told},
            "picture": PICTURE.of(instance),
            "refreshed_at": instance.refreshed_at,
            "error": said(instance.error),
        }


class GroupDetailSerializer(GroupSerializer):
    """Um grupo, com os membros."""

    is_admin = serializers.BooleanField(allow_null=True, help_text="Se administramos; nulo se ainda não se perguntou.")
    members = MemberSerializer(many=True, help_text="Os membros, administradores primeiro.")

    def to_representation(self, instance: Group) -> dict[str, Any]:
        """O grupo e os membros."""
        rows = list(instance.members.order_by("-is_super_admin", "-is_admin", "address"))
        names = NameBook()
        names.load((instance.instance_id, row.address) for row in rows)
        me = instance.instance
        mine = [row for row in rows if row.address == me.phone or (row.lid is not None and row.lid == me.lid)]
        return {
            **super().to_representation(instance),
            "is_admin": any(row.is_admin for row in mine) if instance.refreshed_at else None,
            "members": [_member(instance, row, names, is_me=row in mine) for row in rows],
        }


def _member(group: Group, row: GroupMember, names: NameBook, *, is_me: bool) -> dict[str, Any]:
    contact = names.contact(group.instance_id, row.address)
    return {
        "address": row.address,
        "lid": row.lid,
        "name": names.known_name(group.instance_id, row.address) or row.name,
        "contact": contact.pk if contact else None,
        "is_admin": row.is_admin,
        "is_super_admin": row.is_super_admin,
        "is_me": is_me,
    }


class GroupCreateSerializer(serializers.Serializer[Any]):
    """Um grupo novo."""

    instance = VisibleField(WhatsappInstance.objects.all(), help_text="Id da instância.")
    subject = serializers.CharField(max_length=100, help_text="Nome do grupo.")
    participants = serializers.ListField(
        child=AddressField(), min_length=1, max_length=MAX_PEOPLE, help_text="Telefones de quem entra."
    )


class GroupUpdateSerializer(serializers.Serializer[Any]):
    """O que muda num grupo."""

    subject = serializers.CharField(required=False, max_length=100, help_text="Nome do grupo.")
    description = serializers.CharField(
        required=False, allow_blank=True, max_length=2048, help_text="Descrição; vazia a tira."
    )
    picture = serializers.URLField(required=False, max_length=2048, help_text="Endereço público da foto nova.")
    announce = serializers.BooleanField(required=False, help_text="Só administradores escrevem.")
    restrict = serializers.BooleanField(required=False, help_text="Só administradores mudam os dados.")


class PhonesSerializer(serializers.Serializer[Any]):
    """Pessoas."""

    phones = serializers.ListField(
        child=AddressField(), min_length=1, max_length=MAX_PEOPLE, help_text="Telefones (ou …@lid)."
    )
