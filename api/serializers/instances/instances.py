"""Instâncias."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, NotFound
from rest_framework.validators import UniqueValidator

from api.fields import SaidField, VisibleField
from api.filters import IdField, ManyChoices, Query
from authentication.models import User
from core.ground.sentences import said
from core.instances import registry
from core.models import (
    Cliente,
    GatewaySettings,
    InstanceHealth,
    InstanceStatus,
    InstanceTransition,
    Plan,
    StatusReason,
    TransitionCause,
    WhatsappInstance,
)
from core.models.gateway_setting import FLAGS
from core.models.tenancy import Role
from core.stats import InstanceNumbers


class InstanceQuery(Query):
    """Filtros da lista."""

    cliente = IdField(required=False, help_text="Só deste cliente.")
    status = ManyChoices(InstanceStatus.choices, required=False, help_text="Só nestes estados.")
    search = serializers.CharField(
        required=False, max_length=120, help_text="Parte do nome, do telefone ou do instance_id."
    )


class InstanceSerializer(serializers.Serializer[WhatsappInstance]):
    """Uma instância: um número de WhatsApp no gateway."""

    id = serializers.IntegerField(help_text="Id.")
    cliente = serializers.IntegerField(help_text="Id do cliente dono.")
    cliente_name = serializers.CharField(help_text="Nome do cliente.")
    name = serializers.CharField(help_text="Nome dado aqui.")
    instance_id = serializers.CharField(help_text="Id no gateway.")
    token_hint = serializers.CharField(
        allow_null=True, help_text="Fim do token, para reconhecê-lo; nulo para operadores."
    )
    status = serializers.ChoiceField(InstanceStatus.choices, help_text="Estado provado da conexão.")
    status_reason = serializers.ChoiceField(StatusReason.choices, allow_null=True, help_text="Por que o estado é esse.")
    last_status = serializers.ChoiceField(InstanceStatus.choices, allow_null=True, help_text="Estado anterior.")
    status_since = serializers.DateTimeField(help_text="Desde quando está neste estado.")
    status_message = serializers.CharField(allow_null=True, help_text="O que o gateway disse ao mudar de estado.")
    phone = serializers.CharField(allow_null=True, help_text="Número conectado, só dígitos.")
    lid = serializers.CharField(allow_null=True, help_text="Identidade oculta do número (…@lid).")
    profile_name = serializers.CharField(allow_null=True, help_text="Nome no perfil do WhatsApp.")
    platform = serializers.CharField(allow_null=True, help_text="Aparelho conectado.")
    is_business = serializers.BooleanField(allow_null=True, help_text="Se é WhatsApp Business.")
    picture_url = serializers.CharField(allow_null=True, help_text="Foto do perfil.")
    webhook_url = serializers.CharField(
        allow_null=True, help_text="Endereço a informar à W-APi; traz um segredo. Nulo para operadores."
    )
    door_open = serializers.BooleanField(help_text="Se /webhook/ sem segredo ainda aceita eventos desta instância.")
    last_event_at = serializers.DateTimeField(allow_null=True, help_text="Último evento recebido.")
    received_24h = serializers.IntegerField(help_text="Mensagens recebidas nas últimas 24 horas.")
    sent_24h = serializers.IntegerField(help_text="Mensagens enviadas nas últimas 24 horas.")
    outbox_pending = serializers.IntegerField(help_text="Envios que ainda esperam.")
    unread_count = serializers.IntegerField(help_text="Mensagens não lidas pela equipe.")
    created_at = serializers.DateTimeField(help_text="Quando foi cadastrada.")
    plan = serializers.ChoiceField(Plan.choices, allow_null=True, help_text="Plano no gateway; nulo se desconhecido.")
    payment_status = serializers.CharField(allow_null=True, help_text="Situação do pagamento, nas palavras do gateway.")
    plan_expires_at = serializers.DateTimeField(allow_null=True, help_text="Até quando o plano vale.")
    last_answer_at = serializers.DateTimeField(allow_null=True, help_text="Última resposta do gateway sobre ela.")
    last_poll_at = serializers.DateTimeField(allow_null=True, help_text="Última pergunta da ronda ao gateway.")
    last_echo_at = serializers.DateTimeField(allow_null=True, help_text="Último eco de um envio pela API.")
    auto_mend = serializers.BooleanField(help_text="Se o que difere no gateway é consertado sem perguntar.")
    automatic_reading = serializers.BooleanField(
        allow_null=True, help_text="Se o gateway marca como lido o que chega; nulo se não se sabe."
    )
    reject_calls = serializers.BooleanField(allow_null=True, help_text="Se recusa ligações; nulo se não se sabe.")
    call_message = serializers.CharField(allow_null=True, help_text="O texto que acompanha a ligação recusada.")
    ignore_groups = serializers.BooleanField(allow_null=True, help_text="Se ignora grupos; nulo se não se sabe.")
    has_drift = serializers.BooleanField(help_text="Se um webhook ou ajuste lido do gateway não é o que se quer.")

    def to_representation(self, instance: WhatsappInstance) -> dict[str, Any]:
        """A instância; segredos, só para quem a administra."""
        manages = self.context["request"].user.role != Role.OPERATOR
        health = getattr(instance, "health", None) or InstanceHealth()
        settings_there = getattr(instance, "gateway_settings", None) or GatewaySettings()
        numbers: InstanceNumbers = self.context["numbers"].get(instance.pk, InstanceNumbers())
        return {
            "id": instance.pk,
            "cliente": instance.cliente_id,
            "cliente_name": instance.cliente.name,
            "name": instance.name,
            "instance_id": instance.instance_id,
            "token_hint": instance.token_hint if manages else None,
            "status": instance.status,
            "status_reason": instance.status_reason,
            "last_status": instance.last_status,
            "status_since": instance.status_since,
            "status_message": said(instance.status_message, instance.status_message_parts),
            "phone": instance.phone,
            "lid": instance.lid,
            "profile_name": instance.profile_name,
            "platform": instance.platform,
            "is_business": instance.is_business,
            "picture_url": instance.picture_url,
            "webhook_url": registry.webhook_url(instance) if manages and instance.webhook_secret else None,
            "door_open": settings.WEBHOOK_OPEN and instance.door_closed_at is None,
            "last_event_at": instance.last_event_at,
            "received_24h": numbers.received_24h,
            "sent_24h": numbers.sent_24h,
            "outbox_pending": numbers.outbox_pending,
            "unread_count": numbers.unread_count,
            "created_at": instance.created_at,
            "plan": instance.plan,
            "payment_status": instance.payment_status,
            "plan_expires_at": instance.plan_expires_at,
            "last_answer_at": health.answered_at,
            "last_poll_at": health.polled_at,
            "last_echo_at": health.echo_at,
            "auto_mend": settings_there.auto_mend,
            **{name: _setting(settings_there, name) for name in FLAGS},
            "has_drift": settings_there.has_drift,
        }


def _setting(there: GatewaySettings, name: str) -> bool | str | None:
    """O que se quer, ou o que o gateway tem, ou nulo ('' é não ter recado)."""
    wanted: bool | str | None = getattr(there, name)
    value: bool | str | None = there.actual.get(name) if wanted is None else wanted
    return None if value == "" else value


class InstanceDeleteQuery(Query):
    """Como apagar."""

    at_gateway = serializers.BooleanField(required=False, help_text="Apagar também no gateway, pela conta.")


class InstanceEditSerializer(serializers.Serializer[WhatsappInstance]):
    """O que se diz ao cadastrar e se altera depois."""

    name = serializers.CharField(max_length=120, help_text="Nome dado aqui.")
    token = serializers.CharField(
        max_length=512, required=False, allow_null=True, help_text="Token da instância no gateway. Nunca é mostrado."
    )


class InstanceUpdateSerializer(InstanceEditSerializer):
    """O que se altera numa instância; os ajustes são gravados no gateway."""

    gateway_name = serializers.CharField(required=False, max_length=120, help_text="Nome no gateway.")
    automatic_reading = serializers.BooleanField(required=False, help_text="Marcar como lido o que chega.")
    reject_calls = serializers.BooleanField(required=False, help_text="Recusar ligações.")
    call_message = serializers.CharField(
        required=False, allow_blank=True, max_length=500, help_text="Texto da ligação recusada; vazio o tira."
    )
    ignore_groups = serializers.BooleanField(required=False, help_text="Ignorar grupos.")
    auto_mend = serializers.BooleanField(
        required=False, help_text="Consertar sem perguntar o que difere no gateway, de hora em hora."
    )


class InstanceCreateSerializer(InstanceEditSerializer):
    """Uma instância nova, que já existe no gateway."""

    cliente = VisibleField(
        Cliente.objects.all(), required=False, help_text="Id do cliente dono; gestores podem omitir (é o seu)."
    )
    instance_id = serializers.RegexField(
        r"^[!-~]{1,128}$",
        validators=[UniqueValidator(WhatsappInstance.objects.all(), message=_("Já existe uma instância com este ID."))],
        help_text="Id da instância no gateway.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """O gestor cadastra no seu cliente."""
        caller: User = self.context["request"].user
        if caller.role != Role.ADMIN:
            if attrs.get("cliente", caller.cliente) != caller.cliente:
                raise NotFound
            attrs["cliente"] = caller.cliente
        if attrs.get("cliente") is None:
            raise serializers.ValidationError(
                {"cliente": [ErrorDetail(str(_("Diga de que cliente ela é.")), "required")]}
            )
        return attrs


class TransitionSerializer(serializers.Serializer[InstanceTransition]):
    """Uma mudança de estado."""

    id = serializers.IntegerField(help_text="Id.")
    status = serializers.ChoiceField(InstanceStatus.choices, help_text="Estado novo.")
    status_reason = serializers.ChoiceField(StatusReason.choices, allow_null=True, help_text="Por que o estado é esse.")
    previous_status = serializers.ChoiceField(InstanceStatus.choices, allow_null=True, help_text="Estado de antes.")
    cause = serializers.ChoiceField(TransitionCause.choices, help_text="De onde veio a prova.")
    message = SaidField(allow_null=True, help_text="As palavras do gateway, ou as nossas.")
    at = serializers.DateTimeField(help_text="Quando.")
    event = serializers.IntegerField(
        allow_null=True, help_text="Id do evento que provou, se foi um; nulo para operadores."
    )

    def to_representation(self, instance: InstanceTransition) -> dict[str, Any]:
        """A mudança; operadores não veem eventos."""
        shown = super().to_representation(instance)
        if self.context["request"].user.role == Role.OPERATOR:
            shown["event"] = None
        return shown
