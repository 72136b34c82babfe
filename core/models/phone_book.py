"""A agenda do celular, como o gateway a conta: onde se está na leitura, e quando ler de novo."""

from django.db import models

from core.models.fields import IdentifierField
from core.models.instance import WhatsappInstance


class PhoneBook(models.Model):
    """A leitura da agenda de uma instância. Os nomes ficam nos contatos (`Contact.book_name`)."""

    instance = models.OneToOneField(
        WhatsappInstance, on_delete=models.CASCADE, primary_key=True, related_name="phone_book"
    )
    next_at = models.DateTimeField(null=True, db_index=True)  # também a reivindicação: quem lê o empurra adiante
    page = models.PositiveIntegerField(default=1)  # a próxima página desta volta
    first_of_page = IdentifierField(max_length=128, null=True)  # gateway que ignora a página repete a mesma para sempre
    started_at = models.DateTimeField(null=True)  # começo desta volta
    synced_at = models.DateTimeField(null=True)  # começo da última volta completa
    failures = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=500, null=True)

    def __str__(self) -> str:
        return f"phone book {self.pk}"
