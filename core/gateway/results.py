"""O que cada chamada responde, já tipado. O que a W-APi não disse é None."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class WebhookKind(StrEnum):
    """Os seis endereços que uma instância guarda; o valor é o fim do caminho `update-webhook-…`."""

    RECEIVED = "received"
    DELIVERY = "delivery"
    CONNECTED = "connected"
    DISCONNECTED = "disconnected"
    MESSAGE_STATUS = "message-status"
    CHAT_PRESENCE = "chat-presence"

    @property
    def read_back_key(self) -> str:
        """Nome deste endereço em `fetch-instance` e na criação."""
        return {"message-status": "webhookStatusUrl", "chat-presence": "webhookPresenceUrl"}.get(
            self.value, f"webhook{self.value.capitalize()}Url"
        )


@dataclass(frozen=True, slots=True)
class Sent:
    """A W-APi aceitou o envio (entrou na fila dela; não é entrega). Sem `message_id` o envio não pode ser
    acompanhado: trate como desfecho desconhecido."""

    message_id: str | None
    inserted_id: str | None = None

    @property
    def is_traceable(self) -> bool:
        """Se os webhooks seguintes poderão ser ligados a este envio."""
        return self.message_id is not None


@dataclass(frozen=True, slots=True)
class Done:
    """Feito; `message` são as palavras da W-APi."""

    message: str | None = None


@dataclass(frozen=True, slots=True)
class QrCode:
    """Código a mostrar, em data URI; `image` é None quando `connected` (já não há o que escanear)."""

    image: str | None
    connected: bool = False


@dataclass(frozen=True, slots=True)
class PairingCode:
    """Código que se digita no celular."""

    code: str


@dataclass(frozen=True, slots=True)
class InstanceStatus:
    """Situação da sessão. `connected` sem `phone` ainda não prova pareamento: pergunte `device`."""

    connected: bool
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class Device:
    """O celular pareado."""

    phone: str | None
    lid: str | None = None
    name: str | None = None
    platform: str | None = None
    picture_url: str | None = None
    about: str | None = None
    is_business: bool | None = None


@dataclass(frozen=True, slots=True)
class InstanceDetails:
    """O que a W-APi guarda da instância; `webhooks` é o que de fato ficou gravado. O token não é
    repetido aqui, nem os endereços no repr: são segredos."""

    instance_id: str | None
    name: str | None
    connected: bool | None
    phone: str | None
    webhooks: Mapping[WebhookKind, str | None] = field(default_factory=dict, repr=False)
    payment_status: str | None = None
    created_at: datetime | None = None
    expires_at: datetime | None = None
    automatic_reading: bool | None = None
    reject_calls: bool | None = None
    call_message: str | None = None
    sync_contacts: bool | None = None
    ignore_groups: bool | None = None
    plan_type: str | None = None
    is_trial: bool | None = None
    auto_renew: bool | None = None


@dataclass(frozen=True, slots=True)
class AccountInstance:
    """Uma instância na lista da conta. O token, só para cadastrá-la: não aparece no repr nem vai à tela."""

    details: InstanceDetails
    token: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class PhoneExists:
    """Se o número tem WhatsApp, e na grafia que o WhatsApp usa (nono dígito)."""

    exists: bool
    phone: str | None
    lid: str | None = None


@dataclass(frozen=True, slots=True)
class DownloadedMedia:
    """Mídia decifrada: um `link` de vida curta, ou já os bytes em `content`."""

    link: str | None = None
    content: bytes | None = field(default=None, repr=False)
    mime_type: str | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ChatSummary:
    """Uma conversa na lista da W-APi; `chat_id` é o JID inteiro."""

    chat_id: str
    name: str | None
    last_message_at: datetime | None


@dataclass(frozen=True, slots=True)
class ChatPage:
    """Uma página das conversas que a W-APi conhece."""

    chats: tuple[ChatSummary, ...]
    total: int | None = None
    page: int | None = None
    pages: int | None = None


@dataclass(frozen=True, slots=True)
class ChatDetails:
    """Nome e foto de uma conversa."""

    chat_id: str | None
    name: str | None
    picture_url: str | None
    about: str | None


@dataclass(frozen=True, slots=True)
class KnownContact:
    """Um contato da agenda do celular; `address` como a W-APi o escreve. `name` é o da agenda, não o da pessoa."""

    address: str
    name: str | None = None
    lid: str | None = None
    is_business: bool | None = None
    is_blocked: bool | None = None


@dataclass(frozen=True, slots=True)
class Participant:
    """Membro de grupo."""

    phone: str | None
    lid: str | None
    name: str | None
    is_admin: bool
    is_super_admin: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Grupo; `participants` vem vazio nas listas, e o que a W-APi não disse é None."""

    group_id: str
    subject: str | None
    participants: tuple[Participant, ...] = ()
    owner: str | None = None
    description: str | None = None
    announce: bool | None = None
    restrict: bool | None = None
    size: int | None = None
    invite_link: str | None = None
    created_at: datetime | None = None
    picture_url: str | None = None


@dataclass(frozen=True, slots=True)
class QueuedMessage:
    """Um envio à espera na fila da W-APi."""

    inserted_id: str | None
    phone: str | None
    text: str | None


@dataclass(frozen=True, slots=True)
class QueuedMessages:
    """A fila de envio da W-APi."""

    total: int
    messages: tuple[QueuedMessage, ...] = ()
    pages: int | None = None


@dataclass(frozen=True, slots=True)
class QueueCleared:
    """Quantos saíram da fila, se a W-APi disse."""

    deleted: int | None
    message: str | None = None


@dataclass(frozen=True, slots=True)
class Payment:
    """Uma cobrança pedida; `document` é a resposta como veio (o formato não é conhecido)."""

    message: str | None
    document: Mapping[str, object] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class PaymentStatus:
    """Como está a assinatura da instância, nas palavras da W-APi."""

    plan_type: str | None
    payment_status: str | None
    expires_at: datetime | None
    auto_renew: bool | None


@dataclass(frozen=True, slots=True)
class WebhookLogEntry:
    """Uma entrega registrada pela W-APi; `payload` é o corpo que ela postou, onde o registro o traz."""

    id: str | None
    event: str | None
    http_status: int | None
    moment: datetime | None
    payload: Mapping[str, object] | None = field(default=None, repr=False)
    instance_id: str | None = None


@dataclass(frozen=True, slots=True)
class CreatedInstance:
    """Instância nova; o token não aparece no repr."""

    instance_id: str
    token: str = field(repr=False)
    name: str | None = None
    is_trial: bool | None = None
