"""Uma pessoa do outro lado, como a instância a conhece, e a cópia da foto de pessoas e grupos."""

from django.db import models

from core.facts import is_lid
from core.models.cliente import Cliente
from core.models.fields import IdentifierField
from core.models.instance import WhatsappInstance
from core.models.tenancy import TenantQuerySet


class ContactQuerySet(TenantQuerySet["Contact"]):
    """Contatos visíveis a um ator."""


class Contact(models.Model):
    """Um contato de uma instância, por endereço (telefone, ou LID enquanto não se sabe o telefone).

    `push_name`, `verified_name` e `picture_url` são fatos (o momento mais novo vence) e se escrevem sob o arrendamento;
    `book_name` é o da agenda do celular, dito pelo gateway; `saved_name`, `notes` e `blocked` são das pessoas. `name` é
    o que se mostra e por que se ordena: nunca vazio."""

    cliente = models.ForeignKey(Cliente, on_delete=models.CASCADE, db_index=False)
    instance = models.ForeignKey(WhatsappInstance, on_delete=models.CASCADE, db_index=False)
    address = IdentifierField(max_length=128)
    name = models.CharField(max_length=255)
    saved_name = models.CharField(max_length=255, null=True)
    book_name = models.CharField(max_length=255, null=True)
    book_name_at = models.DateTimeField(null=True)  # quando o gateway o disse pela última vez
    push_name = models.CharField(max_length=255, null=True)
    push_name_moment = models.DateTimeField(null=True)
    verified_name = models.CharField(max_length=255, null=True)  # só empresas o têm
    verified_name_moment = models.DateTimeField(null=True)
    picture_url = models.TextField(null=True)
    picture_moment = models.DateTimeField(null=True)
    blocked = models.BooleanField(default=False)
    notes = models.TextField(null=True)
    first_seen_at = models.DateTimeField(null=True)  # nulo: nenhum evento o trouxe, foi uma pessoa ou a agenda
    created_at = models.DateTimeField(auto_now_add=True)
    # Unido à mão a este outro: não se mostra, e fica para que a união se desfaça.
    merged_into = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="merged")

    objects = ContactQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["instance", "address"], name="one_contact_per_address")]
        indexes = [
            models.Index(fields=["cliente", "name", "id"], name="contact_by_cliente"),
            models.Index(fields=["instance", "name", "id"], name="contact_by_instance"),
            models.Index(fields=["name", "id"], name="contact_by_name"),
            # A lista é sem os unidos a outro: com isso no índice, ninguém lê tudo para ordenar uma página.
            models.Index(fields=["merged_into", "name", "id"], name="contact_shown"),
        ]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def known_name(self) -> str | None:
        """O salvo aqui vence o da agenda, que vence o que a pessoa se dá, que vence o provado por empresas."""
        return self.saved_name or self.book_name or self.push_name or self.verified_name

    @property
    def lid(self) -> str | None:
        """O próprio endereço, quando é oculto."""
        return self.address if is_lid(self.address) else None

    def choose_name(self) -> None:
        """Põe em `name` o que se mostra. Chame depois de mexer em qualquer nome."""
        self.name = self.known_name or self.address


class PictureQuerySet(TenantQuerySet["Picture"]):
    """Fotos visíveis a um ator."""


class Picture(models.Model):
    """A foto de um endereço (pessoa ou grupo): onde está no WhatsApp e a nossa cópia. Não é fato, é cópia: a foto que
    vale está na conversa e no contato."""

    cliente = models.ForeignKey(Cliente, on_delete=models.CASCADE, db_index=False)
    instance = models.ForeignKey(WhatsappInstance, on_delete=models.CASCADE, db_index=False)
    address = IdentifierField(max_length=128)
    url = models.TextField(null=True)
    storage_name = models.CharField(max_length=160, null=True)
    served_type = models.CharField(max_length=64, null=True)
    fetched_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)

    objects = PictureQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["instance", "address"], name="one_picture_per_address")]
        indexes = [
            models.Index(fields=["next_try_at"], name="picture_due"),
            models.Index(fields=["cliente", "storage_name"], name="picture_by_file"),
        ]

    def __str__(self) -> str:
        return str(self.address)
