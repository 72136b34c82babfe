"""O que difere entre o rascunho (o que os eventos querem dizer) e as linhas de verdade, por chave natural."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Min
from django.utils.translation import gettext as _

from core.apply.chats import unread_counts
from core.apply.waiting import waiting_since
from core.models import Chat, Contact, Mensagem, OutboxItem, WebhookEvent, WhatsappInstance
from core.models.belongings import Belonging, kept_by_hand
from webhook.rebuild.paging import CHATS, in_lists, in_pages
from webhook.rebuild.prints import Key, Prints, Row, print_of
from webhook.rebuild.scratch import ALIAS

# O que percorre as páginas e, no caminho, mantém a pausa da aplicação.
Keep = Callable[[Iterable[Any]], Iterator[Any]]


@dataclass(slots=True)
class Difference:
    """Chaves que faltam, que sobram e que diferem (com os campos), de uma tabela."""

    table: Belonging
    missing: list[Key] = field(default_factory=list)
    extra: dict[Key, int] = field(default_factory=dict)  # chave -> id da linha
    changed: dict[Key, tuple[int, list[str]]] = field(default_factory=dict)  # chave -> (id, campos)

    @property
    def size(self) -> int:
        """Quantas linhas diferem."""
        return len(self.missing) + len(self.extra) + len(self.changed)

    def __str__(self) -> str:
        counts = {"missing": len(self.missing), "extra": len(self.extra), "changed": len(self.changed)}
        words = _("%(name)s: faltam %(missing)d, sobram %(extra)d, diferem %(changed)d")
        return words % {"name": self.table.model.__name__, **counts}


def rows(table: Belonging, instance: int, using: str) -> Iterator[Row]:
    """(chave, id, valores) de cada linha da instância; linhas ainda sem id do WhatsApp ficam de fora."""
    size = len(table.key)
    for page in in_pages(_listed(table, instance, using)):
        for values in page.values_list(*table.key, "pk", *table.told):
            yield tuple(values[:size]), values[size], tuple(_plain(v) for v in values[size + 1 :])


def _listed(table: Belonging, instance: int, using: str) -> models.QuerySet[Any]:
    found = table.model._default_manager.using(using).filter(**{table.under: instance})
    return found.exclude(message_id=None) if "message_id" in table.key else found


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def compare(table: Belonging, instance: WhatsappInstance, keep: Keep) -> Difference:
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
    taken = prints.take([key for key, _pk, _values in some])
    unlike: dict[int, tuple[Key, tuple[Any, ...]]] = {}
    for key, _pk, values in some:
        found = taken.pop(print_of(key), None)
        if found is None:
            difference.missing.append(key)
        elif found[1] != print_of(values):
            unlike[found[0]] = (key, values)
    # A impressão diz «talvez»: o mesmo valor pode escrever-se de duas formas. Decide a comparação dos valores.
    live = _listed(table, instance.pk, "default").filter(pk__in=unlike).values_list("pk", *table.told)
    for pk, *mine in live if unlike else ():
        key, theirs = unlike[pk]
        pairs = zip(table.told, mine, theirs, strict=True)
        if fields := [name for name, a, b in pairs if _plain(a) != b]:
            difference.changed[key] = (pk, fields)


def oldest_event(instance: WhatsappInstance) -> Any:
    """Quando chegou o evento guardado mais antigo; None se não há nenhum."""
    return WebhookEvent.objects.filter(instance=instance).aggregate(first=Min("received_at"))["first"]


def explainable(table: Belonging, instance: WhatsappInstance, pks: list[int], oldest: datetime) -> models.QuerySet[Any]:
    """Destas linhas, as que um evento guardado teria de explicar: não são mais velhas que o mais antigo deles, e
    ninguém, pessoa ou nós, lhes pôs nada."""
    model = table.model
    found = model._default_manager.filter(pk__in=pks).exclude(kept_by_hand(model))
    if model is Mensagem:
        return found.filter(created_at__gte=oldest)
    if model is Chat:
        return found.filter(created_at__gte=oldest).exclude(mensagens__created_at__lt=oldest)
    if model is Contact:  # o de um envio nosso também não o explica evento nenhum
        ours = Chat.objects.filter(instance=instance).values("chat_id")
        return found.filter(created_at__gte=oldest, first_seen_at__isnull=False).exclude(address__in=ours)
    if table.under.startswith("mensagem__"):
        sent = OutboxItem.objects.values("pk")
        return found.filter(mensagem__created_at__gte=oldest).exclude(mensagem__in=sent)
    if not hasattr(model, "event"):
        return found.none()
    first = WebhookEvent.objects.filter(instance=instance).aggregate(first=Min("id"))["first"] or 0
    return found.filter(event__gte=first)


def wrong_unread(instance: WhatsappInstance, keep: Keep = iter) -> dict[int, int]:
    """Conversas cujo número de não lidas não é o que se conta: id -> o certo."""
    wrong: dict[int, int] = {}
    for page in keep(in_pages(Chat.objects.filter(instance=instance), CHATS)):
        chats = list(page)
        counts = unread_counts(chats)
        wrong.update({c.pk: counts.get(c.pk, 0) for c in chats if c.unread_count != counts.get(c.pk, 0)})
    return wrong


def wrong_waiting(instance: WhatsappInstance, keep: Keep = iter) -> int:
    """Quantas conversas dizem esperar desde outro momento que o das mensagens."""
    wrong = 0
    for page in keep(in_pages(Chat.objects.filter(instance=instance), CHATS)):
        chats = list(page)
        right = waiting_since(chats)
        wrong += sum((c.waiting_since, c.awaits_reply) != (right.get(c.pk), c.pk in right) for c in chats)
    return wrong
