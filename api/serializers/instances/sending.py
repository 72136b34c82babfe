"""Os envios de uma instância: ritmo, teto, fila e disjuntor."""

from typing import Any

from rest_framework import serializers

from core.models import WhatsappInstance


class SendingSerializer(serializers.Serializer[Any]):
    """Como andam os envios."""

    interval_ms = serializers.IntegerField(help_text="Milissegundos, no mínimo, entre dois envios.")
    interval_is_own = serializers.BooleanField(help_text="Se o intervalo é só desta instância.")
    daily_cap = serializers.IntegerField(allow_null=True, help_text="Envios por dia; nulo: sem teto.")
    daily_cap_is_own = serializers.BooleanField(help_text="Se o teto é só desta instância.")
    sent_today = serializers.IntegerField(help_text="Envios começados hoje.")
    waiting = serializers.IntegerField(help_text="Envios à espera, fora os de hora marcada.")
    scheduled = serializers.IntegerField(help_text="Envios com hora marcada.")
    breaker_failures = serializers.IntegerField(help_text="Falhas seguidas do gateway.")
    breaker_opened_at = serializers.DateTimeField(
        allow_null=True, help_text="Desde quando os envios estão pausados por falhas; nulo: não estão."
    )
    breaker_next_try_at = serializers.DateTimeField(allow_null=True, help_text="Quando sai a próxima chamada de prova.")


class PaceSerializer(serializers.Serializer[WhatsappInstance]):
    """O ritmo desta instância; nulo volta ao da instalação."""

    interval_ms = serializers.IntegerField(
        source="send_interval_ms", required=False, allow_null=True, min_value=0, max_value=600_000,
        help_text="Milissegundos, no mínimo, entre dois envios.",
    )  # fmt: skip
    daily_cap = serializers.IntegerField(
        required=False, allow_null=True, min_value=0, max_value=1_000_000, help_text="Envios por dia; 0: sem teto."
    )
