"""A mídia de uma mensagem: o que cada versão do conteúdo diz dela, e de quem é o arquivo que vale."""

from datetime import datetime

from django.utils.translation import gettext_noop as N_

from core.apply.batch import Batch
from core.apply.passing_on import pass_on
from core.facts import Content
from core.models import LooseFile, MediaStatus, Mensagem, MessageMedia
from core.models.bulk import save_changed
from core.models.media import DESCRIBED, KEYS

# A nossa cópia e o que dela se fez aqui.
FILE = [
    "status",
    "error",
    "attempts",
    "next_try_at",
    "storage_name",
    "stored_bytes",
    "served_type",
    "ready_at",
    "made",
    "made_thumbnail",
    "made_waveform",
    "placeholder",
]


def media_row(message: Mensagem, content: Content, now: datetime) -> MessageMedia:
    """A linha que um conteúdo com arquivo descreve."""
    media = content.media
    if media is None:
        raise ValueError("mensagem sem mídia")
    reachable = bool(media.media_key and (media.direct_path or media.url))
    return MessageMedia(
        cliente_id=message.cliente_id,
        mensagem=message,
        kind=media.kind or content.type,
        mime_type=media.mime_type,
        size=media.size,
        file_name=media.file_name,
        seconds=media.seconds,
        width=media.width,
        height=media.height,
        pages=media.pages,
        thumbnail=media.thumbnail,
        waveform=media.waveform,
        is_gif=media.is_gif,
        is_animated=media.is_animated,
        view_once=media.view_once,
        url=media.url,
        direct_path=media.direct_path,
        media_key=media.media_key,
        file_sha256=media.file_sha256,
        file_enc_sha256=media.file_enc_sha256,
        status=MediaStatus.PENDING if reachable else MediaStatus.FAILED,
        error=None if reachable else N_("O evento não trouxe a chave nem o endereço do arquivo."),
        next_try_at=now if reachable else None,
    )


def describe_again(batch: Batch, newer: dict[int, tuple[Mensagem, Content]]) -> None:
    """Grava o que versões mais novas do conteúdo dizem: id da mensagem -> (ela, o conteúdo que venceu)."""
    described = {
        pk: media_row(message, content, batch.now) for pk, (message, content) in newer.items() if content.media
    }
    if not described:
        return
    # Travadas: a retenção e os downloads também as gravam.
    rows = MessageMedia.objects.select_for_update().filter(mensagem__in=described)
    existing = {m.mensagem_id: m for m in rows}
    fresh, again = [], []
    for pk, row in described.items():
        known = existing.get(pk)
        if known is None:
            fresh.append(row)
            continue
        take(known, row)
        again.append(known)
        batch.touch_media(known.pk, newer[pk][0].chat_id)
    MessageMedia.objects.bulk_create(fresh)
    save_changed(MessageMedia, again, [*DESCRIBED, "status", "error", "next_try_at"])


def take(known: MessageMedia, newer: MessageMedia) -> None:
    """O arquivo já baixado fica se o hash é o mesmo. O que saiu daqui fica sempre: o WhatsApp o grava de novo e o hash
    muda, e do eco só se aprende onde ele está lá."""
    if known.is_own:
        for field in KEYS:
            setattr(known, field, getattr(newer, field))
        return
    if known.file_sha256 != newer.file_sha256 or known.status != MediaStatus.READY:
        known.status, known.error, known.next_try_at = newer.status, newer.error, newer.next_try_at
    for field in DESCRIBED:
        setattr(known, field, getattr(newer, field))


def merge_media(gone: Mensagem, kept: Mensagem, *, gone_is_newer: bool) -> None:
    """As mídias de duas linhas que são a mesma mensagem: descreve a do conteúdo que venceu; vale o arquivo nosso, ou o
    já baixado, se é o mesmo."""
    other: MessageMedia | None = getattr(gone, "media", None)
    mine: MessageMedia | None = getattr(kept, "media", None)
    if other is None:
        return
    if mine is None:
        other.mensagem = kept
        other.save(update_fields=["mensagem"])
        return
    # Lidas de novo, sob trava: a retenção pode estar a vencê-las agora.
    locked = {m.pk: m for m in MessageMedia.objects.select_for_update().filter(pk__in=[mine.pk, other.pk])}
    mine, other = locked[mine.pk], locked[other.pk]
    files = {mine.storage_name, other.storage_name}
    _merge(other, mine, gone_is_newer=gone_is_newer)
    pass_on(other, mine)
    LooseFile.objects.drop(files - {mine.storage_name})
    kept.media = mine


def _merge(other: MessageMedia, mine: MessageMedia, *, gone_is_newer: bool) -> None:
    if mine.is_own:
        if gone_is_newer or not mine.media_key:
            for field in KEYS:
                setattr(mine, field, getattr(other, field))
        mine.save(update_fields=KEYS)
        return
    is_same_file = mine.file_sha256 is not None and mine.file_sha256 == other.file_sha256
    other_has_it = other.status == MediaStatus.READY and mine.status != MediaStatus.READY
    if (is_same_file and other_has_it) or (gone_is_newer and not is_same_file):
        for field in FILE:
            setattr(mine, field, getattr(other, field))
    if gone_is_newer:
        for field in DESCRIBED:
            setattr(mine, field, getattr(other, field))
    mine.save(update_fields=[*DESCRIBED, *FILE])
