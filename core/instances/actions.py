"""Ações de uma pessoa sobre a instância; todas falam com o gateway e levantam `GatewayError` com as palavras dele."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from core.apply.evidence import Evidence
from core.gateway.calls import contacts
from core.gateway.calls import instance as calls
from core.gateway.client import Gateway
from core.gateway.errors import GatewayError
from core.instances.connect import start_connect
from core.instances.proof import gateway_of, note
from core.instances.status import ask
from core.models import TransitionCause, WhatsappInstance
from core.plan import check_plan

AFTER_RESTART = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class CredentialsCheck:
    """Se id e token abrem uma instância no gateway."""

    ok: bool
    connected: bool | None
    phone: str | None
    message: str | None


@dataclass(frozen=True, slots=True)
class PhoneCheck:
    """Se um número tem WhatsApp (None: o gateway não disse), na grafia que o WhatsApp usa."""

    exists: bool | None
    phone: str | None
    lid: str | None


UNSAID = PhoneCheck(exists=None, phone=None, lid=None)


def pairing_code(instance: WhatsappInstance, phone: str) -> str:
    """Código a digitar no celular, em vez do QR; a conexão passa a ser acompanhada."""
    code = gateway_of(instance).call(calls.pairing_code(phone)).code
    start_connect(instance)
    return code


def refresh_status(instance: WhatsappInstance) -> WhatsappInstance:
    """Pergunta agora a situação."""
    return ask(instance, TransitionCause.GATEWAY)


def restart(instance: WhatsappInstance) -> WhatsappInstance:
    """Reinicia no gateway; o celular continua pareado. A ronda confere a situação em seguida."""
    gateway_of(instance).call(calls.restart())
    WhatsappInstance.objects.filter(pk=instance.pk).update(next_poll_at=timezone.now() + AFTER_RESTART)
    return instance


def disconnect(instance: WhatsappInstance) -> WhatsappInstance:
    """Desvincula o celular; já estar desconectada é feito."""
    asked = timezone.now()
    gateway_of(instance).call(calls.disconnect())
    # Sem as palavras do gateway: «com sucesso» não é a razão de estar desconectada.
    return note(instance.pk, Evidence(False, max(asked, timezone.now()), TransitionCause.PERSON))


def check_credentials(instance_id: str, token: str) -> CredentialsCheck:
    """Testa id e token antes de gravar; a recusa é resposta, não erro."""
    gateway = Gateway(settings.WAPI_BASE_URL, instance_id, token, timeout_s=settings.WAPI_TIMEOUT_S)
    try:
        answer = gateway.call(calls.status())
    except GatewayError as error:
        return CredentialsCheck(ok=False, connected=None, phone=None, message=error.message)
    return CredentialsCheck(ok=True, connected=answer.connected, phone=answer.phone, message=None)


def phone_exists(instance: WhatsappInstance, phone: str) -> PhoneCheck:
    """Pergunta ao WhatsApp se o número existe."""
    found = gateway_of(instance).call(contacts.phone_exists(phone))
    return PhoneCheck(exists=found.exists, phone=found.phone, lid=found.lid)


def phones_exist(instance: WhatsappInstance, phones: list[str]) -> list[PhoneCheck]:
    """Pergunta por vários de uma vez; uma resposta por número, na ordem pedida. Levanta `PlanLacks`."""
    check_plan(instance, "phones")
    answer = gateway_of(instance).call(contacts.phones_exist(phones))
    return in_order(phones, [PhoneCheck(one.exists, one.phone, one.lid) for one in answer])


def in_order(phones: list[str], found: list[PhoneCheck]) -> list[PhoneCheck]:
    """A resposta de cada número. O contrato não diz a ordem delas, e a grafia pode ser outra: vale o mesmo número; o
    que sobrar se casa pela ordem, se houver uma resposta por pergunta; senão fica por dizer."""
    same = {one.phone: one for one in found}
    respelled = iter([one for one in found if one.phone not in phones] if len(found) == len(phones) else [])
    return [same.get(phone) or next(respelled, UNSAID) for phone in phones]
