"""Duas conversas, duas mensagens e dois contatos viram um com uma linha em cada tabela que deles pende, e nenhuma se
perde: nem na união, nem ao desfazê-la, nem reconstruindo ou reprocessando. As tabelas vêm dos pertences."""

import itertools
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, models
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from authentication.models import User
from conftest import capture
from core.contacts import merging
from core.instances import registry
from core.models import Chat, ChatDraft, Contact, Group, Mensagem, MessageMedia, WebhookEvent
from core.models.belongings import EVENTS, Hang, hanging_on
from core.models.merge_rules import Derived, Newest, Stays, Unite, Written
from tests.api.caller import text_from
from tests.rows import START, Rows
from webhook import inbox, replay
from webhook.rebuild import rebuild

pytestmark = pytest.mark.django_db(transaction=True)

PHONE, LID, TWIN = "5511900000002", "100000000000002@lid", "GEMEA"
_numbers = itertools.count(1)

# Pais primeiro: quem pende de um grupo precisa dele. Mensagens e mídia são as que se unem, e vêm de eventos.
HANGS = [
    hang
    for owner in (Chat, Mensagem, Contact, MessageMedia, Group)
    for hang in hanging_on(owner)
    if not isinstance(hang.rule, Stays | Derived) and hang.model not in (Mensagem, MessageMedia)
]


@dataclass(frozen=True)
class Plan:
    """De uma coluna: em que lados há linha, se a do LID é a mais nova, se têm a mesma chave."""

    sides: tuple[str, ...]
    lid_is_newer: bool
    is_same: bool


PLANS = st.fixed_dictionaries(
    {
        (hang.belonging.label, hang.column): st.builds(
            Plan, st.sampled_from([(LID,), (PHONE,), (PHONE, LID), (PHONE, LID)]), st.booleans(), st.booleans()
        )
        for hang in HANGS
    }
)


@dataclass
class Planted:
    """Uma linha posta antes da união."""

    hang: Hang
    row: Any
    owner: Any

    def __str__(self) -> str:
        return f"{self.hang.belonging.label}.{self.hang.column} de {self.owner!r}"


class World:
    """Uma instância com a mesma pessoa por telefone e por LID: duas conversas, dois contatos, duas imagens gêmeas."""

    def __init__(self, cliente: Any, author: User, post: Any) -> None:
        self.author, self.post = author, post
        self.instance = registry.register(None, cliente, "Loja", f"M{next(_numbers):06}-AA11BB-CC22DD", "T")
        image = capture("received_image")
        for address in (PHONE, LID):
            who = {"chat": {"id": address}, "sender": {"id": address, "pushName": "Bia"}}
            self.receive({**image, "messageId": TWIN, **who}, text_from(address, f"só de {address}", **who))
        self.owners = {model: {side: self.find(model, side) for side in (PHONE, LID)} for model in
                       (Chat, Mensagem, Contact, MessageMedia)}  # fmt: skip
        self.owners[Group] = {}
        self.planted: list[Planted] = []

    def receive(self, *bodies: dict[str, Any]) -> None:
        """Posta e aplica."""
        for body in bodies:
            body = {name: value for name, value in body.items() if name not in ("connectedLid", "connectedPhone")}
            assert self.post(self.instance, {**body, "instanceId": self.instance.instance_id}).status_code == 200
        inbox.drain()

    def find(self, model: type[models.Model], side: str) -> Any:
        """A conversa, a imagem, o contato ou a mídia deste endereço, como estão agora."""
        of_instance = {"instance": self.instance}
        match model.__name__:
            case "Chat":
                return Chat.objects.filter(**of_instance, chat_id=side).first()
            case "Mensagem":
                return Mensagem.objects.filter(**of_instance, chat__chat_id=side, message_id=TWIN).first()
            case "MessageMedia":
                message = self.find(Mensagem, side)
                return MessageMedia.objects.filter(mensagem=message).first() if message else None
            case "Group":
                return Group.objects.filter(**of_instance, chat__chat_id=side).first()
        return Contact.objects.filter(**of_instance, address=side).first()

    def plant(self, plan: dict[tuple[str, str], Plan], only: Any = lambda hang: True) -> None:
        """Uma linha por coluna e lado do plano."""
        for hang in filter(only, HANGS):
            chosen = plan[(hang.belonging.label, hang.column)]
            mine = {"core.Cliente": self.instance.cliente, "core.WhatsappInstance": self.instance}
            person = Rows(mine).make(User, cliente=None, role="admin")
            shared: dict[str, Any] = {}
            for side in chosen.sides:
                owner = self.owners[hang.owner].get(side)
                if owner is not None:
                    row = self._make(hang, chosen, side, owner, {**mine, User._meta.label: person}, shared)
                    self.planted.append(Planted(hang, row, owner))
                    if hang.model is Group:
                        self.owners[Group][side] = row

    def _make(self, hang: Hang, chosen: Plan, side: str, owner: Any, known: Any, shared: dict[str, Any]) -> Any:
        alone = Mensagem.objects.get(chat=self.owners[Chat][side], text=f"só de {side}")
        known = {**known, "core.Chat": self.owners[Chat][side], "core.Mensagem": alone}
        rows = Rows(known, "zq")
        given: dict[str, Any] = {}
        for name in hang.rule.by if isinstance(hang.rule, Unite) else ():
            column = hang.model._meta.get_field(name)
            if isinstance(column, models.ForeignKey):
                continue  # a mesma pessoa nos dois lados
            given[name] = shared.setdefault(name, rows.value(column)) if chosen.is_same else rows.value(column)
        moment = START + timedelta(days=1 if (side == LID) == chosen.lid_is_newer else 0)
        for name in ("updated_at", getattr(hang.rule, "at", None)):
            if name in {column.name for column in hang.model._meta.concrete_fields}:
                given[name] = moment
        link = hang.model._meta.get_field(hang.column)
        is_address = not isinstance(link, models.ForeignKey) and hang.owner is Contact
        given[hang.column] = owner.address if is_address else owner if isinstance(link, models.ForeignKey) else owner.pk
        return rows.make(hang.model, **given)

    def lost(self) -> list[str]:
        """Das linhas postas, as que já não se acham: nem elas, nem, pela regra, a que as tomou."""
        return [str(one) for one in self.planted if not self._survives(one)]

    def _survives(self, one: Planted) -> bool:
        if one.hang.model._default_manager.filter(pk=one.row.pk).exists():
            return True
        if one.hang.owner is Group and not Group.objects.filter(pk=one.owner.pk).exists():
            return True  # o gateway descreveu depois o outro grupo, inteiro
        return any(self._is_taken(hang, one.row) for hang in HANGS if hang.model is one.hang.model)

    def _is_taken(self, hang: Hang, row: Any) -> bool:
        manager, rule, heir = hang.model._default_manager, hang.rule, self.find(hang.owner, PHONE)
        if heir is None:
            return False
        value = heir.address if isinstance(heir, Contact) and isinstance(rule, Written) else heir.pk
        there = manager.filter(**{hang.column: value})
        match rule:
            case Unite(by=by):
                twin = there.filter(**{name: getattr(row, name) for name in by}).first()
                said = [f.attname for f in row._meta.concrete_fields if isinstance(f, models.TextField)]
                return twin is not None and all(getattr(row, n) in getattr(twin, n) for n in said if getattr(row, n))
            case Newest(at):
                return there.filter(**{f"{at}__gte": getattr(row, at)}).exists()
            case Written():
                return there.exists()
        return False

    def seen(self) -> dict[str, Any]:
        """Como estão as tabelas das linhas postas, para ver se algo as muda."""
        tables = {one.hang.belonging.label: one.hang.belonging for one in self.planted}
        return {
            label: sorted(map(str, one.model._default_manager.filter(**{one.under: self.instance}).values()))
            for label, one in tables.items()
        }

    def join(self, *, by_hand: bool) -> None:
        """A pessoa do telefone e a do LID são uma: alguém o diz, ou um evento o mostra."""
        if by_hand:
            merging.merge(self.author, self.find(Contact, PHONE), self.find(Contact, LID))
        else:
            self.receive(text_from(PHONE, "prova", sender={"id": PHONE, "senderLid": LID, "pushName": "Bia"}))


@pytest.fixture
def worlds(acme, ana, post_webhook):
    return lambda: World(acme, ana, post_webhook)


EXAMPLES = 10 if connection.vendor == "mysql" else 20
# Sem encolher: cada exemplo é uma história inteira, e a linha perdida já diz o seu nome.
quickly = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)


@quickly
@given(plan=PLANS, by_hand=st.booleans())
def test_a_merge_loses_no_row_of_any_table(worlds, plan, by_hand):
    world = worlds()
    world.plant(plan)

    world.join(by_hand=by_hand)

    assert Chat.objects.filter(instance=world.instance).count() == 1
    assert Mensagem.objects.filter(instance=world.instance, message_id=TWIN).count() == 1
    assert world.lost() == []
    for one in world.planted:  # e pende do que ficou, não do que já não se mostra
        row = one.hang.model._default_manager.filter(pk=one.row.pk).first()
        if row is not None and not isinstance(one.hang.rule, Written):
            on = getattr(row, one.hang.model._meta.get_field(one.hang.column).attname)
            assert on == world.find(one.hang.owner, PHONE).pk, str(one)


@quickly
@given(plan=PLANS)
def test_undoing_a_merge_loses_no_row_of_any_table(worlds, plan):
    world = worlds()
    world.plant(plan)
    world.join(by_hand=True)

    merging.unmerge(world.author, world.find(Contact, PHONE), LID)

    assert {c.chat_id for c in Chat.objects.filter(instance=world.instance)} == {PHONE, LID}
    assert world.lost() == []
    for item in Mensagem.objects.filter(instance=world.instance).exclude(outbox=None).select_related("outbox"):
        assert item.outbox.chat_id == item.chat_id
    for message, chat, reply in world_drafts(world):
        assert message == chat, reply


def world_drafts(world: World) -> list[tuple[int, int, int]]:
    """(conversa da mensagem citada, conversa do rascunho, mensagem) dos rascunhos que citam uma mensagem."""
    drafts = ChatDraft.objects.filter(chat__instance=world.instance).exclude(reply_to=None)
    return [(Mensagem.objects.get(pk=d.reply_to).chat_id, d.chat_id, d.reply_to) for d in drafts]


@quickly
@given(plan=PLANS, by_hand=st.booleans())
def test_neither_a_rebuild_nor_a_replay_loses_what_was_merged(worlds, plan, by_hand):
    world = worlds()
    # O que os eventos dizem, só eles o põem; e um envio só há de mensagem nossa (tests/promises/test_rebuild.py).
    world.plant(plan, lambda hang: hang.belonging.says is not EVENTS and hang.belonging.seed is None)
    world.join(by_hand=by_hand)
    before = world.seen()

    report = rebuild(world.instance, check=True)
    rebuild(world.instance, check=False)
    replay.mark(WebhookEvent.objects.filter(instance=world.instance).values_list("pk", flat=True))
    inbox.drain()

    assert [f"{d} {d.changed}" for d in report.differences if d.size] == []
    assert world.seen() == before
    assert world.lost() == []
