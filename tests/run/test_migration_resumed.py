"""Uma migração que cai no meio, no MariaDB (onde o DDL não se desfaz), continua: de qualquer operação, com os mesmos
dados e as mesmas tabelas de quem não caiu."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scripts.with_mariadb import PrivateMariaDB, find

pytestmark = [pytest.mark.slow, pytest.mark.skipif(find("mariadbd") is None, reason="não há mariadbd")]
ROOT = Path(__file__).parents[2]
KILLED = 9

# Migra até `sys.argv[1]`, e morre antes da operação `sys.argv[2]` dela (a de número «todas»: antes de a dar por feita).
MIGRATE = """
import os, sys, django
django.setup()
from django.core.management import call_command
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration
name, die_at = sys.argv[1], int(sys.argv[2])
apply, record = Migration.apply, MigrationExecutor.record_migration

def dying_apply(self, state, editor, collect_sql=False):
    if self.name == name and 0 <= die_at < len(self.operations):
        self.operations[die_at].state_forwards = lambda *a: os._exit(9)
    return apply(self, state, editor, collect_sql)

def dying_record(self, migration):
    if migration.name == name and die_at >= len(migration.operations):
        os._exit(9)
    return record(self, migration)

Migration.apply, MigrationExecutor.record_migration = dying_apply, dying_record
call_command("migrate", "core", name, verbosity=0)
"""
# O que a próxima migração tem de levar, escrito com os modelos de antes dela.
FILL = """
import sys, django
django.setup()
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
node = ("core", sys.argv[1])
apps = MigrationExecutor(connection).loader.project_state([node]).apps
get, now = (lambda name: apps.get_model("core", name).objects), timezone.now()
"""
FILLS = {
    "0004_outbox_all_types": """
cliente = get("Cliente").create(name="Acme")
get("WhatsappInstance").create(cliente=cliente, name="Loja", instance_id="A", webhook_secret="s",
    webhook_secret_hash="1" * 64, previous_secret_hash="0" * 64, previous_secret_until=now)
""",
    "0006_chat_awaits_reply": """
loja = get("WhatsappInstance").get()
common = dict(cliente_id=loja.cliente_id, instance=loja)
for n, (kind, name) in enumerate([("direct", "Dona Ida"), ("direct", None), ("group", "Time")]):
    chat = get("Chat").create(chat_id=f"551190000000{n}" if kind == "direct" else "1@g.us", kind=kind,
        custom_name=name, push_name="Ida", push_name_moment=now, **common)
message = get("Mensagem").create(chat=chat, direction="in", origin="contact", type="image", status=2, sent_at=now,
    created_at=now, **common)
get("MessageMedia").create(cliente_id=loja.cliente_id, mensagem=message, kind="image", storage_name="a", size=77)
""",
    "0009_health": "",
}
LOOK = """
import json, django
django.setup()
from django.db import connection
from core.models import *
tables = {}
with connection.cursor() as cursor:
    for table in connection.introspection.table_names(cursor):
        columns = connection.introspection.get_table_description(cursor, table)
        found = connection.introspection.get_constraints(cursor, table).values()
        tables[table] = [sorted(f"{c.name} {c.type_code} {c.null_ok} {c.display_size}" for c in columns),
            sorted(str([f["columns"], f["unique"], f["primary_key"], f["foreign_key"], f["index"]]) for f in found)]
    cursor.execute("SELECT COUNT(*) FROM django_migrations WHERE app LIKE 'running:%'")
    running = cursor.fetchone()[0]
print(json.dumps({"tables": tables, "running": running,
    "secrets": list(RetiredSecret.objects.values_list("secret_hash", flat=True)),
    "sizes": list(MessageMedia.objects.values_list("stored_bytes", flat=True)),
    "contacts": sorted(Contact.objects.values_list("name", "saved_name"), key=str),
    "custom": sorted(Chat.objects.values_list("kind", "custom_name"), key=str), "groups": Group.objects.count()}))
"""


@pytest.fixture(scope="module")
def server() -> Iterator[PrivateMariaDB]:
    with PrivateMariaDB() as running:
        yield running


def run(server: PrivateMariaDB, database: str, code: str, *args: str) -> "subprocess.CompletedProcess[str]":
    url = server.url.rpartition("/")[0] + f"/{database}"
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "multichat.settings"}
    return subprocess.run(
        [sys.executable, "-c", code, *args], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120
    )


def go(server: PrivateMariaDB, database: str, code: str, *args: str) -> str:
    done = run(server, database, code, *args)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def migrated(server: PrivateMariaDB, database: str, deaths: dict[str, list[int]]) -> Any:
    """Migra passo a passo, morrendo onde se pede, e diz como ficou."""
    server.sql(f"CREATE DATABASE {database} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci")
    for before, name in (
        ("0004_outbox_all_types", "0005_retired_secrets"),
        ("0006_chat_awaits_reply", "0007_media"),
        ("0009_health", "0010_contacts_groups"),
    ):
        go(server, database, MIGRATE, before, "-1")
        go(server, database, FILL + FILLS[before], before)
        for point in deaths.get(name, []):
            died = run(server, database, MIGRATE, name, str(point))
            assert died.returncode == KILLED, died.stderr[-2000:]
        go(server, database, MIGRATE, name, "-1")
    go(server, database, "import django; django.setup()\nfrom django.core.management import call_command\n"
       "call_command('migrate', verbosity=0)")  # fmt: skip
    return json.loads(go(server, database, LOOK))


def test_a_migration_killed_anywhere_goes_on_and_ends_the_same(server):
    straight = migrated(server, "direto", {})

    resumed = migrated(
        server,
        "aos_tombos",
        {
            "0005_retired_secrets": [1, 2, 3, 4],
            "0007_media": [1, 7, 10, 11],
            "0010_contacts_groups": [1, 7, 10, 16, 17],
        },
    )

    assert resumed == straight
    assert (resumed["secrets"], resumed["sizes"], resumed["groups"]) == (["0" * 64], [77], 1)
    assert ["Dona Ida", "Dona Ida"] in resumed["contacts"]
    assert resumed["running"] == 0


def test_what_already_exists_without_a_fall_is_still_an_error(server):
    server.sql("CREATE DATABASE alheio CHARACTER SET utf8mb4; CREATE TABLE alheio.core_cliente (id INT)")

    done = run(server, "alheio", MIGRATE, "0001_initial", "-1")

    assert done.returncode == 1
    assert "already exists" in done.stderr
