"""O que se vê e se muda do lado do gateway: a fila de envio dele, o perfil do WhatsApp, o registro de postagens, a
cobrança. Tudo levanta `GatewayError` com as palavras dele."""

from core.gateway.calls import chats, payment
from core.gateway.calls import instance as calls
from core.gateway.calls import webhooks as webhook_calls
from core.gateway.errors import GatewayError
from core.gateway.results import Payment, QueuedMessages, WebhookLogEntry
from core.ground.changes import What
from core.instances import drift
from core.instances.drift import logger
from core.instances.state import gateway_of, publish
from core.models import GatewaySettings, WhatsappInstance


def read_queue(instance: WhatsappInstance, page: int, per_page: int) -> QueuedMessages:
    """Uma página da fila de envio do gateway."""
    return gateway_of(instance).call(chats.queue(page=page, per_page=per_page))


def clear_queue(instance: WhatsappInstance) -> int | None:
    """Esvazia a fila; devolve quantos saíram, se o gateway disse."""
    return gateway_of(instance).call(chats.clear_queue()).deleted


def remove_queued(instance: WhatsappInstance, inserted_id: str) -> None:
    """Tira um da fila."""
    gateway_of(instance).call(chats.remove_queued(inserted_id))


def webhook_logs(instance: WhatsappInstance, page: int, per_page: int) -> list[WebhookLogEntry]:
    """Uma página do registro de postagens."""
    return gateway_of(instance).call(webhook_calls.logs(page=page, per_page=per_page))


def pay(instance: WhatsappInstance, method: str, payer_email: str, notify_url: str | None) -> Payment:
    """Pede uma cobrança: `pix`, ou assinatura em `card`."""
    call = payment.pix if method == "pix" else payment.card
    return gateway_of(instance).call(call(payer_email, webhook_url=notify_url))


def change_profile(
    instance: WhatsappInstance, *, name: str | None, picture_url: str | None, description: str | None
) -> None:
    """Muda no WhatsApp o que for dado; o que já foi mudado antes de uma recusa fica."""
    gateway = gateway_of(instance)
    if name is not None:
        gateway.call(calls.set_profile_name(name))
        WhatsappInstance.objects.filter(pk=instance.pk).update(profile_name=name)
    if picture_url is not None:
        gateway.call(calls.set_profile_picture(picture_url))
        WhatsappInstance.objects.filter(pk=instance.pk).update(picture_url=picture_url)
    if description is not None:
        gateway.call(calls.set_profile_description(description))
    publish(instance, What.SETTINGS, What.NAME)


def change_settings(instance: WhatsappInstance, wanted: dict[str, bool | str], gateway_name: str | None) -> None:
    """Grava os ajustes no gateway, um a um, e lê de volta o que ficou. Sem token, só se guarda o que se quer."""
    if not instance.token:
        GatewaySettings.objects.update_or_create(instance=instance, defaults=wanted)
        return
    if gateway_name is not None:
        gateway_of(instance).call(calls.rename(gateway_name))
    for name, value in wanted.items():
        drift.write_flag(instance, name, value)
    try:
        drift.read_details(instance)
    except GatewayError as error:
        # Já está gravado; a leitura de hora em hora dirá se ficou.
        fields = {"instance": instance.pk, "error": type(error).__name__}
        logger.warning("action=settings_unchecked", extra={"fields": fields})


def set_auto_mend(instance: WhatsappInstance, enabled: bool) -> None:
    """Se as diferenças lidas devem ser desfeitas sem perguntar."""
    GatewaySettings.objects.update_or_create(instance=instance, defaults={"auto_mend": enabled})
