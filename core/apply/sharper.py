"""O mesmo arquivo em alta definição, que o WhatsApp manda à parte: guarda-se como fato sobre a mensagem, e toma o lugar
do arquivo comum em qualquer ordem."""

import base64
import dataclasses
import json
from typing import Any

from core.apply.batch import Batch
from core.apply.media import media_row, take
from core.facts import Content, MediaContent, MessageType, SharperMediaFact
from core.ground.changes import What
from core.models import Mensagem, MessageMedia, MessageUpdate
from core.models.bulk import save_changed
from core.models.media import DESCRIBED, KEYS

_BYTES = ("thumbnail", "waveform")


def written(fact: SharperMediaFact) -> str:
    """O arquivo como texto, para a linha do fato."""
    told: dict[str, Any] = {**dataclasses.asdict(fact.media), "kind": fact.media.kind or fact.type}
    for name in _BYTES:
        told[name] = base64.b64encode(told[name]).decode() if told[name] else None
    return json.dumps(told, sort_keys=True)


def newest_sharper(updates: list[MessageUpdate]) -> Content | None:
    """O conteúdo do mais novo destes fatos."""
    newest = max(updates, key=lambda u: (u.moment, u.fact_id, u.value), default=None)
    if newest is None:
        return None
    told = json.loads(newest.value)
    for name in _BYTES:
        told[name] = base64.b64decode(told[name]) if told[name] else None
    kind = MessageType(told.pop("kind"))
    return Content(kind, media=MediaContent(**told))


def sharpen(batch: Batch, wanted: dict[int, tuple[Mensagem, Content]]) -> None:
    """Põe no lugar do arquivo de cada mensagem o mesmo em alta definição: id da mensagem -> (ela, o conteúdo)."""
    again = []
    for known in MessageMedia.objects.select_for_update().filter(mensagem__in=wanted):
        message, content = wanted[known.mensagem_id]
        row = media_row(message, content, batch.now)
        fields = KEYS if known.is_own else DESCRIBED
        if all(_raw(getattr(known, name)) == _raw(getattr(row, name)) for name in fields):
            continue  # já é ele: nada se baixa de novo
        take(known, row)
        again.append(known)
        batch.touch_media(known.pk, message.chat_id)
        batch.touch_message(message.pk, message.chat_id, What.MEDIA)
    save_changed(MessageMedia, again, [*DESCRIBED, "status", "error", "next_try_at"])


def _raw(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value
