"""O que se perdeu volta do backup, igual, e o que não é um backup inteiro é dito numa linha."""

import hashlib
import json
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError
from django.db import connection

from core.facts import MessageStatus
from core.models import Cliente, Mensagem, OutboxItem, Picture, WebhookEvent, WhatsappInstance
from core.outbox.enqueue import enqueue
from core.outbox.to_send import ToSend
from multichat.backup import rows
from multichat.backup.archive import Reader
from multichat.backup.places import Folder
from multichat.backup.restore import _SYSTEM
from tests.backup.conftest import CONTENTS, lose_everything, manage, newest, prints
from tests.media.samples import content_of, save

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_was_lost_comes_back_row_by_row_and_file_by_file(house, backups, media):
    # As tabelas do Django se refazem a cada teste, e os seus ids não são de ninguém.
    before, ids = prints(), {name: n for name, n in rows.next_ids(connection).items() if name not in _SYSTEM}
    token = house.token
    told = manage("backup", "--to", str(backups))
    lose_everything(media)

    said = manage("restore", newest(backups))

    assert {name for name, (n, _) in before.items() if not n} == set()
    assert prints() == before
    assert {name: n for name, n in rows.next_ids(connection).items() if name in ids} == ids
    assert [content_of(name) for name in files()] == CONTENTS
    assert WhatsappInstance.objects.get(pk=house.pk).token == token
    assert "3 arquivos" in told
    assert "igual" in said
    assert said.strip().endswith("Restaurado.")


def test_what_may_have_left_after_the_backup_does_not_leave_again(house, backups, media, bruno):
    later = Mensagem.objects.get(text="nosso")
    now, _ = enqueue(bruno, ToSend(house, "já", chat=later.chat), None)
    manage("backup", "--to", str(backups))
    lose_everything(media)

    said = manage("restore", newest(backups))

    assert "1 envios podem ter saído" in said
    assert OutboxItem.objects.get(pk=now.pk).state == "done"
    assert Mensagem.objects.get(pk=now.pk).status == MessageStatus.UNKNOWN
    assert OutboxItem.objects.get(pk=later.pk).state == "waiting"


def test_a_backup_waits_for_the_keys_to_be_changed_whole(house, backups, settings):
    settings.SECRET_KEY_OLD, settings.SECRET_KEY = settings.SECRET_KEY, "x" * 40

    with pytest.raises(CommandError, match="rekey"):
        manage("backup", "--to", str(backups))


def test_rows_that_no_event_explains_are_told_and_come_back(house, backups, media):
    Mensagem.objects.filter(pk=Mensagem.objects.first().pk).update(text="nenhum evento disse isto")
    before = prints()
    manage("backup", "--to", str(backups))
    lose_everything(media)

    with pytest.raises(CommandError, match="Restaurado, mas"):
        manage("restore", newest(backups))

    assert prints() == before


def test_the_second_backup_carries_only_what_is_new(house, backups):
    manage("backup", "--to", str(backups))
    first = {path.name: path.stat().st_mtime_ns for path in (backups / "media").iterdir()}
    name = save(house.cliente_id, [b"novo"]).name
    Picture.objects.filter(address="551190").update(storage_name=name)

    told = manage("backup", "--to", str(backups))

    assert "3 arquivos (1 novos" in told
    assert first == {path.name: path.stat().st_mtime_ns for path in (backups / "media").iterdir() if path.name in first}
    assert len(list((backups / "media").iterdir())) == 4


def test_a_backup_is_one_instant_however_much_is_written_meanwhile(house, backups, monkeypatch):
    before = Mensagem.objects.count(), WebhookEvent.objects.count()
    read = rows.read

    def read_and_write(connection, table):
        Cliente.objects.create(name=f"durante {table.name}")
        WebhookEvent.objects.update(attempts=9)
        return read(connection, table)

    monkeypatch.setattr(rows, "read", read_and_write)
    manage("backup", "--to", str(backups))

    kept = {table.name: n for table, n, _ in Reader(Path(newest(backups))).tables}
    assert (kept["core_mensagem"], kept["core_webhookevent"], kept["core_cliente"]) == (*before, 1)
    assert all(json.loads(line)[0] for line in Reader(Path(newest(backups))).lines("tables/core_cliente.jsonl"))


def test_nothing_of_a_backup_can_be_read_by_others_and_no_secret_is_in_it(house, backups, settings):
    settings.BACKUP_PASSPHRASE = "senha do backup"
    settings.BACKUP_DIR = "s3://chave:segredo-do-balde@servidor/balde"
    manage("backup", "--to", str(backups))

    modes = {path.stat().st_mode & 0o777 for path in backups.rglob("*") if path.is_file()}
    folders = {path.stat().st_mode & 0o777 for path in (backups, backups / "media")}
    with zipfile.ZipFile(newest(backups)) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert (modes, folders) == ({0o600}, {0o700})
    for secret in (settings.SECRET_KEY, "senha do backup", "segredo-do-balde", house.token, house.webhook_secret):
        assert secret.encode() not in everything
    assert [path.name for path in backups.iterdir() if path.name.startswith(".")] == []


def test_sealed_keys_open_with_the_passphrase_and_only_with_it(house, backups, media, settings, tmp_path, monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    token, key = house.token, settings.SECRET_KEY
    settings.BACKUP_PASSPHRASE = "senha do backup"
    assert "seladas" in manage("backup", "--to", str(backups))
    lose_everything(media)
    settings.DATA_DIR, settings.SECRET_KEY = tmp_path, "x" * 48

    settings.BACKUP_PASSPHRASE = "outra"
    with pytest.raises(CommandError, match="BACKUP_PASSPHRASE não abre"):
        manage("restore", newest(backups))
    settings.BACKUP_PASSPHRASE = ""
    with pytest.raises(CommandError, match="dê BACKUP_PASSPHRASE"):
        manage("restore", newest(backups))
    settings.BACKUP_PASSPHRASE = "senha do backup"
    manage("restore", newest(backups))

    assert (tmp_path / "secret_key").read_text() == key
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
    assert WhatsappInstance.objects.get(pk=house.pk).token == token


def test_without_keys_what_cannot_be_read_is_counted(house, backups, media, settings):
    assert "chaves de fora" in manage("backup", "--to", str(backups))
    lose_everything(media)
    settings.SECRET_KEY = "x" * 48

    said = manage("restore", newest(backups))

    assert "a SECRET_KEY daqui é outra" in said
    assert "ATENÇÃO: 3 segredos não se leem" in said


def test_a_place_that_has_something_is_refused_and_left_as_it_is(house, backups):
    manage("backup", "--to", str(backups))
    before = prints()

    with pytest.raises(CommandError, match="O banco não está vazio"):
        manage("restore", newest(backups))

    assert prints() == before


@pytest.mark.parametrize("harm", ["cut", "bit", "row", "text", "no_table"])
def test_a_harmed_backup_is_told_in_one_line_and_leaves_the_place_empty(house, backups, media, harm):
    manage("backup", "--to", str(backups))
    lose_everything(media)
    HARMS[harm](Path(newest(backups)))

    with pytest.raises(CommandError, match="cortado ou estragado") as told:
        manage("restore", newest(backups))

    assert "\n" not in str(told.value)
    assert {n for n, _ in prints().values()} == {0}


def test_a_harmed_or_missing_file_is_named(house, backups, media):
    manage("backup", "--to", str(backups))
    lose_everything(media)
    harmed = backups / "media" / hashlib.sha256(CONTENTS[1]).hexdigest()
    harmed.write_bytes(b"\0" * harmed.stat().st_size)

    with pytest.raises(CommandError, match="1 arquivos não voltaram") as told:
        manage("restore", newest(backups))

    assert harmed.name in str(told.value)
    assert {n for n, _ in prints().values()} == {0}


def test_a_newer_backup_is_refused(house, backups, media):
    manage("backup", "--to", str(backups))
    lose_everything(media)
    rewrite(Path(newest(backups)), lambda manifest: manifest["migrations"].append(["core", "9999_tomorrow"]))

    with pytest.raises(CommandError, match="versão mais nova"):
        manage("restore", newest(backups))


def test_a_backup_of_an_earlier_version_is_restored_and_migrated(house, backups):
    manage("backup", "--to", str(backups))
    rewrite(Path(newest(backups)), before_backup_runs)

    told = manage("restore", newest(backups), "--verify")

    assert told.strip().endswith("Backup conferido.")
    assert "igual" in told


def test_a_verification_that_fails_says_why_in_one_line_and_changes_nothing(house, backups):
    manage("backup", "--to", str(backups))
    (backups / "media" / hashlib.sha256(CONTENTS[0]).hexdigest()).unlink()
    before = prints()

    with pytest.raises(CommandError, match="1 arquivos faltam no backup") as told:
        manage("restore", newest(backups), "--verify")

    assert "\n" not in str(told.value)
    assert prints() == before


def test_a_file_that_a_message_shows_and_is_not_here_is_told(house, backups, media):
    (media / files()[0]).unlink()

    assert "1 arquivos que as mensagens mostram não estão" in manage("backup", "--to", str(backups))


def test_a_backup_that_fails_leaves_no_file_behind(house, backups, monkeypatch):
    def broken(*_: object) -> None:
        raise OSError("disco cheio")

    monkeypatch.setattr(Folder, "put", broken)
    with pytest.raises(CommandError, match="disco cheio"):
        manage("backup", "--to", str(backups))

    assert [path for path in backups.rglob("*") if path.is_file()] == []


def files() -> list[str]:
    shown = Picture.objects.filter(address__in=["551190", "551191", "551192"]).order_by("address")
    return list(shown.values_list("storage_name", flat=True))


def before_backup_runs(manifest: dict) -> None:
    """O mesmo, de quando ainda não havia esta tabela."""
    manifest["migrations"] = [[app, name] for app, name in manifest["migrations"] if "backup_run" not in name]
    manifest["tables"] = [one for one in manifest["tables"] if one["name"] != "core_backuprun"]


def rewrite(path: Path, change) -> None:
    """Grava de novo, com outro manifesto."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(members["manifest.json"])
    change(manifest)
    write(path, {**members, "manifest.json": json.dumps(manifest).encode()})


def write(path: Path, members: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def with_member(path: Path, name: str, change) -> None:
    with zipfile.ZipFile(path) as archive:
        members = {each: archive.read(each) for each in archive.namelist()}
    members[name] = change(members[name])
    write(path, {each: content for each, content in members.items() if content is not None})


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 0xFF
    path.write_bytes(content)


MESSAGES = "tables/core_mensagem.jsonl"
HARMS = {
    "cut": lambda path: path.write_bytes(path.read_bytes()[:-2000]),
    "bit": flip,
    "row": lambda path: with_member(path, MESSAGES, lambda text: text.split(b"\n", 1)[1]),
    "text": lambda path: with_member(path, MESSAGES, lambda text: text.replace(b"BACKUP1", b"BACKUP9")),
    "no_table": lambda path: with_member(path, MESSAGES, lambda text: None),
}
