"""O que um envio aceita, tipo por tipo (INTERFACE: «Sending, all types»)."""

import re
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from api.fields import AddressField, ListedChoiceField, VisibleField
from core.models import Chat, Mensagem, WhatsappInstance
from core.outbox.to_send import FILE_TYPES

SEND_TYPES = [
    "text", "image", "video", "gif", "video_note", "audio", "voice", "document", "sticker", "location", "contact",
    "link", "poll", "list", "buttons", "otp", "pix", "carousel",
]  # fmt: skip
# Tipo de chave Pix -> a forma dela; o telefone vai com + e DDI.
PIX_TYPES = {
    "cpf": re.compile(r"\d{11}"),
    "cnpj": re.compile(r"\d{14}"),
    "phone": re.compile(r"\+\d{10,15}"),
    "email": re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+"),
    "evp": re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
}
MAX_AMOUNT = 9_999_999.99  # o Pix não tem teto; um valor maior que este é um engano
BUTTON_TYPES = ["reply", "url", "call"]
WITHOUT_CAPTION = frozenset({"audio", "voice", "video_note", "sticker", "location", "contact", "pix"})
MAX_TEXT = 65_536  # o WhatsApp corta em 65.536 letras
MAX_DELAY_S = 15  # o gateway segura o envio este tempo (contrato)
MAX_AHEAD = timedelta(days=366)  # uma hora marcada para mais longe é um engano
LATE = timedelta(minutes=1)  # relógios: um momento que acabou de passar é agora

# Tipo -> campos sem os quais não há o que enviar (os de arquivo têm regra própria: `file` ou `url`).
REQUIRED: dict[str, tuple[str, ...]] = {
    "text": ("text",),
    "location": ("latitude", "longitude"),
    "contact": ("contacts",),
    "link": ("url",),
    "poll": ("text", "options"),
    "list": ("text", "button_text", "sections"),
    "buttons": ("text", "buttons"),
    "otp": ("text", "button_text", "code"),
    "pix": ("merchant_name", "pix_key", "pix_type"),
    "carousel": ("text", "cards"),
}
# Com `forward_of` o conteúdo vem da outra mensagem: nenhum destes se manda.
CONTENT = (
    "type", "text", "file", "url", "file_name", "latitude", "longitude", "name", "address", "contacts", "title",
    "description", "options", "max_choices", "button_text", "footer", "sections", "buttons", "code", "merchant_name",
    "pix_key", "pix_type", "amount", "cards",
)  # fmt: skip
# Tipo -> campos que vão na carga.
FIELDS: dict[str, tuple[str, ...]] = {
    "location": ("latitude", "longitude", "name", "address"),
    "contact": ("contacts",),
    "link": ("url", "title", "description"),
    "poll": ("options", "max_choices"),
    "list": ("title", "button_text", "footer", "sections"),
    "buttons": ("buttons",),
    "otp": ("button_text", "code"),
    "pix": ("merchant_name", "pix_key", "pix_type", "amount"),
    "carousel": ("cards",),
    **dict.fromkeys(FILE_TYPES, ("url", "file_name")),
}


def _words(limit: int, help_text: str, **options: Any) -> Any:
    return serializers.CharField(max_length=limit, help_text=help_text, **options)


def _many(kind: type[serializers.Serializer[Any]], limit: int, help_text: str, **options: Any) -> Any:
    several: dict[str, Any] = {"many": True, "min_length": 1, "max_length": limit, "help_text": help_text, **options}
    return kind(**several)


class CardToSendSerializer(serializers.Serializer[Any]):
    """Um cartão de contato."""

    name = _words(255, "Nome.")
    phone = AddressField(only_phone=True, help_text="Telefone com DDI e DDD.")


class ListRowSerializer(serializers.Serializer[Any]):
    """Um item de lista."""

    id = _words(200, "Id que volta na resposta (`choice_id`).")
    title = _words(255, "Título.")
    description = _words(255, "Descrição.", required=False, allow_null=True)


class ListSectionSerializer(serializers.Serializer[Any]):
    """Uma seção de lista."""

    title = _words(255, "Título.", required=False, allow_null=True)
    rows = _many(ListRowSerializer, 50, "Itens.")


class ButtonSerializer(serializers.Serializer[Any]):
    """Um botão."""

    type = ListedChoiceField(BUTTON_TYPES, help_text="Responder, abrir endereço ou ligar.")
    text = _words(100, "O que se lê no botão.")
    value = _words(
        2048,
        "Endereço (`url`) ou telefone (`call`). Em `reply`, um id seu, opcional: volta como `choice_id` na resposta.",
        required=False,
        allow_null=True,
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """`url` e `call` levam a algum lugar."""
        if attrs["type"] != "reply" and not attrs.get("value"):
            raise serializers.ValidationError({"value": [ErrorDetail(_("Este campo é obrigatório."), "required")]})
        return attrs


class CarouselCardSerializer(serializers.Serializer[Any]):
    """Um cartão de carrossel."""

    text = _words(1024, "Texto.")
    image = serializers.URLField(max_length=2048, help_text="Endereço público da imagem.")
    buttons = _many(ButtonSerializer, 3, "Botões.")


class SendSerializer(serializers.Serializer[Any]):
    """Um envio em JSON: para uma conversa (`chat`), ou para um endereço de uma instância (`instance` e `phone`)."""

    chat = VisibleField(Chat.objects.select_related("instance"), required=False, help_text="Id da conversa.")
    instance = VisibleField(WhatsappInstance.objects.all(), required=False, help_text="Id da instância, com `phone`.")
    reply_to = VisibleField(
        Mensagem.objects.all(),
        required=False,
        allow_null=True,
        help_text="Id da mensagem que se responde (mesma conversa).",
    )
    forward_of = VisibleField(
        Mensagem.objects.select_related("media"),
        required=False,
        allow_null=True,
        help_text="Id de uma mensagem do mesmo cliente a encaminhar: tipo, texto, arquivo e o mais vêm dela, e nada"
        " disso se manda junto.",
    )
    phone = AddressField(
        required=False, help_text="Telefone com DDI e DDD (pontuação é tolerada), `…@g.us` ou `…@lid`."
    )
    type = ListedChoiceField(
        SEND_TYPES, required=False, help_text="Tipo; sem ele é `text`, ou o da mensagem de `forward_of`."
    )
    text = serializers.CharField(
        required=False,
        allow_null=True,
        allow_blank=True,
        max_length=MAX_TEXT,
        trim_whitespace=False,
        help_text="Texto (`text`, `link`, `list`, `buttons`), pergunta (`poll`) ou legenda de arquivo; áudio, voz,"
        " recado de vídeo e figurinha não levam legenda, e ela é deixada de lado.",
    )
    url = serializers.URLField(
        required=False, allow_null=True, max_length=2048,
        help_text="Endereço público do arquivo, em vez de mandá-lo (multipart); ou o da prévia (`link`).",
    )  # fmt: skip
    file_name = _words(255, "Nome do arquivo.", required=False, allow_null=True)
    latitude = serializers.FloatField(
        required=False, allow_null=True, min_value=-90, max_value=90, help_text="Graus decimais."
    )
    longitude = serializers.FloatField(
        required=False, allow_null=True, min_value=-180, max_value=180, help_text="Graus decimais."
    )
    name = _words(255, "Nome do lugar.", required=False, allow_null=True)
    address = _words(500, "Endereço do lugar.", required=False, allow_null=True)
    contacts = _many(CardToSendSerializer, 50, "Cartões.", required=False)
    title = _words(255, "Título (`link`, `list`).", required=False, allow_null=True)
    description = _words(1024, "Descrição (`link`).", required=False, allow_null=True)
    options = serializers.ListField(
        child=_words(100, "Opção."), required=False, min_length=2, max_length=12, help_text="Opções da enquete."
    )
    max_choices = serializers.IntegerField(
        required=False, allow_null=True, min_value=1, max_value=12, help_text="Quantas opções se podem escolher."
    )
    button_text = _words(100, "O que se lê no botão (`list`, `otp`).", required=False, allow_null=True)
    footer = _words(255, "Rodapé da lista.", required=False, allow_null=True)
    sections = _many(ListSectionSerializer, 10, "Seções.", required=False)
    buttons = _many(ButtonSerializer, 10, "Botões.", required=False)
    code = _words(64, "O código que um toque copia (`otp`).", required=False, allow_null=True)
    merchant_name = _words(100, "Quem recebe (`pix`).", required=False, allow_null=True)
    pix_key = _words(140, "A chave Pix; pontuação é tolerada.", required=False, allow_null=True)
    pix_type = ListedChoiceField(
        list(PIX_TYPES), required=False, allow_null=True, help_text="De que é a chave: `evp` é a aleatória."
    )
    amount = serializers.FloatField(
        required=False, allow_null=True, min_value=0.01, max_value=MAX_AMOUNT, help_text="Valor em reais (`pix`)."
    )
    cards = _many(CarouselCardSerializer, 10, "Cartões do carrossel.", required=False)
    delay_s = serializers.IntegerField(
        required=False, allow_null=True, min_value=0, max_value=MAX_DELAY_S,
        help_text="Segundos que o gateway mostra «digitando» antes de enviar.",
    )  # fmt: skip
    send_at = serializers.DateTimeField(
        required=False, allow_null=True, help_text="Enviar só a partir deste momento (até um ano); pode ser cancelado."
    )

    def validate_send_at(self, value: Any) -> Any:
        """No futuro, e não longe demais."""
        if value is None:
            return None
        now = timezone.now()
        if value < now - LATE:
            raise serializers.ValidationError(_("Este momento já passou."), "in_the_past")
        if value > now + MAX_AHEAD:
            raise serializers.ValidationError(_("Marque para até um ano à frente."), "too_far")
        return value

    def validate_options(self, value: list[str]) -> list[str]:
        """Duas opções iguais não se distinguem."""
        if len(set(value)) != len(value):
            raise serializers.ValidationError(_("As opções não podem se repetir."), "not_unique")
        return value

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Um destino só, e tudo que o tipo pede."""
        required = ErrorDetail(_("Este campo é obrigatório."), "required")
        self._check_target(attrs, required)
        if attrs.get("forward_of") is not None:
            return self._forwarding(attrs)
        kind = attrs.setdefault("type", "text")
        text = attrs.get("text") or ""
        attrs["text"] = None if kind in WITHOUT_CAPTION or not text.strip() else text
        missing = {name: [required] for name in REQUIRED.get(kind, ()) if attrs.get(name) is None}
        if kind in FILE_TYPES:
            given = [name for name in ("file", "url") if attrs.get(name) is not None]
            if not given:
                missing["file"] = [ErrorDetail(_("Mande `file` (multipart) ou `url`."), "required")]
            if len(given) == 2:
                raise serializers.ValidationError(
                    {"url": [ErrorDetail(_("Mande `file` ou `url`, não os dois."), "invalid")]}
                )
        if missing:
            raise serializers.ValidationError(missing)
        if kind == "pix":
            attrs["pix_key"] = _pix_key(attrs["pix_type"], attrs["pix_key"])
        choices = attrs.get("max_choices")
        if kind == "poll" and choices is not None and choices > len(attrs["options"]):
            raise serializers.ValidationError({"max_choices": [ErrorDetail(_("São mais que as opções."), "max_value")]})
        return attrs

    def _forwarding(self, attrs: dict[str, Any]) -> dict[str, Any]:
        own = [name for name in CONTENT if self.initial_data.get(name) is not None]
        if own:
            told = ErrorDetail(_("Com `forward_of` isto vem da mensagem encaminhada."), "invalid")
            raise serializers.ValidationError({name: [told] for name in own})
        return {**attrs, "type": "text", "text": None}  # o de verdade, `core.outbox.forward` o põe

    def _check_target(self, attrs: dict[str, Any], required: ErrorDetail) -> None:
        if "chat" in attrs:
            for name in ("instance", "phone"):
                if name in attrs:
                    both = ErrorDetail(_("Informe `chat`, ou `instance` e `phone`; não os dois."), "invalid")
                    raise serializers.ValidationError({name: [both]})
            return
        missing = {name: [required] for name in ("instance", "phone") if name not in attrs}
        if len(missing) == 2:
            raise serializers.ValidationError(
                {"chat": [ErrorDetail(_("Informe `chat`, ou `instance` e `phone`."), "required")]}
            )
        if missing:
            raise serializers.ValidationError(missing)

    @property
    def fields_to_send(self) -> dict[str, Any]:
        """Os campos do tipo, como JSON que o worker relê."""
        names = FIELDS.get(self.validated_data["type"], ())
        return {name: self.validated_data[name] for name in names if self.validated_data.get(name) is not None}


class SendUploadSerializer(SendSerializer):
    """Um envio com o arquivo junto (multipart). O que é lista ou objeto só vai em JSON."""

    contacts = options = sections = buttons = cards = None  # type: ignore[assignment]  # assim o DRF tira um campo
    file = serializers.FileField(required=False, allow_empty_file=True, use_url=False, help_text="O arquivo.")


def _pix_key(kind: str, key: str) -> str:
    """A chave como o banco a quer: sem pontuação onde são números, e da forma do seu tipo."""
    digits = re.sub(r"\D", "", key)
    clean = {"cpf": digits, "cnpj": digits, "phone": f"+{digits}"}.get(kind, key.strip().lower())
    if PIX_TYPES[kind].fullmatch(clean) is None:
        told = ErrorDetail(_("Esta chave não é do tipo escolhido."), "invalid")
        raise serializers.ValidationError({"pix_key": [told]})
    return clean


class ResolveSerializer(serializers.Serializer[Any]):
    """Como terminou um envio sem confirmação."""

    outcome = ListedChoiceField(["sent", "failed"], help_text="Chegou (`sent`) ou não (`failed`).")


class ReactSerializer(serializers.Serializer[Any]):
    """Uma reação nossa."""

    emoji = serializers.CharField(allow_blank=True, max_length=32, help_text="A reação; vazio a tira.")


class EditTextSerializer(serializers.Serializer[Any]):
    """O texto novo."""

    text = serializers.CharField(max_length=MAX_TEXT, trim_whitespace=False, help_text="O texto novo.")

    def validate_text(self, value: str) -> str:
        """Um texto que diga algo."""
        if not value.strip():
            raise serializers.ValidationError(_("Este campo é obrigatório."), "required")
        return value
