"""As duas grafias de um celular brasileiro são uma pessoa, venha qual vier primeiro e de onde vier: um contato, uma
conversa, todas as mensagens."""

from dataclasses import fields, is_dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.apply import Arrival, apply
from core.apply.ninth_digit import other_ninth, usual
from core.apply.spellings import told_by
from core.contacts import people, spreadsheet
from core.models import AddressLink, Chat, Contact, Group, GroupMember, Mensagem, WhatsappInstance
from core.outbox.enqueue import enqueue
from core.outbox.to_send import ToSend
from tests.api.caller import text_from
from tests.promises import test_any_order as any_order
from tests.promises.oracle import expected, snapshot
from webhook.rebuild import rebuild

WITH, WITHOUT = "5511988880001", "551188880001"  # do DDD 11 o WhatsApp grafa com o nono dígito
LID = "100000000000009@lid"
GROUP = "120363000000000001@g.us"
START = any_order.START


def differences(instance: WhatsappInstance) -> list[str]:
    return [f"{d} {d.changed} {d.missing} {d.extra}" for d in rebuild(instance, check=True).differences if d.size]


# As grafias


@pytest.mark.parametrize(
    ("number", "others"),
    [
        (WITH, (WITHOUT,)),
        (WITHOUT, (WITH,)),
        ("5548999990001", ("554899990001",)),
        ("551133334444", ()),  # fixo: nunca ganhou o nono dígito
        ("5511933334444", ()),  # celular novo: sem o 9 seria um fixo, de outra pessoa
        ("5511588880001", ()),
        ("5510988880001", ()),  # não há DDD com zero
        ("15551234567", ()),
        ("351912345678", ()),
        ("551198888000", ("5511998888000",)),
        ("100000000000009@lid", ()),
    ],
)
def test_only_a_brazilian_mobile_has_another_spelling(number, others):
    assert other_ninth(number) == others


def test_whatsapp_writes_the_ninth_digit_up_to_area_28():
    assert usual(WITHOUT, WITH) == WITH
    assert usual("5548999990001", "554899990001") == "554899990001"


# Qualquer ordem de eventos


def respelled(value: Any, kept: dict[str, str]) -> Any:
    """O mesmo fato, com cada telefone na grafia que vale."""
    if isinstance(value, str):
        return kept.get(value, value)
    if isinstance(value, tuple | list):
        return type(value)(respelled(one, kept) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: respelled(getattr(value, f.name), kept) for f in fields(value) if f.init})
    return value


def in_kept_spelling(arrivals: list[Arrival]) -> list[Arrival]:
    told = told_by(arrivals)
    both = {one: other for one in told for other in other_ninth(one) if other in told}
    kept = {one: usual(one, other) for one, other in both.items()}
    return [replace(a, facts=respelled(a.facts, kept), pairs=respelled(a.pairs, kept)) for a in arrivals]


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Arrival], list[list[Arrival]]]:
    """As de `test_any_order`, com cada telefone grafado com ou sem o nono dígito."""
    arrivals, batches = draw(any_order.histories())
    spelled = {}
    for arrival in arrivals:
        mine = {phone: draw(st.sampled_from([phone, *other_ninth(phone)])) for phone, _ in any_order.PEOPLE}
        spelled[arrival.event] = replace(
            arrival, facts=respelled(arrival.facts, mine), pairs=respelled(arrival.pairs, mine)
        )
    return list(spelled.values()), [[spelled[a.event] for a in batch] for batch in batches]


@pytest.mark.django_db
@settings(max_examples=any_order.EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(history=histories())
def test_any_order_of_events_in_both_spellings_leads_to_one_person(loja, history):
    arrivals, batches = history

    with transaction.atomic():
        point = transaction.savepoint()
        for batch in batches:
            loja.refresh_from_db()
            apply(loja, batch, START + timedelta(hours=2))
        state = snapshot(loja)
        transaction.savepoint_rollback(point)

    assert state == expected(in_kept_spelling(arrivals))


# Qualquer ordem de origens

SOURCES = ("event with", "event without", "reaction", "group", "pair", "typed with", "typed without", "csv", "put")


def bring(source: str, instance: WhatsappInstance, receive: Any) -> None:
    match source:
        case "event with":
            receive(instance, text_from(WITH, "com"))
        case "event without":
            receive(instance, text_from(WITHOUT, "sem"))
        case "reaction":
            node = {"reactionMessage": {"key": {"id": "NADA", "fromMe": True}, "text": "👍"}}
            receive(instance, text_from(WITHOUT, msgContent=node))
        case "group":
            sender = {"id": WITHOUT, "pushName": "Ana"}
            receive(instance, text_from(GROUP, "no grupo", isGroup=True, sender=sender))
        case "pair":
            receive(instance, text_from(WITHOUT, "oculta", sender={"id": WITHOUT, "senderLid": LID, "pushName": "Ana"}))
        case "typed with":
            enqueue(None, ToSend(instance=instance, text="para com", address=WITH), None)
        case "typed without":
            enqueue(None, ToSend(instance=instance, text="para sem", address=WITHOUT), None)
        case "csv":
            spreadsheet.bring(None, instance, f"nome,telefone\nAna,+{WITHOUT}\n".encode())
        case "put":
            people.start(None, instance, WITHOUT, None)


ORDERS = [
    order
    for source in ("reaction", "group", "pair", "typed with", "typed without", "csv", "put")
    for order in (
        (source, "event with", "event without"),
        ("event without", source, "event with"),
        ("event with", "event without", source),
    )
] + [("csv", "typed with", "put", "event without"), ("put", "group", "csv", "typed without", "event with")]


def is_one_person(*texts: str) -> bool:
    """Um contato e uma conversa direta, com a mesma grafia e estas mensagens."""
    (person,) = Contact.objects.filter(address__startswith="55")
    (chat,) = Chat.objects.filter(kind="direct")
    said = set(Mensagem.objects.filter(chat=chat).values_list("text", flat=True))
    return chat.chat_id == person.address and said >= set(texts)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("order", ORDERS, ids=", ".join)
def test_sources_in_any_order_make_one_contact_and_one_chat(connected, receive, order):
    for source in order:
        bring(source, connected, receive)

    texts = {"event with": "com", "event without": "sem", "typed with": "para com", "typed without": "para sem"}
    assert is_one_person(*(texts[source] for source in order if source in texts))
    assert set(Mensagem.objects.filter(chat__kind="group").values_list("participant", flat=True)) <= {
        Contact.objects.get(address__startswith="55").address
    }


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "order",
    [
        ("event with", "event without", "group"),
        ("typed with", "csv", "event without"),
        ("put", "event without", "pair", "event with"),
    ],
    ids=", ".join,
)
def test_rebuilding_says_the_same(connected, receive, order):
    for source in order:
        bring(source, connected, receive)

    assert differences(connected) == []


@pytest.mark.django_db(transaction=True)
def test_what_whatsapp_says_is_where_we_send_and_what_is_typed_leads_there(loja, receive):
    spreadsheet.bring(None, loja, f"nome,telefone\nAna,+{WITH}\n".encode())
    receive(loja, text_from(WITHOUT))  # de um DDD que costuma ter o nono dígito, mas quem manda é o WhatsApp

    sent, _ = enqueue(None, ToSend(instance=loja, text="oi", address=WITH), None)

    assert sent.chat.chat_id == WITHOUT
    assert list(Contact.objects.values_list("address", "saved_name")) == [(WITHOUT, "Ana")]


@pytest.mark.django_db(transaction=True)
def test_a_landline_and_a_mobile_that_ends_alike_stay_two(loja, receive):
    receive(loja, text_from("551133334444"), text_from("5511933334444"), text_from("15551234567"))

    assert Chat.objects.count() == Contact.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_a_person_in_a_group_is_one_whichever_spelling_wrote(loja, receive):
    def wrote(number: str, text: str) -> dict[str, Any]:
        return text_from(GROUP, text, isGroup=True, sender={"id": number, "pushName": "Ana"})

    receive(loja, wrote(WITHOUT, "um"))
    GroupMember.objects.create(group=Group.objects.get(), address=WITHOUT)
    receive(loja, wrote(WITH, "dois"))

    people_there = Mensagem.objects.values_list("participant", "sender_id").distinct()
    assert list(people_there) == [(WITH, WITH)]
    assert list(GroupMember.objects.values_list("address", flat=True)) == [WITH]


@pytest.fixture
def two_rows(loja, receive, monkeypatch):
    """O que uma versão anterior deixou: a mesma pessoa em dois contatos e duas conversas."""
    with monkeypatch.context() as before:
        before.setattr("core.apply.hear", lambda *_: None)
        before.setattr("core.apply.addresses.other_ninth", lambda _: ())
        receive(loja, text_from(WITH, "com"), text_from(WITHOUT, "sem"))
    assert Chat.objects.count() == Contact.objects.count() == 2
    people.save(None, Contact.objects.get(address=WITHOUT), {"saved_name": "Ana", "notes": "fiado"})
    return loja


@pytest.mark.django_db(transaction=True)
def test_two_rows_of_an_older_version_unite_when_either_is_heard(two_rows, receive):
    receive(two_rows, text_from(WITHOUT, "de novo"))

    assert is_one_person("com", "sem", "de novo")
    assert Contact.objects.values_list("address", "saved_name", "notes").get() == (WITH, "Ana", "fiado")


@pytest.mark.django_db(transaction=True)
def test_two_rows_of_an_older_version_unite_when_rebuilt(two_rows):
    ids = set(Mensagem.objects.values_list("pk", flat=True))

    rebuild(two_rows, check=False)

    assert is_one_person("com", "sem")
    assert Contact.objects.get().saved_name == "Ana"
    assert set(Mensagem.objects.values_list("pk", flat=True)) == ids  # as mesmas linhas, unidas
    assert differences(two_rows) == []


@pytest.mark.django_db(transaction=True)
def test_a_hidden_number_joined_to_one_spelling_follows_to_the_other(loja, receive):
    receive(loja, text_from(WITHOUT, "prova", sender={"id": WITHOUT, "senderLid": LID, "pushName": "Ana"}))
    receive(loja, text_from(WITH, "com"), text_from(LID, "oculta"))

    assert is_one_person("prova", "com", "oculta")
    assert dict(AddressLink.objects.values_list("lid", "phone")) == {LID: WITH, WITHOUT: WITH}
