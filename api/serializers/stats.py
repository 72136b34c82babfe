"""Números."""

from typing import Any

from rest_framework import serializers

from api.fields import VisibleField
from api.filters import Query
from core.models import Cliente, WhatsappInstance
from core.stats import RANGES


class StatsQuery(Query):
    """O que contar."""

    range = serializers.ChoiceField(list(RANGES), required=False, help_text="Período; 24h se ausente.")
    instance = VisibleField(WhatsappInstance.objects.all(), required=False, help_text="Só desta instância.")
    cliente = VisibleField(Cliente.objects.all(), required=False, help_text="Só deste cliente.")


def _count(text: str) -> serializers.IntegerField:
    return serializers.IntegerField(help_text=text)


def _counts(text: str) -> serializers.DictField:
    return serializers.DictField(child=serializers.IntegerField(), help_text=text)


def _ms(text: str) -> serializers.FloatField:
    return serializers.FloatField(allow_null=True, help_text=text)


class InstanceStatesSerializer(serializers.Serializer[Any]):
    """Instâncias por estado."""

    connected = _count("Conectadas.")
    connecting = _count("Conectando.")
    disconnected = _count("Desconectadas.")
    degraded = _count("Degradadas.")


class HourCountSerializer(serializers.Serializer[Any]):
    """Quantos numa hora."""

    at = serializers.DateTimeField(help_text="Começo da hora.")
    n = _count("Quantos.")


class EventsDaySerializer(serializers.Serializer[Any]):
    """Eventos das últimas 24 horas."""

    by_hour = HourCountSerializer(many=True, help_text="Por hora; horas sem eventos não aparecem.")
    by_kind = _counts("Por tipo.")
    by_state = _counts("Por situação; `pending` e `failed` são os de agora.")


_MessagesDay = {
    "in": _count("Recebidas."),
    "out": _count("Enviadas."),
    "by_type": _counts("Por tipo."),
}
MessagesDaySerializer = type(
    "MessagesDaySerializer", (serializers.Serializer,), {"__doc__": "Mensagens das últimas 24 horas.", **_MessagesDay}
)


class LatencySerializer(serializers.Serializer[Any]):
    """Do recebimento ao fim, em milissegundos."""

    p50 = _ms("Metade dos eventos em até isto.")
    p95 = _ms("95% dos eventos em até isto.")


class FailureSerializer(serializers.Serializer[Any]):
    """Um motivo de falha."""

    reason = serializers.CharField(help_text="O defeito.")
    n = _count("Quantas vezes.")


class SendFailureSerializer(serializers.Serializer[Any]):
    """Um motivo por que envios não saíram."""

    reason = serializers.CharField(help_text="O `error_code` do envio: refused, not_on_whatsapp, file…")
    n = _count("Quantas vezes.")


class LedgerSerializer(serializers.Serializer[Any]):
    """O livro-caixa.

    `received = accepted + duplicates + rejected`, e `accepted = pending + processed + ignored + failed`."""

    received = _count("Tudo que foi postado.")
    accepted = _count("Aceitos.")
    duplicates = _count("Repetidos.")
    rejected = _counts("Recusados, por razão.")
    pending = _count("À espera do worker.")
    processed = _count("Aplicados.")
    ignored = _count("Sem efeito, com razão.")
    failed = _count("Parados por defeito.")


_sides = {"in": _count("Mensagens recebidas."), "out": _count("Mensagens enviadas.")}
PointSerializer = type(
    "PointSerializer",
    (serializers.Serializer,),
    {
        "__doc__": "Um ponto da série: uma hora (um dia, em 30d).",
        "at": serializers.DateTimeField(help_text="Começo."),
        "kinds": _counts("Eventos por tipo."),
        **_sides,
        "failures": _count("Eventos que falharam."),
        "send_failures": _count("Envios que falharam."),
        "p50": _ms("Latência mediana."),
        "p95": _ms("Latência de 95%."),
    },
)
TotalsSerializer = type(
    "TotalsSerializer",
    (serializers.Serializer,),
    {
        "__doc__": "Somas do período.",
        "events": _count("Eventos."),
        "failures": _count("Eventos que falharam."),
        "send_failures": _count("Envios que falharam."),
        **_sides,
    },
)
PreviousSerializer = type(
    "PreviousSerializer",
    (serializers.Serializer,),
    {
        "__doc__": "Somas do período anterior, de mesmo tamanho.",
        "events": _count("Eventos."),
        "failures": _count("Eventos que falharam."),
        "send_failures": _count("Envios que falharam."),
        **_sides,
        "p95": _ms("Latência de 95%."),
    },
)


class ChecklistSerializer(serializers.Serializer[Any]):
    """Os primeiros passos."""

    has_cliente = serializers.BooleanField(help_text="Há um cliente, dono das instâncias.")
    has_instance = serializers.BooleanField(help_text="Há uma instância.")
    has_connected = serializers.BooleanField(help_text="Alguma já se conectou.")
    webhooks_verified = serializers.BooleanField(help_text="Os webhooks de alguma foram conferidos.")
    has_test_message = serializers.BooleanField(help_text="Já se enviou uma mensagem.")
    has_operator = serializers.BooleanField(help_text="Há um operador.")


class StatsSerializer(serializers.Serializer[Any]):
    """O painel."""

    range = serializers.ChoiceField(list(RANGES), help_text="O período contado.")
    instances = InstanceStatesSerializer(help_text="Instâncias por estado.")
    events_24h = EventsDaySerializer(help_text="Eventos das últimas 24 horas.")
    messages_24h = MessagesDaySerializer(help_text="Mensagens das últimas 24 horas.")
    failures = FailureSerializer(many=True, help_text="Eventos que falharam no período, por motivo.")
    send_failures = SendFailureSerializer(many=True, help_text="Envios que falharam no período, por motivo.")
    latency_ms = LatencySerializer(help_text="Latência no período.")
    ledger = LedgerSerializer(help_text="O livro-caixa, desde sempre.")
    series = PointSerializer(many=True, help_text="O período, hora a hora; o que não tem dados não aparece.")
    totals = TotalsSerializer(help_text="Somas do período.")
    previous = PreviousSerializer(help_text="Somas do período anterior.")
    chats_waiting = _count("Conversas à espera de resposta nossa.")
    chats_total = _count("Conversas.")
    oldest_pending_seconds = _ms("Há quantos segundos espera o evento pendente mais antigo.")
    worker_seen_at = serializers.DateTimeField(allow_null=True, help_text="Último sinal de vida do worker.")
    checklist = ChecklistSerializer(help_text="Os primeiros passos.")
