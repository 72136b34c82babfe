"""O vocabulário: o que um evento da W-APi quer dizer. Python puro, sem Django.

`webhook.normalise` produz estes fatos a partir do corpo; `core.apply` os transforma em linhas. Todo fato é
comutativo e idempotente: em qualquer ordem, qualquer número de vezes, o estado final é o mesmo.

Endereços são textos já grafados como a API os mostra: dígitos (telefone), `…@lid`, `…@g.us`, `…@newsletter`, `status`.
Momentos são `datetime` UTC com fuso; `moment_known` é falso onde o corpo não trouxe momento (ou o trouxe mais de um
dia à frente da chegada) e o momento da chegada foi usado.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

from core.contents import Choices, Typed


class EventKind(StrEnum):
    """O que um evento é (campo `kind` da API)."""

    MESSAGE = "message"
    MESSAGE_STATUS = "message_status"
    REACTION = "reaction"
    EDIT = "edit"
    REVOKE = "revoke"
    INSTANCE_STATUS = "instance_status"
    QR_CODE = "qr_code"
    PRESENCE = "presence"
    CALL = "call"
    UNKNOWN = "unknown"


class ChatKind(StrEnum):
    """Que tipo de conversa um endereço nomeia."""

    DIRECT = "direct"
    GROUP = "group"
    CHANNEL = "channel"
    STATUS = "status"


class MessageType(StrEnum):
    """Tipo mostrado de uma mensagem (campo `type` da API)."""

    TEXT = "text"
    IMAGE = "image"
    VIDEO = "video"
    VIDEO_NOTE = "video_note"
    AUDIO = "audio"
    VOICE = "voice"
    DOCUMENT = "document"
    STICKER = "sticker"
    LOCATION = "location"
    LIVE_LOCATION = "live_location"
    CONTACT = "contact"
    POLL = "poll"
    BUTTON_REPLY = "button_reply"
    LIST_REPLY = "list_reply"
    LIST = "list"
    BUTTONS = "buttons"
    ORDER = "order"
    PRODUCT = "product"
    EVENT = "event"
    GROUP_INVITE = "group_invite"
    CALL = "call"
    PAYMENT = "payment"
    OTP = "otp"
    PIX = "pix"
    CAROUSEL = "carousel"
    UNKNOWN = "unknown"


class Origin(StrEnum):
    """De onde a mensagem partiu: do contato, do nosso celular, ou da API (nossa ou de outro cliente do gateway)."""

    CONTACT = "contact"
    PHONE = "phone"
    API = "api"


class MessageStatus(IntEnum):
    """Situação de uma mensagem enviada; o número é a altura, e a situação só sobe. `RECEIVED` é das recebidas."""

    PENDING = 0
    UNKNOWN = 1
    SENT = 2
    FAILED = 3
    DELIVERED = 4
    READ = 5
    PLAYED = 6
    RECEIVED = 10


def chat_kind(address: str) -> ChatKind:
    """Tipo da conversa que `address` (já grafado) nomeia."""
    if address.endswith("@g.us"):
        return ChatKind.GROUP
    if address.endswith("@newsletter"):
        return ChatKind.CHANNEL
    if address == "status":
        return ChatKind.STATUS
    return ChatKind.DIRECT


def is_lid(address: str | None) -> bool:
    """Se `address` é um LID (identidade oculta), que não é telefone."""
    return address is not None and address.endswith("@lid")


@dataclass(frozen=True, slots=True)
class AddressPair:
    """Um telefone e um LID que o próprio corpo mostra serem a mesma pessoa."""

    phone: str
    lid: str


@dataclass(frozen=True, slots=True)
class Quoted:
    """Resposta a outra mensagem: o id dela (None numa resposta a story que não o diz) e o que o corpo repete dela.

    `from_me` é None onde o corpo não diz de quem é; `kind` é `story`, ou `group` na resposta em particular ao que se
    disse num grupo (`chat`)."""

    message_id: str | None
    participant: str | None = None
    type: MessageType | None = None
    text: str | None = None
    from_me: bool | None = None
    kind: str | None = None
    chat: str | None = None


@dataclass(frozen=True, slots=True)
class MediaContent:
    """Arquivo cifrado do WhatsApp; base64 como veio. `thumbnail` é JPEG em bytes (até 64 KiB), `waveform` 0..100.
    `kind` é o tipo do arquivo, onde não é o da mensagem (o cabeçalho de botões, a foto de um produto)."""

    kind: MessageType | None = None
    mime_type: str | None = None
    file_name: str | None = None
    size: int | None = None
    seconds: int | None = None
    width: int | None = None
    height: int | None = None
    pages: int | None = None
    url: str | None = None
    direct_path: str | None = None
    media_key: str | None = None
    file_sha256: str | None = None
    file_enc_sha256: str | None = None
    thumbnail: bytes | None = None
    waveform: bytes | None = None
    is_gif: bool = False
    is_animated: bool = False
    view_once: bool = False


@dataclass(frozen=True, slots=True)
class Location:
    """Ponto no mapa; graus decimais, já nos limites (-90..90, -180..180). `thumbnail` é JPEG (até 64 KiB)."""

    latitude: float
    longitude: float
    name: str | None = None
    address: str | None = None
    thumbnail: bytes | None = None


@dataclass(frozen=True, slots=True)
class ContactCard:
    """Cartão de contato; telefones só com dígitos, na ordem do vCard."""

    name: str | None
    phones: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Poll:
    """Pergunta e opções."""

    question: str | None
    options: tuple[str, ...]
    max_choices: int | None = None


@dataclass(frozen=True, slots=True)
class LinkPreview:
    """Prévia de link que veio no próprio corpo."""

    url: str
    title: str | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """De onde a conversa veio: um anúncio (`ad`), um story, um link."""

    kind: str
    title: str | None = None
    url: str | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """O que a mensagem traz. `unknown_kind` nomeia a chave do WhatsApp quando `type` é `unknown`; `choice_id` é o id
    escolhido em botão ou lista e `choice_index` o lugar dele; `typed` são os campos próprios do tipo (na API,
    `content`)."""

    type: MessageType
    text: str | None = None
    quoted: Quoted | None = None
    media: MediaContent | None = None
    location: Location | None = None
    contacts: tuple[ContactCard, ...] = ()
    poll: Poll | None = None
    link: LinkPreview | None = None
    choice_id: str | None = None
    choice_index: int | None = None
    unknown_kind: str | None = None
    mentions: tuple[str, ...] = ()
    is_forwarded: bool = False
    source: Source | None = None
    choices: Choices | None = None
    typed: Typed | None = None


@dataclass(frozen=True, slots=True)
class MessageFact:
    """Uma mensagem existe. `participant` é o autor nos grupos ('' em conversa direta e nas nossas); `author` é quem
    escreveu (nosso número nas nossas, se conhecido); `content_hash` (hex) desempata duas versões do mesmo momento."""

    chat: str
    from_me: bool
    participant: str
    message_id: str
    moment: datetime
    moment_known: bool
    origin: Origin
    content: Content
    content_hash: str
    author: str | None = None
    author_name: str | None = None
    chat_name: str | None = None
    chat_picture: str | None = None
    author_picture: str | None = None
    author_verified_name: str | None = None


@dataclass(frozen=True, slots=True)
class StatusFact:
    """Recibo de uma mensagem nossa. `chat` é None onde o corpo não o diz; `participant` é quem leu, nos grupos."""

    chat: str | None
    message_id: str
    status: MessageStatus
    moment: datetime
    participant: str | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """A mensagem a que uma reação, edição ou revogação se refere; None é «o corpo não diz»."""

    chat: str
    message_id: str
    from_me: bool | None = None
    participant: str | None = None


@dataclass(frozen=True, slots=True)
class ReactionFact:
    """`author` reagiu com `emoji` ('' tira a reação). `author` é '' quando fomos nós e o corpo não diz o número."""

    target: Target
    author: str
    author_from_me: bool
    emoji: str
    moment: datetime
    id: str


@dataclass(frozen=True, slots=True)
class EditFact:
    """`author` trocou o texto da mensagem."""

    target: Target
    author: str
    author_from_me: bool
    text: str
    moment: datetime
    id: str


@dataclass(frozen=True, slots=True)
class RevokeFact:
    """`author` apagou a mensagem para todos. `by_admin`: o corpo prova que é administrador do grupo."""

    target: Target
    author: str
    author_from_me: bool
    moment: datetime
    id: str
    by_admin: bool = False


@dataclass(frozen=True, slots=True)
class SharperMediaFact:
    """O mesmo arquivo em alta definição, que vem à parte e toma o lugar do da mensagem."""

    target: Target
    media: MediaContent
    type: MessageType
    moment: datetime
    id: str


@dataclass(frozen=True, slots=True)
class PollKeyFact:
    """O que abre os votos de uma enquete: o segredo (base64, como veio), o SHA-256 (hex) de cada opção, na ordem em que
    se mostram, e as grafias (`spellings`) de quem a criou, que entram na cifra."""

    target: Target
    author: str
    author_from_me: bool
    spellings: tuple[str, ...]
    secret: str
    options: tuple[str, ...]
    moment: datetime
    id: str


@dataclass(frozen=True, slots=True)
class SubjectFact:
    """O grupo mudou de nome."""

    chat: str
    name: str
    moment: datetime


@dataclass(frozen=True, slots=True)
class VoteFact:
    """`author` votou: cifrado, base64 como veio. `spellings` são as grafias dele que o corpo diz. Um voto substitui o
    anterior da mesma pessoa."""

    target: Target
    author: str
    author_from_me: bool
    spellings: tuple[str, ...]
    iv: str
    payload: str
    moment: datetime
    id: str


@dataclass(frozen=True, slots=True)
class ConnectionFact:
    """A sessão subiu ou caiu. Conectado sem telefone é pareamento incompleto."""

    connected: bool
    moment: datetime
    phone: str | None = None
    lid: str | None = None


@dataclass(frozen=True, slots=True)
class QrCodeFact:
    """Um código QR novo: imagem em data URI, ou o texto cru do código."""

    code: str
    moment: datetime


@dataclass(frozen=True, slots=True)
class PresenceFact:
    """O contato digita ou grava (`composing`, `recording`), ou parou (`available`, `unavailable`, `paused`)."""

    chat: str
    presence: str
    moment: datetime
    participant: str | None = None


@dataclass(frozen=True, slots=True)
class CallFact:
    """Alguém ligou; o MultiChat só registra."""

    author: str | None
    moment: datetime


Fact = (
    MessageFact
    | StatusFact
    | ReactionFact
    | EditFact
    | RevokeFact
    | SharperMediaFact
    | SubjectFact
    | PollKeyFact
    | VoteFact
    | ConnectionFact
    | QrCodeFact
    | PresenceFact
    | CallFact
)


@dataclass(frozen=True, slots=True)
class Normalised:
    """O sentido de um evento: seus fatos, ou a razão (`reason`) por que não tem nenhum e é ignorado.

    `pairs` são os pares telefone-LID que o corpo ensina, também os de eventos ignorados. `connected_phone` e
    `connected_lid` são a nossa identidade, quando o corpo a diz."""

    kind: EventKind
    event_type: str | None
    facts: tuple[Fact, ...] = ()
    pairs: tuple[AddressPair, ...] = ()
    reason: str | None = None
    connected_phone: str | None = None
    connected_lid: str | None = None
