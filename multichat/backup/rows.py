"""As linhas de uma tabela numa forma neutra, que o SQLite e o MariaDB leem e gravam igual.

Uma linha é uma lista JSON, na ordem das colunas. A impressão de uma tabela é a soma dos SHA-256 das suas linhas: não
depende da ordem, que entre bancos pode ser outra."""

import base64
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from core.models.belongings import BELONGINGS

Row = list[Any]
AT_ONCE = 100  # linhas na memória: as de eventos têm até WEBHOOK_MAX_BYTES cada
WRITE_BYTES = 2**20  # de quanto em quanto se grava
_SPECIAL = {"DateTimeField": "time", "DateField": "time", "BooleanField": "bool", "BinaryField": "bytes",
            "JSONField": "json"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    """Uma tabela como estava ao ser lida: restaurá-la não precisa dos modelos de agora."""

    name: str
    pk: str
    columns: list[str]
    kinds: list[str]  # time, bool, bytes, json; o resto é plain

    def as_json(self) -> dict[str, Any]:
        """Para o manifesto."""
        return asdict(self)


@dataclass(slots=True)
class Print:
    """A impressão de uma tabela: quantas linhas, e a soma dos hashes delas."""

    n: int = 0
    total: int = 0

    def add(self, line: bytes) -> None:
        """Mais uma linha."""
        self.n += 1
        self.total = (self.total + int.from_bytes(hashlib.sha256(line).digest(), "big")) % 2**256

    @property
    def sha256(self) -> str:
        """A soma, em hexadecimal."""
        return f"{self.total:064x}"


def tables() -> list[Table]:
    """As tabelas das pertenças, pais primeiro; o que o banco calcula sozinho não se lê."""
    found = []
    for one in BELONGINGS:
        meta = one.model._meta
        fields = [field for field in meta.concrete_fields if not getattr(field, "generated", False)]
        kinds = [_SPECIAL.get(field.get_internal_type(), "plain") for field in fields]
        found.append(Table(meta.db_table, str(meta.pk.column), [str(field.column) for field in fields], kinds))
    return found


@contextmanager
def snapshot() -> Iterator[BaseDatabaseWrapper]:
    """Uma conexão à parte que vê sempre o banco de um mesmo instante, sem travar quem escreve."""
    connection = connections.create_connection("default")
    try:
        with connection.cursor() as cursor:
            if connection.vendor == "mysql":
                cursor.execute("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                cursor.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY")
            else:
                cursor.execute("BEGIN DEFERRED")
                cursor.execute("SELECT COUNT(*) FROM sqlite_master")  # só a primeira leitura fixa o instante
        yield connection
    finally:
        connection.close()


def read(connection: BaseDatabaseWrapper, table: Table) -> Iterator[bytes]:
    """As linhas, uma a uma, em JSON."""
    quote = connection.ops.quote_name
    columns = ", ".join(map(quote, table.columns))
    convert = [_READ[kind] for kind in table.kinds]
    for row in stream(connection, f"SELECT {columns} FROM {quote(table.name)} ORDER BY {quote(table.pk)}"):  # noqa: S608
        plain = [None if value is None else to(value) for to, value in zip(convert, row, strict=True)]
        yield json.dumps(plain, separators=(",", ":")).encode()


def stream(connection: BaseDatabaseWrapper, sql: str) -> Iterator[tuple[Any, ...]]:
    """O resultado aos poucos; no MariaDB, por um cursor que o deixa no servidor."""
    connection.ensure_connection()
    raw: Any = connection.connection
    if connection.vendor == "mysql":
        from MySQLdb.cursors import SSCursor

        cursor = raw.cursor(SSCursor)
    else:
        cursor = raw.cursor()
    with closing(cursor):
        cursor.execute(sql)
        while rows := cursor.fetchmany(AT_ONCE):
            yield from rows


def print_of(connection: BaseDatabaseWrapper, table: Table) -> Print:
    """A impressão do que o banco tem."""
    made = Print()
    for line in read(connection, table):
        made.add(line)
    return made


def write(connection: BaseDatabaseWrapper, table: Table, lines: Iterable[bytes]) -> None:
    """Grava linhas lidas por `read`, aos poucos."""
    quote = connection.ops.quote_name
    columns, marks = ", ".join(map(quote, table.columns)), ", ".join(["%s"] * len(table.columns))
    sql = f"INSERT INTO {quote(table.name)} ({columns}) VALUES ({marks})"  # noqa: S608
    binary = [place for place, kind in enumerate(table.kinds) if kind == "bytes"]
    waiting: list[Row] = []
    size = 0
    with connection.cursor() as cursor:
        for line in lines:
            row = json.loads(line)
            for place in binary:
                row[place] = None if row[place] is None else base64.b64decode(row[place])
            waiting.append(row)
            size += len(line)
            if size >= WRITE_BYTES:
                cursor.executemany(sql, waiting)
                waiting, size = [], 0
        if waiting:
            cursor.executemany(sql, waiting)


def next_ids(connection: BaseDatabaseWrapper) -> dict[str, int]:
    """O próximo id de cada tabela: o de uma linha apagada não se dá outra vez."""
    with connection.cursor() as cursor:
        if connection.vendor == "mysql":
            cursor.execute(
                "SELECT TABLE_NAME, AUTO_INCREMENT FROM information_schema.TABLES"
                " WHERE TABLE_SCHEMA = DATABASE() AND AUTO_INCREMENT IS NOT NULL"
            )
            return {str(name): int(n) for name, n in cursor.fetchall()}
        cursor.execute("SELECT name, seq FROM sqlite_sequence")
        return {str(name): int(n) + 1 for name, n in cursor.fetchall()}


def continue_ids(connection: BaseDatabaseWrapper, wanted: dict[str, int]) -> None:
    """Os próximos ids começam onde estavam. No MariaDB confirma a transação aberta."""
    with connection.cursor() as cursor:
        for name, following in wanted.items():
            if connection.vendor == "mysql":
                cursor.execute(f"ALTER TABLE {connection.ops.quote_name(name)} AUTO_INCREMENT = %s", [following])
                continue
            cursor.execute("UPDATE sqlite_sequence SET seq = MAX(seq, %s) WHERE name = %s", [following - 1, name])
            if not cursor.rowcount:
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [name, following - 1])


def _json(value: Any) -> str:
    """Na grafia que os dois bancos devolvem igual; a ordem das chaves não quer dizer nada."""
    return json.dumps(json.loads(value) if isinstance(value, str | bytes) else value, sort_keys=True)


_READ: dict[str, Callable[[Any], Any]] = {
    "plain": lambda value: value,
    "time": str,
    "bool": int,
    "bytes": lambda value: base64.b64encode(value).decode("ascii"),
    "json": _json,
}
