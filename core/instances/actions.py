"""Ações de uma pessoa sobre a instância; todas falam com o gateway e levantam `GatewayError` com as palavras dele."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from core.apply.evidence import Evidence
from core.gateway.calls import instance as calls
from core.gateway.errors import GatewayError
from core.ground.gateway import gateway_by, gateway_of
from core.instances.connect import start_connect
from core.instances.state import note
from core.instances.status import ask
from core.models import TransitionCause, WhatsappInstance
from core.models.tenancy import Actor

AFTER_RESTART = timedelta(seconds=5)  # a W-APi responde «desconectada» enquanto sobe


@dataclass(frozen=True, slots=True)
class CredentialsCheck:
    """Se id e token abrem uma instância no gateway."""

    ok: bool
    connected: bool | None
    phone: str | None
    message: str | None


def pairing_code(actor: Actor | None, instance: WhatsappInstance, phone: str) -> str:
    """Código a digitar no celular, em vez do QR; a conexão passa a ser acompanhada."""
    code = gateway_of(instance).call(calls.pairing_code(phone)).code
    start_connect(actor, instance)
    return code


def refresh_status(actor: Actor | None, instance: WhatsappInstance) -> WhatsappInstance:
    """Pergunta agora a situação."""
    return ask(instance, TransitionCause.GATEWAY)


def restart(actor: Actor | None, instance: WhatsappInstance) -> WhatsappInstance:
    """Reinicia no gateway; o celular continua pareado. A ronda confere a situação em seguida."""
    gateway_of(instance).call(calls.restart())
    WhatsappInstance.objects.filter(pk=instance.pk).update(next_poll_at=timezone.now() + AFTER_RESTART)
    return instance


def disconnect(actor: Actor | None, instance: WhatsappInstance) -> WhatsappInstance:
    """Desvincula o celular; já estar desconectada é feito."""
    asked = timezone.now()
    gateway_of(instance).call(calls.disconnect())
    # Sem as palavras do gateway: «com sucesso» não é a razão de estar desconectada.
    return note(instance.pk, Evidence(False, max(asked, timezone.now()), TransitionCause.PERSON))


def check_credentials(instance_id: str, token: str) -> CredentialsCheck:
    """Testa id e token antes de gravar; a recusa é resposta, não erro."""
    gateway = gateway_by(instance_id, token)
    try:
        answer = gateway.call(calls.status())
    except GatewayError as error:
        return CredentialsCheck(ok=False, connected=None, phone=None, message=error.message)
    return CredentialsCheck(ok=True, connected=answer.connected, phone=answer.phone, message=None)
