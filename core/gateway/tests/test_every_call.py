"""Cada função pública de `calls/` tem quem a atenda no simulador; uma chamada nova sem par falha aqui."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest

from core.gateway import calls
from core.gateway.client import Call, Gateway
from core.gateway.errors import GatewayError, Refused
from core.gateway.results import WebhookKind
from simulator.options import FAST, Options
from simulator.server import Simulator

ID, TOKEN, PHONE = "T0T0T0-AA11BB-CC22DD", "t0ken", "5511900000002"
# O que se dá a cada parâmetro obrigatório, pelo nome.
GIVEN: dict[str, Any] = {
    "actions": [{"type": "REPLAY", "buttonText": "Sim"}],
    "api_key": "SIMULADOR",
    "cards": [{"text": "t", "image": "https://exemplo.test/a.png", "buttonActions": [{"type": "REPLAY"}]}],
    "code": "482913",
    "button_text": "Ver",
    "announce": True,
    "blocked": True,
    "contact_phone": PHONE,
    "contacts": [("Ana", PHONE)],
    "description": "d",
    "direct_path": "/v/x.enc",
    "emoji": "👍",
    "enabled": True,
    "extension": "pdf",
    "file_name": "a.pdf",
    "group_id": "120363000000000001@g.us",
    "invite_url": "https://chat.whatsapp.com/FAKEFAKEFAKEFAKEFAKE00",
    "inserted_id": "abc",
    "jid": f"{PHONE}@s.whatsapp.net",
    "key_type": "EVP",
    "kind": WebhookKind.RECEIVED,
    "latitude": -23.5,
    "log_id": "log-1",
    "longitude": -46.6,
    "media": "data:application/octet-stream;base64,AAAA",
    "media_key": "AAAA",
    "media_type": "image",
    "merchant_name": "Loja",
    "message": "oi",
    "message_id": "3EB0AAAA",
    "mime_type": "image/jpeg",
    "name": "Loja",
    "options": ["a", "b"],
    "participants": [PHONE],
    "payer_email": "a@b.com.br",
    "phone": PHONE,
    "phones": [PHONE],
    "photo": "https://exemplo.test/a.jpg",
    "pix_key": "a@b.com.br",
    "presence": "composing",
    "question": "Qual?",
    "restrict": False,
    "seconds": 1,
    "sections": [{"title": "t", "rows": [{"title": "r", "description": "", "rowId": "1"}]}],
    "text": "oi",
    "title": "t",
    "url": "https://exemplo.test/",
}


def public_calls() -> Iterator[tuple[str, Any]]:
    """As funções que declaram uma chamada: as que dizem devolver `Call`."""
    for module in pkgutil.iter_modules(calls.__path__):
        found = importlib.import_module(f"{calls.__name__}.{module.name}")
        for name, function in inspect.getmembers(found, inspect.isfunction):
            returned = str(function.__annotations__.get("return", ""))
            if function.__module__ == found.__name__ and not name.startswith("_") and "Call[" in returned:
                yield f"{module.name}.{name}", function


CALLS = dict(public_calls())


def declared(function: Any) -> Call[Any]:
    wanted = {
        name: GIVEN[name]
        for name, parameter in inspect.signature(function).parameters.items()
        if parameter.default is parameter.empty and parameter.kind is not parameter.VAR_KEYWORD
    }
    made: Call[Any] = function(**wanted)
    return made


def refusal_of(gateway: Gateway, call: Call[Any]) -> str:
    try:
        gateway.call(call)
    except Refused as error:
        return error.message
    return ""


def test_the_walk_finds_the_calls() -> None:
    assert len(CALLS) > 45
    assert {"messages.send_text", "chats.remove_queued", "account.client_list", "payment.pix"} <= set(CALLS)


@pytest.mark.parametrize("name", CALLS)
def test_every_call_is_served_by_the_simulator(name: str) -> None:
    call = declared(CALLS[name])
    with Simulator(options=Options(delays=FAST, seed=7)) as sim:
        sim.add_instance(ID, token=TOKEN, state="connected", phone="5511900000001")
        gateway = Gateway(sim.base_url, ID, "SIMULADOR" if name.startswith("account.") else TOKEN, timeout_s=5)
        refusal = refusal_of(gateway, call)

    # Pode recusar o que se pediu (não há tal grupo), nunca por não conhecer o caminho.
    assert "Rota não encontrada" not in refusal
    assert "defeito do simulador" not in refusal


def test_a_path_nobody_serves_would_be_seen() -> None:
    unknown: Call[Any] = Call("x", "GET", "/nada/disso", lambda answer: answer)
    with (
        Simulator(options=Options(delays=FAST)) as sim,
        pytest.raises(GatewayError, match="Rota não encontrada"),
    ):
        Gateway(sim.base_url, ID, TOKEN).call(unknown)
