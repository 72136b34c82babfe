"""Uma mensagem, os fatos que a alteram e as reações que dela derivam."""

from django.conf import settings
from django.db import models

from core.facts import MessageStatus, MessageType, Origin
from core.models.chat import Chat
from core.models.cliente import Cliente
from core.models.fields import HashField, IdentifierField
from core.models.instance import WhatsappInstance
from core.models.tenancy import TenantQuerySet


class Direction(models.TextChoices):
    """Recebida ou enviada."""

    IN = "in"
    OUT = "out"


# O que uma versão do conteúdo diz: entre duas vence uma inteira (core/apply/content.py).
CONTENT_FIELDS = (
    "origin", "type", "original_text", "sent_at", "sender_id", "sender_name", "quoted_message_id", "details",
    "content_known", "content_moment", "content_hash", "event",
)  # fmt: skip
STATUS_WORDS: dict[int, str] = {status.value: status.name.lower() for status in MessageStatus}


class MensagemQuerySet(TenantQuerySet["Mensagem"]):
    """Mensagens visíveis a um ator."""


class Mensagem(models.Model):
    """Uma mensagem. Conhecida por (conversa, direção, participante, message_id), nunca só pelo id: quem envia o
    escolhe. `message_id` nulo: ainda não aceita pelo gateway. `text` já traz a edição mais nova;
    `original_text` é o que veio. `content_*` dizem qual versão do conteúdo venceu (a mais nova)."""

    cliente = models.ForeignKey(Cliente, on_delete=models.CASCADE, db_index=False)
    instance = models.ForeignKey(WhatsappInstance, on_delete=models.CASCADE, db_index=False)
    chat = models.ForeignKey(Chat, on_delete=models.CASCADE, db_index=False, related_name="mensagens")
    direction = models.CharField(max_length=3, choices=Direction.choices)
    participant = IdentifierField(max_length=128, default="", blank=True)
    message_id = IdentifierField(max_length=128, null=True)
    origin = models.CharField(max_length=8, choices=[(o.value, o.name) for o in Origin])
    type = models.CharField(max_length=16, choices=[(t.value, t.name) for t in MessageType])
    text = models.TextField(null=True)
    original_text = models.TextField(null=True)
    status = models.SmallIntegerField(choices=[(s.value, s.name.lower()) for s in MessageStatus])
    error = models.CharField(max_length=500, null=True)
    error_parts = models.JSONField(null=True)
    discarded_at = models.DateTimeField(null=True)  # uma pessoa a tirou da vista; uma prova de que saiu a traz de volta
    error_code = models.CharField(max_length=32, null=True)
    sent_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    sender_id = IdentifierField(max_length=128, null=True)
    sender_name = models.CharField(max_length=255, null=True)
    quoted_message_id = IdentifierField(max_length=128, null=True)
    edited_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    # quoted, location, contacts, poll, link, choices, choice_id, unknown_kind, mentions, is_forwarded, source, content
    details = models.JSONField(null=True)
    content_known = models.BooleanField(default=False)
    content_moment = models.DateTimeField(null=True)  # nulo: sem momento do gateway
    content_hash = models.CharField(max_length=64, default="")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        null=True,
        related_name="+",
    )  # sem índice nem restrição: pessoas saem, o que escreveram fica
    event = models.BigIntegerField(null=True)  # id do WebhookEvent que a trouxe
    # O LID sob o qual a outra pessoa veio, onde agora se mostra o telefone: é por ele que uma união se desfaz.
    came_as = IdentifierField(max_length=128, null=True)
    created_at = models.DateTimeField()

    objects = MensagemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["message_id", "chat", "direction", "participant"], name="one_message_per_key"
            )
        ]
        indexes = [
            models.Index(fields=["chat", "sent_at", "id"], name="message_thread"),
            models.Index(fields=["cliente", "id"], name="message_by_cliente"),
        ]

    def __str__(self) -> str:
        return f"{self.direction} {self.message_id}"

    @property
    def status_word(self) -> str:
        """A situação na palavra da API."""
        return STATUS_WORDS[self.status]


class UpdateKind(models.TextChoices):
    """O que um fato faz a uma mensagem."""

    STATUS = "status"
    REACTION = "reaction"
    EDIT = "edit"
    REVOKE = "revoke"
    MEDIA = "media"
    POLL_KEY = "poll_key"
    VOTE = "vote"


class MessageUpdate(models.Model):
    """Um fato sobre uma mensagem, que espera por ela se ainda não veio e fica depois: o que a mensagem mostra
    (texto, apagada, reações, votos) é sempre derivado do conjunto destes fatos, em qualquer ordem. Endereços como
    vieram; a comparação os resolve. Recibos só ficam enquanto esperam."""

    instance = models.ForeignKey(WhatsappInstance, on_delete=models.CASCADE, db_index=False)
    digest = HashField()
    kind = models.CharField(max_length=8, choices=UpdateKind.choices)
    chat_address = IdentifierField(max_length=128, default="", blank=True)  # '': o corpo não diz
    target_id = IdentifierField(max_length=128)
    target_from_me = models.BooleanField(null=True)
    target_participant = IdentifierField(max_length=128, null=True)
    author = IdentifierField(max_length=128, default="", blank=True)
    author_from_me = models.BooleanField(default=False)
    by_admin = models.BooleanField(default=False)
    value = models.TextField()
    error = models.CharField(max_length=500, null=True)
    moment = models.DateTimeField()
    fact_id = IdentifierField(max_length=128)
    event = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["instance", "digest"], name="one_update_per_fact")]
        indexes = [
            models.Index(fields=["instance", "target_id"], name="update_by_target"),
            models.Index(fields=["instance", "chat_address"], name="update_by_chat"),
            models.Index(fields=["instance", "author"], name="update_by_author"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.target_id}"


class Reaction(models.Model):
    """A reação que vale de cada pessoa a uma mensagem. `sender_id` '' somos nós."""

    mensagem = models.ForeignKey(Mensagem, on_delete=models.CASCADE, related_name="reactions", db_index=False)
    sender_id = IdentifierField(max_length=128, blank=True)
    emoji = models.CharField(max_length=64)
    moment = models.DateTimeField()
    our_number = IdentifierField(max_length=128, null=True)  # o que tínhamos quando reagimos

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mensagem", "sender_id"], name="one_reaction_per_person")]

    def __str__(self) -> str:
        return self.emoji
