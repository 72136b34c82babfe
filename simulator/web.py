"""Pedido e resposta, sem HTTP à vista: o que as rotas recebem e devolvem."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Request:
    """Um pedido já lido."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    raw: bytes = b""

    @property
    def body(self) -> dict[str, Any]:
        """O corpo como objeto JSON; vazio se não for um."""
        try:
            document = json.loads(self.raw)
        except ValueError:
            return {}
        return document if isinstance(document, dict) else {}

    @property
    def call(self) -> str:
        """Nome da chamada: o fim do caminho (`send-text`)."""
        return self.path.rsplit("/", 1)[-1]

    @property
    def bearer(self) -> str:
        """O token, ou ''."""
        scheme, _, token = self.headers.get("Authorization", "").partition(" ")
        return token.strip() if scheme.lower() == "bearer" else ""

    def number(self, name: str, default: int) -> int:
        """Parâmetro inteiro positivo."""
        value = self.query.get(name, "")
        return max(1, int(value)) if value.isdigit() else default


@dataclass(slots=True)
class Response:
    """Uma resposta inteira."""

    status: int = 200
    body: bytes = b""
    content_type: str = "application/json; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)


class Refusal(Exception):
    """Interrompe a rota com um envelope de erro."""

    def __init__(self, status: int, message: Any) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


def answer(document: Any, status: int = 200) -> Response:
    """JSON."""
    return Response(status, json.dumps(document, ensure_ascii=False).encode())


def refusal(status: int, message: Any) -> Response:
    """O envelope de erro da W-APi."""
    return answer({"error": True, "message": message}, status)


def done(message: str, **more: Any) -> Response:
    """O envelope das chamadas de gestão."""
    return answer({"error": False, "message": message, **more})
