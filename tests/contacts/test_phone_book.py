"""A agenda do celular, contra o simulador: de quem se aprende o nome, que nome vence, e quando se pergunta."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from core.apply.evidence import Evidence, take_evidence
from core.contacts import people, phone_book, spreadsheet
from core.contacts.names import NameBook
from core.gateway.errors import GatewayError
from core.models import AddressLink, Change, Chat, Contact, PhoneBook, WhatsappInstance
from tests.api.caller import text_from
from webhook.rebuild import rebuild

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = "5511900000002"


@pytest.fixture
def world(wapi, connected):
    """O mundo do simulador, em que a agenda tem só quem o teste põe."""
    world = wapi.simulation.world.instances[connected.instance_id]
    world.contacts.clear()
    return world


@pytest.fixture
def listed(wapi, world):
    """Põe pessoas na agenda do celular."""

    def put(*people_: tuple[str, str]) -> None:
        for phone, name in people_:
            wapi.simulation.world.add_contact(world, phone, name)

    return put


def claim_due(now) -> list[int]:
    return [pk for pk, marked in phone_book.due(now) if phone_book.claim(pk, marked, now)]


def names() -> dict[str, str]:
    return dict(Contact.objects.values_list("address", "name"))


def test_the_phones_name_beats_the_one_a_person_gives_herself_and_loses_to_ours(connected, listed, receive):
    receive(connected, text_from(PHONE), text_from("5511900000003"))
    people.save(None, Contact.objects.get(address="5511900000003"), {"saved_name": "Dona Ida"})
    listed((PHONE, "Bia\u200b Padaria\u202e"), ("5511900000003", "Ida Agenda"))

    phone_book.read_all(connected.pk)
    receive(connected, text_from(PHONE, sender={"id": PHONE, "pushName": "Bia ✨"}, moment=1_763_999_000))

    bia = Contact.objects.get(address=PHONE)
    book = NameBook()
    book.load([(connected.pk, PHONE)])
    assert names() == {PHONE: "Bia Padaria", "5511900000003": "Dona Ida"}
    assert (bia.book_name, bia.push_name) == ("Bia Padaria", "Bia ✨")
    assert bia.book_name_at is not None
    assert book.shown_name(connected.pk, PHONE, told="Bia ✨") == "Bia Padaria"


def test_who_is_only_in_the_phone_book_becomes_a_contact_and_survives_a_rebuild(connected, listed):
    listed((PHONE, "Bia Padaria"), ("5511900000009", "5511900000009"))

    phone_book.read_all(connected.pk)
    rebuild(connected, check=False)

    contact = Contact.objects.get()
    assert (contact.address, contact.name, contact.first_seen_at) == (PHONE, "Bia Padaria", None)
    assert not Chat.objects.exists()


def test_all_pages_are_read_one_a_turn(connected, listed):
    listed(*[(f"55119{i + 100:08d}", f"Pessoa {i:03d}") for i in range(phone_book.PER_PAGE * 2 + 1)])
    now = timezone.now()

    turns = 0
    while claim_due(now) == [connected.pk]:
        phone_book.read_page(connected.pk)
        turns += 1
        now = PhoneBook.objects.get().next_at if PhoneBook.objects.get().synced_at is None else now

    assert Contact.objects.exclude(book_name=None).count() == phone_book.PER_PAGE * 2 + 1
    assert turns == 4  # a vazia diz que acabou: uma página curta não o diz
    assert PhoneBook.objects.get().next_at >= now + timedelta(hours=23)


def test_it_is_read_again_the_next_day_and_not_while_disconnected(connected, listed):
    first = claim_due(timezone.now())
    taken = claim_due(timezone.now())
    phone_book.read_all(connected.pk)
    soon = claim_due(timezone.now() + timedelta(hours=1))
    tomorrow = timezone.now() + timedelta(hours=25)
    WhatsappInstance.objects.update(status="disconnected")
    down = claim_due(tomorrow)
    WhatsappInstance.objects.update(status="connected")

    assert (first, taken, soon, down) == ([connected.pk], [], [], [])
    assert claim_due(tomorrow) == [connected.pk]


def test_connecting_again_asks_at_once_unless_it_was_just_read(connected, listed):
    phone_book.read_all(connected.pk)

    def reconnect() -> list[int]:
        for is_up in (False, True):
            connected.refresh_from_db()
            take_evidence(connected, Evidence(is_up, timezone.now(), "webhook"))
        return claim_due(timezone.now() + timedelta(seconds=1))

    just_read = reconnect()
    PhoneBook.objects.update(synced_at=timezone.now() - timedelta(hours=2))

    assert just_read == []
    assert reconnect() == [connected.pk]


def test_a_reading_asked_for_while_a_page_comes_begins_again(connected, listed, monkeypatch):
    listed((PHONE, "Bia Padaria"))
    phone_book.claim(connected.pk, None, timezone.now())
    store = phone_book.store
    asked = timezone.now()

    def reconnected_meanwhile(*args, **options):
        PhoneBook.objects.update(next_at=asked, page=1)
        store(*args, **options)

    monkeypatch.setattr(phone_book, "store", reconnected_meanwhile)

    phone_book.read_page(connected.pk)

    mark = PhoneBook.objects.get()
    assert (mark.page, mark.next_at) == (1, asked)
    assert Contact.objects.exclude(book_name=None).exists()


def test_open_screens_hear_of_the_contact_and_of_the_chat_that_shows_it(connected, listed, receive):
    receive(connected, text_from(PHONE))
    listed((PHONE, "Bia Padaria"), ("5511900000004", "Nova"))
    Change.objects.all().delete()

    phone_book.read_all(connected.pk)
    told = set(Change.objects.values_list("resource", "object_id"))
    Change.objects.all().delete()
    phone_book.read_all(connected.pk)

    assert told == {
        *(("contact", pk) for pk in Contact.objects.values_list("pk", flat=True)),
        ("chat", Chat.objects.get().pk),
    }
    assert not Change.objects.exists()  # nada mudou, nada se diz


def test_it_teaches_who_a_hidden_number_is(connected, listed, world, receive):
    listed((PHONE, "Bia Padaria"))
    lid = world.contacts[PHONE].lid
    receive(connected, text_from(lid, sender={"id": lid, "pushName": "Bia"}))

    phone_book.read_all(connected.pk)

    assert Chat.objects.get().chat_id == PHONE
    assert AddressLink.objects.get().source == "gateway"
    assert names() == {PHONE: "Bia Padaria"}


def test_a_name_taken_out_of_the_phone_is_forgotten_after_missing_twice(connected, listed, world, receive):
    receive(connected, text_from(PHONE, sender={"id": PHONE, "pushName": "Bia"}))
    listed((PHONE, "Bia Padaria"))
    phone_book.read_all(connected.pk)
    world.contacts.clear()

    phone_book.read_all(connected.pk)
    once = names()
    phone_book.read_all(connected.pk)

    assert once == {PHONE: "Bia Padaria"}
    assert names() == {PHONE: "Bia"}


def test_a_failure_waits_longer_each_time_and_lites_refusal_a_week(connected, wapi):
    waits = []
    for kind, plan in (("http_500", None), ("http_500", None), ("refused", None), ("refused", "lite")):
        WhatsappInstance.objects.update(plan=plan)
        wapi.simulation.faults.add(kind, times=1)
        with pytest.raises(GatewayError):
            phone_book.read_all(connected.pk)
        waits.append(round((PhoneBook.objects.get().next_at - timezone.now()).total_seconds() / 60))

    assert waits == [2, 8, 24 * 60, 7 * 24 * 60]
    assert PhoneBook.objects.get().error


def test_a_gateway_that_repeats_the_same_page_does_not_hold_us(connected, listed, wapi, monkeypatch):
    listed((PHONE, "Bia Padaria"))
    call = phone_book.fetch_contacts
    monkeypatch.setattr(phone_book, "fetch_contacts", lambda *, page, per_page: call(page=1, per_page=per_page))

    phone_book.read_all(connected.pk)

    assert PhoneBook.objects.get().synced_at is not None


def test_nothing_is_asked_inside_a_transaction(connected, listed, monkeypatch):
    listed((PHONE, "Bia Padaria"))
    seen = []
    ask = phone_book.gateway_of
    monkeypatch.setattr(phone_book, "gateway_of", lambda *a: seen.append(connection.in_atomic_block) or ask(*a))

    phone_book.read_all(connected.pk)

    assert seen == [False, False]


def test_contacts_of_a_spreadsheet_reach_open_screens(connected, receive):
    receive(connected, text_from(PHONE))
    Change.objects.all().delete()

    spreadsheet.bring(None, connected, b"name,phone\nIda,5511900000002\nNovo,5521988887777\n")

    assert set(Change.objects.values_list("resource", "object_id")) == {
        *(("contact", pk) for pk in Contact.objects.values_list("pk", flat=True)),
        ("chat", Chat.objects.get().pk),
    }
    assert Contact.objects.count() == 2
