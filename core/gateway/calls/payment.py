"""A cobrança da instância: como está, pedir um Pix ou uma assinatura no cartão. O formato das respostas não é
conhecido."""

from core.gateway.client import Call
from core.gateway.envelope import Answer
from core.gateway.results import Payment, PaymentStatus


def status() -> Call[PaymentStatus]:
    """Plano, vencimento e situação da assinatura, onde a resposta os diz."""
    return Call("payment-status", "GET", "/payment/status", _read_status)


def pix(payer_email: str, *, webhook_url: str | None = None) -> Call[Payment]:
    """Cria uma cobrança por Pix."""
    return _payment("pix-create", "/payment/pix/create", payer_email, webhook_url)


def card(payer_email: str, *, webhook_url: str | None = None) -> Call[Payment]:
    """Assina no cartão; a resposta costuma trazer o endereço onde pagar."""
    return _payment("card-subscribe", "/payment/card/subscribe", payer_email, webhook_url)


def _payment(name: str, path: str, payer_email: str, webhook_url: str | None) -> Call[Payment]:
    body = {"payerEmail": payer_email, "webhookPaymentUrl": webhook_url}
    return Call(name, "POST", path, _read_payment, body=body)


def _read_status(answer: Answer) -> PaymentStatus:
    subscription = answer.nested("subscription", "payment")
    return PaymentStatus(
        answer.text("planType", "plan", "plano"),
        answer.text("paymentStatus", "subscriptionStatus", "status") or subscription.text("status"),
        answer.moment("expires", "expiresAt", "expirationDate") or subscription.moment("expires", "expiresAt"),
        answer.flag("autoRenew", "autoRenewal"),
    )


def _read_payment(answer: Answer) -> Payment:
    document = answer.document if isinstance(answer.document, dict) else {}
    secret = {"token", "apikey"}
    return Payment(answer.text("message"), {key: value for key, value in document.items() if key.lower() not in secret})
