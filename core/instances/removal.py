"""Apagar uma instância e tudo que é dela, aos pedaços: a porta e os workers esperam por um pedaço, não por tudo.

Se algo interrompe, o que sobra é uma instância sem token e de porta fechada, que se apaga de novo."""

from django.db import transaction

from core.ground import changes, lease
from core.ground.changes import Touched, Verb
from core.ground.database import retrying
from core.instances.registry import new_secret
from core.models import LooseFile, Mensagem, MessageMedia, Picture, RetiredSecret, WebhookEvent, WhatsappInstance
from core.models.tenancy import Actor

MESSAGES = 2_000  # um pedaço leva menos de um segundo no SQLite: a porta não espera mais que isso
EVENTS = 5_000  # são linhas sem dependentes: pedaços maiores


def remove(actor: Actor | None, instance: WhatsappInstance) -> None:
    """Apaga. Os arquivos que só ela mostrava, a retenção os varre."""
    pk = instance.pk
    retrying(_close, pk)
    while retrying(_drop_messages, pk):
        continue
    retrying(_drop_rest, pk)
    events = WebhookEvent.objects.filter(instance_id=pk).order_by("id")
    while ids := list(events.values_list("pk", flat=True)[:EVENTS]):
        WebhookEvent.objects.filter(pk__in=ids).delete()


@transaction.atomic
def _close(pk: int) -> None:
    """Nada mais entra nem sai: o endereço do webhook deixa de valer, e sem token ninguém fala por ela."""
    lease.acquire(pk, wait=True)
    secret, digest = new_secret()
    RetiredSecret.objects.filter(instance=pk).delete()
    closed = {"webhook_secret": secret, "webhook_secret_hash": digest, "token": None, "next_poll_at": None}
    WhatsappInstance.objects.filter(pk=pk).update(**closed)


@transaction.atomic
def _drop_messages(pk: int) -> int:
    """Um pedaço das mensagens, com o que pende delas; devolve quantas. Pela conversa, que é o índice que há."""
    lease.acquire(pk, wait=True)
    ids = list(Mensagem.objects.filter(chat__instance=pk).order_by().values_list("pk", flat=True)[:MESSAGES])
    media = MessageMedia.objects.filter(mensagem__in=ids).order_by()
    # Sob trava: um download não põe outro arquivo entre a leitura e o DELETE.
    LooseFile.objects.drop(media.select_for_update().values_list("storage_name", flat=True))
    Mensagem.objects.filter(pk__in=ids).delete()
    return len(ids)


@transaction.atomic
def _drop_rest(pk: int) -> None:
    lease.acquire(pk, wait=True)
    pictures = Picture.objects.filter(instance=pk)
    LooseFile.objects.drop(pictures.select_for_update().values_list("storage_name", flat=True))
    instance = WhatsappInstance.objects.filter(pk=pk).first()
    if instance is not None:  # outra pessoa a apagou ao mesmo tempo
        instance.delete()
        changes.record(instance.cliente_id, [Touched("instance", pk, pk, verb=Verb.REMOVED)])
