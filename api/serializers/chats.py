"""Conversas."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone
from rest_framework import serializers

from api.fields import VisibleField
from api.filters import IdField, Query
from api.rows import Beside
from api.serializers.contacts import picture_address
from api.serializers.media import seconds_of
from api.serializers.mensagens.mensagens import NAMES, STATUS_CHOICES, MentionSerializer, mentions_of, sender_name
from api.serializers.mensagens.preview import preview_of
from core.contacts.names import NameBook
from core.facts import ChatKind, MessageType, Origin
from core.models import STATUS_WORDS, Chat, ChatDraft, Direction, Mensagem

PRESENCE_LIFE = timedelta(seconds=25)  # o WhatsApp repete «digitando» a cada poucos segundos; sem repetição, parou
DRAFT = Beside[ChatDraft | None]("own_draft", None)


class ChatQuery(Query):
    """Filtros da lista."""

    cliente = IdField(required=False, help_text="Só deste cliente.")
    instance = IdField(required=False, help_text="Só desta instância.")
    chat_id = serializers.CharField(required=False, max_length=128, help_text="Endereço: dígitos, …@g.us, …@lid.")
    kind = serializers.ChoiceField([kind.value for kind in ChatKind], required=False, help_text="Só deste tipo.")
    unread = serializers.BooleanField(required=False, help_text="1: só com não lidas; 0: só sem.")
    waiting = serializers.BooleanField(
        required=False, help_text="1: só as que esperam resposta nossa; 0: só as outras."
    )
    order = serializers.ChoiceField(
        ["recent", "waiting"],
        required=False,
        help_text="recent: da mais recente (se ausente); waiting: só as que esperam resposta, a que espera há mais "
        "tempo primeiro.",
    )
    search = serializers.CharField(required=False, max_length=120, help_text="Parte do nome ou dos dígitos do número.")


class PresenceSerializer(serializers.Serializer[Any]):
    """O contato digita ou grava."""

    state = serializers.ChoiceField(["composing", "recording"], help_text="Digitando ou gravando.")
    until = serializers.DateTimeField(help_text="Até quando mostrar.")


class LastMessageSerializer(serializers.Serializer[Any]):
    """A última mensagem, em resumo."""

    id = serializers.IntegerField(help_text="Id.")
    direction = serializers.ChoiceField(Direction.choices, help_text="Recebida ou enviada.")
    origin = serializers.ChoiceField([o.value for o in Origin], help_text="Contato, nosso celular, ou API.")
    type = serializers.ChoiceField([kind.value for kind in MessageType], help_text="Tipo.")
    text = serializers.CharField(allow_null=True, help_text="Texto ou legenda.")
    preview = serializers.CharField(help_text="A mensagem numa linha, com nomes no lugar das menções.")
    mentions = MentionSerializer(many=True, help_text="Quem o texto menciona.")
    status = serializers.ChoiceField(STATUS_CHOICES, help_text="Situação.")
    sender_name = serializers.CharField(allow_null=True, help_text="Quem escreveu.")
    seconds = serializers.IntegerField(allow_null=True, help_text="Duração do áudio ou vídeo.")
    revoked = serializers.BooleanField(help_text="Se foi apagada para todos.")


class DraftSerializer(serializers.Serializer[ChatDraft]):
    """O rascunho de quem pede."""

    text = serializers.CharField(help_text="O texto.")
    reply_to = serializers.IntegerField(allow_null=True, help_text="Id da mensagem que se responde.")
    updated_at = serializers.DateTimeField(help_text="Última mudança.")


class ChatSerializer(serializers.Serializer[Chat]):
    """Uma conversa."""

    id = serializers.IntegerField(help_text="Id.")
    instance = serializers.IntegerField(help_text="Id da instância.")  # type: ignore[assignment]  # o nome encobre Serializer.instance
    instance_name = serializers.CharField(help_text="Nome da instância.")
    cliente = serializers.IntegerField(help_text="Id do cliente.")
    chat_id = serializers.CharField(help_text="Endereço: dígitos, …@g.us, …@lid.")
    kind = serializers.ChoiceField([kind.value for kind in ChatKind], help_text="Direta, grupo, canal ou status.")
    name = serializers.CharField(allow_null=True, help_text="Nome a mostrar: o nosso, ou o do WhatsApp.")
    phone = serializers.CharField(allow_null=True, help_text="Telefone, só dígitos, quando se sabe.")
    push_name = serializers.CharField(allow_null=True, help_text="Nome no WhatsApp.")
    custom_name = serializers.CharField(allow_null=True, help_text="Nome dado aqui.")
    contact = serializers.IntegerField(allow_null=True, help_text="Id do contato, numa conversa direta.")
    picture = serializers.CharField(allow_null=True, help_text="Foto, servida por nós; nula se não há.")
    picture_url = serializers.CharField(allow_null=True, help_text="Foto no WhatsApp; vence em dias.")
    unread_count = serializers.IntegerField(help_text="Recebidas e ainda não lidas pela equipe.")
    last_message_at = serializers.DateTimeField(allow_null=True, help_text="Momento da última mensagem.")
    active_at = serializers.DateTimeField(
        help_text="Por que a lista se ordena: a última mensagem ou, sem nenhuma, quando a conversa foi feita."
    )
    last_message_preview = serializers.CharField(allow_null=True, help_text="A última mensagem numa linha.")
    last_message = LastMessageSerializer(allow_null=True, help_text="A última mensagem.")
    waiting_since = serializers.DateTimeField(
        allow_null=True, help_text="Primeira mensagem do contato ainda sem resposta nossa."
    )
    read_up_to_id = serializers.IntegerField(allow_null=True, help_text="Última mensagem lida pela equipe (por id).")
    presence = PresenceSerializer(allow_null=True, help_text="O que o contato faz agora.")
    draft = DraftSerializer(allow_null=True, help_text="O rascunho de quem pede.")

    @staticmethod
    def attach(chats: Sequence[Chat], user_id: int) -> None:
        """O rascunho de quem pede e os nomes: duas consultas para a página toda."""
        pks = [chat.pk for chat in chats]
        drafts = {draft.chat_id: draft for draft in ChatDraft.objects.filter(chat__in=pks, user=user_id)}
        names = NameBook()
        names.load((chat.instance_id, address) for chat in chats for address in _named_in(chat))
        for chat in chats:
            NAMES.put(chat, names)
            DRAFT.put(chat, drafts.get(chat.pk))

    def to_representation(self, instance: Chat) -> dict[str, Any]:
        """A conversa."""
        last = instance.last_message
        names = NAMES.of(instance) or NameBook()
        is_direct = instance.kind == ChatKind.DIRECT
        contact = names.contact(instance.instance_id, instance.chat_id) if is_direct else None
        draft = DRAFT.of(instance)
        joined: Any = instance  # com o que a view junta (api.rows)
        return {
            "id": instance.pk,
            "instance": instance.instance_id,
            "instance_name": joined.shown_instance,
            "cliente": instance.cliente_id,
            "chat_id": instance.chat_id,
            "kind": instance.kind,
            "name": (contact.known_name if contact else None) or instance.name,
            "phone": instance.chat_id if instance.chat_id.isdigit() else None,
            "push_name": instance.push_name,
            "custom_name": contact.saved_name if contact else instance.custom_name,
            "contact": contact.pk if contact else None,
            "picture": picture_address(joined.picture_pk, joined.picture_file),
            "picture_url": instance.picture_url,
            "unread_count": instance.unread_count,
            "last_message_at": instance.last_message_at,
            "active_at": instance.active_at,
            "last_message_preview": preview_of(last, names),
            "last_message": _last_of(last, names),
            "waiting_since": instance.waiting_since,
            "read_up_to_id": instance.read_up_to_id,
            "presence": _presence_of(instance),
            "draft": DraftSerializer(draft).data if draft else None,
        }


class ChatDetailSerializer(ChatSerializer):
    """Uma conversa, com onde começam as não lidas."""

    first_unread_id = serializers.IntegerField(allow_null=True, help_text="A primeira mensagem não lida.")

    def to_representation(self, instance: Chat) -> dict[str, Any]:
        """A conversa e a primeira não lida."""
        return {**super().to_representation(instance), "first_unread_id": _first_unread(instance)}


class ChatUpdateSerializer(serializers.Serializer[Chat]):
    """O que se altera numa conversa."""

    custom_name = serializers.CharField(
        required=False, allow_null=True, allow_blank=True, max_length=255, help_text="Nome dado aqui; vazio o tira."
    )


class ReadSerializer(serializers.Serializer[Any]):
    """Até onde se leu."""

    up_to = VisibleField(
        Mensagem.objects.all(), required=False, allow_null=True, help_text="Id da última lida; ausente: todas."
    )
    tell_contact = serializers.BooleanField(
        required=False, default=False, help_text="true: manda também o recibo de leitura (✓✓ azul; plano PRO)."
    )


class UnreadSerializer(serializers.Serializer[Any]):
    """De onde em diante não se leu."""

    since = VisibleField(Mensagem.objects.all(), help_text="Id da primeira mensagem não lida, recebida nesta conversa.")


class SendPresenceSerializer(serializers.Serializer[Any]):
    """O que mostrar ao contato."""

    presence = serializers.ChoiceField(["composing", "recording"], help_text="Digitando ou gravando.")


class DraftWriteSerializer(serializers.Serializer[Any]):
    """Um rascunho."""

    text = serializers.CharField(max_length=65_536, trim_whitespace=False, allow_blank=True, help_text="O texto.")
    reply_to = VisibleField(
        Mensagem.objects.all(), required=False, allow_null=True, help_text="Id da mensagem que se responde."
    )


class ChatCountsSerializer(serializers.Serializer[Any]):
    """Quantas conversas."""

    all = serializers.IntegerField(help_text="Todas.")
    unread = serializers.IntegerField(help_text="Com não lidas.")
    waiting = serializers.IntegerField(help_text="À espera de resposta nossa.")


def _named_in(chat: Chat) -> list[str | None]:
    """Os endereços cujo nome se mostra: o da conversa, o de quem falou por último e os de quem ele menciona."""
    last = chat.last_message
    if last is None:
        return [chat.chat_id]
    mentioned: list[str | None] = list((last.details or {}).get("mentions", []))
    return [chat.chat_id, last.sender_id if last.direction == Direction.IN else None, *mentioned]


def _last_of(message: Mensagem | None, names: NameBook) -> dict[str, Any] | None:
    if message is None:
        return None
    media = getattr(message, "media", None)
    return {
        "id": message.pk,
        "direction": message.direction,
        "origin": message.origin,
        "type": message.type,
        "text": None if message.revoked_at else message.text,
        "status": STATUS_WORDS[message.status],
        "preview": preview_of(message, names),
        "mentions": mentions_of(message, names),
        "sender_name": sender_name(message, names),
        "seconds": seconds_of(media) if media else None,
        "revoked": message.revoked_at is not None,
    }


def _presence_of(chat: Chat) -> dict[str, Any] | None:
    if chat.presence not in {"composing", "recording"} or chat.presence_moment is None:
        return None
    until = chat.presence_moment + PRESENCE_LIFE
    return {"state": chat.presence, "until": until} if until > timezone.now() else None


def _first_unread(chat: Chat) -> int | None:
    if not chat.unread_count:
        return None
    unread = Mensagem.objects.filter(chat=chat, direction=Direction.IN)
    if chat.phone_read_at is not None:
        unread = unread.filter(sent_at__gt=chat.phone_read_at)
    if chat.read_up_to_id is not None:
        unread = unread.filter(pk__gt=chat.read_up_to_id)
    return unread.order_by("sent_at", "id").values_list("pk", flat=True).first()
