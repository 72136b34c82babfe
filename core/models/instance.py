"""Uma linha de WhatsApp no gateway, seu arrendamento, sua linha do tempo e sua conexão por QR."""

from django.db import models

from core.models.cliente import Cliente
from core.models.encrypted_field import EncryptedField
from core.models.fields import HashField, IdentifierField
from core.models.tenancy import TenantQuerySet


class InstanceStatus(models.TextChoices):
    """Estado provado da conexão."""

    CONNECTED = "connected"
    CONNECTING = "connecting"
    DISCONNECTED = "disconnected"
    DEGRADED = "degraded"


class StatusReason(models.TextChoices):
    """Por que o estado é esse."""

    NEVER_CONNECTED = "never_connected"
    AWAITING_QR = "awaiting_qr"
    HALF_PAIRED = "half_paired"
    GATEWAY_UNREACHABLE = "gateway_unreachable"
    NO_SIGNAL = "no_signal"
    PAUSED = "paused"
    PLAN_EXPIRED = "plan_expired"


class Plan(models.TextChoices):
    """O plano da instância no gateway."""

    LITE = "lite"
    PRO = "pro"


# Situações de pagamento que dizem, com certeza, que acabou. As desconhecidas não acusam ninguém.
UNPAID = {"expired", "overdue", "unpaid", "past_due", "canceled", "cancelled", "suspended", "vencido", "vencida"}


class InstanceQuerySet(TenantQuerySet["WhatsappInstance"]):
    """Instâncias visíveis a um ator."""


class WhatsappInstance(models.Model):
    """Um número de WhatsApp no gateway. O estado é a evidência mais nova: `status_moment` é o momento dela."""

    cliente = models.ForeignKey(Cliente, on_delete=models.PROTECT, related_name="instances")
    name = models.CharField(max_length=120)
    instance_id = IdentifierField(max_length=128, unique=True)
    token = EncryptedField(null=True)
    token_hint = models.CharField(max_length=8, null=True)
    webhook_secret = EncryptedField()
    webhook_secret_hash = HashField(unique=True)
    door_closed_at = models.DateTimeField(null=True)  # primeiro evento no endereço com segredo: fecha o endereço aberto

    status = models.CharField(max_length=16, choices=InstanceStatus.choices, default=InstanceStatus.DISCONNECTED)
    status_reason = models.CharField(
        max_length=24, choices=StatusReason.choices, null=True, default=StatusReason.NEVER_CONNECTED
    )
    last_status = models.CharField(max_length=16, choices=InstanceStatus.choices, null=True)
    status_since = models.DateTimeField(auto_now_add=True)
    status_moment = models.DateTimeField(null=True)
    status_message = models.CharField(max_length=500, null=True)
    status_message_parts = models.JSONField(null=True)
    phone = IdentifierField(max_length=32, null=True)
    lid = IdentifierField(max_length=64, null=True)
    profile_name = models.CharField(max_length=255, null=True)
    platform = models.CharField(max_length=64, null=True)
    is_business = models.BooleanField(null=True)
    picture_url = models.TextField(null=True)
    last_event_at = models.DateTimeField(null=True)
    next_poll_at = models.DateTimeField(null=True, db_index=True)
    poll_failures = models.PositiveIntegerField(default=0)
    send_interval_ms = models.PositiveIntegerField(null=True)  # nulo: o da instalação (SEND_INTERVAL_MS)
    daily_cap = models.PositiveIntegerField(null=True)  # envios por dia; nulo: o da instalação (SEND_DAILY_CAP)
    plan = models.CharField(max_length=8, choices=Plan.choices, null=True)  # nulo: o gateway não disse
    payment_status = models.CharField(max_length=32, null=True)  # nas palavras do gateway
    plan_expires_at = models.DateTimeField(null=True)
    plan_checked_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = InstanceQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_plan_over(self) -> bool:
        """Se o gateway disse, da última vez que se leu, que o plano venceu. Só a leitura decide, não o relógio: entre
        as duas alguém pode ter pago."""
        if (self.payment_status or "").strip().lower() in UNPAID:
            return True
        expires, checked = self.plan_expires_at, self.plan_checked_at
        return expires is not None and checked is not None and expires <= checked


class RetiredSecret(models.Model):
    """Um segredo de webhook já trocado, que ainda abre a porta até `until`: o gateway pode ter qualquer um gravado."""

    instance = models.ForeignKey(WhatsappInstance, on_delete=models.CASCADE, related_name="retired_secrets")
    secret_hash = HashField(unique=True)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.instance_id} até {self.until}"


class InstanceLease(models.Model):
    """A unidade de concorrência: quem trava esta linha mexe nas conversas da instância, e mais ninguém."""

    instance = models.OneToOneField(WhatsappInstance, on_delete=models.CASCADE, primary_key=True, related_name="lease")
    next_send_at = models.DateTimeField(null=True)  # ritmo de envios; dono: core.outbox.pacing
    sent_day = models.DateField(null=True)  # dia (fuso da instalação) de `sent_today`
    sent_today = models.PositiveIntegerField(default=0)
    breaker_failures = models.PositiveSmallIntegerField(default=0)  # falhas seguidas; dono: core.outbox.breaker
    breaker_trips = models.PositiveSmallIntegerField(default=0)  # vezes seguidas que abriu: cada uma espera o dobro
    breaker_opened_at = models.DateTimeField(null=True)  # nulo: fechado
    breaker_until = models.DateTimeField(null=True)  # depois disso, uma chamada de prova
    paused_until = models.DateTimeField(null=True)  # uma reconstrução em curso pede que a aplicação espere

    def __str__(self) -> str:
        return f"lease {self.pk}"


class TransitionCause(models.TextChoices):
    """De onde veio a evidência que mudou o estado."""

    WEBHOOK = "webhook"
    POLL = "poll"
    GATEWAY = "gateway"
    PERSON = "person"
    SEND = "send"


class TransitionQuerySet(TenantQuerySet["InstanceTransition"]):
    """Mudanças das instâncias visíveis."""

    tenant_path = "instance__cliente_id"


class InstanceTransition(models.Model):
    """Uma mudança de estado na linha do tempo da instância, com sua causa."""

    instance = models.ForeignKey(WhatsappInstance, on_delete=models.CASCADE, related_name="transitions", db_index=False)
    previous_status = models.CharField(max_length=16, null=True)
    status = models.CharField(max_length=16)
    status_reason = models.CharField(max_length=24, null=True)
    cause = models.CharField(max_length=12, choices=TransitionCause.choices)
    message = models.CharField(max_length=500, null=True)
    message_parts = models.JSONField(null=True)
    event = models.BigIntegerField(null=True)  # id do WebhookEvent, que a retenção pode já ter levado
    at = models.DateTimeField()

    objects = TransitionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["instance", "-id"], name="transition_by_instance")]

    def __str__(self) -> str:
        return f"{self.instance_id}: {self.previous_status} -> {self.status}"


class ConnectState(models.TextChoices):
    """Onde está uma conexão por QR."""

    PREPARING = "preparing"
    QR = "qr"
    CONFIRMING = "confirming"
    CONNECTED = "connected"
    HALF_PAIRED = "half_paired"
    PAUSED = "paused"
    FAILED = "failed"


class ConnectSession(models.Model):
    """A conexão em curso (ou a última) de uma instância; o worker a leva adiante."""

    instance = models.OneToOneField(
        WhatsappInstance, on_delete=models.CASCADE, primary_key=True, related_name="connect"
    )
    state = models.CharField(max_length=16, choices=ConnectState.choices, default=ConnectState.PREPARING)
    qr_code = models.TextField(null=True)  # data URI
    expires_at = models.DateTimeField(null=True)
    message = models.CharField(max_length=500, null=True)
    codes_shown = models.PositiveSmallIntegerField(default=0)
    restarts = models.PositiveSmallIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)
    next_step_at = models.DateTimeField(null=True, db_index=True)  # nulo: nada a fazer
    started_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"connect {self.pk}: {self.state}"


class WebhookSetting(models.Model):
    """Um tipo de webhook da instância: o que o gateway tem gravado, como foi lido de volta."""

    instance = models.ForeignKey(WhatsappInstance, on_delete=models.CASCADE, related_name="webhook_settings")
    kind = models.CharField(max_length=20)
    actual_url = EncryptedField(null=True)  # traz o segredo no caminho
    state = models.CharField(max_length=12, default="unknown")
    message = models.CharField(max_length=500, null=True)
    checked_at = models.DateTimeField(null=True)
    last_event_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["instance", "kind"], name="one_setting_per_kind")]

    def __str__(self) -> str:
        return f"{self.instance_id}/{self.kind}: {self.state}"
