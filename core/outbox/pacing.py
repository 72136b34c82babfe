"""O ritmo de uma instância: intervalo mínimo entre envios e teto por dia (o que o WhatsApp pune é a pressa)."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from core.apply.evidence import touched
from core.ground import changes
from core.ground.changes import What
from core.models import InstanceLease, WhatsappInstance
from core.models.tenancy import Actor

FIELDS = ["next_send_at", "sent_day", "sent_today"]


def interval_ms(instance: WhatsappInstance) -> int:
    """Milissegundos entre dois envios: os da instância, ou os da instalação."""
    own = instance.send_interval_ms
    return own if own is not None else settings.SEND_INTERVAL_MS


def daily_cap(instance: WhatsappInstance) -> int | None:
    """Envios por dia (None: sem teto)."""
    own = instance.daily_cap
    return (own if own is not None else settings.SEND_DAILY_CAP) or None


def _today(now: datetime) -> date:
    return timezone.localdate(now, settings.LOCAL_TIME_ZONE)


def sent_today(lease: InstanceLease, now: datetime) -> int:
    """Quantos envios começaram hoje, no dia do fuso da instalação."""
    return lease.sent_today if lease.sent_day == _today(now) else 0


def is_time(lease: InstanceLease, instance: WhatsappInstance, now: datetime) -> bool:
    """Se o ritmo e o teto deixam enviar agora."""
    if lease.next_send_at is not None and lease.next_send_at > now:
        return False
    cap = daily_cap(instance)
    return cap is None or sent_today(lease, now) < cap


def take_turn(lease: InstanceLease, instance: WhatsappInstance, now: datetime) -> None:
    """Conta um envio e marca quando cabe o próximo. Quem chama segura o arrendamento e o grava (`FIELDS`)."""
    lease.sent_today = sent_today(lease, now) + 1
    lease.sent_day = _today(now)
    lease.next_send_at = now + timedelta(milliseconds=interval_ms(instance))


def give_turn_back(lease: InstanceLease, started_at: datetime) -> None:
    """Nem um byte saiu: o que `take_turn` contou em `started_at` deixa de contar. Quem chama grava `FIELDS`."""
    if lease.sent_today > 0 and lease.sent_day == _today(started_at):
        lease.sent_today -= 1


def rest(lease: InstanceLease, until: datetime) -> None:
    """O gateway pediu que se espere, e fala da instância, não da mensagem: nenhum envio antes disso. Quem chama grava
    `FIELDS`."""
    lease.next_send_at = max(lease.next_send_at or until, until)


def hold(lease: InstanceLease, instance: WhatsappInstance, now: datetime) -> None:
    """Com o teto do dia alcançado, a próxima vez é amanhã: até lá nem se trava a instância para perguntar. Quem chama
    segura o arrendamento."""
    if lease.next_send_at is None or lease.next_send_at <= now:
        local = timezone.localtime(now, settings.LOCAL_TIME_ZONE)
        lease.next_send_at = local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        lease.save(update_fields=["next_send_at"])


@transaction.atomic
def change(actor: Actor | None, instance: WhatsappInstance, **wanted: int | None) -> None:
    """Muda `send_interval_ms` e `daily_cap`; a espera que o ritmo antigo marcou acaba."""
    InstanceLease.objects.select_for_update().filter(pk=instance.pk).update(next_send_at=None)
    for name, value in wanted.items():
        setattr(instance, name, value)
    instance.save(update_fields=list(wanted))
    changes.record(instance.cliente_id, [touched(instance, What.SENDING)])
