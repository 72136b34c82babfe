"""Chamadas de dois nomes ou dois métodos: o segundo é tentado uma vez, depois de um 404 ou 405, e o que serviu fica."""

from collections.abc import Callable
from typing import Any

import pytest

from core.gateway.calls import contacts, groups, instance, messages
from core.gateway.client import Call, Gateway
from core.gateway.errors import OutcomeUnknown, Refused
from core.gateway.tests.http_server import Received, Reply, answering
from core.gateway.tests.simulated import ID, PHONE, TOKEN
from simulator.server import Simulator

GROUP = "120363000000000001@g.us"
ASKED = groups.remove_participants(GROUP, [PHONE])
DONE = Reply(200, {}, b'{"error":false,"message":"ok"}')
NO_ROUTE = Reply(404, {}, b'{"error":true,"message":"Not Found"}')
NO_METHOD = Reply(405, {}, b'{"error":true,"message":"Method Not Allowed"}')


def in_turn(*replies: Reply) -> Callable[[Received], Reply]:
    """Uma resposta de cada vez."""
    left = iter(replies)
    return lambda _: next(left)


@pytest.mark.parametrize("unknown", [NO_ROUTE, NO_METHOD])
def test_second_method_is_tried_once_and_remembered(unknown: Reply) -> None:
    with answering(in_turn(unknown, DONE, DONE)) as server:
        gateway = Gateway(server.url, ID, TOKEN)
        gateway.call(ASKED)
        Gateway(server.url, ID, TOKEN).call(ASKED)

    assert [request.method for request in server.received] == ["DELETE", "POST", "POST"]


def test_what_was_remembered_and_ceased_gives_way_to_the_first() -> None:
    with answering(in_turn(NO_ROUTE, DONE, NO_ROUTE, DONE, DONE)) as server:
        gateway = Gateway(server.url, ID, TOKEN)
        for _ in range(3):
            gateway.call(ASKED)

    assert [request.method for request in server.received] == ["DELETE", "POST", "POST", "DELETE", "DELETE"]


def test_neither_known_gives_the_words_of_the_first() -> None:
    absent = Reply(404, {}, '{"error":true,"message":"Grupo não encontrado."}'.encode())
    with answering(in_turn(absent, NO_ROUTE)) as server, pytest.raises(Refused, match="Grupo não encontrado"):
        Gateway(server.url, ID, TOKEN).call(ASKED)

    assert len(server.received) == 2


@pytest.mark.parametrize(
    ("reply", "error"),
    [(Reply(400, {}, b'{"error":true,"message":"nao"}'), Refused), (Reply(500, {}, b"<html>"), OutcomeUnknown)],
)
def test_any_other_answer_is_not_repeated(reply: Reply, error: type[Exception]) -> None:
    with answering(in_turn(reply, DONE)) as server, pytest.raises(error):
        Gateway(server.url, ID, TOKEN).call(ASKED)

    assert len(server.received) == 1


BOTH: dict[str, Callable[[str], Call[Any]]] = {
    "remove-participant": lambda group: groups.remove_participants(group, [PHONE]),
    "update-group-description": lambda group: groups.describe(group, "às 9h"),
    "phone-exists-batch": lambda _: contacts.phones_exist([PHONE]),
    "modify-blocked": lambda _: contacts.set_blocked(PHONE, blocked=True),
    "update-name": lambda _: instance.rename("Loja"),
    "send-button-otp": lambda _: messages.send_otp(PHONE, "Seu código", button_text="Copiar", code="123"),
    "send-button-pix": lambda _: messages.send_pix(PHONE, merchant_name="Loja", pix_key="a@b.com", key_type="EMAIL"),
}


@pytest.mark.parametrize("is_moved", [False, True])
@pytest.mark.parametrize("name", BOTH)
def test_simulator_plays_either_name(sim: Simulator, gateway: Gateway, name: str, is_moved: bool) -> None:
    group = gateway.call(groups.create("Mutirão", [PHONE, "5511900000003"])).group_id
    if is_moved:
        sim.add_fault("other_name", calls=(name,))

    gateway.call(BOTH[name](group))
