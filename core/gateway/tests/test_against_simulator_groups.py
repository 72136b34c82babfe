"""As duas pontas do contrato, por HTTP: grupos, contatos e a conta."""

import pytest

from core.gateway.calls import account, chats, contacts, groups, instance
from core.gateway.client import Gateway
from core.gateway.errors import (
    Refused,
    Unauthorized,
)
from core.gateway.results import Done, WebhookKind
from core.gateway.tests.simulated import ID, PHONE
from simulator.server import Simulator

# Grupos e contatos


def test_a_group_is_made_changed_and_left(sim: Simulator, gateway: Gateway) -> None:
    made = gateway.call(groups.create("Mutirão", [PHONE, "5511900000003"]))
    group = made.group_id

    gateway.call(groups.add_participants(group, ["5511900000004"]))
    gateway.call(groups.add_admins(group, [PHONE, "5511900000003"]))
    gateway.call(groups.remove_admins(group, ["5511900000003"]))
    gateway.call(groups.remove_participants(group, ["5511900000003"]))
    gateway.call(groups.rename(group, "Mutirão de sábado"))
    gateway.call(groups.describe(group, "às 9h"))
    gateway.call(groups.set_rules(group, announce=True, restrict=True))
    gateway.call(groups.set_photo(group, "https://exemplo.test/f.jpg"))
    seen = gateway.call(groups.group(group))
    fresh = gateway.call(groups.revoke_invite(group))

    ranks = {one.phone: (one.is_admin, one.is_super_admin) for one in seen.participants}
    assert ranks == {PHONE: (True, False), "5511900000004": (False, False), "5511900000001": (True, True)}
    assert (seen.subject, seen.description, seen.announce, seen.restrict) == ("Mutirão de sábado", "às 9h", True, True)
    assert (seen.size, seen.owner) == (3, "5511900000001@s.whatsapp.net")
    assert seen.invite_link != fresh == gateway.call(groups.group(group)).invite_link
    gateway.call(groups.leave(group))
    assert group not in {one.group_id for one in gateway.call(groups.groups())}
    with pytest.raises(Refused):
        gateway.call(groups.group(group))


def test_only_an_administrator_changes_a_group(sim: Simulator, gateway: Gateway) -> None:
    group = next(iter(sim.simulation.world.instances[ID].groups.values()))
    group.admins.discard("5511900000001")

    with pytest.raises(Refused, match="administrador"):
        gateway.call(groups.rename(group.group_id, "Nosso"))
    assert gateway.call(groups.group(group.group_id)).invite_link is None


def test_contacts_are_listed_checked_and_blocked(sim: Simulator, gateway: Gateway) -> None:
    known = gateway.call(contacts.fetch_contacts(per_page=3))
    phone = known[0].address.split("@")[0]

    gateway.call(contacts.set_blocked(phone, blocked=True))
    blocked = {one.address: one.is_blocked for one in gateway.call(contacts.fetch_contacts())}
    gateway.call(contacts.set_blocked(phone, blocked=False))
    checked = gateway.call(contacts.phones_exist([phone, "5511900000000"]))

    assert len(known) == 3
    assert blocked[known[0].address] is True
    assert sum(map(bool, blocked.values())) == 1
    assert [one.exists for one in checked] == [True, False]
    assert not any(one.is_blocked for one in gateway.call(contacts.fetch_contacts()))


def test_an_unknown_number_and_a_bad_presence_are_refused(sim: Simulator, gateway: Gateway) -> None:
    with pytest.raises(Refused):
        gateway.call(contacts.set_blocked("5511900000000", blocked=True))
    with pytest.raises(Refused):
        gateway.call(chats.send_presence(PHONE, "dormindo", seconds=1))


@pytest.mark.parametrize("family", ["integrator", "client"])
def test_instances_are_created_listed_and_deleted_by_both_account_families(sim: Simulator, family: str) -> None:
    own = Gateway(sim.base_url, "", "SIMULADOR")
    hook_url = "https://app.test/h"
    if family == "integrator":
        made = own.call(account.integrator_create("Loja", webhook_url=hook_url))
        listed = own.call(account.integrator_list())
    else:
        made = own.call(account.client_create("SIMULADOR", "Loja", webhook_url=hook_url, lite=True))
        listed = own.call(account.client_list("SIMULADOR"))
    created = Gateway(sim.base_url, made.instance_id, "SIMULADOR")
    details = Gateway(sim.base_url, made.instance_id, made.token).call(instance.details())

    gone = created.call(account.integrator_delete() if family == "integrator" else account.client_delete("SIMULADOR"))

    assert details.webhooks == dict.fromkeys(WebhookKind, hook_url)
    assert [(one.details.instance_id, one.token) for one in listed] == [(made.instance_id, made.token)]
    assert gone == Done("Instância deletada com sucesso.")
    assert own.call(account.integrator_list()) == []
    with pytest.raises(Unauthorized):
        Gateway(sim.base_url, "", "outro").call(account.integrator_list())


def test_an_invitation_is_read_without_entering(sim: Simulator, gateway: Gateway) -> None:
    known = next(iter(sim.simulation.world.instances[ID].groups.values()))

    found = gateway.call(groups.invitation(f"https://chat.whatsapp.com/{known.invite_code}"))

    assert (found.group_id, found.subject) == (known.group_id, known.subject)
    with pytest.raises(Refused, match="Convite"):
        gateway.call(groups.invitation("https://chat.whatsapp.com/NADA"))
