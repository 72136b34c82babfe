"""Restaurar um backup num banco vazio, e provar que é o mesmo."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from core.models import WhatsappInstance
from core.outbox.doubt import doubt
from multichat import env
from multichat.backup import files, rows, seal
from multichat.backup.archive import Reader, member_of
from multichat.backup.errors import BackupError, Damaged, Newer, NotEmpty, NotProved
from multichat.backup.places import Place
from multichat.backup.rows import Print
from multichat.rekey import unreadable
from multichat.terminal import _
from webhook.rebuild import rebuild

Say = Callable[[str], Any]
Media = Literal["put", "hash", "none"]  # guardar de novo; só conferir os do backup; nem olhar
_SYSTEM = {"django_migrations", "django_content_type", "auth_permission", "auth_group", "auth_group_permissions"}


def restore(place: Place, name: str, *, media: Media, keys: bool, say: Say) -> None:
    """Tudo ou nada no banco; os arquivos antes, e interrompido pode-se repetir. Levanta `BackupError`."""
    with place.on_disk(name) as path, Reader(path) as backup:
        at, version = backup.manifest.get("made_at"), backup.manifest.get("version")
        say(_("{name}: feito em {at}, versão {version}").format(name=name, at=at, version=version))
        _prove_whole(backup)
        _prepare(backup)
        if keys:
            _take_keys(backup, keep=media == "put", say=say)
        if media == "put":
            n_files = files.put_back(backup.files(), place)
            say(_("{n} arquivos no lugar, cada um com o seu hash").format(n=n_files))
        elif media == "hash":
            n_files = files.prove(backup.files(), place)
            say(_("{n} arquivos do backup, cada um com o seu hash").format(n=n_files))
        n = _fill(backup)
        say(_("{n} linhas em {tables} tabelas, iguais às do backup").format(n=n, tables=len(backup.tables)))
        rows.continue_ids(connection, _ids(backup))
    call_command("migrate", interactive=False, verbosity=0)
    _check(say)
    if media == "put" and (n := doubt(timezone.now())):
        say(_("{n} envios podem ter saído depois do backup: ficam sem confirmação, e se decide na tela").format(n=n))
    if lost := unreadable():
        words = _("ATENÇÃO: {n} segredos não se leem com esta SECRET_KEY: redigite-os (docs/operations.md)")
        say(words.format(n=lost))


def _prove_whole(backup: Reader) -> None:
    """Antes de tocar no banco: cada tabela do arquivo tem as linhas que o manifesto conta."""
    for table, n_rows, sha256 in backup.tables:
        found = Print()
        for line in backup.lines(member_of(table)):
            found.add(line)
        if (found.n, found.sha256) != (n_rows, sha256):
            raise Damaged(_("A tabela {table} não confere.").format(table=table.name))


def _prepare(backup: Reader) -> None:
    """As tabelas vazias, na versão em que as linhas foram lidas."""
    executor = MigrationExecutor(connection)
    if backup.migrations - set(executor.loader.disk_migrations):
        raise Newer
    found = set(connection.introspection.table_names())
    if not found:
        graph = executor.loader.graph
        inside = {key: {child.key for child in graph.node_map[key].children} for key in backup.migrations}
        executor.migrate([key for key, children in inside.items() if not children & backup.migrations])
        return
    for table in sorted(found - _SYSTEM):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")  # noqa: S608
            if cursor.fetchone():
                words = _("Há linhas em {table}. Apague-o e crie-o de novo, com tudo parado.")
                raise NotEmpty(words.format(table=table))
    if set(executor.loader.applied_migrations) != backup.migrations:
        raise NotEmpty(_("Tem tabelas de outra versão. Apague-o e crie-o de novo."))


def _take_keys(backup: Reader, *, keep: bool, say: Say) -> None:
    proof = str(backup.manifest.get("key_proof"))
    if seal.is_proved(proof, settings.SECRET_KEY):
        return
    if backup.keys is None:
        say(_("as chaves não estão no backup, e a SECRET_KEY daqui é outra"))
        return
    if not settings.BACKUP_PASSPHRASE:
        raise BackupError(
            _("As chaves deste backup estão seladas: dê BACKUP_PASSPHRASE, ou restaure com --without-keys.")
        )
    secret = seal.unseal(backup.keys, settings.BACKUP_PASSPHRASE)
    if not seal.is_proved(proof, secret):
        raise Damaged
    if keep:
        if env.text("SECRET_KEY"):
            raise BackupError(
                _("A SECRET_KEY do ambiente não é a deste backup: tire-a do ambiente, e a do backup fica em DATA_DIR.")
            )
        _keep_secret(secret)
        say(_("SECRET_KEY do backup guardada em DATA_DIR/secret_key"))
    settings.SECRET_KEY = secret


def _keep_secret(secret: str) -> None:
    handle, path = tempfile.mkstemp(dir=settings.DATA_DIR)  # nasce 0600
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())
    Path(path).replace(settings.DATA_DIR / "secret_key")


def _fill(backup: Reader) -> int:
    """Todas as linhas numa transação, relidas antes de confirmar. Devolve quantas."""
    total = 0
    is_mysql = connection.vendor == "mysql"
    try:
        if is_mysql:  # no SQLite as chaves só se conferem ao confirmar
            connection.disable_constraint_checking()
        with transaction.atomic():
            for table, n_rows, sha256 in backup.tables:
                rows.write(connection, table, backup.lines(member_of(table)))
                got = rows.print_of(connection, table)
                if (got.n, got.sha256) != (n_rows, sha256):
                    raise NotProved(_("O banco não guardou {table} como lhe foi dada.").format(table=table.name))
                total += n_rows
            connection.check_constraints([table.name for table, _n, _sha256 in backup.tables])
    except DatabaseError as error:
        raise NotProved(_("O banco recusou as linhas do backup: {error}.").format(error=error)) from error
    finally:
        if is_mysql:
            connection.enable_constraint_checking()
    return total


def _ids(backup: Reader) -> dict[str, int]:
    return {one["name"]: int(one["next_id"]) for one in backup.manifest["tables"] if one.get("next_id")}


def _check(say: Say) -> None:
    differ = []
    for instance in WhatsappInstance.objects.order_by("pk"):
        report = rebuild(instance, check=True)
        line, verdict = _("{instance}: {events} eventos, {verdict}"), _("igual") if report.is_equal else _("difere")
        say(line.format(instance=f"{instance.pk} {instance}", events=report.events, verdict=verdict))
        if not report.is_equal:
            differ.append(str(instance.pk))
    if differ:
        words = _(
            "Restaurado, mas as linhas das instâncias {names} não são o que os eventos dizem:"
            " veja `manage.py rebuild --check`."
        )
        raise NotProved(words.format(names=", ".join(differ)))
