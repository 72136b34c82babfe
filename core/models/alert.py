"""Alertas: o que está errado, desde quando, e a quem se avisou; regras e canais por cliente."""

from django.conf import settings
from django.db import models

from core.models.cliente import Cliente
from core.models.encrypted_field import EncryptedField
from core.models.fields import IdentifierField
from core.models.instance import WhatsappInstance
from core.models.tenancy import TenantQuerySet


class AlertKind(models.TextChoices):
    """O sintoma. As palavras e os limites de cada um estão em core.alerts.rules."""

    DISCONNECTED = "disconnected"
    NO_SIGNAL = "no_signal"
    FAILURES = "failures"
    BACKLOG = "backlog"
    LATENCY = "latency"
    BREAKER = "breaker"
    QUEUE = "queue"
    UNKNOWN_SENDS = "unknown_sends"
    PARKED_EVENTS = "parked_events"
    PLAN_EXPIRING = "plan_expiring"
    DISK = "disk"
    BACKUP = "backup"


class AlertState(models.TextChoices):
    """Onde está."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    SILENCED = "silenced"
    RESOLVED = "resolved"


class AlertQuerySet(TenantQuerySet["Alert"]):
    """Alertas visíveis a um ator; os da instalação (sem cliente) são só da administração."""


class Alert(models.Model):
    """Um sintoma que dura. `cause` é o sintoma e o seu dono: nunca há dois por resolver da mesma causa."""

    cliente = models.ForeignKey(Cliente, on_delete=models.CASCADE, null=True, db_index=False)
    instance = models.ForeignKey(WhatsappInstance, on_delete=models.CASCADE, null=True, related_name="alerts")
    kind = models.CharField(max_length=16, choices=AlertKind.choices)
    state = models.CharField(max_length=12, choices=AlertState.choices, default=AlertState.OPEN)
    cause = IdentifierField(max_length=64)
    active_cause = IdentifierField(max_length=64, null=True, unique=True)  # `cause` enquanto não resolvido
    message = models.CharField(max_length=500)
    message_parts = models.JSONField(null=True)
    value = models.FloatField(null=True)
    threshold = models.FloatField(null=True)
    opened_at = models.DateTimeField()
    returned_at = models.DateTimeField(null=True)  # a última volta: desde quando está aberto desta vez
    seen_at = models.DateTimeField()  # última vez que o sintoma foi visto
    resolved_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    silenced_until = models.DateTimeField(null=True)
    comment = models.CharField(max_length=500, null=True)
    flaps = models.PositiveIntegerField(default=0)  # vezes que voltou logo depois de resolvido

    objects = AlertQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["cliente", "-id"], name="alert_by_cliente"),
            models.Index(fields=["cause", "-id"], name="alert_by_cause"),
        ]

    def __str__(self) -> str:
        return f"{self.cause}: {self.state}"


class AlertRuleQuerySet(TenantQuerySet["AlertRule"]):
    """Regras visíveis a um ator."""


class AlertRule(models.Model):
    """O que um cliente quer de um tipo de alerta; sem linha vale o padrão (core.alerts.rules)."""

    cliente = models.ForeignKey(Cliente, on_delete=models.CASCADE, related_name="alert_rules")
    kind = models.CharField(max_length=16, choices=AlertKind.choices)
    is_on = models.BooleanField(default=True)
    threshold = models.FloatField(null=True)

    objects = AlertRuleQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cliente", "kind"], name="one_rule_per_kind")]

    def __str__(self) -> str:
        return f"{self.cliente_id}/{self.kind}"


class AlertChannelKind(models.TextChoices):
    """Por onde se avisa."""

    EMAIL = "email"
    WEBHOOK = "webhook"


class AlertChannelQuerySet(TenantQuerySet["AlertChannel"]):
    """Canais visíveis a um ator."""


class AlertChannel(models.Model):
    """Para onde vão os avisos de um cliente. `target` é um e-mail, ou um endereço https (que pode trazer segredo)."""

    cliente = models.ForeignKey(Cliente, on_delete=models.CASCADE, related_name="alert_channels")
    kind = models.CharField(max_length=8, choices=AlertChannelKind.choices)
    target = EncryptedField()
    is_on = models.BooleanField(default=True)
    last_error = models.CharField(max_length=500, null=True)
    last_error_parts = models.JSONField(null=True)
    last_sent_at = models.DateTimeField(null=True)

    objects = AlertChannelQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.kind} de {self.cliente_id}"


class AlertNotice(models.Model):
    """Um aviso a mandar: escrito com o alerta, entregue depois (nenhuma rede dentro da transação)."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="notices")
    channel = models.ForeignKey(AlertChannel, on_delete=models.CASCADE)
    what = models.CharField(max_length=8)  # opened, resolved, test
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True, db_index=True)  # nulo: entregue, ou desistido
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["alert", "channel", "what"], name="one_notice_per_turn")]

    def __str__(self) -> str:
        return f"{self.what} de {self.alert_id}"
