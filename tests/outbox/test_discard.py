"""Descartar: o que não saiu some da vista, a linha fica, e a prova de que saiu a traz de volta."""

import pytest

from core.models import Chat, Mensagem, OutboxItem
from core.outbox import decisions, deliver
from core.outbox.enqueue import enqueue
from core.outbox.to_send import ToSend
from tests.api.caller import Caller
from tests.receive.posting import post_what_the_simulator_posted
from webhook.rebuild import rebuild

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def unknown(wapi, connected) -> Mensagem:
    wapi.add_fault("reset_after_accept", instance_id=connected.instance_id, calls=("send-text",), times=1)
    message, _ = enqueue(None, ToSend(connected, "oi", address="5511900000077"), None)
    deliver.deliver_all()
    message.refresh_from_db()
    return message


def in_thread(caller: Caller) -> list[int]:
    return [row["id"] for row in caller.get(f"/api/mensagens/?chat={Chat.objects.get().pk}").json()["results"]]


def test_a_discarded_send_leaves_thread_and_preview_and_stays_in_the_ledger(ana, unknown):
    caller = Caller(ana)

    answer = caller.post(f"/api/mensagens/{unknown.pk}/discard/")

    assert answer.status_code == 200, answer.content
    assert answer.json()["discarded_at"] is not None
    assert in_thread(caller) == []
    assert caller.get("/api/chats/").json()["results"][0]["last_message"] is None
    assert caller.get(f"/api/mensagens/{unknown.pk}/").status_code == 200
    assert OutboxItem.objects.count() == 1


def test_a_later_proof_brings_it_back(wapi, connected, ana, unknown):
    decisions.discard(ana, unknown)

    post_what_the_simulator_posted(wapi, connected)

    caller = Caller(ana)
    assert in_thread(caller) == [unknown.pk]
    assert caller.get("/api/chats/").json()["results"][0]["last_message_preview"] == "oi"
    assert rebuild(connected, check=True).is_equal


def test_trying_again_shows_it_again(ana, unknown):
    decisions.discard(ana, unknown)

    decisions.retry(ana, unknown)

    assert in_thread(Caller(ana)) == [unknown.pk]


def test_what_left_is_not_discarded(wapi, connected, ana, unknown):
    post_what_the_simulator_posted(wapi, connected)

    with pytest.raises(decisions.NotPossible):
        decisions.discard(ana, unknown)
