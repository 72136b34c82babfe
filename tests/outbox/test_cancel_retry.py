"""Uma nova tentativa do que ficou sem confirmação: cancelada ou recusada, a primeira continua a poder ter saído."""

import pytest

from core.facts import MessageStatus
from core.models import Mensagem, OutboxItem, SendAttempt
from core.outbox import decisions, deliver
from core.outbox.decisions import NotPossible
from core.outbox.enqueue import enqueue
from core.outbox.to_send import ToSend
from tests.receive.posting import post_what_the_simulator_posted
from webhook.rebuild import rebuild

pytestmark = pytest.mark.django_db(transaction=True)
CONTACT = "5511900000077"


@pytest.fixture
def unknown(wapi, connected) -> Mensagem:
    """Um envio que saiu, e cuja resposta se perdeu."""
    wapi.add_fault("reset_after_accept", instance_id=connected.instance_id, calls=("send-text",), times=1)
    message = enqueue(None, ToSend(connected, "oi", address=CONTACT), None)[0]
    deliver.deliver_all()
    return message


def status_of(message) -> MessageStatus:
    message.refresh_from_db()
    return MessageStatus(message.status)


def test_cancelling_the_retry_leaves_the_message_as_the_first_attempt_left_it(unknown):
    unknown.refresh_from_db()
    before = (unknown.status, unknown.error, unknown.error_code)
    decisions.retry(None, unknown)

    decisions.cancel(None, unknown)
    deliver.deliver_all()

    unknown.refresh_from_db()
    assert (unknown.status, unknown.error, unknown.error_code) == before
    assert before[0] == MessageStatus.UNKNOWN


def test_the_late_echo_meets_the_row_whose_retry_was_cancelled(wapi, connected, unknown):
    decisions.retry(None, unknown)
    decisions.cancel(None, unknown)

    post_what_the_simulator_posted(wapi, connected)

    assert status_of(unknown) == MessageStatus.READ
    assert Mensagem.objects.count() == 1


def test_what_arrived_while_its_retry_waited_cannot_be_cancelled(wapi, connected, unknown):
    decisions.retry(None, unknown)
    post_what_the_simulator_posted(wapi, connected)

    with pytest.raises(NotPossible):
        decisions.cancel(None, unknown)

    assert status_of(unknown) == MessageStatus.READ


def test_the_late_echo_meets_the_row_whose_retry_was_refused(wapi, connected, unknown):
    wapi.add_fault("refused", instance_id=connected.instance_id, calls=("send-text",), times=1)
    decisions.retry(None, unknown)
    deliver.deliver_all()
    before, words = status_of(unknown), unknown.error
    is_equal = rebuild(connected, check=True).is_equal

    post_what_the_simulator_posted(wapi, connected)

    assert before == MessageStatus.UNKNOWN  # a primeira ainda pode ter saído, e as duas coisas se dizem
    assert "A nova tentativa foi recusada" in words
    assert "A primeira continua sem confirmação" in words
    assert is_equal
    assert status_of(unknown) == MessageStatus.READ
    assert Mensagem.objects.count() == 1


def cancel_a_retry_that_could_not_leave(message, settings) -> None:
    """A nova tentativa chamou um gateway que não atende, voltou à fila, e dali foi tirada."""
    decisions.retry(None, message)
    base, settings.WAPI_BASE_URL = settings.WAPI_BASE_URL, "http://127.0.0.1:9/v1"
    deliver.deliver_all()
    settings.WAPI_BASE_URL = base
    decisions.cancel(None, message)


def test_the_person_still_decides_and_rebuilding_agrees(connected, unknown, settings):
    cancel_a_retry_that_could_not_leave(unknown, settings)
    as_unknown = rebuild(connected, check=True)
    decisions.resolve(None, unknown, "sent")

    assert list(SendAttempt.objects.order_by("number").values_list("outcome", flat=True)) == ["is_sent", "not_sent"]
    assert as_unknown.is_equal
    assert rebuild(connected, check=True).is_equal
    assert status_of(unknown) == MessageStatus.SENT


def test_another_retry_has_a_number_of_its_own(unknown, settings):
    cancel_a_retry_that_could_not_leave(unknown, settings)

    decisions.retry(None, unknown)

    assert OutboxItem.objects.get().attempt == 3
