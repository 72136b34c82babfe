"""O worker morto a cada passo de um envio: o gateway vê a mensagem uma vez, ou ela fica `unknown`. Nunca duas."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone

from benchmarks.killing import run_and_die
from core.facts import MessageStatus
from core.models import Mensagem, OutboxItem
from core.outbox import deliver
from core.outbox.enqueue import enqueue
from core.outbox.to_send import ToSend
from tests.receive.posting import post_what_the_simulator_posted

pytestmark = pytest.mark.django_db(transaction=True)
MOST_STEPS = 80
CONTACT = "5511900000077"


def send(instance, text) -> Mensagem:
    return enqueue(None, ToSend(instance, text, address=CONTACT), None)[0]


def recover() -> None:
    """O que o worker seguinte faz, turno a turno: reivindicações vencidas, depois a fila. O MariaDB pode levar um
    instante a soltar as travas do morto, e quem está travado fica para outro turno."""
    deadline = time.monotonic() + 10
    open_items = OutboxItem.objects.filter(state__in=["waiting", "calling"])
    while open_items.exists() and time.monotonic() < deadline:
        OutboxItem.objects.filter(state="calling").update(claimed_until=timezone.now() - timedelta(seconds=1))
        deliver.expire_claims()
        deliver.deliver_all()


def test_killed_at_any_step_the_gateway_sees_the_message_once_or_it_stands_at_unknown(wapi, connected):
    seen = {}
    for step in range(1, MOST_STEPS):
        message = send(connected, f"m{step}")
        was_killed = run_and_die(deliver.deliver_all, step)
        recover()
        message.refresh_from_db()
        seen[step] = (message.status, message.accepted_at is not None)
        if not was_killed:
            break

    times = wapi.sent()["by_text"]
    assert not was_killed, "o envio tem mais passos que MOST_STEPS"
    assert step > 15
    for killed_at, (status, is_accepted) in seen.items():
        n = times.get(f"m{killed_at}", 0)
        assert n <= 1, f"enviada {n} vezes, morto no passo {killed_at}"
        assert (n == 1 and is_accepted) or status == MessageStatus.UNKNOWN, f"perdida no passo {killed_at}"


def test_the_echo_settles_what_the_kill_left_unknown(wapi, connected):
    for step in range(1, MOST_STEPS):
        send(connected, f"m{step}")
        if not run_and_die(deliver.deliver_all, step):
            break
    recover()

    post_what_the_simulator_posted(wapi, connected)

    times = wapi.sent()["by_text"]
    for message in Mensagem.objects.filter(direction="out"):
        expected = MessageStatus.READ if times.get(message.text) else MessageStatus.UNKNOWN
        assert message.status == expected, message.text
    assert Mensagem.objects.count() == step
