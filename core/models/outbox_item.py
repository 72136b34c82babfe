"""Um envio: a mensagem que espera pelo gateway e cada tentativa de entregá-la."""

from django.db import models
from django.db.models.functions import Coalesce, Greatest

from core.models.chat import Chat
from core.models.cliente import Cliente
from core.models.fields import HashField, IdentifierField
from core.models.instance import WhatsappInstance
from core.models.mensagem import Mensagem


class OutboxState(models.TextChoices):
    """Onde está o envio."""

    WAITING = "waiting"
    CALLING = "calling"
    DONE = "done"


class OutboxItem(models.Model):
    """O envio de uma `Mensagem`. `claimed_until` passado com estado `calling`: ninguém sabe o desfecho (`unknown`)."""

    mensagem = models.OneToOneField(Mensagem, on_delete=models.CASCADE, primary_key=True, related_name="outbox")
    cliente = models.ForeignKey(Cliente, on_delete=models.CASCADE, db_index=False)
    instance = models.ForeignKey(WhatsappInstance, on_delete=models.CASCADE, db_index=False)
    chat = models.ForeignKey(Chat, on_delete=models.CASCADE, db_index=False)
    idempotency_key = IdentifierField(max_length=255, null=True)
    body_hash = HashField()
    state = models.CharField(max_length=8, choices=OutboxState.choices, default=OutboxState.WAITING)
    not_before = models.DateTimeField(null=True)  # espera depois de uma falha: segura a conversa
    send_at = models.DateTimeField(null=True)  # hora marcada por quem enviou: não segura as outras da conversa
    payload = models.JSONField()
    attempt = models.PositiveSmallIntegerField(default=1)
    connect_failures = models.PositiveSmallIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    # Desde quando pode sair. Feita pelo banco, das três: com ela no índice, o que se agendou não pesa até a sua hora.
    due_at = models.GeneratedField(
        expression=Greatest(Coalesce("send_at", "created_at"), Coalesce("not_before", "created_at")),
        output_field=models.DateTimeField(),
        db_persist=True,
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cliente", "idempotency_key"], name="one_send_per_key")]
        indexes = [
            models.Index(fields=["state", "instance", "mensagem"], name="outbox_claim"),
            models.Index(fields=["state", "instance", "due_at", "mensagem"], name="outbox_due"),
            models.Index(fields=["chat", "state", "mensagem"], name="outbox_by_chat"),
        ]

    def __str__(self) -> str:
        return f"outbox {self.pk}: {self.state}"

    def absorb(self, other: "OutboxItem") -> None:
        """Dois envios a que o gateway deu o mesmo id: um só. A próxima tentativa conta depois das de ambos, e a chave
        de quem pediu continua a achar o envio."""
        self.attempt = max(self.attempt, other.attempt)
        if self.idempotency_key is None:
            self.idempotency_key, self.body_hash = other.idempotency_key, other.body_hash


class SendAttempt(models.Model):
    """Uma chamada de envio ao gateway. Ids de tentativas passadas ainda acham a mensagem."""

    mensagem = models.ForeignKey(Mensagem, on_delete=models.CASCADE, related_name="attempts", db_index=False)
    instance = models.ForeignKey(WhatsappInstance, on_delete=models.CASCADE, db_index=False)
    number = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, null=True)  # accepted, refused, unknown, not_sent
    message_id = IdentifierField(max_length=128, null=True)
    error = models.CharField(max_length=500, null=True)
    error_parts = models.JSONField(null=True)
    file_by = models.CharField(max_length=8, null=True)  # como o arquivo foi: link, base64, url (de quem enviou)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mensagem", "number"], name="one_row_per_attempt")]
        indexes = [models.Index(fields=["instance", "message_id"], name="attempt_by_message_id")]

    def __str__(self) -> str:
        return f"attempt {self.number} of {self.mensagem_id}: {self.outcome}"
