"""Uma conferência com o registro de postagens do gateway: que intervalo, por quê, o que se achou."""

from django.db import models

from core.models.instance import WhatsappInstance
from core.models.tenancy import TenantQuerySet


class ReconcileCause(models.TextChoices):
    """O que pediu a conferência."""

    OUTAGE = "outage"  # web, worker ou banco estiveram fora
    RECONNECTED = "reconnected"
    SILENCE = "silence"
    NIGHTLY = "nightly"
    PERSON = "person"


class ReconcileState(models.TextChoices):
    """Onde está a conferência."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class ReconciliationQuerySet(TenantQuerySet["Reconciliation"]):
    """Conferências das instâncias visíveis."""

    tenant_path = "instance__cliente_id"


class Reconciliation(models.Model):
    """Uma conferência. found = already_here + recovered + unfillable. `claimed_until` passado com estado `running`:
    quem a fazia morreu, e ela recomeça (o que já se repôs é reconhecido)."""

    instance = models.ForeignKey(
        WhatsappInstance, on_delete=models.CASCADE, related_name="reconciliations", db_index=False
    )
    start = models.DateTimeField()
    end = models.DateTimeField()
    cause = models.CharField(max_length=12, choices=ReconcileCause.choices)
    state = models.CharField(max_length=8, choices=ReconcileState.choices, default=ReconcileState.WAITING)
    found = models.PositiveIntegerField(default=0)
    already_here = models.PositiveIntegerField(default=0)
    recovered = models.PositiveIntegerField(default=0)
    unfillable = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=500, null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    objects = ReconciliationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["instance", "-id"], name="reconciliation_by_instance"),
            models.Index(fields=["state", "not_before"], name="reconciliation_due"),
        ]

    def __str__(self) -> str:
        return f"reconciliation {self.pk}: {self.state}"
