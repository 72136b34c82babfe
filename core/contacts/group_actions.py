"""O que uma pessoa faz a um grupo: o gateway o faz, e em seguida se pergunta de novo como ele ficou.

Todas levantam `GatewayError` com as palavras do gateway e, menos sair, `PlanLacks` antes de o chamar."""

import logging
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from core.apply.batch import Batch
from core.apply.chats import find_or_create_chats
from core.contacts.groups import refresh, store
from core.gateway.calls import groups as calls
from core.gateway.client import Call
from core.gateway.errors import GatewayError, OutcomeUnknown
from core.ground import changes, lease
from core.ground.changes import Touched, What
from core.ground.gateway import gateway_of
from core.instances.plan import check_plan
from core.models import Group, WhatsappInstance
from core.models.tenancy import Actor

logger = logging.getLogger("core.contacts")
RULES = ("announce", "restrict")


class RulesUnknown(Exception):
    """Não se sabe como está a regra que não se pediu para mudar."""


def create(actor: Actor | None, instance: WhatsappInstance, subject: str, phones: Sequence[str]) -> Group:
    """Cria um grupo e a sua conversa."""
    check_plan(instance, "groups")
    asked = timezone.now()
    told = gateway_of(instance).call(calls.create(subject, phones))
    if not told.group_id.endswith("@g.us"):
        raise OutcomeUnknown(N_("o gateway criou o grupo, mas não disse o endereço dele"), call="create-group")
    group = _adopt(instance, told.group_id)
    if told.participants:
        store(group.pk, told, asked)
    else:
        _see(group)
    return group


@transaction.atomic
def _adopt(instance: WhatsappInstance, address: str) -> Group:
    lease.acquire(instance.pk, wait=True)
    batch = Batch(instance, timezone.now())
    chat = find_or_create_chats(batch, [address])[address]
    batch.touch_chat(chat.pk, What.NAME)
    changes.record(instance.cliente_id, batch.touched)
    return Group.objects.get(chat=chat)


def change(actor: Actor | None, group: Group, wanted: dict[str, Any]) -> None:
    """Muda o que `wanted` traz: subject, description, picture, announce, restrict. Uma chamada por mudança. Levanta
    `RulesUnknown`, antes de mudar algo."""
    check_plan(group.instance, "groups")
    address = group.chat.chat_id
    asked: list[Call[Any]] = []
    if "subject" in wanted:
        asked.append(calls.rename(address, wanted["subject"]))
    if "description" in wanted:
        asked.append(calls.describe(address, wanted["description"]))
    if "picture" in wanted:
        asked.append(calls.set_photo(address, wanted["picture"]))
    if rules := {name: wanted[name] for name in RULES if name in wanted}:
        asked.append(calls.set_rules(address, **_both(group, rules)))
    _do(group, *asked)


def _both(group: Group, wanted: dict[str, bool]) -> dict[str, bool]:
    """As duas regras, que o gateway só muda juntas. A que não se pediu vai como está agora, perguntada agora: a que se
    guardou pode ser de ontem, e abriria a todos um grupo fechado hoje."""
    unsaid = [name for name in RULES if name not in wanted]
    if unsaid:
        refresh(group.pk)
        group.refresh_from_db(fields=RULES)
    known = {name: getattr(group, name) for name in unsaid}
    if None in known.values():
        raise RulesUnknown(
            _("O gateway não diz como está a outra regra deste grupo, e só muda as duas juntas. Mude-as no celular.")
        )
    return known | wanted


def add_members(actor: Actor | None, group: Group, phones: Sequence[str]) -> None:
    """Põe pessoas no grupo."""
    _do(group, calls.add_participants(group.chat.chat_id, phones))


def remove_members(actor: Actor | None, group: Group, phones: Sequence[str]) -> None:
    """Tira pessoas do grupo."""
    _do(group, calls.remove_participants(group.chat.chat_id, phones))


def add_admins(actor: Actor | None, group: Group, phones: Sequence[str]) -> None:
    """Faz de membros administradores."""
    _do(group, calls.add_admins(group.chat.chat_id, phones))


def remove_admins(actor: Actor | None, group: Group, phones: Sequence[str]) -> None:
    """Volta administradores a membros."""
    _do(group, calls.remove_admins(group.chat.chat_id, phones))


def revoke_invite(actor: Actor | None, group: Group) -> None:
    """Troca o convite."""
    _do(group, calls.revoke_invite(group.chat.chat_id))


def leave(actor: Actor | None, group: Group) -> None:
    """Sai do grupo; a conversa fica, e não se pergunta mais por ele."""
    gateway_of(group.instance).call(calls.leave(group.chat.chat_id))
    with transaction.atomic():
        lease.acquire(group.instance_id, wait=True)  # uma resposta da ronda, de antes, pode estar sendo guardada
        Group.objects.filter(pk=group.pk).update(left_at=timezone.now(), next_refresh_at=None)
        group.members.filter(address=group.instance.phone or "").delete()
        changes.record(
            group.cliente_id, [Touched("group", group.pk, group.instance_id, group.chat_id, frozenset({What.MEMBERS}))]
        )


def _do(group: Group, *asked: Call[Any]) -> None:
    check_plan(group.instance, "groups")
    gateway = gateway_of(group.instance)
    try:
        for call in asked:
            gateway.call(call)
    finally:
        _see(group)


def _see(group: Group) -> None:
    """Como o grupo ficou. Se a pergunta falha, o que se pediu já foi feito: a ronda perguntará de novo."""
    try:
        refresh(group.pk)
    except GatewayError as error:
        logger.info("action=group_unseen", extra={"fields": {"group": group.pk, "error": type(error).__name__}})
