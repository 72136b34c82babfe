"""Apagar uma instância e tudo que é dela, aos pedaços: a porta e os workers esperam por um pedaço, não por tudo.

Se algo interrompe, o que sobra é uma instância sem token e de porta fechada, que se apaga de novo."""

from django.db import transaction

from core.ground import changes, lease
from core.ground.changes import Touched, Verb
from core.ground.database import retrying
from core.instances.registry import new_secret
from core.models import Cliente, LooseFile, RetiredSecret, WhatsappInstance
from core.models.belongings import BELONGINGS, Belonging, Pieces, files_under
from core.models.merge_rules import Goes
from core.models.tenancy import Actor


def remove(actor: Actor | None, instance: WhatsappInstance) -> None:
    """Apaga. Os arquivos que só ela mostrava, a retenção os varre."""
    pk = instance.pk
    retrying(_close, pk)
    for one in BELONGINGS:
        if one.is_of_instance and one.pieces and not _is_loose(one, "instance"):
            while retrying(_drop_piece, one, one.pieces, one.pieces.by, pk):
                continue
    retrying(_drop_rest, pk)
    _drop_loose("instance", pk)


def remove_cliente(actor: Actor | None, cliente: Cliente) -> None:
    """Apaga um cliente sem instâncias nem pessoas. Levanta ProtectedError se as tem."""
    pk = cliente.pk
    with transaction.atomic():
        cliente.delete()
        changes.record(pk, [Touched("cliente", pk, verb=Verb.REMOVED)])
    _drop_loose("cliente", pk)


@transaction.atomic
def _close(pk: int) -> None:
    """Nada mais entra nem sai: o endereço do webhook deixa de valer, e sem token ninguém fala por ela."""
    lease.acquire(pk, wait=True)
    secret, digest = new_secret()
    RetiredSecret.objects.filter(instance=pk).delete()
    closed = {"webhook_secret": secret, "webhook_secret_hash": digest, "token": None, "next_poll_at": None}
    WhatsappInstance.objects.filter(pk=pk).update(**closed)


@transaction.atomic
def _drop_piece(one: Belonging, pieces: Pieces, path: str, pk: int) -> int:
    """Um pedaço de uma tabela, com o que pende dele; devolve quantas linhas."""
    if path != "cliente":
        lease.acquire(pk, wait=True)
    found = one.model._default_manager.filter(**{path: pk})
    ids = list(found.order_by().values_list("pk", flat=True)[: pieces.at_once])
    LooseFile.objects.drop(files_under(one.model, ids))
    one.model._default_manager.filter(pk__in=ids).delete()
    return len(ids)


@transaction.atomic
def _drop_rest(pk: int) -> None:
    lease.acquire(pk, wait=True)
    LooseFile.objects.drop(files_under(WhatsappInstance, [pk]))
    instance = WhatsappInstance.objects.filter(pk=pk).first()
    if instance is not None:  # outra pessoa a apagou ao mesmo tempo
        instance.delete()
        changes.record(instance.cliente_id, [Touched("instance", pk, pk, verb=Verb.REMOVED)])


def _is_loose(one: Belonging, owner: str) -> bool:
    """Se o banco não a apaga com o dono."""
    return isinstance(one.hangs.get(owner), Goes)


def _drop_loose(owner: str, pk: int) -> None:
    for one in BELONGINGS:
        if _is_loose(one, owner) and one.pieces:
            while retrying(_drop_piece, one, one.pieces, owner, pk):
                continue
