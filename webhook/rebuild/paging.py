"""Uma tabela grande aos pedaços. Só os ids ficam na memória (8 bytes cada): o cliente do MySQL traz para cá o resultado
inteiro de uma consulta, por mais que se o leia aos poucos."""

from array import array
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)
T = TypeVar("T")
PAGE = 500  # parâmetros de um comando no SQLite
CHATS = 200  # as não lidas se contam com uma condição por conversa, e o SQLite não encadeia mil


def in_pages(found: models.QuerySet[M], at_most: int = 500) -> Iterator[models.QuerySet[M]]:
    """A mesma consulta, de poucas em poucas linhas, pela chave."""
    size = min(PAGE, at_most)
    ids = array("q", found.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=10_000))
    for start in range(0, len(ids), size):
        yield found.filter(pk__in=ids[start : start + size].tolist())


def in_lists(items: Iterable[T]) -> Iterator[list[T]]:
    """Listas de até `PAGE`."""
    iterator = iter(items)
    while some := list(islice(iterator, PAGE)):
        yield some
