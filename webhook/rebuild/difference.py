"""O que difere entre o rascunho (o que os eventos querem dizer) e as linhas de verdade, por chave natural."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import Q

from core.apply.addresses import CONTENT_FIELDS
from core.apply.chats import unread_counts
from core.apply.contacts import COMPARED
from core.apply.media import DESCRIBED
from core.models import (
    AddressLink,
    Chat,
    Contact,
    Mensagem,
    MessageMedia,
    MessageUpdate,
    Reaction,
    UnresolvedLid,
    WhatsappInstance,
)
from webhook.rebuild.scratch import ALIAS

Key = tuple[Any, ...]

CHAT_FIELDS = [
    "kind",
    "push_name",
    "push_name_moment",
    "picture_url",
    "picture_moment",
    "last_message_at",
    "last_message_key",
    "phone_read_at",
    "presence",
    "presence_moment",
]
MESSAGE_FIELDS = [
    *CONTENT_FIELDS,
    "text",
    "status",
    "error",
    "error_code",
    "delivered_at",
    "read_at",
    "edited_at",
    "revoked_at",
]


@dataclass(frozen=True, slots=True)
class Table:
    """Um modelo derivado: como se acha a mesma linha dos dois lados e o que se compara nela."""

    model: type[models.Model]
    key: tuple[str, ...]
    fields: tuple[str, ...]
    path: str = "instance"


TABLES = (
    Table(AddressLink, ("lid",), ("phone",)),
    Table(Chat, ("chat_id",), tuple(CHAT_FIELDS)),
    Table(Mensagem, ("chat__chat_id", "direction", "participant", "message_id"), tuple(MESSAGE_FIELDS)),
    Table(MessageUpdate, ("digest",), ()),
    Table(
        Reaction,
        (
            "mensagem__chat__chat_id",
            "mensagem__direction",
            "mensagem__participant",
            "mensagem__message_id",
            "sender_id",
        ),
        ("emoji", "moment"),
        "mensagem__instance",
    ),
    Table(
        MessageMedia,
        ("mensagem__chat__chat_id", "mensagem__direction", "mensagem__participant", "mensagem__message_id"),
        tuple(DESCRIBED),
        "mensagem__instance",
    ),
    Table(UnresolvedLid, ("lid", "chat__chat_id"), ()),
    Table(Contact, ("address",), COMPARED),
)


@dataclass(slots=True)
class Difference:
    """Chaves que faltam, que sobram e que diferem (com os campos), de uma tabela."""

    table: Table
    missing: list[Key] = field(default_factory=list)
    extra: dict[Key, int] = field(default_factory=dict)  # chave -> id da linha
    changed: dict[Key, tuple[int, list[str]]] = field(default_factory=dict)  # chave -> (id, campos)

    @property
    def size(self) -> int:
        """Quantas linhas diferem."""
        return len(self.missing) + len(self.extra) + len(self.changed)

    def __str__(self) -> str:
        name = self.table.model.__name__
        return f"{name}: faltam {len(self.missing)}, sobram {len(self.extra)}, diferem {len(self.changed)}"


def rows(table: Table, instance: int, using: str) -> Iterator[tuple[Key, int, tuple[Any, ...]]]:
    """(chave, id, valores) de cada linha da instância; linhas ainda sem id do WhatsApp ficam de fora."""
    found = table.model._default_manager.using(using).filter(**{table.path: instance})
    if "message_id" in table.key:
        found = found.exclude(message_id=None)
    size = len(table.key)
    for values in found.values_list(*table.key, "pk", *table.fields).iterator(chunk_size=2000):
        yield tuple(values[:size]), values[size], tuple(_plain(v) for v in values[size + 1 :])


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def compare(table: Table, instance: WhatsappInstance) -> Difference:
    """Compara uma tabela; a de verdade é `default`."""
    difference = Difference(table)
    live = {key: (pk, values) for key, pk, values in rows(table, instance.pk, "default")}
    for key, _, values in rows(table, instance.pk, ALIAS):
        found = live.pop(key, None)
        if found is None:
            difference.missing.append(key)
        elif found[1] != values:
            fields = [name for name, a, b in zip(table.fields, found[1], values, strict=True) if a != b]
            difference.changed[key] = (found[0], fields)
    difference.extra = {key: pk for key, (pk, _) in live.items()}
    return difference


def of_events(instance: WhatsappInstance) -> Q:
    """Contatos que só eventos explicam: o que uma pessoa ou a agenda pôs, salvou ou uniu fica, e o de um
    envio nosso também."""
    bare = Q(first_seen_at__isnull=False, saved_name=None, book_name=None, notes=None, merged_into=None, blocked=False)
    ours = Chat.objects.filter(instance=instance).values("chat_id")
    return bare & ~Q(address__in=ours)


def wrong_unread(instance: WhatsappInstance) -> dict[int, int]:
    """Conversas cujo número de não lidas não é o que se conta: id -> o certo."""
    wrong: dict[int, int] = {}
    for chats in _chunks(Chat.objects.filter(instance=instance).order_by("pk").iterator(chunk_size=500), 200):
        counts = unread_counts(chats)
        wrong.update({c.pk: counts.get(c.pk, 0) for c in chats if c.unread_count != counts.get(c.pk, 0)})
    return wrong


def _chunks(items: Iterable[Chat], size: int) -> Iterator[list[Chat]]:
    chunk: list[Chat] = []
    for item in items:
        chunk.append(item)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
