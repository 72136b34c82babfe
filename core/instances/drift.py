"""O que o gateway guarda da instância (plano, ajustes, webhooks), lido de volta de hora em hora.

O que difere do que se quer fica à vista; a instância que pediu (`auto_mend`) é consertada sem perguntar."""

import logging
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from core.apply.evidence import take_plan, touched
from core.gateway.calls import instance as calls
from core.gateway.calls import payment
from core.gateway.client import Gateway
from core.gateway.errors import GatewayError
from core.gateway.results import InstanceDetails
from core.ground import changes, lease
from core.ground.changes import What
from core.ground.gateway import gateway_of
from core.instances import webhooks
from core.instances.health_rows import settings_of
from core.instances.state import publish
from core.models import GatewaySettings, Plan, WebhookSetting, WhatsappInstance
from core.models.gateway_setting import FLAGS
from core.models.tenancy import Actor

LOOK_AGAIN_S = 300.0  # o que muda sem o worker recomeçar é raro
logger = logging.getLogger("core.instances")


def read_details(instance: WhatsappInstance, timeout_s: float | None = None) -> InstanceDetails:
    """Lê, guarda plano, ajustes e webhooks, e marca as diferenças. Levanta `GatewayError`."""
    gateway = gateway_of(instance, timeout_s)
    details = _with_payment(gateway.call(calls.details()), gateway)
    note_plan(instance.pk, details, timezone.now())
    webhooks.compare(instance, details.webhooks)
    note_flags(instance, details)
    return details


def _with_payment(details: InstanceDetails, gateway: Gateway) -> InstanceDetails:
    """O que só `payment/status` diz (plano, renovação); no que as duas dizem vale `fetch-instance`, cujas chaves foram
    vistas. Sem ela, fica o que há."""
    try:
        told = gateway.call(payment.status())
    except GatewayError as error:
        logger.info("action=payment_status_unread", extra={"fields": {"error": type(error).__name__}})
        return details
    return replace(
        details,
        plan_type=details.plan_type or told.plan_type,
        payment_status=details.payment_status or told.payment_status,
        expires_at=details.expires_at or told.expires_at,
        auto_renew=told.auto_renew,
    )


def watch(instance: WhatsappInstance, timeout_s: float) -> None:
    """A leitura de hora em hora, com o conserto de quem o pediu. Levanta `GatewayError`."""
    read_details(instance, timeout_s)
    settings = settings_of(instance)
    if not (settings.has_drift and settings.auto_mend):
        return
    logger.info("action=mend", extra={"fields": {"instance": instance.pk, "settings": settings.differing()}})
    mend(None, instance)


def mend(actor: Actor | None, instance: WhatsappInstance) -> list[WebhookSetting]:
    """Grava no gateway os webhooks e os ajustes queridos que diferem, e lê de volta. Levanta `GatewayError`."""
    done = webhooks.configure_webhooks(instance)
    settings = settings_of(instance)
    for name in settings.differing():
        write_flag(instance, name, getattr(settings, name))
    note_flags(instance, gateway_of(instance).call(calls.details()))
    return done


def write_flag(instance: WhatsappInstance, name: str, value: bool | str) -> None:
    """Grava um ajuste no gateway e guarda que é isto que se quer. Levanta `GatewayError`."""
    call = {
        "automatic_reading": calls.set_auto_read,
        "reject_calls": calls.set_reject_calls,
        "call_message": calls.set_reject_calls_message,
        "ignore_groups": calls.set_ignore_groups,
    }[name]
    gateway_of(instance).call(call(value))  # type: ignore[operator]
    GatewaySettings.objects.update_or_create(instance=instance, defaults={name: value})


def note_flags(instance: WhatsappInstance, details: InstanceDetails) -> None:
    """Guarda os ajustes lidos; o que o gateway não disse continua desconhecido."""
    # Um recado vazio o gateway não conta: com a situação das ligações à vista, ele existe e é ''.
    words = details.call_message or ("" if details.reject_calls is not None else None)
    read = {**{name: getattr(details, name) for name in FLAGS}, "call_message": words}
    actual = {name: value for name, value in read.items() if value is not None}
    GatewaySettings.objects.update_or_create(
        instance=instance, defaults={"actual": actual, "checked_at": timezone.now()}
    )
    refresh_drift(instance)


def refresh_drift(instance: WhatsappInstance) -> None:
    """Recalcula se algo difere, e publica quando isso muda."""
    settings = settings_of(instance)
    differs = bool(settings.differing()) or any(
        setting.state in webhooks.DRIFTING for setting in webhooks.webhook_settings(instance)
    )
    if GatewaySettings.objects.filter(pk=instance.pk, has_drift=not differs).update(has_drift=differs):
        publish(instance, What.SETTINGS)


def run() -> float:
    """As diferenças que nasceram aqui (PUBLIC_URL ou chave trocadas), vistas sem perguntar ao gateway. Quatro consultas
    com qualquer número de instâncias. Devolve a espera em segundos."""
    instances = WhatsappInstance.objects.in_bulk()
    wanted = GatewaySettings.objects.in_bulk()
    differing = {pk for pk, settings in wanted.items() if settings.differing()}
    for setting in WebhookSetting.objects.filter(instance__in=list(wanted)):
        instance = instances.get(setting.instance_id)
        if instance and webhooks.state_now(setting, instance.webhook_secret) in webhooks.DRIFTING:
            differing.add(instance.pk)
    for pk, settings in wanted.items():
        if settings.has_drift != (pk in differing) and pk in instances:
            refresh_drift(instances[pk])
    return LOOK_AGAIN_S


@transaction.atomic
def note_plan(instance_pk: int, details: InstanceDetails, at: datetime) -> None:
    """Guarda o plano lido e acerta o estado por ele."""
    lease.acquire(instance_pk, wait=True)
    instance = WhatsappInstance.objects.get(pk=instance_pk)
    before = (instance.plan, instance.payment_status, instance.plan_expires_at)
    instance.plan = plan_of(details.plan_type) or instance.plan
    instance.payment_status = (details.payment_status or "")[:32] or None
    instance.plan_expires_at, instance.plan_checked_at = details.expires_at, at
    instance.save(update_fields=["plan", "payment_status", "plan_expires_at", "plan_checked_at"])
    is_moved = take_plan(instance, at)
    if is_moved or before != (instance.plan, instance.payment_status, instance.plan_expires_at):
        changes.record(instance.cliente_id, [touched(instance, What.STATUS, What.SIGNAL)])


def plan_of(words: str | None) -> Plan | None:
    """O plano pelo nome que o gateway lhe dá; o nome desconhecido não diz nada."""
    name = (words or "").strip().lower()
    return Plan(name) if name in Plan.values else None


def check_quietly(instance: WhatsappInstance) -> None:
    """Depois de conectar: grava os webhooks se ainda não são os nossos. Uma falha aqui não desfaz a conexão."""
    try:
        read_details(instance)
        if any(setting.state != "match" for setting in webhooks.webhook_settings(instance)):
            webhooks.configure_webhooks(instance)
            refresh_drift(instance)
    except GatewayError as error:
        logger.warning(
            "action=webhooks_unchecked", extra={"fields": {"instance": instance.pk, "error": type(error).__name__}}
        )
