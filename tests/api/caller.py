"""Quem chama a API nos testes: um cliente HTTP que fala por uma pessoa; e o texto que um contato manda."""

import itertools
import json
from typing import Any

from django.test import Client

from authentication import tokens
from authentication.models import User

_numbers = itertools.count(1)


class Caller:
    """Um cliente HTTP que fala por uma pessoa."""

    def __init__(self, user: User | None) -> None:
        self.http = Client()
        self.headers: dict[str, str] = {}
        if user is not None:
            self.headers["Authorization"] = f"Bearer {tokens.open_family(user).access}"

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Um pedido; o corpo vai em JSON."""
        data = b"" if body is None else (body if isinstance(body, bytes) else json.dumps(body).encode())
        given = {**self.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
        return self.http.generic(method, path, data, content_type="application/json", headers=given)

    def get(self, path: str, **headers: str) -> Any:
        return self.call("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.call("POST", path, body, **headers)

    def patch(self, path: str, body: Any) -> Any:
        return self.call("PATCH", path, body)

    def put(self, path: str, body: Any) -> Any:
        return self.call("PUT", path, body)

    def delete(self, path: str) -> Any:
        return self.call("DELETE", path)


def text_from(phone: str, text: str = "oi", moment: int | None = None, **more: Any) -> dict[str, Any]:
    """Um texto recebido de um contato, na forma da W-APi, com um id novo."""
    number = next(_numbers)
    return {
        "event": "webhookReceived",
        "instanceId": "",
        "connectedPhone": "5511988880000",
        "isGroup": False,
        "messageId": f"TESTMSG{number:08d}",
        "fromMe": False,
        "chat": {"id": phone},
        "sender": {"id": phone, "pushName": f"Contato {phone[-4:]}"},
        "moment": moment or 1_763_900_000 + number,
        "msgContent": {"conversation": text},
        **more,
    }
