"""Um gateway que responde o que banco nenhum guarda: o desfecho fica, e a instância segue."""

import itertools
import json

import pytest

from core.contacts import phone_book
from core.facts import MessageStatus
from core.gateway.tests.http_server import Reply, answering
from core.models import Contact, SendAttempt
from core.outbox import deliver
from core.outbox.enqueue import enqueue
from core.outbox.to_send import ToSend

pytestmark = pytest.mark.django_db(transaction=True)
ODD = ["A\ud83dB", "A\x00B", "x" * 5_000, "com espaço e acento é", " \n "]


def answers(document, status=200):
    return Reply(status, body=json.dumps(document).encode())


def send(instance, text):
    return enqueue(None, ToSend(instance, text, address="5511900000077"), None)[0]


@pytest.mark.parametrize("message_id", ODD[:4], ids=["meia letra", "NUL", "longo", "com espaço"])
def test_an_id_no_column_holds_loses_no_outcome(connected, settings, message_id):
    numbers = itertools.count()
    with answering(lambda _: answers({"messageId": f"{message_id}{next(numbers)}", "exists": True})) as server:
        settings.WAPI_BASE_URL = server.url
        first, second = send(connected, "um"), send(connected, "dois")
        deliver.deliver_all()

    for message in (first, second):
        message.refresh_from_db()
    assert 0 < len(first.message_id) <= 128
    assert first.accepted_at is not None
    assert first.message_id != second.message_id
    assert SendAttempt.objects.filter(outcome="accepted").count() == 2


def test_words_no_column_holds_are_still_told(connected, settings):
    refused = answers({"error": True, "message": "número \ud83d\x00 inválido"}, 400)
    with answering(lambda request: refused if "send" in request.path else answers({"exists": True})) as server:
        settings.WAPI_BASE_URL = server.url
        message = send(connected, "um")
        deliver.deliver_all()

    message.refresh_from_db()
    assert message.status == MessageStatus.FAILED
    assert "inválido" in message.error


def test_a_phone_book_of_odd_names_is_read_to_its_end(connected, settings):
    odd = [{"id": f"551190000{n:04}", "name": name} for n, name in enumerate([*ODD, "Ana"])]
    odd += [{"id": name, "name": "x"} for name in ODD]
    with answering(lambda request: answers({"contacts": odd if request.query.get("page") == "1" else []})) as server:
        settings.WAPI_BASE_URL = server.url
        phone_book.read_all(connected.pk)

    assert Contact.objects.filter(book_name="Ana").count() == 1
    assert Contact.objects.filter(address="5511900000000").get().book_name == "A\ufffdB"
