"""Depois de se restaurar um backup: o que nele esperava pode ter saído depois de ele ser feito."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop as N_

from core.apply.batch import Batch
from core.apply.chats import recompute
from core.facts import MessageStatus
from core.ground import changes, lease
from core.ground.changes import What
from core.models import OutboxItem, OutboxState, WhatsappInstance

WORDS = N_("O backup restaurado é de antes deste envio: não se sabe se ele saiu.")


def doubt(now: datetime) -> int:
    """Os envios que até `now` já podiam ter saído ficam sem confirmação, e uma pessoa decide: mandá-los todos de novo
    seria repetir o que o contato já leu. Devolve quantos."""
    could = OutboxItem.objects.exclude(state=OutboxState.DONE).exclude(send_at__gt=now)
    n = 0
    for instance in WhatsappInstance.objects.filter(pk__in=could.values("instance")).order_by("pk"):
        with transaction.atomic():
            lease.acquire(instance.pk, wait=True)
            batch = Batch(instance, now)
            for item in could.filter(instance=instance).select_related("mensagem"):
                _leave(batch, item)
                n += 1
            recompute(batch)
            changes.record(instance.cliente_id, batch.touched)
    return n


def _leave(batch: Batch, item: OutboxItem) -> None:
    item.state, item.claimed_until = OutboxState.DONE, None
    item.save(update_fields=["state", "claimed_until"])
    message = item.mensagem
    if message.status < MessageStatus.SENT:
        message.status = MessageStatus.UNKNOWN
        message.error, message.error_parts, message.error_code = WORDS, None, "unknown"
        message.save(update_fields=["status", "error", "error_parts", "error_code"])
    batch.touch_message(message.pk, message.chat_id, What.STATUS, What.QUEUE)
    batch.relast.add(message.chat_id)
