"""Os seis endereços de webhook da instância: gravar no gateway e ler de volta, pois ele diz sucesso até sem gravar."""

from collections.abc import Mapping

from django.utils import timezone

from core.gateway.calls import instance as instance_calls
from core.gateway.calls import webhooks as calls
from core.gateway.errors import GatewayError
from core.gateway.results import WebhookKind
from core.ground.changes import What
from core.ground.gateway import gateway_of
from core.instances.registry import url_of, webhook_url
from core.instances.state import publish
from core.models import WebhookSetting, WhatsappInstance

DRIFTING = {"mismatch", "not_stored", "error"}


def webhook_settings(instance: WhatsappInstance) -> list[WebhookSetting]:
    """O que se leu por último, comparado com o endereço de agora, na ordem do contrato."""
    found = {setting.kind: setting for setting in WebhookSetting.objects.filter(instance=instance)}
    for setting in found.values():
        setting.state = state_now(setting, instance.webhook_secret)
    return [found[kind.value] for kind in WebhookKind if kind.value in found]


def state_now(setting: WebhookSetting, secret: str | None) -> str:
    """O estado, se o endereço que se quer mudou (PUBLIC_URL, chave) depois da leitura."""
    if setting.state not in {"match", "mismatch", "not_stored"}:
        return setting.state
    is_ours = secret is not None and setting.actual_url == url_of(secret)
    return "match" if is_ours else "not_stored" if setting.state == "not_stored" else "mismatch"


def configure_webhooks(instance: WhatsappInstance) -> list[WebhookSetting]:
    """Grava os seis, lê de volta e diz o que ficou. Uma recusa de um não impede os outros; levanta `GatewayError` se o
    gateway nem responde à leitura."""
    gateway = gateway_of(instance)
    wanted = webhook_url(instance)
    refused: dict[str, str] = {}
    for kind in WebhookKind:
        try:
            gateway.call(calls.set_webhook(kind, wanted))
        except GatewayError as error:
            refused[kind.value] = error.message
    return read_back(instance, refused=refused, after_write=True)


def read_back(
    instance: WhatsappInstance, *, refused: Mapping[str, str] | None = None, after_write: bool = False
) -> list[WebhookSetting]:
    """Lê do gateway o que está gravado, compara e guarda. Levanta `GatewayError`."""
    stored = gateway_of(instance).call(instance_calls.details()).webhooks
    return compare(instance, stored, refused=refused, after_write=after_write)


def compare(
    instance: WhatsappInstance,
    stored: Mapping[WebhookKind, str | None],
    *,
    refused: Mapping[str, str] | None = None,
    after_write: bool = False,
) -> list[WebhookSetting]:
    """Compara o que o gateway tem gravado com o que se quer, e guarda."""
    wanted, now = webhook_url(instance), timezone.now()
    for kind in WebhookKind:
        actual = stored.get(kind) or None
        words = (refused or {}).get(kind.value)
        if actual == wanted:
            state = "match"
        elif words is not None:
            state = "error"
        else:
            state = "not_stored" if after_write else "mismatch"
        WebhookSetting.objects.filter(instance=instance, kind=kind.value).update(
            actual_url=actual, state=state, message=words, checked_at=now
        )
    publish(instance, What.SETTINGS)
    return webhook_settings(instance)
