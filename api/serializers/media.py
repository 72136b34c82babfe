"""Arquivos das mensagens."""

from typing import Any

from rest_framework import serializers

from api.filters import IdField, ManyChoices, Query
from core.apply.messages import thumbnail_uri
from core.facts import MessageType
from core.ground.sentences import said
from core.media.renditions import renditions_of
from core.models import MediaStatus, MessageMedia

MEDIA_KINDS = [
    kind.value
    for kind in (
        MessageType.IMAGE,
        MessageType.VIDEO,
        MessageType.VIDEO_NOTE,
        MessageType.AUDIO,
        MessageType.VOICE,
        MessageType.DOCUMENT,
        MessageType.STICKER,
    )
]


class MediaQuery(Query):
    """Filtros da lista."""

    instance = IdField(required=False, help_text="Só desta instância.")
    chat = IdField(required=False, help_text="Só desta conversa.")
    kind = ManyChoices(MEDIA_KINDS, required=False, help_text="Só destes tipos.")
    status = ManyChoices(MediaStatus.choices, required=False, help_text="Só nestas situações.")


class MediaSerializer(serializers.Serializer[MessageMedia]):
    """Um arquivo."""

    id = serializers.IntegerField(help_text="Id.")
    mensagem = serializers.IntegerField(help_text="Id da mensagem.")
    chat = serializers.IntegerField(help_text="Id da conversa.")
    kind = serializers.CharField(help_text="Tipo: image, video, video_note, audio, voice, document, sticker.")
    mime_type = serializers.CharField(allow_null=True, help_text="Tipo declarado por quem enviou.")
    size = serializers.IntegerField(allow_null=True, help_text="Bytes.")
    file_name = serializers.CharField(allow_null=True, help_text="Nome dado por quem enviou.")
    seconds = serializers.IntegerField(allow_null=True, help_text="Duração.")
    width = serializers.IntegerField(allow_null=True, help_text="Largura em pixels.")
    height = serializers.IntegerField(allow_null=True, help_text="Altura em pixels.")
    pages = serializers.IntegerField(allow_null=True, help_text="Páginas do documento.")
    status = serializers.ChoiceField(MediaStatus.choices, help_text="Onde está o arquivo.")
    error = serializers.CharField(allow_null=True, help_text="Por que falhou.")
    url = serializers.CharField(allow_null=True, help_text="Caminho dos bytes; nulo até estar pronto.")
    thumbnail = serializers.CharField(allow_null=True, help_text="Miniatura em data URI.")
    placeholder = serializers.CharField(allow_null=True, help_text="Imagem minúscula (data URI), mostrada borrada.")
    waveform = serializers.ListField(
        child=serializers.IntegerField(min_value=0, max_value=255), allow_null=True, help_text="Onda da voz, 0 a 100."
    )
    is_gif = serializers.BooleanField(help_text="Vídeo que se mostra como GIF.")
    is_animated = serializers.BooleanField(help_text="Figurinha animada.")
    view_once = serializers.BooleanField(help_text="Enviado para ver uma vez só.")
    renditions = serializers.ListField(
        child=serializers.ChoiceField(["aac"]), help_text="Outras versões dos bytes: `file/?as=aac` (para o Safari)."
    )

    def to_representation(self, instance: MessageMedia) -> dict[str, Any]:
        """O arquivo."""
        return media_of(instance, instance.mensagem.chat_id)


def seconds_of(media: MessageMedia) -> int | None:
    """A duração que o evento disse; senão, a que se mediu aqui."""
    return media.seconds if media.seconds is not None else (media.made or {}).get("seconds")


def media_of(media: MessageMedia, chat: int) -> dict[str, Any]:
    """O arquivo como a API o mostra."""
    made = media.made or {}
    thumbnail, waveform = media.thumbnail or media.made_thumbnail, media.waveform or media.made_waveform
    is_here = media.status == MediaStatus.READY
    return {
        "id": media.pk,
        "mensagem": media.mensagem_id,
        "chat": chat,
        "kind": media.kind,
        "mime_type": media.mime_type,
        "size": media.stored_bytes if is_here and media.stored_bytes is not None else media.size,
        "file_name": media.file_name,
        "seconds": seconds_of(media),
        "width": media.width if media.width is not None else made.get("width"),
        "height": media.height if media.height is not None else made.get("height"),
        "pages": media.pages if media.pages is not None else made.get("pages"),
        "status": media.status,
        "error": said(media.error, media.error_parts),
        "url": f"/api/media/{media.pk}/file/" if is_here else None,
        "thumbnail": thumbnail_uri(thumbnail),
        "placeholder": thumbnail_uri(media.placeholder),
        "waveform": list(bytes(waveform)) if waveform else None,
        "is_gif": media.is_gif,
        "is_animated": media.is_animated,
        "view_once": media.view_once,
        "renditions": renditions_of(media),
    }
