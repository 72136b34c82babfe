"""Envios. A W-APi enfileira: aceito não é entregue, e número que não existe também é aceito.

Em todos, `phone` são dígitos, ou o JID inteiro de grupo ou LID; `reply_to` é o id da mensagem respondida (a W-APi o
chama de `messageId`, mas nunca é o nosso); `delay_s` é o tempo «digitando» antes do envio.
"""

from typing import Any

from core.gateway.client import Call
from core.gateway.envelope import Answer
from core.gateway.results import Sent


def send_text(phone: str, message: str, *, reply_to: str | None = None, delay_s: int | None = None) -> Call[Sent]:
    """Texto."""
    return _send("send-text", phone, reply_to, delay_s, message=message)


def _send(name: str, phone: str, reply_to: str | None, delay_s: int | None, **body: Any) -> Call[Sent]:
    fields = {"phone": phone, **body, "messageId": reply_to, "delayMessage": delay_s}
    return Call(name, "POST", f"/message/{name}", read_sent, body=fields)


def read_sent(answer: Answer) -> Sent:
    """Leitura de todo envio; a chave `id` sozinha não serve, pode ser a da fila."""
    message_id = answer.text("messageId") or answer.nested("key").text("id")
    return Sent(message_id, answer.text("insertedId"))
