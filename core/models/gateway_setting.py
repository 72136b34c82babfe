"""Os ajustes que moram no gateway: o que se quer e o que se leu de volta."""

from django.db import models

from core.models.instance import WhatsappInstance

FLAGS = ("automatic_reading", "reject_calls", "call_message", "ignore_groups")


class GatewaySettings(models.Model):
    """Ajustes de uma instância. Querido nulo: nunca se pediu, vale o que o gateway tiver. Não lido: ele não o diz."""

    instance = models.OneToOneField(
        WhatsappInstance, on_delete=models.CASCADE, primary_key=True, related_name="gateway_settings"
    )
    auto_mend = models.BooleanField(default=False)  # diferença lida é desfeita sem pedir
    automatic_reading = models.BooleanField(null=True)
    reject_calls = models.BooleanField(null=True)
    call_message = models.CharField(max_length=500, null=True)
    ignore_groups = models.BooleanField(null=True)
    actual = models.JSONField(default=dict)  # {ajuste: valor lido}, só os que o gateway disse
    checked_at = models.DateTimeField(null=True)
    has_drift = models.BooleanField(default=False)  # algum webhook ou ajuste não é o que se quer

    def __str__(self) -> str:
        return f"gateway settings {self.pk}"

    def differing(self) -> list[str]:
        """Os ajustes queridos que o gateway diz ter diferentes."""
        return [
            name
            for name in FLAGS
            if (wanted := getattr(self, name)) is not None and name in self.actual and self.actual[name] != wanted
        ]
