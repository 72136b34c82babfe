"""O que certas mensagens trazem além do texto: opções oferecidas, e os campos próprios de cada tipo. Python puro.

Na linha da mensagem moram em `details` (`choices`, `content`) como estes campos, em JSON (core/apply/details.py).
Quantias são decimais em texto, com ponto («45.90»)."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Button:
    """Um botão: `reply`, `url`, `call`, `copy`, ou `other`. `value` é o id, o endereço, o número ou o que se copia."""

    type: str
    text: str | None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """Um item de lista."""

    id: str | None
    title: str | None
    description: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Uma seção de lista."""

    title: str | None
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """Um cartão de carrossel."""

    text: str | None
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True)
class Choices:
    """O que uma lista, botões ou um modelo oferecem."""

    title: str | None = None
    button_text: str | None = None
    footer: str | None = None
    sections: tuple[Section, ...] = ()
    buttons: tuple[Button, ...] = ()
    cards: tuple[Card, ...] = ()


@dataclass(frozen=True, slots=True)
class Order:
    """Um carrinho do catálogo."""

    id: str | None = None
    title: str | None = None
    item_count: int | None = None
    items: tuple["Item", ...] = ()
    amount: str | None = None
    currency: str | None = None
    status: str | None = None
    seller: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """Uma linha de pedido ou cobrança."""

    name: str | None
    quantity: int | None = None
    amount: str | None = None


@dataclass(frozen=True, slots=True)
class Product:
    """Um produto (ou o catálogo) de que se fala."""

    id: str | None = None
    title: str | None = None
    description: str | None = None
    amount: str | None = None
    currency: str | None = None
    url: str | None = None
    seller: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Um evento marcado: quando, onde."""

    name: str | None = None
    description: str | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    join_link: str | None = None
    is_canceled: bool = False


@dataclass(frozen=True, slots=True)
class GroupInvite:
    """Convite para um grupo."""

    group: str | None = None
    name: str | None = None
    code: str | None = None
    url: str | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CallLog:
    """Uma ligação, pelo que o WhatsApp deixa na conversa. `outcome` é `connected`, `missed`, `rejected`…"""

    is_video: bool = False
    outcome: str | None = None
    seconds: int | None = None
    title: str | None = None
    starts_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Payment:
    """Um pagamento: `action` é `request`, `sent`, `declined`, `cancelled`, `invite`, `invoice`, `reminder`, `pix`,
    `charge` ou `status`. `code` é o Pix copia e cola ou a linha digitável."""

    action: str
    amount: str | None = None
    currency: str | None = None
    reference: str | None = None
    merchant_name: str | None = None
    pix_key: str | None = None
    pix_type: str | None = None
    code: str | None = None
    url: str | None = None
    status: str | None = None
    items: tuple[Item, ...] = ()
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Um campo de formulário respondido."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Form:
    """Um formulário enviado."""

    name: str | None
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class OnlyOnPhone:
    """Só o celular a mostra: `reason` é `view_once`, `masked` (códigos de banco) ou `undecrypted`."""

    reason: str


Typed = Order | Product | Event | GroupInvite | CallLog | Payment | Form | OnlyOnPhone
