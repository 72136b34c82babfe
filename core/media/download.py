"""Baixar a mídia que chegou cifrada: primeiro o gateway, que a decifra; se ele falha, o arquivo cifrado do WhatsApp,
decifrado aqui. Verificada antes de valer."""

import base64
import binascii
import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from core import changes
from core.apply.media import FILE
from core.changes import Touched
from core.crew import Crew
from core.gateway.calls.media import download_media
from core.gateway.client import Gateway
from core.gateway.errors import GatewayError
from core.gateway.whatsapp_crypto import MediaCorrupted, decrypt
from core.media import storage
from core.media.derive import derive
from core.media.guarded_fetch import FetchError, ForbiddenTarget, TooLarge, fetch
from core.media.storage import Mismatch, Stored, save
from core.models import MediaStatus, MessageMedia

logger = logging.getLogger("core.media")

GATEWAY_TYPES = {
    "image": "image",
    "sticker": "image",
    "video": "video",
    "video_note": "video",
    "audio": "audio",
    "voice": "audio",
}
WHATSAPP_HOST = "https://mmg.whatsapp.net"
MAX_ATTEMPTS = 5
FIRST_WAIT_S = 5
CLAIM = timedelta(minutes=5)
DEADLINE_S = 180.0
MARGIN = timedelta(days=1)
STORAGE_WAIT = timedelta(minutes=1)
THREADS = 4
_crew = Crew("media", THREADS)


def run() -> float:
    """Reivindica as mídias cuja hora chegou; cada uma em sua thread. Devolve quanto dormir (s)."""
    now = timezone.now()
    claimed = 0
    waiting = MessageMedia.objects.filter(next_try_at__lte=now).order_by("next_try_at")
    for pk, due in waiting.values_list("pk", "next_try_at")[:THREADS]:
        sent = _crew.send(lambda pk=pk, due=due: pk if _claim(pk, due, now) else None, download)  # type: ignore[misc]
        if sent is False:
            break
        claimed += sent is True
    return 0.2 if claimed else 0.5


def _claim(pk: int, due: Any, now: datetime) -> bool:
    return bool(MessageMedia.objects.filter(pk=pk, next_try_at=due).update(next_try_at=now + CLAIM))


def download(pk: int) -> MessageMedia:
    """Baixa uma mídia e grava o desfecho. A que já não espera (outro a baixou) fica como está."""
    media = MessageMedia.objects.select_related("mensagem__instance").get(pk=pk)
    if media.status != MediaStatus.PENDING:
        return media
    try:
        if not _already_here(media):
            _take(media, _get(media))
    except (GatewayError, FetchError, MediaCorrupted, Mismatch, ValueError, OSError) as error:
        _failed(media, error)
    else:
        media.status, media.error, media.next_try_at = MediaStatus.READY, None, None
        media.ready_at = timezone.now()
        _write(media)
    logger.info(
        "action=media", extra={"fields": {"media": media.pk, "status": media.status, "attempt": media.attempts}}
    )
    return media


def _already_here(media: MessageMedia) -> bool:
    """O mesmo conteúdo, já guardado para este cliente (nunca para outro): o nome do arquivo é o hash que o evento diz.

    Só vale o que ainda fica um bom tempo, para que a retenção não o apague no mesmo instante."""
    sha256 = _bytes(media.file_sha256)
    if sha256 is None or len(sha256) != 32:
        return False
    name = storage.name_of(media.cliente_id, sha256)
    twins = MessageMedia.objects.filter(cliente=media.cliente_id, storage_name=name, status=MediaStatus.READY)
    if days := settings.MEDIA_RETENTION_DAYS:
        twins = twins.filter(ready_at__gt=timezone.now() - timedelta(days=days) + MARGIN)
    twin = twins.first()
    if twin is None or not storage.exists(name):
        return False
    media.storage_name, media.stored_bytes, media.served_type = name, twin.stored_bytes, twin.served_type
    derive(media)
    return True


def _take(media: MessageMedia, stored: Stored) -> None:
    media.storage_name, media.stored_bytes, media.served_type = stored.name, stored.size, stored.served_type
    derive(media)


def _get(media: MessageMedia) -> Stored:
    if media.size is not None and media.size > settings.MEDIA_MAX_BYTES:
        raise TooLarge(f"o arquivo declara {media.size} bytes; o limite é {settings.MEDIA_MAX_BYTES}")
    try:
        return _through_gateway(media)
    except (GatewayError, FetchError, Mismatch) as error:
        if isinstance(error, TooLarge) or not media.media_key:
            raise
        try:
            return _through_whatsapp(media)
        except FetchError as other:
            # Vale a palavra do gateway, salvo se o WhatsApp diz que o arquivo já não existe.
            raise (other if other.is_gone else error) from other


def _through_gateway(media: MessageMedia) -> Stored:
    instance = media.mensagem.instance
    gateway = Gateway(
        settings.WAPI_BASE_URL, instance.instance_id, instance.token or "", timeout_s=settings.WAPI_TIMEOUT_S
    )
    found = gateway.call(
        download_media(
            GATEWAY_TYPES.get(media.kind, "document"),
            media_key=media.media_key or "",
            direct_path=media.direct_path or "",
            mime_type=media.mime_type or "application/octet-stream",
        )
    )
    if found.content is not None:
        return _save(media, [found.content])
    with fetch(found.link or "", max_bytes=settings.MEDIA_MAX_BYTES, deadline_s=DEADLINE_S) as chunks:
        return _save(media, chunks)


def _through_whatsapp(media: MessageMedia) -> Stored:
    kind = "sticker" if media.kind == "sticker" else GATEWAY_TYPES.get(media.kind, "document")
    url = media.url or f"{WHATSAPP_HOST}{media.direct_path}"
    with fetch(url, max_bytes=settings.MEDIA_MAX_BYTES + 1024, deadline_s=DEADLINE_S) as chunks:
        return _save(media, decrypt(chunks, _bytes(media.media_key) or b"", kind))


def _save(media: MessageMedia, chunks: Iterable[bytes]) -> Stored:
    return save(media.cliente_id, chunks, sha256=_bytes(media.file_sha256), size=media.size)


def _bytes(text: str | None) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True) if text else None
    except (binascii.Error, ValueError):
        return None


def _failed(media: MessageMedia, error: Exception) -> None:
    if isinstance(error, OSError):  # disco cheio, armazenamento longe: a culpa não é do arquivo, e ele espera
        media.error = "O armazenamento de arquivos não recebeu o arquivo."
        media.next_try_at = timezone.now() + STORAGE_WAIT
        _write(media)
        return
    media.attempts += 1
    words = error.message if isinstance(error, GatewayError) else str(error)
    is_final = isinstance(error, TooLarge | ForbiddenTarget) or media.attempts >= MAX_ATTEMPTS
    media.error = words[:500]
    if isinstance(error, FetchError) and error.is_gone and media.attempts >= 2:
        media.status, media.next_try_at = MediaStatus.EXPIRED, None
    elif is_final:
        media.status, media.next_try_at = MediaStatus.FAILED, None
    else:
        media.next_try_at = timezone.now() + timedelta(seconds=FIRST_WAIT_S * 4 ** (media.attempts - 1))
    _write(media)


@transaction.atomic
def _write(media: MessageMedia) -> None:
    media.save(update_fields=FILE)
    message = media.mensagem
    changes.record(
        media.cliente_id,
        [
            Touched("media", media.pk, message.instance_id, message.chat_id),
            Touched("mensagem", message.pk, message.instance_id, message.chat_id),
        ],
    )


def ask_again(media: MessageMedia) -> MessageMedia:
    """Uma pessoa pede nova tentativa."""
    media.status, media.error, media.attempts, media.next_try_at = MediaStatus.PENDING, None, 0, timezone.now()
    _write(media)
    return media
