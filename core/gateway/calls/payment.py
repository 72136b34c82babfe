"""A cobrança da instância: pedir um Pix ou uma assinatura no cartão. O formato da resposta não é conhecido."""

from core.gateway.client import Call
from core.gateway.envelope import Answer
from core.gateway.results import Payment


def pix(payer_email: str, *, webhook_url: str | None = None) -> Call[Payment]:
    """Cria uma cobrança por Pix."""
    return _payment("pix-create", "/payment/pix/create", payer_email, webhook_url)


def card(payer_email: str, *, webhook_url: str | None = None) -> Call[Payment]:
    """Assina no cartão; a resposta costuma trazer o endereço onde pagar."""
    return _payment("card-subscribe", "/payment/card/subscribe", payer_email, webhook_url)


def _payment(name: str, path: str, payer_email: str, webhook_url: str | None) -> Call[Payment]:
    body = {"payerEmail": payer_email, "webhookPaymentUrl": webhook_url}
    return Call(name, "POST", path, _read_payment, body=body)


def _read_payment(answer: Answer) -> Payment:
    document = answer.document if isinstance(answer.document, dict) else {}
    secret = {"token", "apikey"}
    return Payment(answer.text("message"), {key: value for key, value in document.items() if key.lower() not in secret})
