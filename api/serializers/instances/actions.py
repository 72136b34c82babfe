"""O que as ações sobre uma instância recebem e devolvem."""

from typing import Any

from rest_framework import serializers

from api.fields import AddressField
from core.gateway.results import WebhookKind
from core.ground.sentences import said
from core.instances.registry import webhook_url
from core.models import ConnectSession, ConnectState, GatewaySettings, WebhookSetting, WhatsappInstance
from core.models.gateway_setting import FLAGS

MAX_PHONES = 100  # por pedido; o contrato não dá limite
WEBHOOK_STATES = ["match", "mismatch", "unknown", "not_stored", "error"]


class ConnectSerializer(serializers.Serializer[ConnectSession]):
    """Onde está a conexão por QR."""

    status = serializers.ChoiceField(ConnectState.choices, help_text="Em que passo está.")
    qr_code = serializers.CharField(
        allow_null=True, help_text="Imagem do código em data URI, quando `status` é `qr`; nula para operadores."
    )
    expires_at = serializers.DateTimeField(allow_null=True, help_text="Até quando o código vale.")
    message = serializers.CharField(allow_null=True, help_text="O que o gateway disse por último.")
    phone = serializers.CharField(allow_null=True, help_text="Número conectado.")
    codes_shown = serializers.IntegerField(help_text="Quantos códigos já foram mostrados (no sexto, pausa).")

    def to_representation(self, instance: ConnectSession) -> dict[str, Any]:
        """O passo; um código só enquanto vale."""
        is_qr = instance.state == ConnectState.QR
        return {
            "status": instance.state,
            "qr_code": instance.qr_code if is_qr and not self.context.get("hides_code") else None,
            "expires_at": instance.expires_at if is_qr else None,
            "message": said(instance.message),
            "phone": instance.instance.phone,
            "codes_shown": instance.codes_shown,
        }


class PhoneSerializer(serializers.Serializer[Any]):
    """Um telefone."""

    phone = AddressField(only_phone=True, help_text="Telefone com DDI e DDD; pontuação é tolerada.")


class PairingCodeSerializer(serializers.Serializer[Any]):
    """Código de pareamento."""

    pairing_code = serializers.CharField(help_text="Código a digitar no celular.")


class SendTestSerializer(serializers.Serializer[Any]):
    """Uma mensagem de teste."""

    phone = AddressField(help_text="Telefone com DDI e DDD, `…@g.us` ou `…@lid`.")
    text = serializers.CharField(max_length=65_536, trim_whitespace=False, help_text="Texto.")


class PhonesToCheckSerializer(serializers.Serializer[Any]):
    """Vários telefones."""

    phones = serializers.ListField(
        child=AddressField(only_phone=True), min_length=1, max_length=MAX_PHONES,
        help_text="Telefones com DDI e DDD; pontuação é tolerada.",
    )  # fmt: skip


class CheckedPhoneSerializer(serializers.Serializer[Any]):
    """Se um dos números pedidos tem WhatsApp."""

    asked = serializers.CharField(help_text="O número que se perguntou, só dígitos.")
    exists = serializers.BooleanField(allow_null=True, help_text="Se tem; nulo quando o gateway não disse.")
    phone = serializers.CharField(allow_null=True, help_text="Como o WhatsApp escreve o número.")
    lid = serializers.CharField(allow_null=True, help_text="Identidade oculta (…@lid), se o gateway a disse.")


class CheckedPhonesSerializer(serializers.Serializer[Any]):
    """Um resultado por número, na ordem pedida."""

    results = CheckedPhoneSerializer(many=True, help_text="Os números, na ordem pedida.")


class PhoneCheckSerializer(serializers.Serializer[Any]):
    """Se um número tem WhatsApp."""

    exists = serializers.BooleanField(help_text="Se tem.")
    phone = serializers.CharField(allow_null=True, help_text="Como o WhatsApp escreve o número.")
    lid = serializers.CharField(allow_null=True, help_text="Identidade oculta (…@lid).")


class CredentialsInSerializer(serializers.Serializer[Any]):
    """Credenciais de uma instância no gateway."""

    instance_id = serializers.RegexField(r"^[!-~]{1,128}$", help_text="Id da instância no gateway.")
    token = serializers.CharField(max_length=512, help_text="Token da instância no gateway.")


class CredentialsCheckSerializer(serializers.Serializer[Any]):
    """O que o gateway diz destas credenciais."""

    ok = serializers.BooleanField(help_text="Se abrem uma instância.")
    connected = serializers.BooleanField(allow_null=True, help_text="Se ela está conectada ao WhatsApp.")
    phone = serializers.CharField(allow_null=True, help_text="Número conectado.")
    message = serializers.CharField(allow_null=True, help_text="As palavras do gateway, quando recusa.")


class WebhookSettingSerializer(serializers.Serializer[WebhookSetting]):
    """Um tipo de webhook: o que se quer e o que o gateway tem gravado."""

    kind = serializers.ChoiceField([kind.value for kind in WebhookKind], help_text="Tipo de webhook.")
    expected_url = serializers.CharField(help_text="O endereço que deve estar gravado; sem o segredo, para operadores.")
    actual_url = serializers.CharField(allow_null=True, help_text="O que o gateway tem gravado; nulo se nunca se leu.")
    state = serializers.ChoiceField(WEBHOOK_STATES, help_text="Se os dois combinam.")
    message = serializers.CharField(allow_null=True, help_text="As palavras do gateway, quando recusou.")
    checked_at = serializers.DateTimeField(allow_null=True, help_text="Quando se leu do gateway.")
    last_event_at = serializers.DateTimeField(allow_null=True, help_text="Último evento deste tipo.")

    def to_representation(self, instance: WebhookSetting) -> dict[str, Any]:
        """O ajuste."""
        owner: WhatsappInstance = self.context["instance"]
        secret = owner.webhook_secret if self.context["hides_secret"] else None
        return {
            "kind": instance.kind,
            "expected_url": mask(webhook_url(owner), secret),
            "actual_url": mask(instance.actual_url, secret),
            "state": instance.state,
            "message": said(instance.message),
            "checked_at": instance.checked_at,
            "last_event_at": instance.last_event_at,
        }


class FlagSerializer(serializers.Serializer[Any]):
    """Um ajuste: o que se quer e o que o gateway tem."""

    name = serializers.ChoiceField(list(FLAGS), help_text="Ajuste.")
    wanted = serializers.JSONField(allow_null=True, help_text="O que se quer; nulo se nunca se pediu.")
    actual = serializers.JSONField(allow_null=True, help_text="O que o gateway tem; nulo se ele não diz.")
    state = serializers.ChoiceField(WEBHOOK_STATES, help_text="Se os dois combinam; `unknown` onde falta um.")


class WebhooksSerializer(serializers.Serializer[Any]):
    """Os seis webhooks de uma instância, e os seus ajustes no gateway."""

    webhooks = WebhookSettingSerializer(many=True, help_text="Um por tipo.")
    settings = FlagSerializer(many=True, help_text="Um por ajuste.")


def flags_shown(settings: GatewaySettings) -> list[dict[str, Any]]:
    """Cada ajuste e se o gateway tem o que se quer."""
    differing = settings.differing()
    shown = []
    for name in FLAGS:
        wanted, actual = getattr(settings, name), settings.actual.get(name)
        state = "mismatch" if name in differing else "unknown" if wanted is None or actual is None else "match"
        shown.append({"name": name, "wanted": wanted, "actual": actual, "state": state})
    return shown


def mask(url: str | None, secret: str | None) -> str | None:
    """O endereço sem o caminho depois de /webhook/, para quem não pode vê-lo (também o de um segredo antigo)."""
    if url is None or secret is None:
        return url
    head, mark, _ = url.partition("/webhook/")
    return f"{head}{mark}••••/" if mark else "••••"
