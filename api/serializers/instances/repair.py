"""Sinais de vida, conferências com o registro do gateway, relato das quedas."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import serializers

from api.fields import SaidField
from api.filters import Query
from core.instances.downtimes import Downtime
from core.instances.reconcile import LOG_KEPT
from core.models import InstanceStatus, ReconcileCause, ReconcileState, Reconciliation, StatusReason, TransitionCause

DOWNTIME_CAUSES = [*TransitionCause.values, ReconcileCause.OUTAGE.value]


class HealthSerializer(serializers.Serializer[Any]):
    """Os sinais de vida de uma instância, e o que há contra ela."""

    status = serializers.ChoiceField(InstanceStatus.choices, help_text="Estado provado da conexão.")
    status_reason = serializers.ChoiceField(StatusReason.choices, allow_null=True, help_text="Por que o estado é esse.")
    status_message = SaidField(allow_null=True, help_text="A evidência, em palavras.")
    last_event_at = serializers.DateTimeField(allow_null=True, help_text="Último webhook recebido.")
    last_answer_at = serializers.DateTimeField(allow_null=True, help_text="Última resposta do gateway sobre ela.")
    last_poll_at = serializers.DateTimeField(allow_null=True, help_text="Última pergunta da ronda.")
    last_echo_at = serializers.DateTimeField(allow_null=True, help_text="Último eco de um envio pela API.")
    device_seen_at = serializers.DateTimeField(
        allow_null=True, help_text="Última vez que o gateway mostrou o aparelho."
    )
    device_error = SaidField(allow_null=True, help_text="O que ele disse ao não mostrar o aparelho.")
    oldest_stuck_seconds = serializers.FloatField(
        allow_null=True, help_text="Há quanto tempo espera o envio aceito mais antigo que não saiu; nulo se nenhum."
    )
    usual_gap_seconds = serializers.FloatField(
        allow_null=True, help_text="De quanto em quanto costuma vir um evento nesta hora; nulo se não há costume."
    )
    next_check_at = serializers.DateTimeField(allow_null=True, help_text="Próxima conferência noturna.")


class ReconcileInSerializer(serializers.Serializer[Any]):
    """O intervalo a conferir; sem nada, as últimas 24 horas."""

    start = serializers.DateTimeField(required=False, help_text="Desde quando (até 30 dias atrás).")
    end = serializers.DateTimeField(required=False, help_text="Até quando; agora, se ausente.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Completa e confere o intervalo."""
        now = timezone.now()
        end: datetime = min(attrs.get("end") or now, now)
        start: datetime = max(attrs.get("start") or end - timedelta(days=1), now - LOG_KEPT)
        if start >= end:
            raise serializers.ValidationError({"start": [_("O começo vem antes do fim.")]})
        return {"start": start, "end": end}


class ReconciliationSerializer(serializers.Serializer[Reconciliation]):
    """Uma conferência com o registro do gateway: found = already_here + recovered + unfillable."""

    id = serializers.IntegerField(help_text="Id.")
    start = serializers.DateTimeField(help_text="Começo do intervalo.")
    end = serializers.DateTimeField(help_text="Fim do intervalo.")
    cause = serializers.ChoiceField(ReconcileCause.choices, help_text="O que a pediu.")
    state = serializers.ChoiceField(ReconcileState.choices, help_text="Onde está; `waiting` o worker termina.")
    found = serializers.IntegerField(help_text="Postagens que o gateway diz ter feito.")
    already_here = serializers.IntegerField(help_text="As que já estavam aqui.")
    recovered = serializers.IntegerField(help_text="As que faltavam e foram repostas.")
    unfillable = serializers.IntegerField(help_text="As que o gateway já não sabe o que diziam.")
    message = SaidField(allow_null=True, help_text="As palavras da falha, se falhou.")
    attempts = serializers.IntegerField(help_text="Quantas vezes falhou.")
    created_at = serializers.DateTimeField(help_text="Quando foi pedida.")
    finished_at = serializers.DateTimeField(allow_null=True, help_text="Quando terminou.")


class WaitingSerializer(serializers.Serializer[Any]):
    """Uma conversa em que alguém escreveu durante a queda."""

    chat = serializers.IntegerField(help_text="Id da conversa.")
    chat_id = serializers.CharField(help_text="Endereço.")
    name = serializers.CharField(allow_null=True, help_text="Nome.")
    since = serializers.DateTimeField(help_text="Quando escreveu primeiro.")
    messages = serializers.IntegerField(help_text="Quantas mensagens.")


class DowntimeSerializer(serializers.Serializer[Downtime]):
    """Uma queda."""

    start = serializers.DateTimeField(help_text="Quando começou.")
    end = serializers.DateTimeField(allow_null=True, help_text="Quando acabou; nulo se ainda dura.")
    ours = serializers.BooleanField(help_text="Se quem esteve fora foi o MultiChat, e não a instância.")
    cause = serializers.ChoiceField(DOWNTIME_CAUSES, help_text="De onde veio a prova, ou `outage`.")
    status = serializers.ChoiceField(InstanceStatus.choices, allow_null=True, help_text="O estado em que caiu.")
    status_reason = serializers.ChoiceField(
        StatusReason.choices, allow_null=True, source="reason", help_text="Por que o estado foi esse."
    )
    message = SaidField(allow_null=True, help_text="As palavras do gateway, ou a evidência.")
    late = serializers.IntegerField(help_text="Mensagens deste período que só chegaram depois dele.")
    recovered = serializers.IntegerField(help_text="Eventos repostos do registro do gateway.")
    unfillable = serializers.IntegerField(help_text="Eventos que não se puderam repor.")
    checked = serializers.BooleanField(source="is_checked", help_text="Se o período inteiro já foi conferido.")
    waiting = WaitingSerializer(many=True, help_text="Quem escreveu durante a queda (até 50 conversas).")


class DowntimeQuery(Query):
    """Filtros das quedas."""

    before = serializers.DateTimeField(required=False, help_text="Só as começadas antes deste momento.")
    limit = serializers.IntegerField(required=False, min_value=1, max_value=200, help_text="Quantas (50 se ausente).")


class DowntimePageSerializer(serializers.Serializer[Any]):
    """Uma página de quedas, da mais nova."""

    next = serializers.URLField(allow_null=True, help_text="Endereço da página seguinte; nulo no fim.")
    previous = serializers.URLField(allow_null=True, help_text="Sempre nulo.")
    results = DowntimeSerializer(many=True, help_text="As quedas.")
