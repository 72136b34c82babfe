"""Alertas, suas regras e por onde se avisa."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError as InvalidEmail
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, NotFound

from api.fields import SaidField, VisibleField
from api.filters import IdField, ManyChoices, Query
from api.rows import Beside
from authentication.models import User
from core.alerts.rules import CHOSEN, DEFAULTS, Rule
from core.alerts.series import Point, series_of
from core.media.ascii_url import ascii_host
from core.models import Alert, AlertChannel, AlertChannelKind, AlertKind, AlertState, Cliente
from core.models.tenancy import Role

MAX_SILENCE = timedelta(days=30)  # um silêncio sem fim é desligar a regra, e isso se faz na regra
POINTS = Beside[list[Point] | None]("points", None)


class AlertQuery(Query):
    """Filtros da lista."""

    state = ManyChoices(AlertState.choices, required=False, help_text="Só nestes estados.")
    kind = ManyChoices(AlertKind.choices, required=False, help_text="Só destes tipos.")
    instance = IdField(required=False, help_text="Só desta instância.")
    cliente = IdField(required=False, help_text="Só deste cliente.")


class AlertPointSerializer(serializers.Serializer[Any]):
    """O medido numa hora."""

    at = serializers.DateTimeField(help_text="Começo da hora.")
    value = serializers.FloatField(allow_null=True, help_text="O medido, na unidade de `unit`; nulo: nada a medir.")


class AlertSerializer(serializers.Serializer[Alert]):
    """Um alerta."""

    id = serializers.IntegerField(help_text="Id.")
    cliente = serializers.IntegerField(
        source="cliente_id", allow_null=True, help_text="Id do cliente; nulo: da instalação."
    )
    instance = serializers.IntegerField(  # type: ignore[assignment]  # o nome encobre Serializer.instance
        source="instance_id", allow_null=True, help_text="Id da instância."
    )
    instance_name = serializers.SerializerMethodField(help_text="Nome da instância.")
    kind = serializers.ChoiceField(AlertKind.choices, help_text="O sintoma.")
    state = serializers.ChoiceField(AlertState.choices, help_text="Onde está.")
    message = SaidField(help_text="O que está errado.")
    what_to_do = serializers.SerializerMethodField(help_text="O que fazer.")
    value = serializers.FloatField(allow_null=True, help_text="O medido, na unidade de `unit`.")
    threshold = serializers.FloatField(allow_null=True, help_text="O limite.")
    unit = serializers.SerializerMethodField(help_text="A unidade de `value` e `threshold`.")
    opened_at = serializers.DateTimeField(help_text="Desde quando; se voltou, desde a primeira vez.")
    returned_at = serializers.DateTimeField(allow_null=True, help_text="Desde quando está aberto desta vez, se voltou.")
    seen_at = serializers.DateTimeField(help_text="Última vez que o sintoma foi visto.")
    resolved_at = serializers.DateTimeField(allow_null=True, help_text="Quando se resolveu.")
    acknowledged_at = serializers.DateTimeField(allow_null=True, help_text="Quando alguém o reconheceu.")
    acknowledged_by = serializers.SerializerMethodField(help_text="Nome de quem o reconheceu.")
    silenced_until = serializers.DateTimeField(allow_null=True, help_text="Até quando está em silêncio.")
    comment = serializers.CharField(allow_null=True, help_text="O que alguém anotou.")
    flaps = serializers.IntegerField(help_text="Vezes que voltou logo depois de resolvido.")
    series = AlertPointSerializer(
        source="points",
        many=True,
        read_only=True,
        allow_null=True,
        help_text="O medido de hora em hora, desde um pouco antes de abrir; nulo se deste tipo não se guarda.",
    )

    @staticmethod
    def attach(alerts: Sequence[Alert]) -> None:
        """As séries da página toda, numa consulta."""
        found = series_of(alerts)
        for alert in alerts:
            POINTS.put(alert, found.get(alert.pk))

    def get_instance_name(self, alert: Alert) -> str | None:
        """O nome, se é de uma."""
        return alert.instance.name if alert.instance else None

    def get_what_to_do(self, alert: Alert) -> str:
        """Do tipo."""
        return gettext(DEFAULTS[alert.kind].what_to_do)

    def get_unit(self, alert: Alert) -> str | None:
        """Do tipo."""
        return DEFAULTS[alert.kind].unit

    def get_acknowledged_by(self, alert: Alert) -> str | None:
        """O nome."""
        return alert.acknowledged_by.name if alert.acknowledged_by else None


class AlertCountsSerializer(serializers.Serializer[Any]):
    """Quantos alertas."""

    open = serializers.IntegerField(help_text="Abertos.")
    acknowledged = serializers.IntegerField(help_text="Reconhecidos.")
    silenced = serializers.IntegerField(help_text="Em silêncio.")


class AcknowledgeSerializer(serializers.Serializer[Any]):
    """Reconhecer."""

    comment = serializers.CharField(
        required=False,
        allow_null=True,
        allow_blank=True,
        max_length=500,
        help_text="Uma anotação; vazia a apaga, nula ou ausente deixa a que há.",
    )


class SilenceSerializer(AcknowledgeSerializer):
    """Silenciar."""

    until = serializers.DateTimeField(help_text="Até quando (no máximo 30 dias).")

    def validate_until(self, value: Any) -> Any:
        """No futuro, e não longe demais."""
        now = timezone.now()
        if not now < value <= now + MAX_SILENCE:
            raise serializers.ValidationError(_("Um momento no futuro, até 30 dias."), "out_of_range")
        return value


class RuleSerializer(serializers.Serializer[Any]):
    """A regra de um tipo de alerta num cliente."""

    kind = serializers.ChoiceField(CHOSEN, read_only=True, help_text="O sintoma.")
    is_on = serializers.BooleanField(required=False, help_text="Se abre alerta.")
    threshold = serializers.FloatField(
        required=False, allow_null=True, min_value=0, max_value=1e9, help_text="O limite; nulo volta ao padrão."
    )
    default = serializers.FloatField(read_only=True, allow_null=True, help_text="O limite padrão.")
    unit = serializers.CharField(read_only=True, allow_null=True, help_text="A unidade do limite.")
    what_to_do = serializers.CharField(read_only=True, help_text="O que fazer quando abre.")


def shown_rule(kind: str, is_on: bool, threshold: float | None) -> dict[str, Any]:
    """A regra como a API a mostra."""
    rule: Rule = DEFAULTS[kind]
    return {
        "kind": kind,
        "is_on": is_on,
        "threshold": threshold,
        "default": rule.threshold,
        "unit": rule.unit,
        "what_to_do": gettext(rule.what_to_do),
    }


def _is_https(target: str) -> bool:
    try:
        parts = urlsplit(target)
        return parts.scheme == "https" and parts.port != 0 and ascii_host(parts.hostname or "") != ""
    except ValueError:
        return False


class ChannelSerializer(serializers.Serializer[AlertChannel]):
    """Por onde se avisa."""

    id = serializers.IntegerField(read_only=True, help_text="Id.")
    cliente = VisibleField(
        Cliente.objects.all(), required=False, help_text="Id do cliente; gestores podem omitir (é o seu)."
    )
    kind = serializers.ChoiceField(AlertChannelKind.choices, help_text="E-mail, ou POST a um endereço.")
    target = serializers.CharField(max_length=1000, help_text="O e-mail, ou o endereço https.")
    is_on = serializers.BooleanField(default=True, help_text="Se recebe avisos.")
    last_error = SaidField(read_only=True, allow_null=True, help_text="Por que o último aviso não chegou.")
    last_sent_at = serializers.DateTimeField(read_only=True, allow_null=True, help_text="Último aviso entregue.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Um alvo do tipo dito; o gestor, no seu cliente."""
        caller: User = self.context["request"].user
        if caller.role != Role.ADMIN:
            if attrs.get("cliente", caller.cliente) != caller.cliente:
                raise NotFound
            attrs["cliente"] = caller.cliente
        if attrs.get("cliente") is None and self.instance is None:
            raise serializers.ValidationError({"cliente": [ErrorDetail(_("Diga de que cliente é."), "required")]})
        kind = attrs.get("kind", self.instance.kind if self.instance else None)
        target = attrs.get("target", self.instance.target if self.instance else "") or ""
        if kind == AlertChannelKind.EMAIL:
            try:
                validate_email(target)
            except InvalidEmail as error:
                raise serializers.ValidationError(
                    {"target": [ErrorDetail(_("Informe um e-mail."), "invalid")]}
                ) from error
        elif not _is_https(target):
            raise serializers.ValidationError({"target": [ErrorDetail(_("Informe um endereço https."), "invalid")]})
        if self.instance is not None:
            attrs.pop("cliente", None)  # um canal não muda de dono
        return attrs


class ChannelTestSerializer(serializers.Serializer[Any]):
    """Como foi o aviso de teste."""

    ok = serializers.BooleanField(help_text="Se chegou.")
    message = serializers.CharField(allow_null=True, help_text="Por que não chegou.")
