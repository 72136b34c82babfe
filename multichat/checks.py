"""Conferências que impedem a partida: um servidor que não cumpre a promessa, configuração insegura ou contraditória."""

import sqlite3
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError, connections

from core.media import stored_file

MARIADB_MIN, MYSQL_MIN, SQLITE_MIN = (10, 6), (8, 0, 1), (3, 35)


@register(Tags.database)
def check_database(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """O banco sabe guardar o que se promete? (só onde o Django pede para olhar o banco)"""
    if "default" not in (databases or []):
        return []
    try:
        return _check_mysql() if connections["default"].vendor == "mysql" else _check_sqlite()
    except DatabaseError as error:
        return [Error(f"O banco não atende: {error.args[-1] if error.args else error}", id="multichat.E001")]


def _check_sqlite() -> list[CheckMessage]:
    if sqlite3.sqlite_version_info < SQLITE_MIN:
        return [
            Error(
                f"SQLite {sqlite3.sqlite_version} é antigo demais: preciso de 3.35 ou mais novo.", id="multichat.E002"
            )
        ]
    with connections["default"].cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        mode = str(cursor.fetchone()[0]).lower()
        cursor.execute("PRAGMA synchronous")
        synchronous = int(cursor.fetchone()[0])
    found: list[CheckMessage] = []
    if mode not in {"wal", "memory"}:
        found.append(
            Error(
                f"O SQLite não aceitou WAL (está em {mode}): o arquivo precisa estar num disco local.",
                id="multichat.E003",
            )
        )
    if synchronous < 2:
        found.append(
            Error("O SQLite está sem synchronous=FULL: um 200 poderia se perder na queda de luz.", id="multichat.E004")
        )
    return found


def _check_mysql() -> list[CheckMessage]:
    connection = connections["default"]
    is_mariadb = bool(getattr(connection, "mysql_is_mariadb", False))
    version = tuple(getattr(connection, "mysql_version", (0,)))
    minimum, name = (MARIADB_MIN, "MariaDB 10.6") if is_mariadb else (MYSQL_MIN, "MySQL 8.0.1")
    with connection.cursor() as cursor:
        isolation = "@@transaction_isolation" if not is_mariadb or version >= (11, 1) else "@@tx_isolation"
        cursor.execute(
            f"SELECT {isolation}, @@sql_mode, @@innodb_flush_log_at_trx_commit, @@character_set_database,"
            " @@log_bin, @@sync_binlog"
        )
        level, mode, flush, charset, has_binlog, sync_binlog = cursor.fetchone()
    found: list[CheckMessage] = []
    if version < minimum:
        found.append(Error(f"Este servidor não tem SKIP LOCKED: preciso de {name} ou mais novo.", id="multichat.E010"))
    if str(level).upper().replace(" ", "-") != "READ-COMMITTED":
        found.append(
            Error(f"A conexão está em {level}; só READ COMMITTED serve (a porta travaria).", id="multichat.E011")
        )
    if "STRICT" not in str(mode).upper():
        found.append(
            Error("A conexão não está em modo estrito: valores seriam cortados em silêncio.", id="multichat.E012")
        )
    if str(charset).lower() != "utf8mb4":
        hint = "ALTER DATABASE nome CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci; antes de migrar."
        found.append(Error(f"O banco está em {charset}; preciso de utf8mb4.", hint=hint, id="multichat.E013"))
    if int(flush) != 1:
        message = "innodb_flush_log_at_trx_commit não é 1: um 200 poderia se perder na queda de luz."
        found.append(Error(message, id="multichat.E014"))
    if int(has_binlog) and int(sync_binlog) != 1:
        found.append(
            Warning("sync_binlog não é 1: depois de uma queda as réplicas podem divergir.", id="multichat.W015")
        )
    return found


@register(Tags.database)
def check_storage(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """O armazenamento de arquivos aceita gravar, ler e apagar? (com o banco: só na partida)"""
    if "default" not in (databases or []):
        return []
    try:
        stored_file.prove()
    except OSError as error:
        place = "MEDIA_STORAGE_URL" if stored_file.is_bucket() else "DATA_DIR/media"
        words = str(error) if stored_file.is_bucket() else f"a pasta não aceita arquivos ({error.strerror or error})"
        return [Error(f"Os arquivos não têm onde ficar ({place}): {words}.", id="multichat.E030")]
    return []


@register(Tags.security)
def check_settings(**kwargs: Any) -> list[CheckMessage]:
    """Contradições e descuidos da configuração."""
    found: list[CheckMessage] = []
    if len(settings.SECRET_KEY) < 32:
        found.append(Error("SECRET_KEY tem menos de 32 letras; apague-a para que uma seja feita.", id="multichat.E020"))
    if settings.DEBUG and settings.IS_HTTPS:
        found.append(
            Error("DJANGO_DEBUG=1 com PUBLIC_URL pública mostraria segredos em páginas de erro.", id="multichat.E021")
        )
    if settings.IS_SQLITE and settings.WEB_PROCESSES > 1:
        message = "WEB_PROCESSES > 1 com SQLite: dois processos disputam a trava (p99 de 76 ms vira 1,3 s)."
        found.append(Error(message, hint="WEB_PROCESSES=1, ou DATABASE_URL=mysql://…", id="multichat.E022"))
    return found
