"""Os sinais de vida de uma instância, gravados barato (uma linha, por id) e lidos por quem os julga e mostra."""

from typing import Any

from core.models import GatewaySettings, InstanceHealth, WhatsappInstance


def mark(instance_pk: int, **columns: Any) -> None:
    """Grava colunas de `InstanceHealth`; a linha nasce aqui para quem é mais velho que ela."""
    if not InstanceHealth.objects.filter(pk=instance_pk).update(**columns):
        InstanceHealth.objects.bulk_create([InstanceHealth(instance_id=instance_pk, **columns)], ignore_conflicts=True)


def health_of(instance: WhatsappInstance) -> InstanceHealth:
    """Os sinais; em branco (não gravados) se nunca houve nenhum."""
    return InstanceHealth.objects.filter(pk=instance.pk).first() or InstanceHealth(instance=instance)


def settings_of(instance: WhatsappInstance) -> GatewaySettings:
    """Os ajustes queridos; em branco (não gravados) se nunca se pediu nada."""
    return GatewaySettings.objects.filter(pk=instance.pk).first() or GatewaySettings(instance=instance)
