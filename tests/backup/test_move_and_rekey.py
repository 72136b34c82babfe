"""Mudar de banco leva tudo, provado; trocar a SECRET_KEY não perde segredo nenhum."""

import json
import os
import sqlite3
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError
from django.db import connection, models
from django.utils import timezone

from core.models import AlertChannel, Cliente, Heartbeat, WhatsappInstance
from core.models.encrypted_field import EncryptedField, encrypt
from multichat import rekey
from multichat.backup import move
from multichat.env import ROOT
from scripts.with_mariadb import PrivateMariaDB, find
from tests.backup.conftest import manage, prints

pytestmark = pytest.mark.django_db(transaction=True)
OLD = "a chave de antes, com mais de 32 letras"
PRINTS = """
import json
import django; django.setup()
from django.db import connection
from multichat.backup import rows
print(json.dumps({t.name: [p.n, p.sha256] for t in rows.tables() for p in [rows.print_of(connection, t)]}))
"""


@pytest.fixture
def still(house, settings, tmp_path):
    """Tudo parado."""
    settings.DATA_DIR = tmp_path
    Heartbeat.objects.update(seen_at=timezone.now() - timedelta(minutes=1))
    return house


def prints_of(url: str, folder: Path) -> dict[str, list]:
    environment = {**os.environ, "DATABASE_URL": url, "DATA_DIR": str(folder),
                   "DJANGO_SETTINGS_MODULE": "multichat.settings"}  # fmt: skip
    done = subprocess.run([sys.executable, "-c", PRINTS], cwd=ROOT, env=environment, capture_output=True, check=True)
    return {name: tuple(one) for name, one in json.loads(done.stdout).items()}


@pytest.mark.slow
@pytest.mark.skipif(find("mariadbd") is None, reason="não há mariadbd")
def test_everything_goes_to_mariadb_table_by_table(still, tmp_path):
    before = prints()
    with PrivateMariaDB() as server:
        told = manage("movedatabase", "--to", server.url)

        there = prints_of(server.url, tmp_path)
        with pytest.raises(CommandError, match="não está vazio"):
            manage("movedatabase", "--to", server.url)

    assert there == before == prints()
    assert "core_mensagem: " in told
    assert "igual" in told
    assert told.strip().endswith("ligue tudo de novo.")


def test_it_goes_to_another_sqlite_too_and_what_is_there_is_never_written_over(still, tmp_path):
    url = f"sqlite:///{tmp_path}/outro.sqlite3"
    before = prints()

    manage("movedatabase", "--to", url)

    assert prints_of(url, tmp_path) == before
    content = (tmp_path / "outro.sqlite3").read_bytes()
    with pytest.raises(CommandError, match="não está vazio"):
        manage("movedatabase", "--to", url)
    assert sqlite3.connect(tmp_path / "outro.sqlite3").execute("SELECT COUNT(*) FROM core_mensagem").fetchone()[0] > 5
    assert len(content) > 0


def test_with_someone_alive_it_does_not_start(still, tmp_path):
    Heartbeat.objects.update_or_create(name="worker", defaults={"seen_at": timezone.now()})

    with pytest.raises(CommandError, match="pare tudo"):
        manage("movedatabase", "--to", f"sqlite:///{tmp_path}/outro.sqlite3")

    assert not (tmp_path / "outro.sqlite3").exists()


def test_what_is_written_meanwhile_is_told(still, tmp_path, monkeypatch):
    elsewhere = move.restore_elsewhere

    def restore_and_write(*args):
        elsewhere(*args)
        Cliente.objects.create(name="durante")

    monkeypatch.setattr(move, "restore_elsewhere", restore_and_write)
    with pytest.raises(CommandError, match="escreveu em core_cliente"):
        manage("movedatabase", "--to", f"sqlite:///{tmp_path}/outro.sqlite3")


@pytest.fixture
def changed(house, acme, settings):
    """Tudo cifrado sob a chave de antes; a de agora é outra."""
    new, settings.SECRET_KEY = settings.SECRET_KEY, OLD
    AlertChannel.objects.all().delete()
    for n in range(rekey.AT_ONCE + 3):
        AlertChannel.objects.create(cliente=acme, kind="email", target=f"{n}@acme.com.br")
    WhatsappInstance.objects.filter(pk=house.pk).update(token="o token", webhook_secret="o segredo")
    settings.SECRET_KEY = new
    return house


def secrets_of(pk: int) -> tuple:
    one = WhatsappInstance.objects.get(pk=pk)
    return one.token, one.webhook_secret, AlertChannel.objects.order_by("pk").last().target


def test_everything_encrypted_is_under_the_new_key_and_a_second_time_there_is_nothing_to_do(changed, settings):
    settings.SECRET_KEY_OLD = OLD
    known = secrets_of(changed.pk)

    told = manage("rekey")
    settings.SECRET_KEY_OLD = ""

    assert known == ("o token", "o segredo", f"{rekey.AT_ONCE + 2}@acme.com.br") == secrets_of(changed.pk)
    assert rekey.unreadable() == 0
    assert told.startswith(f"{rekey.AT_ONCE + 5} trocados")
    settings.SECRET_KEY_OLD = OLD
    assert manage("rekey").startswith("0 trocados")


def test_a_rekey_cut_in_the_middle_goes_on_from_there(changed, settings, monkeypatch):
    settings.SECRET_KEY_OLD = OLD
    calls = iter(range(10_000))

    def cut(text: str, secret: str) -> str:
        if next(calls) == 200:
            raise KeyboardInterrupt
        return encrypt(text, secret)

    monkeypatch.setattr(rekey, "encrypt", cut)
    with pytest.raises(KeyboardInterrupt):
        manage("rekey")
    told = manage("rekey")

    assert "200 já estavam" in told
    assert rekey.unreadable() == 0


def test_what_neither_key_reads_is_counted_and_left(changed, settings, capsys):
    settings.SECRET_KEY_OLD = "nem esta"
    before = raw(changed.pk)

    with pytest.raises(SystemExit):
        manage("rekey")

    assert raw(changed.pk) == before
    assert rekey.unreadable() == rekey.AT_ONCE + 5


def test_a_value_written_meanwhile_is_not_undone(changed, settings, monkeypatch):
    settings.SECRET_KEY_OLD = OLD

    def encrypt_late(text: str, secret: str) -> str:
        if text == "o token":
            WhatsappInstance.objects.filter(pk=changed.pk).update(token="digitado agora")
        return encrypt(text, secret)

    monkeypatch.setattr(rekey, "encrypt", encrypt_late)
    manage("rekey")

    assert secrets_of(changed.pk)[:2] == ("digitado agora", "o segredo")


def test_without_the_old_key_or_with_the_same_it_says_so(house, settings):
    with pytest.raises(CommandError, match="SECRET_KEY_OLD está vazia"):
        manage("rekey")
    settings.SECRET_KEY_OLD = settings.SECRET_KEY
    with pytest.raises(CommandError, match="a mesma chave"):
        manage("rekey")


def test_every_encrypted_column_of_every_model_is_found():
    declared = {
        (model, field.name)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if isinstance(field, EncryptedField)
    }

    assert {(model, field.name) for model, field in rekey.encrypted_columns()} == declared
    assert len(declared) >= 3
    assert all(isinstance(field, models.TextField) for _, field in rekey.encrypted_columns())


def raw(pk: int) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT token, webhook_secret FROM core_whatsappinstance WHERE id = %s", [pk])
        return list(cursor.fetchall())
