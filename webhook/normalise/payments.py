"""Pagamentos: pedidos e envios do WhatsApp, chaves Pix e cobranças que vêm como botão de uma interativa."""

from collections.abc import Iterator

from core.contents import Item, Payment
from webhook.normalise import values
from webhook.normalise.values import Node, identifier, is_node, lower, money, name, text, whole

_MAX_ITEMS = 512
_MAX_CODE = 1_024  # um Pix copia e cola tem umas 200 letras
# Os botões que são um pagamento -> o que são.
_FLOWS = {
    "payment_info": "pix",
    "review_and_pay": "charge",
    "review_order": "status",
    "payment_status": "status",
    "order_details": "charge",
    "order_status": "status",
    "payment_request": "request",
    "p2m_lite": "charge",
}
_PIX_TYPES = {"email": "email", "e-mail": "email", "cpf": "cpf", "cnpj": "cnpj", "phone": "phone", "evp": "evp"}


def payment_of(flow: str, params: Node) -> Payment | None:
    """O pagamento que um botão de interativa leva; None se o botão é outra coisa."""
    action = _FLOWS.get(flow)
    if action is None:
        return None
    order = lower(params.get("order"))
    pix = _pix(params)
    settings = list(_settings(params))
    boleto = next((inner for kind, inner in settings if kind == "boleto"), {})
    link = next((inner for kind, inner in settings if kind == "payment_link"), {})
    amount = _amount(params.get("total_amount")) or _amount(order.get("total_amount"))
    if action == "pix" and (order.get("items") or not pix):
        action = "charge"
    return Payment(
        action,
        amount=amount or _amount(order.get("subtotal")),
        currency=_currency(params.get("currency")),
        reference=identifier(params.get("reference_id")),
        merchant_name=name(pix.get("merchant_name")),
        pix_key=name(pix.get("key")),
        pix_type=_PIX_TYPES.get((name(pix.get("key_type")) or "").lower()),
        code=text(pix.get("code"), _MAX_CODE) or text(boleto.get("digitable_line"), _MAX_CODE),
        url=values.url(link.get("uri")) or values.url(params.get("payment_link")),
        status=name(params.get("payment_status")) or name(order.get("status")),
        items=read_items(order.get("items")),
        expires_at=values.date(lower(order.get("expiration")).get("timestamp")),
    )


def _settings(params: Node) -> Iterator[tuple[str, Node]]:
    """(tipo, campos) de cada meio de pagar."""
    told = params.get("payment_settings")
    for one in told[:_MAX_ITEMS] if isinstance(told, list) else ():
        node = lower(one)
        kind = (name(node.get("type")) or "").lower()
        inner = lower(node.get(kind))
        if kind and inner:
            yield kind, inner


def _pix(params: Node) -> Node:
    for kind, inner in _settings(params):
        if kind.startswith("pix"):
            return inner
    return {}


def _amount(value: object) -> str | None:
    """`{value, offset}`, ou o número como está."""
    if not is_node(value):
        return money(value)
    node = lower(value)
    return money(node.get("value"), node.get("offset", 1))


def _currency(value: object) -> str | None:
    found = name(value)
    return found.upper()[:8] if found is not None else None


def read_items(value: object) -> tuple[Item, ...]:
    """As linhas de um pedido."""
    found = []
    for one in value[:_MAX_ITEMS] if isinstance(value, list) else ():
        node = lower(one)
        said = name(node.get("name")) or name(node.get("title"))
        amount = _amount(node.get("amount")) if "amount" in node else _amount(node.get("price"))
        if said is not None or amount is not None:
            found.append(Item(said, whole(node.get("quantity")), amount))
    return tuple(found)


def read_whatsapp_payment(key: str, node: Node) -> Payment:
    """Os pagamentos que o próprio WhatsApp tem, com nome próprio."""
    given = lower(node.get("amount"))
    amount = money(node.get("amount1000"), 1000) or _amount(given) or _amount(node.get("amount"))
    return Payment(
        _ACTIONS[key],
        amount=amount,
        currency=_currency(node.get("currencycodeiso4217") or given.get("currencycode") or node.get("currency")),
        reference=identifier(lower(node.get("key")).get("id")) or identifier(node.get("token")),
        expires_at=values.date(node.get("expirytimestamp")),
    )


_ACTIONS = {
    "requestpaymentmessage": "request",
    "sendpaymentmessage": "sent",
    "declinepaymentrequestmessage": "declined",
    "cancelpaymentrequestmessage": "cancelled",
    "paymentinvitemessage": "invite",
    "paymentremindermessage": "reminder",
    "splitpaymentmessage": "request",
    "invoicemessage": "invoice",
}
