"""Os grupos como o gateway os descreve: perguntados quando aparecem e de tempos em tempos, nunca por mensagem."""

import logging
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from core.apply.addresses import AddressBook, learn
from core.apply.batch import Batch
from core.apply.chats import recompute
from core.apply.message_updates import derive
from core.contacts.spelling import lid_of, phone_of, plain
from core.disguise import undisguised
from core.facts import AddressPair
from core.gateway.calls import groups as calls
from core.gateway.client import Gateway
from core.gateway.errors import GatewayError, NotConnected, Refused
from core.gateway.results import Group as Told
from core.ground import changes, lease
from core.ground.changes import Touched, What
from core.ground.claim import back_off
from core.ground.crew import Crew
from core.ground.gateway import gateway_of
from core.models import Group, GroupMember, InstanceStatus, LinkSource, WhatsappInstance
from core.models.bulk import save_changed

logger = logging.getLogger("core.contacts")

EVERY = timedelta(hours=24)  # as mudanças chegam como mensagens; a volta corrige o que se perdeu
FIRST_WAIT = timedelta(minutes=2)  # um gateway que falhou agora falhará em segundos
CLAIM = timedelta(seconds=90)  # maior que o prazo da chamada
TURN_S = 2.0  # um grupo por instância a cada turno: o gateway não vê rajadas
TIMEOUT_S = 20.0  # grupos de mil pessoas demoram
MAX_NAME = 255  # a coluna
_crew = Crew("groups", 4)


def run() -> float:
    """Um turno: um grupo vencido de cada instância conectada, cada um em sua thread. Devolve quanto dormir (s)."""
    for instance, pk in due(timezone.now()):
        if _crew.send(_try, _claim, instance, pk, timezone.now()) is False:
            break
    return TURN_S


def due(now: datetime) -> list[tuple[int, int]]:
    """`(instância, grupo)` a perguntar: no máximo um por instância; quem já tem um em curso espera."""
    busy = Group.objects.filter(claimed_until__gt=now).values("instance_id")
    waiting = Group.objects.filter(
        next_refresh_at__lte=now, instance__status=InstanceStatus.CONNECTED, instance__token__isnull=False
    ).exclude(instance__in=busy)
    chosen: dict[int, int] = {}
    for pk, instance in waiting.order_by("next_refresh_at").values_list("pk", "instance_id")[:50]:
        chosen.setdefault(instance, pk)
    return list(chosen.items())


@transaction.atomic
def _claim(instance: int, pk: int, now: datetime) -> int | None:
    """Sob o arrendamento, para que dois workers não perguntem pela mesma instância ao mesmo tempo."""
    if lease.acquire(instance, wait=False) is None:
        return None
    if Group.objects.filter(instance=instance, claimed_until__gt=now).exists():
        return None
    return pk if Group.objects.filter(pk=pk, next_refresh_at__lte=now).update(claimed_until=now + CLAIM) else None


def _try(pk: int) -> None:
    with suppress(GatewayError):  # já anotado no grupo, com a hora da próxima tentativa
        refresh(pk)


def refresh(pk: int) -> None:
    """Pergunta ao gateway por um grupo e guarda a resposta. Levanta `GatewayError`, já anotado com a próxima vez."""
    group = Group.objects.select_related("instance", "chat").get(pk=pk)
    asked = timezone.now()
    try:
        told = _ask(gateway_of(group.instance, TIMEOUT_S), group.chat.chat_id)
    except GatewayError as error:
        _failed(group, error, asked)
        raise
    store(group.pk, told, asked)
    logger.info("action=group", extra={"fields": {"group": pk, "members": len(told.participants)}})


def _ask(gateway: Gateway, address: str) -> Told:
    """O grupo, com os membros; onde os metadados não os trazem, perguntados à parte. Sem estes, ficam os que havia."""
    told = gateway.call(calls.group(address))
    if told.participants:
        return told
    with suppress(Refused):
        told = replace(told, participants=gateway.call(calls.participants(address)))
    return told


def _failed(group: Group, error: GatewayError, now: datetime) -> None:
    failures = min(group.failures + 1, 30)
    is_final = isinstance(error, Refused) and error.permanent and not isinstance(error, NotConnected)
    wait = EVERY if is_final else back_off(FIRST_WAIT, failures, EVERY, 4)
    with transaction.atomic():
        lease.acquire(group.instance_id, wait=True)
        left_at = Group.objects.filter(pk=group.pk).values_list("left_at", flat=True).first()
        # Deixado agora mesmo, ou antes e o gateway o confirma: só quando se falar nele de novo.
        is_out = left_at is not None and (is_final or left_at >= now)
        Group.objects.filter(pk=group.pk).update(
            failures=failures,
            error=error.message[:500],
            next_refresh_at=None if is_out else now + wait,
            claimed_until=None,
        )
    logger.info(
        "action=group_failed",
        extra={"fields": {"group": group.pk, "failures": failures, "error": type(error).__name__}},
    )


@transaction.atomic
def store(pk: int, told: Told, asked: datetime) -> None:
    """Guarda o que o gateway respondeu de um grupo: dados, membros, pares telefone-LID e o nome da conversa. Nada, se
    saímos dele depois de perguntar: a resposta é de quando ainda estávamos."""
    instance = WhatsappInstance.objects.get(groups=pk)
    lease.acquire(instance.pk, wait=True)
    group = Group.objects.select_related("chat").get(pk=pk)
    if group.left_at is not None and group.left_at >= asked:
        Group.objects.filter(pk=pk).update(claimed_until=None)
        return
    batch, book = Batch(instance, timezone.now()), AddressBook(instance.pk)
    _learn_pairs(batch, book, told)
    group.subject = undisguised(told.subject or group.subject or "")[:MAX_NAME] or None
    group.name = group.subject or group.chat.chat_id
    group.owner = plain(told.owner)
    book.load([group.owner])
    group.owner = book.canonical(group.owner) if group.owner else None
    group.description, group.announce, group.restrict = told.description, told.announce, told.restrict
    group.invite_link = told.invite_link[:255] if told.invite_link else None
    group.made_at = told.created_at or group.made_at
    if told.participants:
        _put_members(group, book, told)
    group.size = told.size if told.size is not None else group.members.count()
    group.refreshed_at, group.next_refresh_at = asked, asked + EVERY
    group.claimed_until, group.left_at, group.failures, group.error = None, None, 0, None
    group.save()
    chat = group.chat
    if told.subject and (chat.subject_moment is None or asked >= chat.subject_moment):
        shown = chat.name
        chat.subject, chat.subject_moment = group.subject, asked
        chat.save(update_fields=["subject", "subject_moment"])
        if chat.name != shown:
            batch.touch_chat(chat.pk, What.NAME)
    batch.touched.add(
        Touched("group", group.pk, instance.pk, chat.pk, frozenset({What.NAME, What.MEMBERS, What.RULES}))
    )
    changes.record(instance.cliente_id, batch.touched)


def _learn_pairs(batch: Batch, book: AddressBook, told: Told) -> None:
    pairs = [
        AddressPair(phone, lid)
        for one in told.participants
        if (phone := phone_of(one.phone)) and (lid := lid_of(one.lid))
    ]
    learn(batch, book, [(pair, None) for pair in pairs], LinkSource.GATEWAY)
    if batch.rederive:
        derive(batch, book)
    recompute(batch)


def _put_members(group: Group, book: AddressBook, told: Told) -> None:
    """Deixa nas linhas exatamente quem o gateway disse."""
    book.load(name for one in told.participants for name in (plain(one.phone), lid_of(one.lid)))
    wanted: dict[str, GroupMember] = {}
    for one in told.participants:
        lid = lid_of(one.lid) or lid_of(one.phone)
        named = phone_of(one.phone) or lid
        address = book.canonical(named) if named else None
        if address is not None:
            wanted[address] = GroupMember(
                group=group,
                address=address,
                lid=lid,
                name=undisguised(one.name)[:MAX_NAME] or None if one.name else None,
                is_admin=one.is_admin or one.is_super_admin,
                is_super_admin=one.is_super_admin,
            )
    known = {member.address: member for member in group.members.all()}
    GroupMember.objects.filter(pk__in=[m.pk for address, m in known.items() if address not in wanted]).delete()
    GroupMember.objects.bulk_create([m for address, m in wanted.items() if address not in known], batch_size=500)
    again = []
    for address, member in wanted.items():
        before = known.get(address)
        if before is None:
            continue
        member.pk = before.pk
        if any(
            getattr(before, name) != getattr(member, name) for name in ("lid", "name", "is_admin", "is_super_admin")
        ):
            again.append(member)
    save_changed(GroupMember, again, ["lid", "name", "is_admin", "is_super_admin"])
