"""Cada backup agendado, e cada conferência de um: o que a tela e os alertas dizem deles."""

from datetime import datetime

from django.db import models


class BackupKind(models.TextChoices):
    """O que se fez."""

    BACKUP = "backup"
    VERIFY = "verify"


class BackupState(models.TextChoices):
    """Como está."""

    RUNNING = "running"
    OK = "ok"
    FAILED = "failed"


class BackupRunQuerySet(models.QuerySet["BackupRun"]):
    """Backups e conferências."""

    def last(self, kind: str, *states: str) -> "BackupRun | None":  # type: ignore[override]
        """O mais novo deste tipo, num destes estados."""
        return self.filter(kind=kind, state__in=states or BackupState.values).order_by("-started_at").first()

    def last_good_at(self) -> datetime | None:
        """Quando começou o último backup que ficou pronto: o que veio depois ainda não está em nenhum."""
        found = self.last(BackupKind.BACKUP, BackupState.OK)
        return found.started_at if found else None


class BackupRun(models.Model):
    """Um trabalho sobre os backups de BACKUP_DIR. `active` é verdadeiro enquanto corre, e há um só."""

    kind = models.CharField(max_length=8, choices=BackupKind.choices)
    state = models.CharField(max_length=8, choices=BackupState.choices, default=BackupState.RUNNING)
    active = models.BooleanField(null=True, unique=True)  # nulo: já acabou
    started_at = models.DateTimeField(db_index=True)
    alive_at = models.DateTimeField()  # quem o faz o renova; velho, morreu no meio
    finished_at = models.DateTimeField(null=True)
    name = models.CharField(max_length=32, null=True)
    n_rows = models.PositiveIntegerField(null=True)
    n_files = models.PositiveIntegerField(null=True)
    new_bytes = models.BigIntegerField(null=True)  # o que se copiou desta vez
    error = models.CharField(max_length=500, null=True)

    objects = BackupRunQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.kind} {self.name}: {self.state}"
