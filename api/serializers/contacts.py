"""Contatos."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from api.fields import AddressField, VisibleField
from api.filters import IdField, Query
from api.rows import Beside
from core.contacts.csv_reading import ROLES
from core.facts import ChatKind, is_lid
from core.models import (
    AddressLink,
    Chat,
    Contact,
    LinkSource,
    MediaStatus,
    MessageMedia,
    PhoneAlias,
    Picture,
    WhatsappInstance,
)
from core.models.tenancy import Role

ADDRESS_KINDS = ["phone", "lid"]
ALIAS_KINDS = ["lid", "spelling"]
PICTURE = Beside[str | None]("shown_picture", None)
LID = Beside[str | None]("shown_lid", None)
CHAT = Beside[Chat | None]("shown_chat", None)


def picture_address(pk: int | None, storage_name: str | None) -> str | None:
    """O endereço nosso da foto; muda quando ela muda, para que o navegador não guarde a velha."""
    return f"/api/media/pictures/{pk}/?v={storage_name[-12:]}" if pk and storage_name else None


def pictures_of(wanted: Iterable[tuple[int, str]]) -> dict[tuple[int, str], str | None]:
    """(instância, endereço) -> endereço da foto, numa consulta."""
    asked = set(wanted)
    if not asked:
        return {}
    found = Picture.objects.filter(
        instance__in={one for one, _ in asked}, address__in={one for _, one in asked}, storage_name__isnull=False
    ).defer("url")
    return {
        (picture.instance_id, str(picture.address)): picture_address(picture.pk, picture.storage_name)
        for picture in found
    }


class ContactQuery(Query):
    """Filtros da lista."""

    cliente = IdField(required=False, help_text="Só deste cliente.")
    instance = IdField(required=False, help_text="Só desta instância.")
    kind = serializers.ChoiceField(ADDRESS_KINDS, required=False, help_text="Só telefones, ou só números ocultos.")
    blocked = serializers.BooleanField(required=False, help_text="1: só bloqueados; 0: só os outros.")
    search = serializers.CharField(required=False, max_length=120, help_text="Parte de um nome ou dos dígitos.")


class ContactSerializer(serializers.Serializer[Contact]):
    """Um contato de uma instância."""

    id = serializers.IntegerField(help_text="Id.")
    instance = serializers.IntegerField(help_text="Id da instância.")  # type: ignore[assignment]  # o nome encobre Serializer.instance
    instance_name = serializers.CharField(help_text="Nome da instância.")
    cliente = serializers.IntegerField(help_text="Id do cliente.")
    address = serializers.CharField(help_text="Telefone, só dígitos, ou …@lid enquanto não se sabe o telefone.")
    kind = serializers.ChoiceField(ADDRESS_KINDS, help_text="Telefone ou número oculto.")
    phone = serializers.CharField(allow_null=True, help_text="Telefone, só dígitos, quando se sabe.")
    lid = serializers.CharField(allow_null=True, help_text="Identidade oculta, quando se sabe.")
    name = serializers.CharField(
        allow_null=True, help_text="Nome a mostrar: o salvo, o da agenda, o do WhatsApp, o da empresa; nulo se nenhum."
    )
    saved_name = serializers.CharField(allow_null=True, help_text="Nome dado aqui.")
    book_name = serializers.CharField(allow_null=True, help_text="Nome na agenda do celular, lido do gateway.")
    book_name_at = serializers.DateTimeField(allow_null=True, help_text="Quando o gateway o disse pela última vez.")
    push_name = serializers.CharField(allow_null=True, help_text="Nome que a pessoa se dá no WhatsApp.")
    verified_name = serializers.CharField(allow_null=True, help_text="Nome que a empresa provou.")
    is_business = serializers.BooleanField(help_text="Se é conta de empresa.")
    blocked = serializers.BooleanField(help_text="Se está bloqueado.")
    notes = serializers.CharField(allow_null=True, help_text="Notas da equipe.")
    picture = serializers.CharField(allow_null=True, help_text="Foto, servida por nós; nula se não há.")
    chat = serializers.IntegerField(allow_null=True, help_text="Id da conversa direta.")
    last_message_at = serializers.DateTimeField(allow_null=True, help_text="Última mensagem da conversa direta.")
    first_seen_at = serializers.DateTimeField(allow_null=True, help_text="Primeira mensagem; nulo se nunca escreveu.")
    created_at = serializers.DateTimeField(help_text="Quando a linha nasceu aqui.")

    @staticmethod
    def attach(contacts: Sequence[Contact]) -> None:
        """LIDs e conversas da página toda, em duas consultas."""
        keys = {(contact.instance_id, str(contact.address)) for contact in contacts}
        instances, addresses = {one for one, _ in keys}, {one for _, one in keys}
        links = AddressLink.objects.filter(instance__in=instances, phone__in=addresses, lid__endswith="@lid").order_by(
            "-lid"
        )
        lids = {(link.instance_id, str(link.phone)): str(link.lid) for link in links}
        found = Chat.objects.filter(instance__in=instances, chat_id__in=addresses)
        chats = {
            (chat.instance_id, str(chat.chat_id)): chat
            for chat in found.only("instance_id", "chat_id", "last_message_at")
        }
        for contact in contacts:
            key = (contact.instance_id, str(contact.address))
            LID.put(contact, lids.get(key))
            CHAT.put(contact, chats.get(key))

    def to_representation(self, instance: Contact) -> dict[str, Any]:
        """O contato."""
        is_hidden = is_lid(instance.address)
        chat = CHAT.of(instance)
        joined: Any = instance  # com o que a view junta (api.rows)
        return {
            "id": instance.pk,
            "instance": instance.instance_id,
            "instance_name": joined.shown_instance,
            "cliente": instance.cliente_id,
            "address": instance.address,
            "kind": "lid" if is_hidden else "phone",
            "phone": None if is_hidden else instance.address,
            "lid": instance.address if is_hidden else LID.of(instance),
            "name": instance.known_name,
            "saved_name": instance.saved_name,
            "book_name": instance.book_name,
            "book_name_at": instance.book_name_at,
            "push_name": instance.push_name,
            "verified_name": instance.verified_name,
            "is_business": instance.verified_name is not None,
            "blocked": instance.blocked,
            "notes": instance.notes,
            "picture": picture_address(joined.picture_pk, joined.picture_file),
            "chat": chat.pk if chat else None,
            "last_message_at": chat.last_message_at if chat else None,
            "first_seen_at": instance.first_seen_at,
            "created_at": instance.created_at,
        }


class AliasSerializer(serializers.Serializer[Any]):
    """Outro endereço da mesma pessoa."""

    address = serializers.CharField(help_text="O endereço.")
    kind = serializers.ChoiceField(ALIAS_KINDS, help_text="Identidade oculta, ou outra grafia do número.")
    taught_by = serializers.ChoiceField(
        LinkSource.choices, help_text="Quem o ensinou: um evento, o gateway, ou uma pessoa (só este se desfaz)."
    )
    event = serializers.IntegerField(allow_null=True, help_text="Id do evento que o ensinou; nulo para operadores.")


class ContactChatSerializer(serializers.Serializer[Any]):
    """Uma conversa do contato."""

    id = serializers.IntegerField(help_text="Id.")
    kind = serializers.ChoiceField([kind.value for kind in ChatKind], help_text="Direta ou grupo.")
    name = serializers.CharField(allow_null=True, help_text="Nome.")
    last_message_at = serializers.DateTimeField(allow_null=True, help_text="Última mensagem.")


class ContactDetailSerializer(ContactSerializer):
    """Um contato, com seus endereços, conversas e quantos arquivos trocou."""

    aliases = AliasSerializer(many=True, help_text="Outros endereços da mesma pessoa.")
    chats = ContactChatSerializer(many=True, help_text="A conversa direta e os grupos em que está, da mais recente.")
    n_media = serializers.IntegerField(help_text="Arquivos já guardados da conversa direta.")

    def to_representation(self, instance: Contact) -> dict[str, Any]:
        """O contato e o que o cerca."""
        is_operator = self.context["request"].user.role == Role.OPERATOR
        chats = _chats_of(instance)
        return {
            **super().to_representation(instance),
            "aliases": _aliases_of(instance, is_operator),
            "chats": [
                {
                    "id": chat.pk,
                    "kind": chat.kind,
                    "name": instance.known_name or chat.name if chat.kind == ChatKind.DIRECT else chat.name,
                    "last_message_at": chat.last_message_at,
                }
                for chat in chats
            ],
            "n_media": MessageMedia.objects.filter(
                mensagem__chat__in=[chat.pk for chat in chats if chat.kind == ChatKind.DIRECT],
                status=MediaStatus.READY,
            ).count(),
        }


def _chats_of(contact: Contact) -> list[Chat]:
    here = Chat.objects.filter(instance=contact.instance)
    direct = here.filter(chat_id=contact.address)
    groups = here.filter(group__members__address=contact.address)
    return sorted({*direct, *groups}, key=lambda chat: (chat.active_at, chat.pk), reverse=True)


def _aliases_of(contact: Contact, is_operator: bool) -> list[dict[str, Any]]:
    links = AddressLink.objects.filter(instance=contact.instance, phone=contact.address).order_by("lid")
    spellings = PhoneAlias.objects.filter(instance=contact.instance, phone=contact.address).order_by("typed")
    return [
        {
            "address": link.lid,
            "kind": "lid" if is_lid(link.lid) else "spelling",
            "taught_by": link.source,
            "event": None if is_operator else link.event,
        }
        for link in links
    ] + [
        {"address": alias.typed, "kind": "spelling", "taught_by": LinkSource.GATEWAY.value, "event": None}
        for alias in spellings
    ]


class ContactCreateSerializer(serializers.Serializer[Any]):
    """Um número com quem conversar."""

    instance = VisibleField(WhatsappInstance.objects.all(), help_text="Id da instância.")
    phone = AddressField(only_phone=True, help_text="Telefone com DDI e DDD; pontuação é tolerada.")
    saved_name = serializers.CharField(
        required=False, allow_null=True, allow_blank=True, max_length=255, help_text="Nome a dar aqui."
    )


class ContactUpdateSerializer(serializers.Serializer[Any]):
    """O que as pessoas escrevem de um contato."""

    saved_name = serializers.CharField(
        required=False, allow_null=True, allow_blank=True, max_length=255, help_text="Nome dado aqui; vazio o tira."
    )
    notes = serializers.CharField(
        required=False, allow_null=True, allow_blank=True, max_length=10_000, help_text="Notas; vazio as tira."
    )


class MergeSerializer(serializers.Serializer[Any]):
    """Com quem unir."""

    other = VisibleField(Contact.objects.all(), help_text="Id do outro: um é número oculto, o outro telefone.")
    preview = serializers.BooleanField(required=False, default=False, help_text="true: só conta o que mudaria.")


class MergedSerializer(serializers.Serializer[Any]):
    """O que a união muda, e o contato que fica."""

    messages = serializers.IntegerField(help_text="Mensagens que vieram pelo número oculto.")
    chats = serializers.IntegerField(help_text="Conversas em que elas estão.")
    contact = ContactDetailSerializer(allow_null=True, help_text="O contato que fica; nulo numa prévia.")


class UnmergeSerializer(serializers.Serializer[Any]):
    """O endereço a separar."""

    address = serializers.RegexField(r"^[0-9]{5,32}@lid$", help_text="O …@lid unido à mão.")


class ImportSerializer(serializers.Serializer[Any]):
    """Uma planilha."""

    instance = VisibleField(WhatsappInstance.objects.all(), help_text="Id da instância.")
    file = serializers.FileField(help_text="CSV de contatos: o nosso, do Google, do Outlook, do iPhone, do Chatwoot…")
    preview = serializers.BooleanField(required=False, default=False, help_text="true: só diz o que entendeu.")
    columns = serializers.JSONField(
        required=False, help_text="O que cada coluna é, onde se quer outra coisa: `{cabeçalho: papel ou null}`."
    )

    def validate_columns(self, value: Any) -> dict[str, str | None]:
        """Papéis que existem."""
        if not isinstance(value, dict) or not all(role is None or role in ROLES for role in value.values()):
            allowed = ", ".join(ROLES)
            raise serializers.ValidationError(
                _("Diga `{cabeçalho: papel}`; os papéis são %(roles)s, ou null.") % {"roles": allowed}, "invalid"
            )
        return value


class ImportColumnSerializer(serializers.Serializer[Any]):
    """Uma coluna."""

    header = serializers.CharField(help_text="O cabeçalho, como veio.")

    def get_fields(self) -> dict[str, Any]:
        """`as` é palavra do Python: só assim é nome de campo."""
        role = serializers.ChoiceField(ROLES, allow_null=True, help_text="O que ela é aqui; nulo: não se traz.")
        return {**super().get_fields(), "as": role}


class ImportSampleSerializer(serializers.Serializer[Any]):
    """Uma linha, como ficará."""

    address = serializers.CharField(help_text="Dígitos, ou …@lid.")
    name = serializers.CharField(help_text="Nome.")
    notes = serializers.CharField(allow_null=True, help_text="Notas.")


class RefusedLineSerializer(serializers.Serializer[Any]):
    """Uma linha recusada."""

    line = serializers.IntegerField(help_text="Número da linha, contando o cabeçalho.")
    reason = serializers.CharField(help_text="Por quê.")


class ImportPreviewSerializer(serializers.Serializer[Any]):
    """O que se entendeu de uma planilha, antes de trazê-la."""

    encoding = serializers.CharField(help_text="As letras do arquivo.")
    delimiter = serializers.CharField(help_text="O que separa as colunas.", trim_whitespace=False)
    columns = ImportColumnSerializer(many=True, help_text="As colunas, em ordem.")
    rows = serializers.IntegerField(help_text="Contatos que viriam.")
    sample = ImportSampleSerializer(many=True, help_text="Os primeiros, como ficarão.")
    refused = RefusedLineSerializer(many=True, help_text="Linhas que não serviram.")


class ImportReportSerializer(serializers.Serializer[Any]):
    """O que aconteceu com cada linha."""

    created = serializers.IntegerField(help_text="Contatos novos.")
    updated = serializers.IntegerField(help_text="Contatos com nome novo.")
    unchanged = serializers.IntegerField(help_text="Já tinham este nome.")
    refused = RefusedLineSerializer(many=True, help_text="Linhas que não serviram.")
