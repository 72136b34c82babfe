"""As duas pontas do contrato, por HTTP: cada falha que o simulador sabe ligar."""

import time

import pytest
import requests

from core.gateway.calls import instance, messages
from core.gateway.client import Gateway
from core.gateway.errors import (
    GatewayError,
    OutcomeUnknown,
    RateLimited,
    Refused,
    Unauthorized,
    Unavailable,
)
from core.gateway.results import InstanceStatus
from core.gateway.tests.http_server import LocalServer
from core.gateway.tests.simulated import ID, PHONE, SEND, TOKEN, names, posted
from simulator.server import Simulator

# Falhas


@pytest.mark.parametrize(
    ("kind", "error", "accepted"),
    [
        ("http_500", Refused, 0),
        ("http_429", RateLimited, 0),
        ("html", OutcomeUnknown, 0),
        ("ok_with_error", Unavailable, 0),
        ("unauthorized", Unauthorized, 0),
        ("hang", OutcomeUnknown, 0),
        ("reset_before_answer", OutcomeUnknown, 0),
        ("hang_after_accept", OutcomeUnknown, 1),
        ("reset_after_accept", OutcomeUnknown, 1),
    ],
)
def test_each_fault_of_a_send_has_its_error_and_the_next_send_works(
    sim: Simulator, gateway: Gateway, kind: str, error: type[GatewayError], accepted: int
) -> None:
    sim.add_fault(kind, instance_id=ID, calls=("send-text",), times=1)
    hasty = Gateway(sim.base_url, ID, TOKEN, timeout_s=0.5)

    with pytest.raises(error) as failure:
        hasty.call(SEND)

    assert type(failure.value) is error
    assert sim.sent()["by_text"].get("oi", 0) == accepted
    assert gateway.call(SEND).is_traceable


def test_latency_only_delays(sim: Simulator, gateway: Gateway) -> None:
    sim.add_fault("latency", seconds=0.2, times=1)
    started = time.monotonic()

    assert gateway.call(SEND).is_traceable

    assert time.monotonic() - started >= 0.2


def test_a_send_may_be_accepted_without_message_id(sim: Simulator, hook: LocalServer, gateway: Gateway) -> None:
    sim.add_fault("no_message_id", times=1)

    sent = gateway.call(SEND)

    assert not sent.is_traceable
    assert "webhookDelivery" in names(posted(sim, hook))


def test_the_echo_may_come_before_the_answer(sim: Simulator, hook: LocalServer, gateway: Gateway) -> None:
    sim.add_fault("echo_before_answer", times=1)

    sent = gateway.call(SEND)

    assert hook.received[0].json["messageId"] == sent.message_id


def test_status_may_lie_and_the_device_may_have_no_phone(sim: Simulator, gateway: Gateway) -> None:
    sim.add_fault("connected_false", calls=("status-instance",), times=1)
    sim.add_fault("no_phone", calls=("device",), times=1)

    assert gateway.call(instance.status()) == InstanceStatus(False)
    assert gateway.call(instance.status()) == InstanceStatus(True)
    assert gateway.call(instance.device()).phone is None


def test_webhooks_may_be_lost_doubled_and_swapped(sim: Simulator, hook: LocalServer, gateway: Gateway) -> None:
    sim.add_fault("drop_webhooks", calls=("webhookDelivery",), times=1)
    sim.add_fault("reorder_webhooks", calls=("webhookStatus",), times=1)
    gateway.call(SEND)
    assert names(posted(sim, hook)) == ["DELIVERY", "SERVER", "READ"]
    hook.received.clear()
    sim.add_fault("duplicate_webhooks", times=1)

    sim.write(ID, text="duas vezes")

    first, second = posted(sim, hook)
    assert first == second


def test_control_says_how_often_each_text_was_accepted(sim: Simulator, gateway: Gateway) -> None:
    for text in ("a", "b", "a"):
        gateway.call(messages.send_text(PHONE, text))

    told = requests.get(f"{sim.url}/control/sent", params={"instance_id": ID}, timeout=5).json()

    assert told["by_text"] == {"a": 2, "b": 1}
