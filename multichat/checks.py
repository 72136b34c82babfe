"""Conferências que impedem a partida: um servidor que não cumpre a promessa, configuração insegura ou contraditória."""

import sqlite3
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError, connections

from core.media import stored_file
from core.models import WebhookEvent
from multichat.terminal import _

MARIADB_MIN, MYSQL_MIN, SQLITE_MIN = (10, 6), (8, 0, 1), (3, 35)


@register(Tags.database)
def check_database(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """O banco sabe guardar o que se promete? (só onde o Django pede para olhar o banco)"""
    if "default" not in (databases or []):
        return []
    try:
        return _check_mysql() if connections["default"].vendor == "mysql" else _check_sqlite()
    except DatabaseError as error:
        words = _("O banco não atende: {error}").format(error=error.args[-1] if error.args else error)
        return [Error(words, id="multichat.E001")]


def _check_sqlite() -> list[CheckMessage]:
    if sqlite3.sqlite_version_info < SQLITE_MIN:
        words = _("SQLite {version} é antigo demais: preciso de 3.35 ou mais novo.")
        return [Error(words.format(version=sqlite3.sqlite_version), id="multichat.E002")]
    with connections["default"].cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        mode = str(cursor.fetchone()[0]).lower()
        cursor.execute("PRAGMA synchronous")
        synchronous = int(cursor.fetchone()[0])
    found: list[CheckMessage] = []
    if mode not in {"wal", "memory"}:
        words = _("O SQLite não aceitou WAL (está em {mode}): o arquivo precisa estar num disco local.")
        found.append(Error(words.format(mode=mode), id="multichat.E003"))
    if synchronous < 2:
        words = _("O SQLite está sem synchronous=FULL: um 200 poderia se perder na queda de luz.")
        found.append(Error(words, id="multichat.E004"))
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
        words = _("Este servidor não tem SKIP LOCKED: preciso de {name} ou mais novo.")
        found.append(Error(words.format(name=name), id="multichat.E010"))
    if str(level).upper().replace(" ", "-") != "READ-COMMITTED":
        words = _("A conexão está em {level}; só READ COMMITTED serve (a porta travaria).")
        found.append(Error(words.format(level=level), id="multichat.E011"))
    if "STRICT" not in str(mode).upper():
        words = _("A conexão não está em modo estrito: valores seriam cortados em silêncio.")
        found.append(Error(words, id="multichat.E012"))
    if str(charset).lower() != "utf8mb4":
        words = _("O banco está em {charset}; preciso de utf8mb4.")
        hint = _("ALTER DATABASE nome CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci; antes de migrar.")
        found.append(Error(words.format(charset=charset), hint=hint, id="multichat.E013"))
    if int(flush) != 1:
        words = _("innodb_flush_log_at_trx_commit não é 1: um 200 poderia se perder na queda de luz.")
        found.append(Error(words, id="multichat.E014"))
    if int(has_binlog) and int(sync_binlog) != 1:
        words = _("sync_binlog não é 1: depois de uma queda as réplicas podem divergir.")
        found.append(Warning(words, id="multichat.W015"))
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
        reason = _("a pasta não aceita arquivos ({error})").format(error=error.strerror or error)
        words = _("Os arquivos não têm onde ficar ({place}): {reason}.")
        told = words.format(place=place, reason=error if stored_file.is_bucket() else reason)
        return [Error(told, id="multichat.E030")]
    return []


@register(Tags.database)
def check_hosts(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Com https, qualquer nome na porta só se tolera onde já se trabalha: parar ali seria perder o que chega."""
    if "default" not in (databases or []) or "*" not in settings.ALLOWED_HOSTS or not settings.IS_HTTPS:
        return []
    words = _("ALLOWED_HOSTS=* com PUBLIC_URL em https: um pedido com um nome alheio seria atendido.")
    hint = _("Ponha em ALLOWED_HOSTS só os seus nomes; o de PUBLIC_URL já vale.")
    is_used = WebhookEvent._meta.db_table in connections["default"].introspection.table_names()
    if is_used and WebhookEvent.objects.exists():
        return [Warning(words, hint=hint, id="multichat.W023")]
    return [Error(words, hint=hint, id="multichat.E023")]


@register(Tags.security)
def check_settings(**kwargs: Any) -> list[CheckMessage]:
    """Contradições e descuidos da configuração."""
    found: list[CheckMessage] = []
    if len(settings.SECRET_KEY) < 32:
        words = _("SECRET_KEY tem menos de 32 letras; apague-a para que uma seja feita.")
        found.append(Error(words, id="multichat.E020"))
    if settings.DEBUG and settings.IS_HTTPS:
        words = _("DJANGO_DEBUG=1 com PUBLIC_URL pública mostraria segredos em páginas de erro.")
        found.append(Error(words, id="multichat.E021"))
    if settings.IS_SQLITE and settings.WEB_PROCESSES > 1:
        words = _("WEB_PROCESSES > 1 com SQLite: dois processos disputam a trava (p99 de 76 ms vira 1,3 s).")
        found.append(Error(words, hint=_("WEB_PROCESSES=1, ou DATABASE_URL=mysql://…"), id="multichat.E022"))
    return found
