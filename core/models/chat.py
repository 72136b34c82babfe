"""Uma conversa, os endereços que a nomeiam e o rascunho de cada pessoa nela."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce

from core.models.cliente import Cliente
from core.models.fields import IdentifierField
from core.models.instance import WhatsappInstance
from core.models.tenancy import TenantQuerySet


class ChatQuerySet(TenantQuerySet["Chat"]):
    """Conversas visíveis a um ator."""


class Chat(models.Model):
    """Uma conversa de uma instância. As colunas de fatos são escritas sob o arrendamento da instância; o último
    lido pela equipe é `read_up_to_id` (tudo com id até ele), pelo celular `phone_read_at` (tudo até o momento)."""

    cliente = models.ForeignKey(Cliente, on_delete=models.CASCADE, db_index=False)
    instance = models.ForeignKey(WhatsappInstance, on_delete=models.CASCADE, db_index=False, related_name="chats")
    chat_id = IdentifierField(max_length=128)
    kind = models.CharField(max_length=8)
    push_name = models.CharField(max_length=255, null=True)
    push_name_moment = models.DateTimeField(null=True)
    custom_name = models.CharField(max_length=255, null=True)  # só de grupos: o das pessoas é `Contact.saved_name`
    subject = models.CharField(max_length=255, null=True)  # nome do grupo, dito pelo gateway quando perguntado
    subject_moment = models.DateTimeField(null=True)
    named_elsewhere = models.BooleanField(default=False)  # num grupo a pessoa já se chamou outra coisa, depois
    picture_url = models.TextField(null=True)
    picture_moment = models.DateTimeField(null=True)
    last_message = models.ForeignKey(
        "core.Mensagem", on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, null=True, related_name="+"
    )
    last_message_at = models.DateTimeField(null=True)
    last_message_key = IdentifierField(max_length=128, null=True)
    # Direta, e a primeira recebida a que ainda não se respondeu: derivada das mensagens (core/apply/waiting.py).
    waiting_since = models.DateTimeField(null=True)
    awaits_reply = models.BooleanField(default=False, db_default=False)  # o mesmo num sim ou não: filtra em ordem
    unread_count = models.PositiveIntegerField(default=0)
    phone_read_at = models.DateTimeField(null=True)
    read_up_to_id = models.BigIntegerField(null=True)
    presence = models.CharField(max_length=16, null=True)
    presence_moment = models.DateTimeField(null=True)
    verified_at = models.DateTimeField(null=True)  # quando o WhatsApp confirmou que o número existe, nesta grafia
    send_as = IdentifierField(max_length=128, null=True)  # forma do LID que o gateway aceitou; nulo: ainda não se sabe
    created_at = models.DateTimeField(auto_now_add=True)
    # Por que a lista se ordena: a última mensagem ou, sem nenhuma, quando foi feita. Quem a calcula é o banco.
    active_at = models.GeneratedField(
        expression=Coalesce("last_message_at", "created_at"), output_field=models.DateTimeField(), db_persist=False
    )

    objects = ChatQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["instance", "chat_id"], name="one_chat_per_address")]
        indexes = [
            models.Index(fields=["cliente", "-active_at", "-id"], name="chat_active_by_cliente"),
            models.Index(fields=["instance", "-active_at", "-id"], name="chat_active_by_instance"),
            models.Index(fields=["-active_at", "-id"], name="chat_by_activity"),
            models.Index(fields=["instance", "awaits_reply"], name="chat_awaiting"),
            # Quem espera, da mais recente e da que espera há mais tempo, até onde cada um enxerga.
            models.Index(fields=["instance", "awaits_reply", "-active_at", "-id"], name="chat_waiting_instance"),
            models.Index(fields=["awaits_reply", "-active_at", "-id"], name="chat_waiting_time"),
            models.Index(fields=["cliente", "awaits_reply", "waiting_since", "id"], name="chat_longest_cliente"),
            models.Index(fields=["instance", "awaits_reply", "waiting_since", "id"], name="chat_longest_instance"),
            models.Index(fields=["awaits_reply", "waiting_since", "id"], name="chat_longest"),
        ]

    def __str__(self) -> str:
        return str(self.chat_id)

    def wait_since(self, at: datetime | None) -> None:
        """Desde quando o contato espera; nulo: não espera. Só aqui as duas colunas se escrevem."""
        self.waiting_since, self.awaits_reply = at, at is not None

    @property
    def name(self) -> str | None:
        """O nome dado aqui vence o que o WhatsApp diz por último. O de pessoas está em `Contact`."""
        if self.custom_name:
            return str(self.custom_name)
        is_newer = self.subject_moment is not None and (
            self.push_name_moment is None or self.subject_moment >= self.push_name_moment
        )
        return (self.subject if is_newer else None) or self.push_name or self.subject


class LinkSource(models.TextChoices):
    """Quem ensinou um par telefone-LID."""

    EVENT = "event"
    GATEWAY = "gateway"
    PERSON = "person"


class AddressLink(models.Model):
    """Um LID e o telefone da mesma pessoa: um corpo o mostrou (`event`), o gateway o respondeu, ou alguém (`author`) os
    uniu à mão. Só o último se desfaz. Também (em `lid`) a grafia de um celular que cedeu à outra: o nono dígito."""

    instance = models.ForeignKey(WhatsappInstance, on_delete=models.CASCADE, db_index=False)
    lid = IdentifierField(max_length=64)
    phone = IdentifierField(max_length=32)
    event = models.BigIntegerField(null=True)
    source = models.CharField(max_length=8, choices=LinkSource.choices, default=LinkSource.EVENT)
    author = models.BigIntegerField(null=True)  # id de quem uniu

    class Meta:
        constraints = [models.UniqueConstraint(fields=["instance", "lid"], name="one_phone_per_lid")]
        indexes = [models.Index(fields=["instance", "phone"], name="link_by_phone")]

    def __str__(self) -> str:
        return f"{self.lid} = {self.phone}"


class PhoneAlias(models.Model):
    """Uma grafia que alguém digitou e o telefone que o WhatsApp respondeu usar. Só vale para o que se digita."""

    instance = models.ForeignKey(WhatsappInstance, on_delete=models.CASCADE, db_index=False)
    typed = IdentifierField(max_length=32)
    phone = IdentifierField(max_length=32)
    learnt_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["instance", "typed"], name="one_phone_per_spelling")]

    def __str__(self) -> str:
        return f"{self.typed} = {self.phone}"


class UnresolvedLid(models.Model):
    """Um LID sem telefone que escreveu ou reagiu numa conversa: quando o telefone chegar, é ali que se troca."""

    instance = models.ForeignKey(WhatsappInstance, on_delete=models.CASCADE, db_index=False)
    lid = IdentifierField(max_length=64)
    chat = models.ForeignKey(Chat, on_delete=models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["instance", "lid", "chat"], name="one_unresolved_per_chat")]

    def __str__(self) -> str:
        return str(self.lid)


class ChatDraft(models.Model):
    """O rascunho de uma pessoa numa conversa; segue-a para outro aparelho."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    chat = models.ForeignKey(Chat, on_delete=models.CASCADE, related_name="drafts")
    text = models.TextField()
    reply_to = models.BigIntegerField(null=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "chat"], name="one_draft_per_person")]

    def __str__(self) -> str:
        return f"draft {self.chat_id}"

    def absorb(self, other: "ChatDraft") -> None:
        """O que a mesma pessoa escrevia na conversa que se une a esta: vence o mais novo, e o texto do outro fica
        abaixo dele."""
        older, newer = sorted((self, other), key=lambda draft: (draft.updated_at, draft.pk))
        said = dict.fromkeys(draft.text for draft in (newer, older) if draft.text.strip())
        self.text, self.reply_to = "\n\n".join(said), newer.reply_to
