"""A impressão de cada linha de uma tabela, num banco temporário em disco: comparar milhões de linhas sem tê-las na
memória."""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Any, Self

Key = tuple[Any, ...]
Row = tuple[Key, int, tuple[Any, ...]]  # chave, id, valores

_CACHE_KB = 32_768  # impressões na memória; o resto fica em disco
_AT_ONCE = 500  # parâmetros de um comando no SQLite


def print_of(values: tuple[Any, ...]) -> bytes:
    """A impressão de uma chave ou dos valores de uma linha."""
    return hashlib.blake2b(repr(values).encode("utf-8", "surrogatepass"), digest_size=16).digest()


class Prints:
    """Impressões por chave; cada uma se toma uma vez, e no fim ficam as que ninguém tomou."""

    def __enter__(self) -> Self:
        """Um banco sem nome é um arquivo temporário que o SQLite apaga ao fechar."""
        self._connection = sqlite3.connect("", isolation_level=None)
        self._connection.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
        self._connection.execute("PRAGMA journal_mode = OFF")
        self._connection.execute("CREATE TABLE seen (key BLOB PRIMARY KEY, pk INTEGER, look BLOB) WITHOUT ROWID")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._connection.close()

    def add(self, rows: Iterable[Row]) -> None:
        """Guarda uma página de linhas."""
        prints = [(print_of(key), pk, print_of(values)) for key, pk, values in rows]
        self._connection.executemany("INSERT OR REPLACE INTO seen VALUES (?, ?, ?)", prints)

    def take(self, keys: Iterable[Key]) -> dict[bytes, tuple[int, bytes]]:
        """Impressão da chave -> (id, impressão dos valores), das que há; deixam de estar aqui."""
        wanted = [print_of(key) for key in keys]
        marks = ", ".join("?" * len(wanted))
        query = f"SELECT key, pk, look FROM seen WHERE key IN ({marks})"  # noqa: S608
        found = self._connection.execute(query, wanted).fetchall()
        self._connection.execute(f"DELETE FROM seen WHERE key IN ({marks})", wanted)  # noqa: S608
        return {key: (pk, look) for key, pk, look in found}

    def left(self) -> Iterator[list[int]]:
        """Os ids que ninguém tomou, em páginas."""
        cursor = self._connection.execute("SELECT pk FROM seen ORDER BY pk")
        while some := cursor.fetchmany(_AT_ONCE):
            yield [pk for (pk,) in some]
