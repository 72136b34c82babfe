"""Qualquer ordem, qualquer repetição, qualquer divisão em lotes: o mesmo estado, o do oráculo."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.apply import Arrival, apply
from core.facts import (
    AddressPair,
    Content,
    EditFact,
    MessageFact,
    MessageStatus,
    MessageType,
    Origin,
    ReactionFact,
    RevokeFact,
    StatusFact,
    Target,
)
from tests.promises.oracle import expected, snapshot

START = datetime(2026, 1, 1, tzinfo=UTC)
PEOPLE = [("5511900000002", "100000000000002@lid"), ("5511900000003", "100000000000003@lid")]
GROUP = "120363000000000001@g.us"
IDS = ["3EB0A", "3EB0a", "3EB0B"]  # duas só diferem na caixa

people = st.sampled_from(PEOPLE)
moments = st.integers(0, 5).map(lambda s: START + timedelta(seconds=s))
ids = st.sampled_from(IDS)
words = st.sampled_from(["a", "b", "é"])


@st.composite
def places(draw: st.DrawFn) -> tuple[str, str, str]:
    """(conversa, participante, autor), cada um grafado por telefone ou por LID."""
    spell = st.sampled_from(draw(people))
    author = draw(spell)
    if draw(st.booleans()):
        return GROUP, author, author
    return author, "", author


@st.composite
def message_facts(draw: st.DrawFn) -> MessageFact:
    chat, participant, author = draw(places())
    from_me = draw(st.booleans())
    text = draw(words)
    kind = draw(st.sampled_from([MessageType.TEXT, MessageType.TEXT, MessageType.UNKNOWN]))
    known = draw(st.booleans())
    return MessageFact(
        chat=chat,
        from_me=from_me,
        participant="" if from_me else participant,
        message_id=draw(ids),
        moment=draw(moments),
        moment_known=known,
        origin=draw(st.sampled_from([Origin.PHONE, Origin.API])) if from_me else Origin.CONTACT,
        content=Content(kind, text=text),
        content_hash=hashlib.sha256(f"{kind}{text}".encode()).hexdigest()[:32],
        author="5511900000001" if from_me else author,
        author_name=None if from_me else draw(st.sampled_from([None, "Bia", "Beatriz"])),
        chat_name=draw(st.sampled_from([None, "Equipe"])) if chat == GROUP else None,
    )


@st.composite
def targeted_facts(draw: st.DrawFn) -> ReactionFact | EditFact | RevokeFact:
    chat, participant, author = draw(places())
    from_me = draw(st.booleans())
    target = Target(
        chat,
        draw(ids),
        from_me=draw(st.sampled_from([None, True, False])),
        participant=draw(st.sampled_from([None, participant or None])),
    )
    common = {"target": target, "author": author, "author_from_me": from_me, "moment": draw(moments), "id": draw(ids)}
    kind = draw(st.sampled_from(["reaction", "reaction", "edit", "revoke"]))
    if kind == "reaction":
        return ReactionFact(emoji=draw(st.sampled_from(["👍", "❤️", ""])), **common)
    if kind == "edit":
        return EditFact(text=draw(words), **common)
    return RevokeFact(by_admin=draw(st.booleans()) and chat == GROUP, **common)


@st.composite
def status_facts(draw: st.DrawFn) -> StatusFact:
    chat, participant, _ = draw(places())
    status = draw(st.sampled_from([s for s in MessageStatus if s != MessageStatus.RECEIVED]))
    error = draw(st.sampled_from([None, "sem rede", "bloqueado"])) if status == MessageStatus.FAILED else None
    return StatusFact(draw(st.sampled_from([chat, None])), draw(ids), status, draw(moments), participant or None, error)


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Arrival], list[list[Arrival]]]:
    """(eventos, uma entrega deles: permutados, repetidos, divididos em lotes)."""
    facts = draw(
        st.lists(st.one_of(message_facts(), message_facts(), targeted_facts(), status_facts()), min_size=1, max_size=14)
    )
    taught = draw(st.lists(people, max_size=2))
    arrivals = [Arrival(n + 1, START + timedelta(minutes=n), [fact]) for n, fact in enumerate(facts)]
    arrivals += [
        Arrival(100 + n, START + timedelta(hours=1), [], [AddressPair(*pair)]) for n, pair in enumerate(taught)
    ]
    delivered = draw(st.permutations(arrivals)) + draw(st.lists(st.sampled_from(arrivals), max_size=5))
    batches, rest = [], list(delivered)
    while rest:
        n = draw(st.integers(1, 6))
        batches.append(rest[:n])
        rest = rest[n:]
    return arrivals, batches


EXAMPLES = 30 if connection.vendor == "mysql" else 250


@pytest.mark.django_db
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(history=histories())
def test_any_order_and_repetition_leads_to_the_oracles_state(loja, history):
    arrivals, batches = history

    with transaction.atomic():
        point = transaction.savepoint()
        for batch in batches:
            loja.refresh_from_db()
            apply(loja, batch, START + timedelta(hours=2))
        state = snapshot(loja)
        transaction.savepoint_rollback(point)

    assert state == expected(arrivals)


@pytest.mark.django_db
def test_a_merge_without_any_edit_keeps_the_newest_text(loja):
    def message(chat: str, text: str, known: bool) -> MessageFact:
        content = Content(MessageType.TEXT, text=text)
        return MessageFact(chat, False, "", "3EB0A", START, known, Origin.CONTACT, content, text * 8, author=chat)

    phone, lid = PEOPLE[1]
    arrivals = [
        Arrival(1, START, [message(phone, "a", False)]),
        Arrival(2, START, [message(lid, "b", True)]),
        Arrival(3, START, [], [AddressPair(phone, lid)]),
    ]

    for arrival in arrivals:
        apply(loja, [arrival], START)

    assert snapshot(loja) == expected(arrivals)
