"""Conferir o gateway: cada chamada de leitura do contrato, feita de verdade, e o que a resposta tem de novo.

O contrato foi reconstruído de código alheio; quem alcança o serviço prova-o aqui. Envia só se pedido (`send_to`)."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from core.gateway.calls import chats, contacts, groups, instance, payment, webhooks
from core.gateway.client import Call
from core.gateway.inspection import Finding, Known, Verdict, inspect
from core.gateway.results import WebhookKind
from core.ground.gateway import gateway_of
from core.instances.check_sends import one_of_each
from core.models import WhatsappInstance
from core.models.tenancy import Actor

TIMEOUT_S = 8.0  # são onze perguntas numa resposta: uma calada não segura as outras
_TEXT, _NUMBER, _FLAG, _LIST, _OBJECT = "texto", "número", "booleano", "lista", "objeto"
_SENT = Known({"instanceId": _TEXT, "messageId": _TEXT, "insertedId": _TEXT})
_PAGES = {"totalPages": _NUMBER, "currentPage": _NUMBER}

STATUS = Known({"instanceId": _TEXT, "connected": _FLAG})
KNOWN: dict[str, Known] = {
    "device": Known(
        {"connectedPhone": _TEXT, "lid": _TEXT, "name": _TEXT, "platform": _TEXT},
        {"profilePictureUrl": _TEXT, "status": _TEXT, "isBusiness": _FLAG},
    ),
    "fetch-instance": Known(
        {
            "instanceId": _TEXT, "instanceName": _TEXT, "connected": _FLAG, "paymentStatus": _TEXT, "created": _NUMBER,
            "expires": _NUMBER, **{kind.read_back_key: _TEXT for kind in WebhookKind},
        },
        {
            "token": _TEXT, "connectedPhone": _TEXT, "contacts": _NUMBER, "chats": _NUMBER, "messagesSent": _NUMBER,
            "messagesReceived": _NUMBER, "automaticReading": _FLAG, "rejectCalls": _FLAG, "callMessage": _TEXT,
            "syncContacts": _FLAG, "ignoreGroups": _FLAG, "planType": _TEXT, "isTrial": _FLAG,
        },
    ),
    "phone-exists": Known({"exists": _FLAG}, {"phoneNumber": _TEXT, "lid": _TEXT}),
    "fetch-chats": Known(
        {"totalChats": _NUMBER, **_PAGES, "chats": _LIST, "chats[]": _OBJECT, "chats[].id": _TEXT},
        {"chats[].name": _TEXT, "chats[].lastMessageTime": _NUMBER},
    ),
    "fetch-contacts": Known(
        {"contacts": _LIST, "contacts[]": _OBJECT, "contacts[].id": _TEXT},
        {
            "contacts[].name": _TEXT, "contacts[].lid": _TEXT, "contacts[].isBusiness": _FLAG,
            "contacts[].isBlocked": _FLAG, "totalContacts": _NUMBER, **_PAGES,
        },
    ),
    "get-all-groups": Known(
        {"groups": _LIST, "groups[]": _OBJECT, "groups[].id": _TEXT},
        {"groups[].name": _TEXT, "groups[].subject": _TEXT},
    ),
    "quere": Known({"messages": _LIST, "totalMessages": _NUMBER, **_PAGES}, {"messages[]": _OBJECT}),
    "fetch-webhook-logs": Known({"logs": _LIST}, {"logs[]": _OBJECT, "logs[].id": _TEXT}),
    "payment-status": Known(
        {}, {"planType": _TEXT, "paymentStatus": _TEXT, "expires": _NUMBER, "autoRenew": _FLAG}
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Checked:
    """O que se achou, e o relato a copiar: só formas e tipos."""

    at: datetime
    findings: tuple[Finding, ...]
    report: str

    def count(self, verdict: Verdict) -> int:
        """Quantas deram nisto."""
        return sum(one.verdict == verdict for one in self.findings)


def check_gateway(actor: Actor | None, target: WhatsappInstance, send_to: str | None = None) -> Checked:
    """Faz cada chamada de leitura e, com `send_to`, um envio de cada tipo a esse número. Levanta só `Unauthorized`, sem
    token."""
    gateway = gateway_of(target, TIMEOUT_S)
    findings = [inspect(gateway, instance.status(), STATUS)]
    if findings[0].verdict != Verdict.UNANSWERED:
        findings += [inspect(gateway, call, KNOWN[call.name]) for call in _questions(target)]
        findings += [inspect(gateway, call, _SENT) for call in one_of_each(send_to)] if send_to else []
    at = timezone.now()
    return Checked(at, tuple(findings), _report(at, target, findings))


def _questions(target: WhatsappInstance) -> Sequence[Call[Any]]:
    """As de leitura; o próprio número só se pergunta quando se sabe."""
    own = [contacts.phone_exists(target.phone)] if target.phone else []
    return [
        instance.device(),
        instance.details(),
        *own,
        chats.fetch_chats(per_page=5),
        contacts.fetch_contacts(per_page=5),
        groups.groups(),
        chats.queue(per_page=5),
        webhooks.logs(per_page=5),
        payment.status(),
    ]


def _report(at: datetime, target: WhatsappInstance, findings: Sequence[Finding]) -> str:
    """O relato, em JSON: sem número, nome, endereço, token ou texto de ninguém."""
    told = {
        "at": at.isoformat(timespec="seconds"),
        "plan": target.plan,
        "is_lite_id": target.instance_id.startswith("LITE-"),
        "calls": [{name: value for name, value in asdict(one).items() if value} for one in findings],
    }
    return json.dumps(told, ensure_ascii=False, indent=1)
