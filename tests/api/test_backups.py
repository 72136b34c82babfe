"""`/api/backups/`: o que a administração vê dos backups."""

from datetime import time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from authentication.models import User
from core.models import BackupRun

pytestmark = pytest.mark.django_db


def test_the_administration_sees_what_was_kept_and_what_was_proved(
    as_user: Any, ana: User, bruno: User, settings: Any
) -> None:
    settings.BACKUP_DIR, settings.BACKUP_AT = "s3://chave:segredo@servidor/balde", time(4, 5)
    settings.BACKUP_KEEP, settings.BACKUP_PASSPHRASE = 7, "a senha"
    now = timezone.now()
    for n in range(6):
        at = now - timedelta(days=n)
        known = {"started_at": at, "alive_at": at, "finished_at": at, "name": f"{n}.mcb"}
        BackupRun.objects.create(kind="verify", state="failed" if n == 0 else "ok", **known)
        BackupRun.objects.create(kind="backup", state="failed" if n < 2 else "ok", error="sem disco", **known)

    answer = as_user(ana).get("/api/backups/")

    shown = answer.json()
    assert {name: shown[name] for name in ("is_on", "at", "keep", "has_keys")} == {
        "is_on": True, "at": "04:05", "keep": 7, "has_keys": True,
    }  # fmt: skip
    assert shown["last_good_at"][:19] == (now - timedelta(days=2)).isoformat()[:19]
    assert shown["last_verified_at"][:19] == (now - timedelta(days=1)).isoformat()[:19]
    assert [one["name"] for one in shown["runs"]] == [f"{n}.mcb" for n in range(5) for _ in range(2)]
    assert shown["runs"][0]["error"] == "sem disco"
    assert "segredo" not in answer.content.decode()
    assert "a senha" not in answer.content.decode()
    assert as_user(bruno).get("/api/backups/").status_code == 403


def test_a_cliente_is_not_asked_about_what_is_of_the_installation(as_user: Any, bruno: User) -> None:
    rules = [one["kind"] for one in as_user(bruno).get("/api/alerts/rules/").json()]

    assert "disconnected" in rules
    assert not {"disk", "backup"} & set(rules)
    assert as_user(bruno).patch("/api/alerts/rules/backup/", {"is_on": False}).status_code == 404
