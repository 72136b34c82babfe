"""O que uma pessoa muda do lado do gateway: o perfil do WhatsApp, os ajustes. Tudo levanta `GatewayError` com as
palavras dele."""

from django.db import transaction

from core.gateway.calls import instance as calls
from core.gateway.errors import GatewayError
from core.ground.changes import What
from core.ground.gateway import gateway_of
from core.instances import drift
from core.instances.drift import logger
from core.instances.state import publish
from core.models import GatewaySettings, WhatsappInstance
from core.models.tenancy import Actor


def change_profile(
    actor: Actor | None,
    instance: WhatsappInstance,
    *,
    name: str | None,
    picture_url: str | None,
    description: str | None,
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


def change_settings(
    actor: Actor | None, instance: WhatsappInstance, wanted: dict[str, bool | str], gateway_name: str | None
) -> None:
    """Grava os ajustes no gateway, um a um, e lê de volta o que ficou. Sem token, só se guarda o que se quer."""
    if not instance.token:
        _want(instance, wanted)
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
    publish(instance, What.SETTINGS)


def set_auto_mend(actor: Actor | None, instance: WhatsappInstance, enabled: bool) -> None:
    """Se as diferenças lidas devem ser desfeitas sem perguntar."""
    _want(instance, {"auto_mend": enabled})


@transaction.atomic
def _want(instance: WhatsappInstance, wanted: dict[str, bool | str]) -> None:
    GatewaySettings.objects.update_or_create(instance=instance, defaults=wanted)
    publish(instance, What.SETTINGS)
