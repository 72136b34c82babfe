"""A demonstração posta um mês em minutos. Aqui o que entrou passa para a hora que conta: recebimento e aplicação (as
diferenças entre eles são as medidas), quando as linhas nasceram, e os números por hora, somados das linhas."""

import json
import time
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import F, Min
from django.utils import timezone

from core.apply.batch import Batch
from core.apply.chats import recompute
from core.facts import MessageStatus
from core.ground import lease
from core.ground.hours import hour_of
from core.models import Chat, Contact, Mensagem, OutboxItem, Stat, WebhookEvent, WhatsappInstance
from core.models.bulk import save_changed
from core.outbox.enqueue import enqueue
from core.outbox.to_send import ToSend
from core.stats import latency_bucket

STEPS = ("received_at", "stored_at", "claimed_at", "applied_at", "processed_at")
SUMMED = ("event", "latency", "message")


@transaction.atomic
def move(instances: Iterable[WhatsappInstance]) -> None:
    """Passa os eventos destas instâncias, e o que deles nasceu, para quando aconteceram."""
    for instance in instances:
        lease.acquire(instance.pk, wait=True)
        moved: dict[int, WebhookEvent] = {}
        for event in WebhookEvent.objects.filter(instance=instance, applied_at__isnull=False):
            if (at := _moment(bytes(event.payload))) is None:
                continue
            on_the_way = timedelta(milliseconds=200 + event.pk * 37 % 600)  # do WhatsApp à porta
            back = at + on_the_way - event.received_at
            for name in STEPS:
                setattr(event, name, getattr(event, name) + back)
            moved[event.pk] = event
        save_changed(WebhookEvent, moved.values(), STEPS)
        born = list(Mensagem.objects.filter(instance=instance, event__isnull=False).only("pk", "event"))
        for message in born:
            message.created_at = moved[message.event or 0].received_at
        save_changed(Mensagem, born, ["created_at"])
        if moved:
            _settle(instance)


def _moment(payload: bytes) -> datetime | None:
    """Quando o corpo diz que aconteceu: em segundos, ou nos recibos em milissegundos."""
    told = json.loads(payload).get("moment")
    if not isinstance(told, int):
        return None
    return datetime.fromtimestamp(told / 1000 if told > 10**11 else told, UTC)


def _settle(instance: WhatsappInstance) -> None:
    """Quando nasceram conversas e contatos, o último sinal e os contadores da instância: das linhas."""
    chats = list(Chat.objects.filter(instance=instance).annotate(first=Min("mensagens__created_at")))
    for chat in chats:
        chat.created_at = getattr(chat, "first") or chat.created_at  # noqa: B009
    save_changed(Chat, chats, ["created_at"])
    Contact.objects.filter(instance=instance, first_seen_at__isnull=False).update(created_at=F("first_seen_at"))
    moments = list(WebhookEvent.objects.filter(instance=instance).order_by("received_at").values_list("received_at"))
    first, last = moments[0][0], moments[-1][0]
    WhatsappInstance.objects.filter(pk=instance.pk).update(created_at=first - timedelta(days=1), last_event_at=last)
    instance.webhook_settings.filter(last_event_at__isnull=False).update(last_event_at=last)
    Stat.objects.filter(instance=instance.pk, metric__in=SUMMED).delete()
    counts: Counter[tuple[int, datetime, str, str]] = Counter()
    for event in WebhookEvent.objects.filter(instance=instance, applied_at__isnull=False).defer("payload"):
        counts[(instance.pk, hour_of(event.received_at), "event", f"{event.kind}/{event.state}")] += 1
        took_ms = int((event.applied_at - event.received_at).total_seconds() * 1000) if event.applied_at else 0
        counts[(instance.pk, hour_of(event.received_at), "latency", latency_bucket(took_ms))] += 1
    for message in Mensagem.objects.filter(instance=instance).only("sent_at", "direction", "type"):
        counts[(instance.pk, hour_of(message.sent_at), "message", f"{message.direction}/{message.type}")] += 1
    Stat.objects.add((*key, n) for key, n in counts.items())


def fail_some(instance: WhatsappInstance, phones: Iterable[str]) -> None:
    """Envios a números sem WhatsApp, que o gateway recusa de verdade; depois, cada um na sua hora de hoje."""
    sent = [
        enqueue(None, ToSend(instance=instance, text="Seu pedido saiu para entrega 🛵", address=p), None)[0]
        for p in phones
    ]
    failed = Mensagem.objects.filter(pk__in=[message.pk for message in sent], status=MessageStatus.FAILED)
    deadline = time.monotonic() + 30
    while failed.count() < len(sent) and time.monotonic() < deadline:
        time.sleep(0.25)
    with transaction.atomic():
        lease.acquire(instance.pk, wait=True)
        batch = Batch(instance, timezone.now())
        for n, message in enumerate(failed.order_by("pk"), start=1):
            at = message.created_at - timedelta(hours=3 * n, minutes=11 * n)
            Mensagem.objects.filter(pk=message.pk).update(sent_at=at, created_at=at)
            OutboxItem.objects.filter(pk=message.pk).update(created_at=at)
            Chat.objects.filter(pk=message.chat_id).update(created_at=at)
            batch.relast.add(message.chat_id)
            for metric, label in (("message", f"out/{message.type}"), ("send_failure", str(message.error_code))):
                Stat.objects.add(
                    (instance.pk, hour_of(moment), metric, label, n_more)
                    for moment, n_more in ((message.created_at, -1), (at, 1))
                )
        recompute(batch)
