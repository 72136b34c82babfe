"""O que um envio aceita."""

from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from api.fields import AddressField, VisibleField
from core.models import Chat, Mensagem, WhatsappInstance

SEND_TYPES = [
    "text", "image", "video", "gif", "video_note", "audio", "voice", "document", "sticker", "location", "contact",
    "link", "poll", "list", "buttons",
]  # fmt: skip
MAX_TEXT = 65_536
MAX_DELAY_S = 15


class SendSerializer(serializers.Serializer[Any]):
    """Um envio: para uma conversa (`chat`), ou para um endereço de uma instância (`instance` e `phone`)."""

    chat = VisibleField(Chat.objects.select_related("instance"), required=False, help_text="Id da conversa.")
    instance = VisibleField(WhatsappInstance.objects.all(), required=False, help_text="Id da instância, com `phone`.")
    reply_to = VisibleField(
        Mensagem.objects.all(),
        required=False,
        allow_null=True,
        help_text="Id da mensagem que se responde (mesma conversa).",
    )
    phone = AddressField(
        required=False, help_text="Telefone com DDI e DDD (pontuação é tolerada), `…@g.us` ou `…@lid`."
    )
    type = serializers.ChoiceField(SEND_TYPES, default="text", help_text="Tipo; por ora só `text`.")
    text = serializers.CharField(
        required=False, max_length=MAX_TEXT, trim_whitespace=False, help_text="Texto; obrigatório em `text`."
    )
    delay_s = serializers.IntegerField(
        required=False, allow_null=True, min_value=0, max_value=MAX_DELAY_S,
        help_text="Segundos que o gateway mostra «digitando» antes de enviar.",
    )  # fmt: skip
    send_at = serializers.DateTimeField(
        required=False, allow_null=True, help_text="Enviar só neste momento (ainda não)."
    )

    def validate_type(self, value: str) -> str:
        """Só texto, por ora."""
        if value != "text":
            raise serializers.ValidationError("Este tipo ainda não está disponível; por ora só text.", "not_available")
        return value

    def validate_send_at(self, value: Any) -> Any:
        """Ainda não; ignorar enviaria agora."""
        if value is not None:
            raise serializers.ValidationError("Envio agendado ainda não está disponível.", "not_available")
        return value

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Um destino só, e um texto que diga algo."""
        required = ErrorDetail("Este campo é obrigatório.", "required")
        if "chat" in attrs:
            for name in ("instance", "phone"):
                if name in attrs:
                    both = ErrorDetail("Informe `chat`, ou `instance` e `phone`; não os dois.", "invalid")
                    raise serializers.ValidationError({name: [both]})
        else:
            missing = {name: [required] for name in ("instance", "phone") if name not in attrs}
            if len(missing) == 2:
                raise serializers.ValidationError(
                    {"chat": [ErrorDetail("Informe `chat`, ou `instance` e `phone`.", "required")]}
                )
            if missing:
                raise serializers.ValidationError(missing)
        if not attrs.get("text", "").strip():
            raise serializers.ValidationError({"text": [required]})
        return attrs


class ResolveSerializer(serializers.Serializer[Any]):
    """Como terminou um envio sem confirmação."""

    outcome = serializers.ChoiceField(["sent", "failed"], help_text="Chegou (`sent`) ou não (`failed`).")
