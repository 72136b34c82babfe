"""O registro de eventos: o que foi postado, cru, e o que se fez com ele."""

from django.db import models

from core.models.cliente import Cliente
from core.models.fields import HashField, IdentifierField
from core.models.instance import WhatsappInstance
from core.models.tenancy import TenantQuerySet


class EventState(models.TextChoices):
    """Situação de um evento aceito."""

    PENDING = "pending"
    PROCESSED = "processed"
    IGNORED = "ignored"
    FAILED = "failed"


class EventQuerySet(TenantQuerySet["WebhookEvent"]):
    """Eventos visíveis a um ator."""


class WebhookEvent(models.Model):
    """Um evento aceito pela porta. `payload` são os bytes como vieram.

    Sem restrição de chave estrangeira no banco: a verificação dela travaria a linha da instância e o INSERT da porta
    esperaria pela transação do worker. Apagar uma instância apaga os seus eventos (core.instances.removal)."""

    event_id = HashField(unique=True)
    receipt = models.CharField(max_length=32)  # aleatório por POST: prova que a linha gravada é a deste POST
    cliente = models.ForeignKey(Cliente, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    instance = models.ForeignKey(
        WhatsappInstance, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="events"
    )
    event_type = models.CharField(max_length=64, null=True)
    kind = models.CharField(max_length=16)
    state = models.CharField(max_length=10, choices=EventState.choices, default=EventState.PENDING)
    reason = models.CharField(max_length=40, null=True)
    subject = IdentifierField(max_length=128, null=True)
    error = models.CharField(max_length=500, null=True)
    stack = models.TextField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # Desde quando se pode tentar, se não desde `received_at`: depois de uma falha, um reprocessamento, uma reposição.
    retry_at = models.DateTimeField(null=True)
    duplicates = models.PositiveIntegerField(default=0)
    last_duplicate_at = models.DateTimeField(null=True)
    authenticated = models.BooleanField(default=True)
    is_test = models.BooleanField(default=False)
    # Não veio pela porta: foi reposto do registro do gateway. O padrão mora no banco: uma porta antiga, que ainda
    # atende enquanto se migra, grava sem esta coluna.
    recovered = models.BooleanField(default=False, db_default=False)
    size = models.PositiveIntegerField()
    payload = models.BinaryField()
    received_at = models.DateTimeField()
    stored_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(null=True)
    processed_at = models.DateTimeField(null=True)
    replayed_at = models.DateTimeField(null=True)
    # De quando chegou, guardado ao reprocessar: os de cima passam a contar a última vez.
    first_claimed_at = models.DateTimeField(null=True)
    first_applied_at = models.DateTimeField(null=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [
            # Cobre quem procura pendentes: senão o MariaDB, com estatística velha, lê a tabela (3,4 s contra 20 ms).
            models.Index(
                fields=["state", "instance", "id", "retry_at", "is_test", "received_at"], name="event_pending"
            ),
            models.Index(fields=["cliente", "id"], name="event_by_cliente"),
            models.Index(fields=["instance", "id"], name="event_by_instance"),
            models.Index(fields=["kind", "id"], name="event_by_kind"),  # tipos raros: sem ele, lê-se a tabela inteira
        ]

    def __str__(self) -> str:
        return f"{self.event_id[:12]} {self.kind} {self.state}"
