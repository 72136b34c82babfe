"""O que difere entre o rascunho (o que os eventos querem dizer) e as linhas de verdade, por chave natural."""

from collections.abc import Callable, Iterable, Iterator
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
from webhook.rebuild.paging import CHATS, in_lists, in_pages
from webhook.rebuild.prints import Key, Prints, Row, print_of
from webhook.rebuild.scratch import ALIAS

# O que percorre as páginas e, no caminho, mantém a pausa da aplicação.
Keep = Callable[[Iterable[Any]], Iterator[Any]]
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


def rows(table: Table, instance: int, using: str) -> Iterator[Row]:
    """(chave, id, valores) de cada linha da instância; linhas ainda sem id do WhatsApp ficam de fora."""
    size = len(table.key)
    for page in in_pages(_listed(table, instance, using)):
        for values in page.values_list(*table.key, "pk", *table.fields):
            yield tuple(values[:size]), values[size], tuple(_plain(v) for v in values[size + 1 :])


def _listed(table: Table, instance: int, using: str) -> models.QuerySet[Any]:
    found = table.model._default_manager.using(using).filter(**{table.path: instance})
    return found.exclude(message_id=None) if "message_id" in table.key else found


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def compare(table: Table, instance: WhatsappInstance, keep: Keep) -> Difference:
    """Compara uma tabela; a de verdade é `default`. Na memória fica uma página de cada lado e o que difere: das linhas
    de verdade guarda-se a impressão, num banco em disco que some no fim. Cada página passa por `keep`."""
    difference = Difference(table)
    with Prints() as prints:
        for some in keep(in_lists(rows(table, instance.pk, "default"))):
            prints.add(some)
        for some in keep(in_lists(rows(table, instance.pk, ALIAS))):
            _compare_page(difference, instance, prints, some)
        for pks in keep(prints.left()):
            keys = _listed(table, instance.pk, "default").filter(pk__in=pks).values_list(*table.key, "pk")
            difference.extra.update({tuple(values[:-1]): values[-1] for values in keys})
    return difference


def _compare_page(difference: Difference, instance: WhatsappInstance, prints: Prints, some: list[Row]) -> None:
    table = difference.table
    taken = prints.take([key for key, _, _ in some])
    unlike: dict[int, tuple[Key, tuple[Any, ...]]] = {}
    for key, _, values in some:
        found = taken.pop(print_of(key), None)
        if found is None:
            difference.missing.append(key)
        elif found[1] != print_of(values):
            unlike[found[0]] = (key, values)
    # A impressão diz «talvez»: o mesmo valor pode escrever-se de duas formas. Decide a comparação dos valores.
    live = _listed(table, instance.pk, "default").filter(pk__in=unlike).values_list("pk", *table.fields)
    for pk, *mine in live if unlike else ():
        key, theirs = unlike[pk]
        pairs = zip(table.fields, mine, theirs, strict=True)
        if fields := [name for name, a, b in pairs if _plain(a) != b]:
            difference.changed[key] = (pk, fields)


def of_events(instance: WhatsappInstance) -> Q:
    """Contatos que só eventos explicam: o que uma pessoa ou a agenda pôs, salvou ou uniu fica, e o de um
    envio nosso também."""
    bare = Q(first_seen_at__isnull=False, saved_name=None, book_name=None, notes=None, merged_into=None, blocked=False)
    ours = Chat.objects.filter(instance=instance).values("chat_id")
    return bare & ~Q(address__in=ours)


def wrong_unread(instance: WhatsappInstance, keep: Keep = iter) -> dict[int, int]:
    """Conversas cujo número de não lidas não é o que se conta: id -> o certo."""
    wrong: dict[int, int] = {}
    for page in keep(in_pages(Chat.objects.filter(instance=instance), CHATS)):
        chats = list(page)
        counts = unread_counts(chats)
        wrong.update({c.pk: counts.get(c.pk, 0) for c in chats if c.unread_count != counts.get(c.pk, 0)})
    return wrong
