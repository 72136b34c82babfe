"""O que se vê e se muda do lado do gateway: fila, perfil, plano, limites, cobrança, registro de postagens."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from api.fields import AddressField
from api.filters import Query
from core.gateway.inspection import Verdict
from core.models import Plan

MAX_PAGE = 100_000


class PageQuery(Query):
    """Páginas como o gateway as conta."""

    page = serializers.IntegerField(required=False, min_value=1, max_value=MAX_PAGE, help_text="Página (1 se ausente).")
    limit = serializers.IntegerField(
        required=False, min_value=1, max_value=200, help_text="Quantas linhas por página (50 se ausente)."
    )


class GatewayPageSerializer(serializers.Serializer[Any]):
    """Uma página de uma lista que mora no gateway."""

    next = serializers.URLField(allow_null=True, help_text="Endereço da página seguinte; nulo no fim.")
    previous = serializers.URLField(allow_null=True, help_text="Endereço da página anterior; nulo no começo.")


class QueuedSerializer(serializers.Serializer[Any]):
    """Um envio à espera na fila do gateway."""

    inserted_id = serializers.CharField(allow_null=True, help_text="Id na fila do gateway.")
    phone = serializers.CharField(allow_null=True, help_text="Para quem.")
    text = serializers.CharField(allow_null=True, help_text="O texto, se o gateway o mostra.")


class QueueSerializer(GatewayPageSerializer):
    """A fila de envio do gateway."""

    total = serializers.IntegerField(help_text="Quantos esperam ao todo.")
    results = QueuedSerializer(many=True, help_text="Os desta página.")


class QueueClearedSerializer(serializers.Serializer[Any]):
    """Quantos saíram da fila."""

    deleted = serializers.IntegerField(allow_null=True, help_text="Quantos; nulo se o gateway não disse.")


class ClearQueueSerializer(serializers.Serializer[Any]):
    """O que fazer da fila antes."""

    clear_queue = serializers.BooleanField(
        default=False,
        help_text="Esvaziar antes a fila do gateway; senão o que está preso sai de uma vez ao reconectar.",
    )


class WebhookLogSerializer(serializers.Serializer[Any]):
    """Uma postagem que o gateway diz ter feito."""

    id = serializers.CharField(allow_null=True, help_text="Id no registro do gateway.")
    event = serializers.CharField(allow_null=True, help_text="Tipo.")
    http_status = serializers.IntegerField(allow_null=True, help_text="O que lhe respondemos; 0 ou nulo: não chegou.")
    moment = serializers.DateTimeField(allow_null=True, help_text="Quando postou.")
    payload = serializers.DictField(allow_null=True, help_text="O corpo, se o registro o traz.")


class WebhookLogsSerializer(GatewayPageSerializer):
    """O registro de postagens do gateway."""

    results = WebhookLogSerializer(many=True, help_text="As desta página, como o gateway as ordena.")


class ProfileSerializer(serializers.Serializer[Any]):
    """O que mudar no perfil do WhatsApp; o ausente fica como está."""

    name = serializers.CharField(required=False, max_length=25, help_text="Nome.")
    description = serializers.CharField(required=False, max_length=139, help_text="Recado.")
    picture_url = serializers.URLField(required=False, max_length=2048, help_text="Endereço público da foto.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Ao menos um."""
        if not attrs:
            raise serializers.ValidationError({"name": [_("Diga o que mudar: nome, recado ou foto.")]})
        return attrs


class InstancePlanSerializer(serializers.Serializer[Any]):
    """O plano da instância no gateway."""

    plan = serializers.ChoiceField(Plan.choices, allow_null=True, help_text="Plano; nulo se o gateway não diz.")
    payment_status = serializers.CharField(allow_null=True, help_text="Situação do pagamento, nas palavras do gateway.")
    expires_at = serializers.DateTimeField(allow_null=True, help_text="Até quando vale.")
    is_trial = serializers.BooleanField(allow_null=True, help_text="Se é período de teste.")
    auto_renew = serializers.BooleanField(allow_null=True, help_text="Se renova sozinho; nulo se o gateway não diz.")
    is_over = serializers.BooleanField(help_text="Se venceu.")
    checked_at = serializers.DateTimeField(help_text="Quando foi lido.")


class InvitationQuery(Query):
    """O convite."""

    url = serializers.URLField(max_length=200, help_text="Endereço do convite (`https://chat.whatsapp.com/…`).")


class InvitationSerializer(serializers.Serializer[Any]):
    """O grupo a que um convite leva."""

    chat_id = serializers.CharField(help_text="Endereço do grupo (`…@g.us`).")
    subject = serializers.CharField(allow_null=True, help_text="Nome.")
    description = serializers.CharField(allow_null=True, help_text="Descrição.")
    size = serializers.IntegerField(allow_null=True, help_text="Quantas pessoas.")


class CheckGatewayInSerializer(serializers.Serializer[Any]):
    """O que conferir."""

    send_to = AddressField(
        only_phone=True, required=False, allow_null=True,
        help_text="Número que recebe um envio de cada tipo; sem ele nada se envia.",
    )  # fmt: skip


class FindingSerializer(serializers.Serializer[Any]):
    """O que uma chamada respondeu, ao lado do contrato; só formas e tipos."""

    name = serializers.CharField(help_text="A chamada.")
    method = serializers.CharField(help_text="Método HTTP.")
    path = serializers.CharField(help_text="Caminho.")
    verdict = serializers.ChoiceField([one.value for one in Verdict], help_text="Como se conhece, de outra forma…")
    http_status = serializers.IntegerField(allow_null=True, help_text="Situação HTTP de uma recusa.")
    words = serializers.CharField(allow_null=True, help_text="As palavras da recusa, sem números compridos.")
    shape = serializers.DictField(child=serializers.CharField(), help_text="Caminho -> tipo do que veio.")
    new = serializers.ListField(child=serializers.CharField(), help_text="O que veio e não se conhecia.")
    missing = serializers.ListField(child=serializers.CharField(), help_text="O que devia vir e não veio.")
    retyped = serializers.ListField(child=serializers.CharField(), help_text="O que veio com outro tipo.")
    read = serializers.DictField(child=serializers.CharField(), help_text="Como foi lido: campo -> tipo.")


class CheckedGatewaySerializer(serializers.Serializer[Any]):
    """O que se achou no gateway."""

    at = serializers.DateTimeField(help_text="Quando.")
    findings = FindingSerializer(many=True, help_text="Chamada por chamada.")
    report = serializers.CharField(help_text="O relato a copiar (JSON): sem número, nome, token ou texto de ninguém.")


class LimitSerializer(serializers.Serializer[Any]):
    """Um recurso que depende do plano."""

    name = serializers.CharField(help_text="Recurso.")
    allowed = serializers.BooleanField(help_text="Se esta instância pode.")
    reason = serializers.CharField(allow_null=True, help_text="Por que não; nulo se pode.")


class LimitsSerializer(serializers.Serializer[Any]):
    """O que o plano permite."""

    plan = serializers.ChoiceField(Plan.choices, allow_null=True, help_text="Plano; nulo se desconhecido.")
    features = LimitSerializer(many=True, help_text="Cada recurso.")


class PaymentInSerializer(serializers.Serializer[Any]):
    """Uma cobrança a pedir."""

    method = serializers.ChoiceField(["pix", "card"], help_text="Pix, ou assinatura no cartão.")
    payer_email = serializers.EmailField(max_length=254, help_text="E-mail de quem paga.")
    notify_url = serializers.URLField(
        required=False, allow_null=True, max_length=2048, help_text="Onde o gateway deve avisar do pagamento."
    )


class PaymentSerializer(serializers.Serializer[Any]):
    """A cobrança, como o gateway a respondeu."""

    message = serializers.CharField(allow_null=True, help_text="As palavras do gateway.")
    answer = serializers.DictField(help_text="A resposta dele como veio (o formato varia).")
