"""Pessoas: nomes de qualquer ordem, uniões à mão que se desfazem, planilhas."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.apply.addresses import AddressBook, learn
from core.apply.batch import Batch
from core.contacts import groups, merging, people, spreadsheet
from core.contacts.existence import NotOnWhatsapp
from core.contacts.names import NameBook
from core.facts import AddressPair
from core.gateway.errors import GatewayError
from core.models import AddressLink, Change, Chat, Contact, Group, Mensagem, OutboxItem, PhoneAlias, WhatsappInstance
from core.outbox.enqueue import enqueue
from core.outbox.to_send import ToSend
from tests.api.caller import text_from
from webhook import inbox
from webhook.rebuild import rebuild

pytestmark = pytest.mark.django_db(transaction=True)

PHONE, LID = "5511900000002", "100000000000002@lid"
GROUP = "120363000000000001@g.us"


def in_group(participant: str, name: str, text: str = "oi") -> dict:
    return text_from(GROUP, text, isGroup=True, sender={"id": participant, "pushName": name}, groupName="Equipe")


def hidden(text: str = "oi", name: str = "Bia Oculta") -> dict:
    return text_from(LID, text, sender={"id": LID, "pushName": name})


def where(instance: WhatsappInstance) -> dict[str, tuple[str, str | None, str]]:
    """texto -> (conversa, quem escreveu, participante)."""
    rows = Mensagem.objects.filter(instance=instance).select_related("chat")
    return {m.text: (m.chat.chat_id, m.sender_id, m.participant) for m in rows}


def same(report) -> list[str]:
    return [f"{d} {d.changed} {d.missing} {d.extra}" for d in report.differences if d.size]


# Nomes


def test_a_contact_is_made_by_whoever_writes_and_named_by_the_newest(loja, receive):
    receive(
        loja,
        text_from(PHONE, moment=1_763_900_500),
        text_from(PHONE, moment=1_763_900_100, sender={"id": PHONE, "pushName": "Velho"}),
    )
    receive(loja, in_group("5511900000003", "Caio"), in_group("5511900000003", "Caio César"))

    names = dict(Contact.objects.values_list("address", "name"))

    assert names == {PHONE: "Contato 0002", "5511900000003": "Caio César"}
    assert same(rebuild(loja, check=True)) == []


def test_a_business_is_known_by_its_proved_name(loja, receive):
    receive(loja, text_from(PHONE, sender={"id": PHONE, "pushName": "", "verifiedBizName": "Padaria Ltda"}))

    contact = Contact.objects.get()
    assert (contact.verified_name, contact.name) == ("Padaria Ltda", "Padaria Ltda")


def test_a_saved_name_wins_and_survives_messages_and_rebuild(loja, receive):
    receive(loja, text_from(PHONE))
    people.save(None, Contact.objects.get(), {"saved_name": "Dona Ida", "notes": "fiado"})

    receive(loja, text_from(PHONE, sender={"id": PHONE, "pushName": "Outra"}))
    rebuild(loja, check=False)

    contact = Contact.objects.get()
    assert (contact.name, contact.saved_name, contact.push_name, contact.notes) == (
        "Dona Ida",
        "Dona Ida",
        "Outra",
        "fiado",
    )


def test_a_lid_is_named_by_the_phones_contact_once_the_pair_is_known(loja, receive):
    receive(loja, text_from(PHONE), in_group(LID, ""))
    receive(loja, text_from(PHONE, sender={"id": PHONE, "senderLid": LID, "pushName": "Bia"}))

    book = NameBook()
    book.load([(loja.pk, LID)])

    assert book.shown_name(loja.pk, LID) == "Bia"
    assert list(Contact.objects.values_list("address", flat=True)) == [PHONE]
    assert same(rebuild(loja, check=True)) == []


def test_the_contacts_of_a_proved_pair_become_one_with_all_that_people_wrote(loja, receive):
    receive(loja, hidden(), text_from(PHONE))
    people.save(None, Contact.objects.get(address=LID), {"saved_name": "Bia da feira", "notes": "paga em dia"})

    receive(loja, text_from(PHONE, sender={"id": PHONE, "senderLid": LID, "pushName": "Bia"}))

    contact = Contact.objects.get()
    assert (contact.address, contact.saved_name, contact.notes) == (PHONE, "Bia da feira", "paga em dia")
    assert Chat.objects.count() == 1


def test_damage_to_contacts_is_found_and_mended(loja, receive):
    receive(loja, text_from(PHONE), in_group("5511900000003", "Caio"))
    people.save(None, Contact.objects.get(address=PHONE), {"saved_name": "Ida"})
    Contact.objects.filter(address="5511900000003").delete()
    Contact.objects.update(push_name="errado")

    assert len(same(rebuild(loja, check=True))) == 1
    rebuild(loja, check=False)

    assert dict(Contact.objects.values_list("address", "push_name")) == {PHONE: "Contato 0002", "5511900000003": "Caio"}
    assert Contact.objects.get(address=PHONE).name == "Ida"
    assert same(rebuild(loja, check=True)) == []


def test_a_lost_chat_comes_back_with_its_contact_and_its_group(loja, receive):
    receive(loja, text_from(PHONE), in_group("5511900000003", "Caio"))
    Contact.objects.all().delete()
    Chat.objects.all().delete()

    rebuild(loja, check=False)

    assert set(Contact.objects.values_list("name", flat=True)) == {"Contato 0002", "Caio"}
    assert Group.objects.count() == 1
    assert same(rebuild(loja, check=True)) == []


def test_the_newest_name_wins_wherever_it_was_said(loja, receive):
    def shown() -> str:
        return Contact.objects.get(address=PHONE).name

    receive(loja, text_from(PHONE, sender={"id": PHONE, "pushName": "Um"}))
    receive(loja, {**in_group(PHONE, "Dois"), "moment": 1_763_990_000})
    in_a_group = shown()
    receive(loja, text_from(PHONE, sender={"id": PHONE, "pushName": "Um"}, moment=1_763_980_000))
    still = shown()
    receive(loja, text_from(PHONE, sender={"id": PHONE, "pushName": "Um"}, moment=1_763_995_000))

    assert (in_a_group, still, shown()) == ("Dois", "Dois", "Um")
    assert same(rebuild(loja, check=True)) == []


# Unir e separar


@pytest.fixture
def two(loja, receive):
    """A mesma pessoa por telefone e, oculta, por LID: em conversas e no grupo."""
    receive(
        loja,
        text_from(PHONE, "pelo telefone", sender={"id": PHONE, "pushName": "Bia"}),
        hidden("pelo lid"),
        in_group(LID, "Bia Oculta", "no grupo"),
        in_group("5511900000009", "Zé", "outro no grupo"),
    )
    return Contact.objects.get(address=PHONE), Contact.objects.get(address=LID)


def test_a_preview_counts_and_changes_nothing(loja, two):
    before = where(loja)

    assert merging.preview(*two) == merging.preview(*reversed(two)) == merging.Preview(messages=2, chats=2)
    assert where(loja) == before


def test_a_merge_by_hand_joins_messages_and_is_what_a_rebuild_gives(loja, two, receive, bruno):
    kept = merging.merge(bruno, two[1], two[0])
    receive(loja, hidden("depois, pelo lid"))

    assert kept.address == PHONE
    assert where(loja) == {
        "pelo telefone": (PHONE, PHONE, ""),
        "pelo lid": (PHONE, PHONE, ""),
        "depois, pelo lid": (PHONE, PHONE, ""),
        "no grupo": (GROUP, PHONE, PHONE),
        "outro no grupo": (GROUP, "5511900000009", "5511900000009"),
    }
    link = AddressLink.objects.get()
    assert (link.source, link.event, link.author) == ("person", None, bruno.pk)
    assert same(rebuild(loja, check=True)) == []


def test_an_unmerge_puts_every_message_back_also_those_that_came_later(loja, two, receive, bruno):
    before = where(loja)
    names = set(Contact.objects.values_list("address", "name"))
    merging.merge(bruno, *two)
    receive(
        loja,
        hidden("depois, pelo lid"),
        text_from(PHONE, "depois, pelo telefone", sender={"id": PHONE, "pushName": "Bia"}),
    )

    back = merging.unmerge(bruno, Contact.objects.get(address=PHONE), LID)

    assert back.address == LID
    assert where(loja) == {
        **before,
        "depois, pelo lid": (LID, LID, ""),
        "depois, pelo telefone": (PHONE, PHONE, ""),
    }
    assert set(Contact.objects.values_list("address", "name")) == names
    assert {c.chat_id: c.name for c in Chat.objects.all()} == {PHONE: "Bia", LID: "Bia Oculta", GROUP: "Equipe"}
    assert {c.chat_id: c.last_message.text for c in Chat.objects.all() if c.chat_id == LID} == {LID: "depois, pelo lid"}
    assert not AddressLink.objects.exists()
    report = rebuild(loja, check=True)
    assert same(report) == []
    assert report.wrong_unread == 0


def test_what_a_person_joined_and_an_event_then_proves_is_not_undone(loja, two, receive, bruno):
    people.save(None, two[1], {"notes": "paga em dia"})
    merging.merge(bruno, *two)

    receive(loja, text_from(PHONE, "prova", sender={"id": PHONE, "senderLid": LID, "pushName": "Bia"}))

    link = AddressLink.objects.get()
    assert (link.source, link.event is not None) == ("event", True)
    assert set(Contact.objects.values_list("address", "notes")) == {(PHONE, "paga em dia"), ("5511900000009", None)}
    with pytest.raises(merging.CannotMerge, match="não se desfaz"):
        merging.unmerge(bruno, Contact.objects.get(address=PHONE), LID)
    assert same(rebuild(loja, check=True)) == []


def test_our_own_sends_go_back_where_they_were_begun(loja, two, bruno):
    for address in (PHONE, LID):
        enqueue(None, ToSend(loja, f"a {address}", chat=Chat.objects.get(chat_id=address)), address)
    merging.merge(bruno, *two)
    enqueue(None, ToSend(loja, "depois", chat=Chat.objects.get(chat_id=PHONE)), "k3")

    merging.unmerge(bruno, two[0], LID)

    sends = {item.mensagem.text: item.chat.chat_id for item in OutboxItem.objects.select_related("mensagem", "chat")}
    assert sends == {f"a {PHONE}": PHONE, f"a {LID}": LID, "depois": PHONE}
    assert {m.text: m.chat.chat_id for m in Mensagem.objects.exclude(outbox=None)} == sends


def test_open_screens_hear_of_each_message_that_changes_chat(loja, two, bruno):
    def told() -> set[tuple[str, int | None]]:
        texts = dict(Mensagem.objects.values_list("pk", "text"))
        heard = Change.objects.filter(resource="mensagem", id__gt=start)
        return {(texts[pk], chat) for pk, chat in heard.values_list("object_id", "chat") if texts.get(pk) == "pelo lid"}

    start = Change.objects.latest("id").pk
    shared = Chat.objects.get(chat_id=PHONE).pk
    merging.merge(bruno, *two)
    joined = told()
    start = Change.objects.latest("id").pk
    merging.unmerge(bruno, Contact.objects.get(address=PHONE), LID)

    own = Chat.objects.get(chat_id=LID).pk
    assert joined == {("pelo lid", shared)}
    assert told() == {("pelo lid", shared), ("pelo lid", own)}


@pytest.mark.parametrize("at_once", [True, False], ids=["no mesmo lote", "em dois lotes"])
@pytest.mark.parametrize("first", ["pelo telefone", "pelo lid"])
def test_a_message_that_came_by_both_addresses_stays_with_the_phone(loja, two, post_webhook, bruno, first, at_once):
    merging.merge(bruno, *two)
    by_phone, by_lid = text_from(PHONE, "a mesma", messageId="AMBAS"), {**hidden("a mesma"), "messageId": "AMBAS"}
    for told in (by_phone, by_lid) if first == "pelo telefone" else (by_lid, by_phone):
        post_webhook(loja, told)
        if not at_once:
            inbox.drain()
    inbox.drain()

    merging.unmerge(bruno, Contact.objects.get(address=PHONE), LID)

    assert where(loja)["a mesma"][0] == PHONE


def test_an_unmerge_of_a_person_without_phone_messages_keeps_the_chat(loja, receive, bruno):
    receive(loja, hidden("só pelo lid"))
    lonely = people.put(loja, PHONE)
    chat = Chat.objects.get()
    merging.merge(bruno, Contact.objects.get(address=LID), lonely)
    assert Chat.objects.get().chat_id == PHONE

    merging.unmerge(bruno, lonely, LID)

    assert (Chat.objects.get().pk, Chat.objects.get().chat_id) == (chat.pk, LID)
    assert same(rebuild(loja, check=True)) == []


def test_a_reaction_follows_whose_it_is_both_ways(loja, two, receive, bruno):
    target = Mensagem.objects.get(text="outro no grupo").message_id
    react = text_from(
        GROUP, isGroup=True, sender={"id": LID, "pushName": "Bia"},
        msgContent={"reactionMessage": {"key": {"id": target, "remoteJid": GROUP}, "text": "👍"}},
    )  # fmt: skip
    receive(loja, react)

    def who() -> list[str]:
        return list(Mensagem.objects.get(text="outro no grupo").reactions.values_list("sender_id", flat=True))

    merging.merge(bruno, *two)
    joined = who()
    merging.unmerge(bruno, two[0], LID)

    assert (joined, who()) == ([PHONE], [LID])
    assert same(rebuild(loja, check=True)) == []


def test_what_cannot_be_joined_or_undone_says_why(loja, two, filial_contact, receive, bruno):
    other_phone = people.put(loja, "5511900000077")
    with pytest.raises(merging.CannotMerge, match="oculto"):
        merging.merge(bruno, two[0], other_phone)
    with pytest.raises(merging.CannotMerge, match="instâncias"):
        merging.merge(bruno, two[1], filial_contact)
    with pytest.raises(merging.CannotMerge, match="não está unido"):
        merging.unmerge(bruno, two[0], LID)
    receive(loja, text_from(PHONE, sender={"id": PHONE, "senderLid": LID, "pushName": "Bia"}))
    with pytest.raises(merging.CannotMerge, match="não se desfaz"):
        merging.unmerge(bruno, two[0], LID)


@pytest.fixture
def filial_contact(other):
    from core.instances import registry

    return people.put(registry.register(None, other, "Filial", "F0F0F0-AA11BB-CC22DD", "T"), PHONE)


def test_what_the_gateway_taught_is_not_undone_by_hand(loja, two, bruno):
    batch = Batch(loja, timezone.now())
    from core.models import LinkSource

    with transaction.atomic():
        learn(batch, AddressBook(loja.pk), [(AddressPair(PHONE, LID), None)], LinkSource.GATEWAY)

    with pytest.raises(merging.CannotMerge, match="não se desfaz"):
        merging.unmerge(bruno, two[0], LID)


# O gateway


def test_a_number_is_checked_before_a_chat_is_begun(connected):
    contact = people.start(None, connected, "5548988887777", "Nova")

    assert (contact.address, contact.name) == ("554888887777", "Nova")
    assert Chat.objects.get().chat_id == "554888887777"
    assert Chat.objects.get().verified_at is not None
    assert PhoneAlias.objects.get().phone == "554888887777"
    with pytest.raises(NotOnWhatsapp):
        people.start(None, connected, "5548988880000", None)
    assert Chat.objects.count() == 1


def test_a_block_is_written_only_when_accepted(connected, wapi):
    contact = people.start(None, connected, "5511900000002", None)
    wapi.simulation.faults.add("refused", times=1)
    with pytest.raises(GatewayError):
        people.set_blocked(None, contact, blocked=True)
    refused = Contact.objects.get().blocked

    people.set_blocked(None, contact, blocked=True)

    world = wapi.simulation.world.instances[connected.instance_id]
    assert (refused, Contact.objects.get().blocked, world.blocked) == (False, True, {"5511900000002"})


def test_a_block_is_written_under_the_lease_that_a_merge_holds(connected):
    contact = people.start(None, connected, "5511900000002", None)

    with CaptureQueriesContext(connection) as seen:
        people.set_blocked(None, contact, blocked=True)

    touched = [q["sql"] for q in seen if "core_instancelease" in q["sql"] or "UPDATE" in q["sql"]]
    assert "core_instancelease" in touched[0]
    assert "core_contact" in touched[1]


def test_a_silent_member_is_called_as_the_group_says(connected, wapi, receive):
    world = wapi.simulation.world.instances[connected.instance_id]
    known = next(iter(world.groups.values()))
    silent = world.contacts[known.members[3]]
    receive(connected, text_from(known.group_id, isGroup=True, sender={"id": known.members[0], "pushName": "Caio"}))
    groups.refresh(Group.objects.get().pk)

    book = NameBook()
    book.load([(connected.pk, silent.lid), (connected.pk, "999@lid")], [Chat.objects.get(kind="group").pk])

    assert book.shown_name(connected.pk, silent.lid) == silent.name
    assert book.shown_name(connected.pk, "999@lid") is None


# Planilhas


def test_a_spreadsheet_comes_in_line_by_line_with_reasons(loja, receive):
    receive(loja, text_from("554899990001"), text_from(PHONE))
    people.save(None, Contact.objects.get(address=PHONE), {"saved_name": "Ida"})
    raw = (
        "Nome;Telefone\r\nIda;+55 (11) 90000-0002\r\nZé;5548999990001\r\nNovo;55 21 98888-7777\r\n"
        "Torto;123\r\n;5521988887776\r\nDe novo;5521988887777\r\n\r\n"
    ).encode("cp1252")

    report = spreadsheet.bring(None, loja, raw)

    assert (report.created, report.updated, report.unchanged) == (1, 1, 1)
    assert [line["line"] for line in report.refused] == [5, 6, 7]
    assert Contact.objects.get(address="554899990001").name == "Zé"  # a grafia do WhatsApp é sem o nono dígito
    assert Contact.objects.get(address="5521988887777").first_seen_at is None


@pytest.mark.parametrize("raw", [b"", b"a,b\n1,2", b"\x00\x01\x02", "só uma linha".encode()])
def test_what_is_no_spreadsheet_is_refused(loja, raw):
    with pytest.raises(spreadsheet.NotCsv):
        spreadsheet.bring(None, loja, raw)


def test_what_goes_out_can_come_back_and_holds_no_formula(loja, receive):
    receive(loja, text_from(PHONE, sender={"id": PHONE, "pushName": "=cmd()"}), hidden())

    text = "".join(spreadsheet.lines(Contact.objects.all()))

    assert "'=cmd()" in text
    assert LID in text
    assert spreadsheet.bring(None, loja, text.encode()).updated == 2  # o do telefone e o do número oculto
    assert Contact.objects.get(address=PHONE).saved_name == "=cmd()"


def test_a_preview_says_what_each_column_is_and_stores_nothing(loja, receive):
    raw = "Nome;Celular;Cidade\nAna;11 98888-0001;Lins\nBia;12;Lins\n".encode("cp1252")

    seen = spreadsheet.preview(raw)

    assert (seen["encoding"], seen["delimiter"], seen["rows"]) == ("utf-8", ";", 1)
    assert seen["columns"] == [
        {"header": "Nome", "as": "name"},
        {"header": "Celular", "as": "phone"},
        {"header": "Cidade", "as": None},
    ]
    assert seen["sample"] == [{"address": "5511988880001", "name": "Ana", "notes": None}]
    assert [one["line"] for one in seen["refused"]] == [3]
    assert not Contact.objects.exists()


def test_who_imports_may_say_what_a_column_is(loja):
    raw = b"Nome,Celular,Cidade\nAna,11988880001,Lins\n"

    spreadsheet.bring(None, loja, raw, {"Cidade": "notes"})

    assert Contact.objects.get().notes == "Lins"
