"""A quem pertence cada tabela, dito uma vez: uma linha por modelo, na ordem em que se podem gravar (pais primeiro).

Leem daqui a união e a separação de conversas, mensagens e contatos (`core/apply/merging.py`,
`core/contacts/merging.py`), a reconstrução (`webhook/rebuild/`), a remoção de instâncias e clientes
(`core/instances/removal.py`) e a posse dos arquivos (`core/media/ownership.py`). Quem acrescenta um modelo acrescenta
uma linha; `tests/ground/test_belongings.py` diz a que falta. Uma chave estrangeira comum a instância, cliente ou
pessoa já diz no modelo (`on_delete`) o que lhe acontece, e não se repete."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Literal

from django.apps import apps
from django.db import models

from core.models.media import DESCRIBED
from core.models.mensagem import CONTENT_FIELDS
from core.models.merge_rules import Derived, Goes, Move, Newest, On, Rule, Stays, Unite, Written


class Says(Enum):
    """Quem diz as linhas de uma tabela."""

    EVENTS = "events"  # derivam-se: reconstroem-se e comparam-se
    PEOPLE = "people"  # ninguém as refaz: a reconstrução as guarda
    US = "us"  # o que fizemos
    MACHINE = "machine"  # envelhecem, ou se refazem sozinhas


@dataclass(frozen=True, slots=True)
class Pieces:
    """De quantas em quantas se apagam, e o caminho até a instância por que há índice."""

    at_once: int
    by: str


@dataclass(frozen=True, slots=True)
class Belonging:
    """Uma linha da tabela. `under`: o caminho até a instância, ou até o cliente de quem não é de nenhuma ('': de
    ninguém; 'pk': o próprio cliente)."""

    label: str
    says: Says
    under: str
    hangs: Mapping[str, Rule | On] = field(default_factory=dict)  # coluna -> o que se faz dela
    key: tuple[str, ...] = ()  # a chave natural, por que a reconstrução acha a mesma linha
    told: tuple[str, ...] = ()  # o que os eventos dizem, e se compara
    own: tuple[str, ...] = ()  # numa linha de eventos, o que é de pessoas ou nosso: com algum, ela fica
    seed: Literal["sends", "taught"] | None = None  # o que a reconstrução copia: com os envios; o que não tem evento
    file: str = ""  # a coluna que aponta para um arquivo guardado
    pieces: Pieces | None = None  # são muitas: apagam-se aos pedaços

    @property
    def model(self) -> type[models.Model]:
        """O modelo."""
        return apps.get_model(self.label)

    @property
    def tenant(self) -> str:
        """O caminho até o cliente; '' se não é de nenhum."""
        return f"{self.under}__cliente" if self.is_of_instance else self.under

    @property
    def is_of_instance(self) -> bool:
        """Se é de uma instância."""
        return self.under.rpartition("__")[2] == "instance"


@dataclass(frozen=True, slots=True)
class Hang:
    """Uma coluna por que as linhas de um modelo acompanham as de outro."""

    belonging: Belonging
    column: str
    on: str
    rule: Rule

    @property
    def model(self) -> Any:
        """O modelo das linhas."""
        return self.belonging.model

    @property
    def owner(self) -> type[models.Model]:
        """O modelo do que elas acompanham."""
        return apps.get_model(self.on)


EVENTS, PEOPLE, US, MACHINE = Says
AGED = Stays("a retenção pode já ter levado o que nomeia")
AN_EVENT = On("core.WebhookEvent", AGED)
_MESSAGE = ("chat__chat_id", "direction", "participant", "message_id")
_OF_MESSAGE = tuple(f"mensagem__{name}" for name in _MESSAGE)
_CHAT_TOLD = (
    "kind", "push_name", "push_name_moment", "picture_url", "picture_moment", "last_message_at", "last_message_key",
    "phone_read_at", "presence", "presence_moment",
)  # fmt: skip
_MESSAGE_TOLD = (
    *CONTENT_FIELDS, "text", "status", "error", "error_code", "delivered_at", "read_at", "edited_at", "revoked_at",
)  # fmt: skip

BELONGINGS: tuple[Belonging, ...] = (
    Belonging("core.Cliente", PEOPLE, "pk"),
    Belonging("authentication.User", PEOPLE, "cliente"),
    Belonging("authentication.RefreshFamily", MACHINE, "user__cliente"),
    Belonging("authentication.RefreshUse", MACHINE, "family__user__cliente"),
    Belonging("authentication.LoginFailure", MACHINE, ""),
    Belonging("authentication.LoginGate", MACHINE, ""),
    Belonging("core.WhatsappInstance", PEOPLE, "cliente"),
    Belonging("core.RetiredSecret", US, "instance"),
    Belonging("core.InstanceLease", MACHINE, "instance"),
    Belonging("core.InstanceHealth", MACHINE, "instance"),
    Belonging("core.InstanceTransition", US, "instance", {"event": AN_EVENT}),
    Belonging("core.ConnectSession", MACHINE, "instance"),
    Belonging("core.WebhookSetting", MACHINE, "instance"),
    Belonging("core.GatewaySettings", PEOPLE, "instance"),
    Belonging("core.PhoneBook", MACHINE, "instance"),
    Belonging("core.Reconciliation", MACHINE, "instance"),
    Belonging(
        "core.WebhookEvent", MACHINE, "instance", {"cliente": Goes(), "instance": Goes()},
        pieces=Pieces(5_000, "instance"),
    ),
    Belonging(
        "core.AddressLink", EVENTS, "instance",
        {"event": AN_EVENT, "author": On("authentication.User", Stays("pessoas saem, o que uniram fica"))},
        key=("lid",), told=("phone",), seed="taught",
    ),
    Belonging("core.PhoneAlias", US, "instance"),
    Belonging(
        "core.Chat", EVENTS, "instance",
        {
            "last_message": Derived("core.apply.chats.recompute"),
            "read_up_to_id": On("core.Mensagem", Derived("core.apply.merging.merge_chats")),
        },
        key=("chat_id",), told=_CHAT_TOLD, own=("custom_name", "verified_at"),
    ),
    Belonging(
        "core.Mensagem", EVENTS, "instance",
        {
            "chat": Written("core.apply.merging.merge_chats"),  # gêmeas se unem
            "author": Stays("pessoas saem, o que escreveram fica"),
            "event": AN_EVENT,
        },
        key=_MESSAGE, told=_MESSAGE_TOLD, pieces=Pieces(2_000, "chat__instance"),
    ),
    Belonging("core.MessageUpdate", EVENTS, "instance", {"event": AN_EVENT}, key=("digest",), seed="taught"),
    Belonging(
        "core.Reaction", EVENTS, "mensagem__instance", {"mensagem": Derived("core.apply.message_updates.derive")},
        key=(*_OF_MESSAGE, "sender_id"), told=("emoji", "moment", "our_number"),
    ),
    Belonging(
        "core.PollResult", EVENTS, "mensagem__instance", {"mensagem": Derived("core.apply.polls.derive_polls")},
        key=_OF_MESSAGE, told=("votes", "is_readable"),
    ),
    Belonging(
        "core.MessageMedia", EVENTS, "mensagem__instance", {"mensagem": Written("core.apply.media.merge_media")},
        key=_OF_MESSAGE, told=tuple(DESCRIBED), seed="sends", file="storage_name",
    ),
    Belonging("core.OutgoingLink", MACHINE, "media__mensagem__instance", {"media": Move()}),
    Belonging(
        "core.OutboxItem", US, "instance", {"mensagem": Unite(absorb=True), "chat": Move(follows="mensagem")},
        seed="sends",
    ),
    Belonging("core.SendAttempt", US, "instance", {"mensagem": Unite(("number",))}, seed="sends"),
    Belonging(
        "core.ChatDraft", PEOPLE, "chat__instance",
        {
            "chat": Unite(("user",), absorb=True, follows="reply_to"),  # vence o mais novo, e traz o texto do outro
            "reply_to": On("core.Mensagem", Move(within="chat")),
        },
    ),
    Belonging("core.UnresolvedLid", EVENTS, "instance", {"chat": Unite(("lid",))}, key=("lid", "chat__chat_id")),
    Belonging(
        "core.Contact", EVENTS, "instance", {"merged_into": Move()},
        key=("address",), told=("push_name", "verified_name"),
        own=("saved_name", "book_name", "notes", "merged_into", "blocked"),
    ),
    Belonging(
        "core.Picture", MACHINE, "instance",
        {"address": On("core.Contact", Written("core.apply.contact_joining.join_contacts"))}, file="storage_name",
    ),
    Belonging("core.Group", MACHINE, "instance", {"chat": Newest("refreshed_at")}),
    Belonging("core.GroupMember", MACHINE, "group__instance", {"group": Unite(("address",))}),
    Belonging("core.Alert", US, "cliente"),
    Belonging("core.AlertRule", PEOPLE, "cliente"),
    Belonging("core.AlertChannel", PEOPLE, "cliente"),
    Belonging("core.AlertNotice", US, "alert__cliente"),
    Belonging("core.ReplayJob", US, "cliente", {"cursor": AN_EVENT, "last_id": AN_EVENT}),
    Belonging("core.Stat", US, "instance", {
        "instance": On("core.WhatsappInstance", Stays("o livro-caixa soma também as que se apagaram")),
    }),
    Belonging("core.Change", MACHINE, "cliente", {
        "cliente": On("core.Cliente", AGED), "instance": On("core.WhatsappInstance", AGED),
        "chat": On("core.Chat", AGED), "object_id": On("", AGED), "user": On("authentication.User", AGED),
    }),
    Belonging("core.LooseFile", MACHINE, ""),
    Belonging("core.Heartbeat", MACHINE, ""),
    Belonging("core.BackupRun", MACHINE, ""),
)  # fmt: skip


def of(model: type[models.Model]) -> Belonging:
    """A linha deste modelo. Levanta KeyError se ninguém o declarou."""
    for one in BELONGINGS:
        if one.label == model._meta.label:
            return one
    raise KeyError(model._meta.label)


def hanging_on(model: type[models.Model]) -> Iterator[Hang]:
    """O que acompanha as linhas deste modelo, com a regra de cada coluna."""
    for one in BELONGINGS:
        for hang in hangs_of(one):
            if hang.on == model._meta.label:
                yield hang


def hangs_of(one: Belonging) -> Iterator[Hang]:
    """As colunas declaradas de uma linha."""
    for column, rule in one.hangs.items():
        if isinstance(rule, On):
            yield Hang(one, column, rule.label, rule.rule)
        else:
            field: Any = one.model._meta.get_field(column)
            yield Hang(one, column, field.related_model._meta.label, rule)


def derived() -> list[Belonging]:
    """O que os eventos dizem."""
    return [one for one in BELONGINGS if one.says is EVENTS]


def file_holders() -> list[Belonging]:
    """O que aponta para arquivos guardados."""
    return [one for one in BELONGINGS if one.file]


def files_under(model: type[models.Model], pks: Iterable[int]) -> list[str | None]:
    """Os arquivos que estas linhas, prestes a apagar-se, e as que delas pendem apontam. Trava quem os aponta: ninguém
    põe outro entre a leitura e o DELETE."""
    names: list[str | None] = []
    for holder in file_holders():
        path = {holder.label: "pk", "core.WhatsappInstance": holder.under}.get(model._meta.label)
        if path is None:
            links = holder.model._meta.concrete_fields
            path = next((field.name for field in links if field.related_model is model), None)
        if path is not None:
            rows = holder.model._default_manager.filter(**{f"{path}__in": pks}).order_by("pk")
            names += rows.select_for_update().values_list(holder.file, flat=True)
    return names


def kept_by_hand(model: type[models.Model]) -> models.Q:
    """As linhas em que uma pessoa, ou nós, pusemos algo: nenhum evento as traria de volta."""
    one = of(model)
    kept = models.Q(pk__in=[])
    for name in one.own:
        is_flag = isinstance(model._meta.get_field(name), models.BooleanField)
        kept |= models.Q(**{name: True} if is_flag else {f"{name}__isnull": False})
    for hang in hanging_on(model):
        if hang.belonging.says in {PEOPLE, US}:
            held = hang.model._default_manager.filter(**{f"{hang.column}__isnull": False})
            kept |= models.Q(pk__in=held.values(hang.column))
    return kept
