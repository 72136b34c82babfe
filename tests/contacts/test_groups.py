"""Grupos perguntados ao gateway: quando, quantas vezes, e o que a resposta ensina."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from core.apply import Arrival, apply
from core.contacts import group_actions, groups
from core.disguise import undisguised
from core.facts import Content, MessageFact, MessageType, Origin
from core.gateway.calls import groups as calls
from core.gateway.errors import GatewayError
from core.ground import lease
from core.ground.gateway import gateway_of
from core.models import AddressLink, Change, Chat, Group, GroupMember, Mensagem, WhatsappInstance
from webhook.rebuild import rebuild

pytestmark = pytest.mark.django_db(transaction=True)


def claim_due(now):
    return [pk for instance, pk in groups.due(now) if groups._claim(instance, pk, now)]


def wrote(group: str, participant: str, message_id: str = "3EB0A", text: str = "oi") -> MessageFact:
    now = timezone.now() - timedelta(seconds=30)
    content = Content(MessageType.TEXT, text=text)
    return MessageFact(
        group, False, participant, message_id, now, True, Origin.CONTACT, content, "a" * 32, author=participant
    )


def told(instance: WhatsappInstance, *facts: MessageFact) -> None:
    apply(instance, [Arrival(None, timezone.now(), facts)], timezone.now())


@pytest.fixture
def world(wapi, connected):
    return wapi.simulation.world.instances[connected.instance_id]


@pytest.fixture
def grupo(world, connected) -> Group:
    """Um grupo do simulador em que alguém escreveu pelo LID."""
    known = next(iter(world.groups.values()))
    known.subject = "Equipe\u202e Vendas\u200b"
    told(connected, wrote(known.group_id, world.contacts[known.members[1]].lid))
    return Group.objects.get()


def test_a_group_seen_for_the_first_time_is_asked_about_once(connected, grupo, world):
    before = claim_due(timezone.now())
    again = claim_due(timezone.now())
    groups.refresh(grupo.pk)
    after = claim_due(timezone.now())
    tomorrow = claim_due(timezone.now() + timedelta(hours=25))

    assert (before, again, after, tomorrow) == ([grupo.pk], [], [], [grupo.pk])


def test_members_the_metadata_left_out_are_asked_by_their_own_call(wapi, connected, grupo, world):
    wapi.add_fault("no_members", calls=("group-metadata",))

    groups.refresh(grupo.pk)

    assert {m.address for m in grupo.members.all()} == set(next(iter(world.groups.values())).members)


def test_the_answer_names_the_chat_fills_the_members_and_teaches_pairs(connected, grupo, world):
    inside = next(iter(world.groups.values()))
    Change.objects.all().delete()

    groups.refresh(grupo.pk)

    grupo.refresh_from_db()
    writer = Mensagem.objects.get()
    members = {m.address: (m.is_admin, m.is_super_admin) for m in grupo.members.all()}
    assert Chat.objects.get().name == grupo.subject == "Equipe Vendas"
    assert members.keys() == set(inside.members)
    assert members[inside.members[0]] == (True, True)
    assert grupo.invite_link.startswith("https://chat.whatsapp.com/")
    assert grupo.owner == inside.owner
    assert (writer.participant, writer.sender_id) == (inside.members[1], inside.members[1])
    assert set(AddressLink.objects.values_list("source", flat=True)) == {"gateway"}
    assert {c.resource for c in Change.objects.all()} >= {"chat", "group"}


def test_what_the_gateway_taught_survives_a_rebuild(connected, grupo):
    groups.refresh(grupo.pk)
    report = rebuild(connected, check=True)

    assert [str(d) for d in report.differences if d.size and d.table.model is AddressLink] == []
    rebuild(connected, check=False)
    assert Chat.objects.get().name == "Equipe Vendas"
    assert GroupMember.objects.count() == 5
    assert AddressLink.objects.exists()


def test_the_newest_moment_names_the_group(connected, grupo):
    groups.refresh(grupo.pk)
    chat = Chat.objects.get()
    for seconds, name in ((-3600, "Velho"), (3600, "Novo")):
        moment = timezone.now() + timedelta(seconds=seconds)
        chat.push_name, chat.push_name_moment = name, moment

        assert chat.name == ("Equipe Vendas" if seconds < 0 else "Novo")


def test_members_who_left_go_and_ranks_change(connected, grupo, world):
    groups.refresh(grupo.pk)
    inside = next(iter(world.groups.values()))
    gone = inside.members.pop(2)
    inside.admins.add(inside.members[1])

    groups.refresh(grupo.pk)

    members = {m.address: m.is_admin for m in grupo.members.all()}
    assert gone not in members
    assert members[inside.members[1]]


def test_a_failure_waits_longer_each_time_and_a_refusal_a_day(connected, grupo, wapi):
    waits = []
    for kind in ("http_500", "http_500", "refused"):
        wapi.simulation.faults.add(kind, times=1)
        with pytest.raises(GatewayError):
            groups.refresh(grupo.pk)
        grupo.refresh_from_db()
        waits.append(round((grupo.next_refresh_at - timezone.now()).total_seconds() / 60))

    assert waits == [2, 8, 24 * 60]
    assert grupo.failures == 3
    assert grupo.error


def test_a_disconnected_instance_is_not_asked(connected, grupo):
    WhatsappInstance.objects.update(status="disconnected")

    assert claim_due(timezone.now()) == []


def test_a_person_makes_changes_and_leaves_a_group(connected, world):
    people = list(world.contacts)
    group = group_actions.create(None, connected, "Mutirão", people[:2])
    group = Group.objects.select_related("chat", "instance").get(pk=group.pk)

    group_actions.change(None, group, {"subject": "Sábado", "description": "às 9h", "announce": True})
    group_actions.add_members(None, group, [people[3]])
    group_actions.add_admins(None, group, [people[0]])
    group_actions.remove_members(None, group, [people[1]])
    link = Group.objects.get(pk=group.pk).invite_link
    group_actions.revoke_invite(None, group)

    seen = Group.objects.get(pk=group.pk)
    assert (seen.subject, seen.description, seen.announce, seen.restrict) == ("Sábado", "às 9h", True, False)
    assert {m.address: m.is_admin for m in seen.members.all()} == {
        people[0]: True,
        people[3]: False,
        "5511900000001": True,
    }
    assert seen.invite_link != link
    assert Chat.objects.get(pk=group.chat_id).name == "Sábado"
    group_actions.leave(None, group)
    assert group.chat.chat_id not in world.groups
    assert Group.objects.get(pk=group.pk).next_refresh_at is None


def test_a_refused_change_says_why_and_changes_nothing(connected, grupo, world):
    next(iter(world.groups.values())).admins.discard("5511900000001")
    group = Group.objects.select_related("chat", "instance").get()

    with pytest.raises(GatewayError, match="administrador"):
        group_actions.change(None, group, {"subject": "Nosso"})
    assert Group.objects.get().subject == "Equipe Vendas"


def test_a_group_left_and_joined_again_is_asked_about_anew(connected, grupo, world):
    known = world.groups[grupo.chat.chat_id]
    groups.refresh(grupo.pk)
    group_actions.leave(None, Group.objects.select_related("chat", "instance").get())
    told(connected, wrote(known.group_id, known.members[0], "3EB0OLD", "de antes de sairmos"))
    late = claim_due(timezone.now())
    world.groups[known.group_id] = known
    known.subject = "Equipe Nova"

    again = replace(wrote(known.group_id, known.members[0], "3EB0NEW"), moment=timezone.now() + timedelta(seconds=2))
    told(connected, again)
    asked = claim_due(timezone.now())
    groups.refresh(grupo.pk)

    seen = Group.objects.get()
    assert (late, asked) == ([], [grupo.pk])
    assert (seen.left_at, seen.subject, seen.members.count()) == (None, "Equipe Nova", 5)
    assert seen.members.filter(address="5511900000001").exists()


def test_a_group_we_are_still_out_of_is_not_asked_about_every_day(connected, grupo, world):
    groups.refresh(grupo.pk)
    group_actions.leave(None, Group.objects.select_related("chat", "instance").get())
    Group.objects.update(next_refresh_at=timezone.now())

    with pytest.raises(GatewayError):
        groups.refresh(grupo.pk)

    assert Group.objects.get().next_refresh_at is None
    assert Group.objects.get().left_at is not None


def test_an_answer_from_before_we_left_does_not_put_us_back(connected, grupo, world):
    groups.refresh(grupo.pk)
    group = Group.objects.select_related("chat", "instance").get()
    Group.objects.update(next_refresh_at=timezone.now())
    claim_due(timezone.now())
    asked = timezone.now()
    answer = gateway_of(connected, 5).call(calls.group(group.chat.chat_id))  # a ronda perguntou…
    group_actions.leave(None, group)  # …e alguém sai antes de a resposta ser guardada

    groups.store(group.pk, answer, asked)

    seen = Group.objects.get()
    assert seen.left_at is not None
    assert (seen.next_refresh_at, seen.claimed_until) == (None, None)
    assert not seen.members.filter(address="5511900000001").exists()


def test_a_question_that_failed_from_before_we_left_is_not_asked_again(connected, grupo, wapi):
    groups.refresh(grupo.pk)
    group = Group.objects.select_related("chat", "instance").get()
    asked = timezone.now()
    wapi.simulation.faults.add("http_500", times=1)
    with pytest.raises(GatewayError) as failed:
        gateway_of(connected, 5).call(calls.group(group.chat.chat_id))
    group_actions.leave(None, group)

    groups._failed(grupo, failed.value, asked)

    seen = Group.objects.get()
    assert seen.left_at is not None
    assert seen.next_refresh_at is None


def test_leaving_waits_for_who_holds_the_instance(connected, grupo, monkeypatch):
    groups.refresh(grupo.pk)
    held = []
    acquire = lease.acquire
    monkeypatch.setattr(lease, "acquire", lambda pk, *, wait: held.append((pk, wait)) or acquire(pk, wait=wait))

    group_actions.leave(None, Group.objects.select_related("chat", "instance").get())

    assert held == [(connected.pk, True)]


@pytest.mark.parametrize("asked_before", [False, True], ids=["never asked about", "closed after we asked"])
def test_changing_one_rule_keeps_the_other_as_it_is_in_the_gateway(connected, grupo, world, asked_before):
    inside = world.groups[grupo.chat.chat_id]
    inside.admins.add("5511900000001")
    if asked_before:
        groups.refresh(grupo.pk)
    inside.announce = True

    group_actions.change(None, Group.objects.select_related("chat", "instance").get(), {"restrict": True})

    seen = Group.objects.get()
    assert (inside.announce, inside.restrict) == (True, True)
    assert (seen.announce, seen.restrict) == (True, True)


def test_one_rule_is_not_changed_if_nobody_says_how_the_other_is(connected, grupo, world):
    inside = world.groups[grupo.chat.chat_id]
    inside.admins.add("5511900000001")
    inside.announce = None
    group = Group.objects.select_related("chat", "instance").get()

    with pytest.raises(group_actions.RulesUnknown):
        group_actions.change(None, group, {"restrict": True, "subject": "Outro"})
    before = (inside.announce, inside.restrict, inside.subject)
    group_actions.change(None, group, {"restrict": True, "announce": False})

    assert (*before[:2], undisguised(before[2])) == (None, False, "Equipe Vendas")
    assert (inside.announce, inside.restrict) == (False, True)
