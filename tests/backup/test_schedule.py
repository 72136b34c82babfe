"""O backup de cada dia, a conferência de cada semana, o que se apaga, e o que se diz quando falha."""

import io
import json
import os
import zipfile
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from core.alerts import symptoms, watch
from core.models import Alert, AlertKind, BackupKind, BackupRun, BackupState, Picture
from multichat.backup import schedule
from multichat.backup.places import Folder, place_of
from multichat.backup.prune import prune
from tests.backup.conftest import CONTENTS, manage
from tests.media.samples import save

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def calm(house):
    """A mesma casa, sem história de backups nem alertas."""
    BackupRun.objects.all().delete()
    Alert.objects.all().delete()
    return house


@pytest.fixture
def scheduled(calm, backups, settings, tmp_path):
    settings.BACKUP_DIR, settings.DATA_DIR = str(backups), tmp_path
    return backups


def kinds() -> list[tuple[str, str]]:
    return list(BackupRun.objects.order_by("started_at").values_list("kind", "state"))


def age(**by: float) -> None:
    """Passa o tempo."""
    for run in BackupRun.objects.all():
        run.started_at -= timedelta(**by)
        run.alive_at -= timedelta(**by)
        run.save()


def alerts() -> list[str]:
    return [one.message for one in symptoms.find(timezone.now()) if one.kind == AlertKind.BACKUP]


def test_each_day_one_backup_and_each_week_one_verification(scheduled):
    schedule.run()
    schedule.run()
    schedule.run()
    assert kinds() == [("backup", "ok"), ("verify", "ok")]

    age(days=1, hours=1)
    schedule.run()
    schedule.run()
    assert kinds()[2:] == [("backup", "ok")]

    age(days=7)
    schedule.run()
    schedule.run()
    assert kinds()[3:] == [("backup", "ok"), ("verify", "ok")]
    assert BackupRun.objects.last("verify").name == BackupRun.objects.last("backup").name
    assert alerts() == []


def test_without_a_place_nothing_is_made_and_nothing_is_said(calm, settings):
    settings.BACKUP_DIR = ""

    schedule.run()

    assert kinds() == []
    assert alerts() == []


@pytest.mark.parametrize(
    ("now", "slot"),
    [((2026, 3, 10, 6, 39), (2026, 3, 9, 6, 40)), ((2026, 3, 10, 6, 41), (2026, 3, 10, 6, 40))],
    ids=["before", "after"],
)
def test_the_hour_is_the_one_of_the_operation(settings, now, slot):
    settings.LOCAL_TIME_ZONE, settings.BACKUP_AT = ZoneInfo("America/Sao_Paulo"), time(3, 40)
    utc = ZoneInfo("UTC")

    assert schedule.last_slot(datetime(*now, tzinfo=utc)) == datetime(*slot, tzinfo=utc)


def test_only_one_runs_and_one_that_died_is_given_up(scheduled):
    first = schedule.claim(BackupKind.BACKUP, schedule.is_backup_due)

    assert first is not None
    assert schedule.claim(BackupKind.VERIFY, lambda *_: True) is None
    BackupRun.objects.update(alive_at=timezone.now() - timedelta(minutes=11), started_at=timezone.now() - timedelta(2))
    assert schedule.claim(BackupKind.BACKUP, schedule.is_backup_due) is not None
    first.refresh_from_db()
    assert (first.state, first.active) == (BackupState.FAILED, None)
    assert "morreu" in first.error


def test_what_another_just_did_is_not_done_again(scheduled):
    schedule.run()

    assert schedule.claim(BackupKind.BACKUP, schedule.is_backup_due) is None
    assert not BackupRun.objects.filter(active=True).exists()


def test_a_place_that_fails_is_an_alert_and_is_tried_again_an_hour_later(scheduled, settings):
    good = settings.BACKUP_DIR
    (scheduled.parent / "file").write_text("não é pasta")
    settings.BACKUP_DIR = str(scheduled.parent / "file")
    schedule.run()
    schedule.run()

    assert kinds() == [("backup", "failed")]
    assert "não atende" in BackupRun.objects.get().error
    assert alerts() == ["Ainda não há backup nenhum que tenha ficado pronto."]

    settings.BACKUP_DIR = good
    age(hours=1.1)
    schedule.run()

    assert kinds() == [("backup", "failed"), ("backup", "ok")]
    assert alerts() == []


def test_a_last_good_one_that_is_old_is_an_alert(scheduled):
    schedule.run()
    age(hours=40)

    watch.watch(timezone.now())

    assert alerts() == ["O último backup que ficou pronto é de há 40 horas."]
    assert Alert.objects.get(kind=AlertKind.BACKUP).cliente is None


def test_a_harmed_file_fails_the_verification_leaves_and_is_copied_again(scheduled):
    schedule.run()
    name = BackupRun.objects.get().name
    harmed = next(path for path in (scheduled / "media").iterdir() if path.stat().st_size == len(CONTENTS[1]))
    harmed.write_bytes(b"\0" * harmed.stat().st_size)

    schedule.run()

    assert kinds() == [("backup", "ok"), ("verify", "failed")]
    assert harmed.name in BackupRun.objects.last("verify").error
    assert alerts() == [f"O backup {name} não passou na conferência."]
    age(days=1, hours=2)
    schedule.run()
    schedule.run()
    assert kinds()[2:] == [("backup", "ok"), ("verify", "ok")]
    assert harmed.read_bytes() == CONTENTS[1]
    assert alerts() == []


def test_old_backups_go_with_the_files_that_only_they_name(scheduled):
    manage("backup", "--to", str(scheduled))
    gone = Picture.objects.get(address="551190")
    old = gone.storage_name.rpartition("/")[2][:64]
    Picture.objects.filter(pk=gone.pk).update(storage_name=save(gone.cliente_id, [b"outro"]).name)
    for _ in range(2):
        manage("backup", "--to", str(scheduled))
    names = Folder(scheduled).backups()
    left = [scheduled / ".mcb-morto", scheduled / ".mcb-agora"]
    for folder in left:
        folder.mkdir()
    os.utime(left[0], (0, 0))
    (scheduled / "media" / "de-outro").write_text("não é nosso")

    prune(Folder(scheduled), 2, set(Folder(scheduled).backups()), set(), lambda: None)

    assert Folder(scheduled).backups() == names[1:]
    assert [folder.exists() for folder in left] == [False, True]
    assert not (scheduled / "media" / old).exists()
    assert len(list(Folder(scheduled).media())) == 3
    assert (scheduled / "media" / "de-outro").exists()


def test_the_last_verified_one_stays_however_old(scheduled, settings):
    settings.BACKUP_KEEP = 1
    schedule.run()
    schedule.run()
    verified = BackupRun.objects.last("verify").name
    for _ in range(2):
        age(days=1, hours=1)
        schedule.run()

    names = Folder(scheduled).backups()
    assert len(names) == 2
    assert names[0] == verified


def test_while_one_that_stays_cannot_be_read_no_file_is_dropped(scheduled):
    for _ in range(3):
        manage("backup", "--to", str(scheduled))
    names = Folder(scheduled).backups()
    (scheduled / names[-1]).write_bytes(b"estragado")
    before = set(Folder(scheduled).media())

    prune(Folder(scheduled), 1, set(Folder(scheduled).backups()), set(), lambda: None)

    assert set(Folder(scheduled).media()) == before


def test_it_all_works_in_a_bucket(calm, s3, bucket, media, settings, tmp_path):
    url = f"s3://chave:segre%2Fdo@{s3}/midia?secure=0"
    settings.BACKUP_DIR, settings.DATA_DIR, settings.MEDIA_ROOT = url, tmp_path, media
    settings.STORAGES = {**settings.STORAGES, "media": {"BACKEND": "core.media.disk.Disk"}}

    schedule.run()
    schedule.run()

    assert kinds() == [("backup", "ok"), ("verify", "ok")]
    place = place_of(url)
    [name] = place.backups()
    with place.on_disk(name) as path, zipfile.ZipFile(path) as archive:
        assert json.load(io.BytesIO(archive.read("manifest.json")))["files"]["n"] == 3
    assert len(list(place.media())) == 3
    assert not list(Path(tmp_path).glob(".mcb-*"))
    prune(place, 1, set(place.backups()), set(), lambda: None)
    assert place.backups() == [name]
