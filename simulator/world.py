"""O mundo em memória: instâncias, contatos, grupos, o que foi dito. Quem mexe nele segura `World.lock`."""

import random
import secrets
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any, Literal

from simulator import people

# fresh: precisa reiniciar antes do primeiro QR · starting: subindo · waiting: mostra QR · connected
# dropped: pareada, mas o celular sumiu (reiniciar a traz de volta)
State = Literal["fresh", "starting", "waiting", "connected", "dropped"]
STATES: tuple[State, ...] = ("fresh", "starting", "waiting", "connected", "dropped")
WEBHOOK_KINDS = ("received", "delivery", "connected", "disconnected", "message-status", "chat-presence")


@dataclass(slots=True)
class Contact:
    """Uma pessoa com WhatsApp. `phone` está na grafia do WhatsApp."""

    phone: str
    name: str
    lid: str
    exists: bool = True


@dataclass(slots=True)
class Group:
    """Um grupo e seus membros (telefones; o nosso está entre eles, no fim)."""

    group_id: str
    subject: str
    members: list[str]
    created: int
    owner: str = ""
    admins: set[str] = field(default_factory=set)
    description: str = ""
    announce: bool = False
    restrict: bool = False
    invite_code: str = field(default_factory=lambda: secrets.token_urlsafe(16))


@dataclass(slots=True)
class Said:
    """Uma mensagem que o mundo lembra, para ser respondida, editada, apagada."""

    message_id: str
    from_me: bool
    participant: str
    text: str
    content: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Sent:
    """Um envio aceito pela API. `vanished`: aceito e perdido, como a W-APi faz com número que não existe."""

    at: float
    call: str
    phone: str
    text: str
    message_id: str
    inserted_id: str
    body: dict[str, Any]
    content: dict[str, Any]
    vanished: bool = False
    delivered: bool = False


@dataclass(slots=True)
class Instance:
    """Um número de WhatsApp na W-APi."""

    instance_id: str
    token: str
    name: str
    phone: str
    lid: str
    state: State = "fresh"
    ready_at: float = 0.0
    qr_text: str = ""
    qr_expires_at: float = 0.0
    pairing_code: str = ""
    # Sessão meio morta: diz-se conectada, aceita envios e os segura na fila até reiniciar.
    half_dead: bool = False
    # Pareamento incompleto: conectada sem dizer o número, até reiniciar.
    numberless: bool = False
    autoplay: bool = False
    webhooks: dict[str, str] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)
    contacts: dict[str, Contact] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    blocked: set[str] = field(default_factory=set)
    presences: list[tuple[str, str]] = field(default_factory=list)
    said: dict[str, deque[Said]] = field(default_factory=dict)
    last_message_at: dict[str, int] = field(default_factory=dict)
    sent: deque[Sent] = field(default_factory=lambda: deque(maxlen=100_000))
    queue: dict[str, Sent] = field(default_factory=dict)
    n_received: int = 0
    profile: dict[str, str] = field(default_factory=dict)  # name, picture, description
    plan: str = "PRO"
    payment_status: str = "active"
    expires: int | None = None  # ms; None: trinta dias depois de criada
    created: int = field(default_factory=lambda: int(time.time() * 1000))

    def remember(self, chat_id: str, said: Said) -> None:
        """Guarda o que foi dito, para que respostas e edições tenham alvo."""
        self.said.setdefault(chat_id, deque(maxlen=200)).append(said)
        self.last_message_at[chat_id] = int(time.time())

    def last_said(self, chat_id: str, *, from_me: bool | None = None) -> Said | None:
        """A última mensagem da conversa, de um lado ou de qualquer um."""
        return next((one for one in reversed(self.said.get(chat_id, ())) if from_me in (None, one.from_me)), None)


class World:
    """Todas as instâncias."""

    def __init__(self, seed: int | None = None) -> None:
        self.lock = threading.RLock()
        self.rng = random.Random(seed)  # noqa: S311
        self.instances: dict[str, Instance] = {}

    def add_instance(
        self,
        instance_id: str | None = None,
        token: str | None = None,
        *,
        name: str = "Atendimento",
        phone: str | None = None,
        state: State = "fresh",
        lite: bool = False,
        n_contacts: int = 8,
    ) -> Instance:
        """Cria (ou recria) uma instância, com contatos e um grupo."""
        with self.lock:
            instance = Instance(
                instance_id or new_instance_id(lite=lite),
                token or secrets.token_urlsafe(24),
                name,
                phone or people.phone(self.rng),
                people.lid(self.rng),
                state,
            )
            if instance.instance_id.startswith("LITE-"):
                instance.plan = "LITE"
            for _ in range(n_contacts):
                self.add_contact(instance)
            if n_contacts:
                self.add_group(instance)
            self.instances[instance.instance_id] = instance
            return instance

    def add_contact(
        self,
        instance: Instance,
        phone: str | None = None,
        name: str | None = None,
        lid: str | None = None,
        *,
        exists: bool = True,
    ) -> Contact:
        """Cadastra uma pessoa; o número dado é a grafia do WhatsApp."""
        with self.lock:
            number = people.digits(phone) if phone else people.phone(self.rng)
            contact = Contact(number, name or people.name(self.rng), lid or people.lid(self.rng), exists)
            instance.contacts[number] = contact
            return contact

    def add_group(
        self, instance: Instance, group_id: str | None = None, subject: str | None = None, members: int = 4
    ) -> Group:
        """Cadastra um grupo com os primeiros contatos."""
        with self.lock:
            inside = list(instance.contacts)[:members]
            group = Group(
                group_id or people.group_id(self.rng),
                subject or self.rng.choice(people.GROUP_NAMES),
                [*inside, instance.phone],
                int(time.time()) - self.rng.randint(10**6, 10**8),
                owner=(inside or [instance.phone])[0],
                admins={*inside[:1], instance.phone},
            )
            instance.groups[group.group_id] = group
            return group

    def find_contact(self, instance: Instance, address: str) -> Contact | None:
        """A pessoa por telefone (só na grafia certa) ou LID. Número desconhecido e possível passa a existir."""
        with self.lock:
            if address.endswith("@lid"):
                return next((one for one in instance.contacts.values() if one.lid == address), None)
            number = people.digits(address)
            if number in instance.contacts:
                contact = instance.contacts[number]
                return contact if contact.exists else None
            if not people.may_exist(number) or people.whatsapp_spelling(number) != number:
                return None
            return self.add_contact(instance, number)

    def resolve(self, instance: Instance, address: str) -> Contact | None:
        """Como `find_contact`, mas perdoa o nono dígito: é o que `phone-exists` faz."""
        number = people.digits(address)
        for spelling in dict.fromkeys((number, people.whatsapp_spelling(number), *_other_ninth(number))):
            if spelling in instance.contacts:
                return self.find_contact(instance, spelling)
        return self.find_contact(instance, people.whatsapp_spelling(number))


def _other_ninth(number: str) -> tuple[str, ...]:
    """O mesmo celular com e sem o nono dígito."""
    if len(number) == 13 and number.startswith("55") and number[4] == "9":
        return (number[:4] + number[5:],)
    if len(number) == 12 and number.startswith("55"):
        return (number[:4] + "9" + number[4:],)
    return ()


def new_instance_id(*, lite: bool) -> str:
    """Id como os da W-APi."""
    parts = [secrets.token_hex(3).upper() for _ in range(2 if lite else 3)]
    return "-".join(["LITE", *parts] if lite else parts)


def api_message_id() -> str:
    """Id de mensagem mandada pela API."""
    return "3EB0" + secrets.token_hex(8).upper()


def phone_message_id(rng: random.Random) -> str:
    """Id de mensagem mandada por um celular: Android (32 hex) ou iPhone (3A…)."""
    return secrets.token_hex(16).upper() if rng.random() < 0.6 else "3A" + secrets.token_hex(9).upper()


def inserted_id() -> str:
    """Id da linha na fila da W-APi."""
    return secrets.token_hex(12)
