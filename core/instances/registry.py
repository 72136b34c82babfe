"""Cadastro de instâncias: o segredo do webhook, o arrendamento, os seis tipos de webhook a conferir."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from core.apply.evidence import touched
from core.apply.instances import WEBHOOK_KINDS
from core.ground import changes
from core.ground.changes import Touched, Verb, What
from core.models import (
    Cliente,
    GatewaySettings,
    InstanceHealth,
    InstanceLease,
    Plan,
    RetiredSecret,
    WebhookSetting,
    WhatsappInstance,
)
from core.models.tenancy import Actor

SECRET_OVERLAP = timedelta(hours=24)  # o gateway pode levar a gravar o endereço novo, e o antigo ainda posta


def new_secret() -> tuple[str, str]:
    """Um segredo de 192 bits para o caminho do webhook, e o seu SHA-256."""
    secret = secrets.token_urlsafe(24)
    return secret, hashlib.sha256(secret.encode()).hexdigest()


def token_hint(token: str | None) -> str | None:
    """O fim do token, para reconhecê-lo sem mostrá-lo."""
    return f"••••{token[-4:]}" if token and len(token) >= 8 else ("••••" if token else None)


def plan_of_id(instance_id: str) -> Plan | None:
    """O plano que o próprio id diz (os do LITE começam por `LITE-`); dos outros ids nada se sabe."""
    return Plan.LITE if instance_id.upper().startswith("LITE-") else None


def webhook_url(instance: WhatsappInstance) -> str:
    """O endereço que a W-APi deve chamar. Um segredo que a SECRET_KEY de agora não decifra é trocado antes: o que está
    gravado no gateway continua valendo um dia."""
    if instance.webhook_secret is None:
        rotate_secret(None, instance)
    return url_of(instance.webhook_secret or "")


def url_of(secret: str) -> str:
    """O endereço de webhook de um segredo."""
    return f"{settings.PUBLIC_URL}/webhook/{secret}/"


@transaction.atomic
def register(
    actor: Actor | None, cliente: Cliente, name: str, instance_id: str, token: str | None, *, secret: str | None = None
) -> WhatsappInstance:
    """Cadastra uma instância já existente no gateway; `secret`, quando o gateway já o tem (`new_secret`)."""
    secret = secret or new_secret()[0]
    digest = hashlib.sha256(secret.encode()).hexdigest()
    now = timezone.now()
    instance = WhatsappInstance.objects.create(
        cliente=cliente,
        name=name,
        instance_id=instance_id,
        token=token,
        token_hint=token_hint(token),
        webhook_secret=secret,
        webhook_secret_hash=digest,
        next_poll_at=now if token else None,
        plan=plan_of_id(instance_id),
    )
    InstanceLease.objects.create(instance=instance)
    InstanceHealth.objects.create(instance=instance)
    GatewaySettings.objects.create(instance=instance)
    WebhookSetting.objects.bulk_create([WebhookSetting(instance=instance, kind=kind) for kind in WEBHOOK_KINDS])
    changes.record(cliente.pk, [Touched("instance", instance.pk, instance.pk, verb=Verb.CREATED)])
    return instance


@transaction.atomic
def rotate_secret(actor: Actor | None, instance: WhatsappInstance) -> None:
    """Troca o segredo do webhook; cada um dos anteriores vale mais um dia, para que nada se perca na troca."""
    now = timezone.now()
    RetiredSecret.objects.filter(instance=instance, until__lte=now).delete()
    RetiredSecret.objects.create(
        instance=instance, secret_hash=instance.webhook_secret_hash, until=now + SECRET_OVERLAP
    )
    instance.webhook_secret, instance.webhook_secret_hash = new_secret()
    instance.save(update_fields=["webhook_secret", "webhook_secret_hash"])
    changes.record(instance.cliente_id, [touched(instance, What.SETTINGS)])


@transaction.atomic
def edit(actor: Actor | None, instance: WhatsappInstance, *, name: str | None = None, **token: str | None) -> None:
    """Muda o nome e, se dado (`token=…`), o token; um token novo pede uma conferência logo."""
    fields = []
    if name is not None:
        instance.name = name
        fields.append("name")
    if "token" in token:
        instance.token, instance.token_hint = token["token"], token_hint(token["token"])
        instance.next_poll_at = timezone.now() if instance.token else None
        fields += ["token", "token_hint", "next_poll_at"]
    if fields:
        instance.save(update_fields=fields)
        changes.record(instance.cliente_id, [touched(instance, What.NAME, What.SETTINGS)])
