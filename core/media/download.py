"""Baixar a mídia que chegou cifrada: primeiro o gateway, que a decifra; se ele falha, o arquivo cifrado do WhatsApp,
decifrado aqui. Verificada antes de valer."""

import base64
import binascii
import ipaddress
import logging
from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as N_

from core.apply.media import FILE
from core.gateway.calls.media import download_media
from core.gateway.errors import GatewayError, Refused
from core.gateway.whatsapp_crypto import MediaCorrupted, decrypt
from core.ground import changes
from core.ground.changes import Touched, What
from core.ground.claim import back_off, take
from core.ground.crew import Crew
from core.ground.database import retrying
from core.ground.gateway import gateway_of
from core.ground.sentences import Sentence, parts_of
from core.media import ownership
from core.media.guarded_fetch import FetchError, ForbiddenTarget, TooLarge, fetch
from core.media.ownership import FileGone
from core.media.previews import make_previews
from core.media.stored_file import Mismatch, Stored
from core.models import MediaStatus, MessageMedia
from core.models.tenancy import Actor

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
MAX_ATTEMPTS = 5  # com a espera que quadruplica, a quinta é uns 7 minutos depois
FIRST_WAIT, LAST_WAIT = timedelta(seconds=5), timedelta(hours=1)
DEADLINE_S = 180.0  # 100 MiB a 5 Mbit/s
# Mais que o pior caso: a pergunta ao gateway, uma busca por ele e outra no WhatsApp, a vez na oficina e o que dali sai.
CLAIM = timedelta(minutes=15)  # maior que o download mais lento (tests/media/test_media.py)
STORAGE_WAIT = timedelta(minutes=1)  # disco cheio não se esvazia em segundos
THREADS = 4  # baixar é rede: quatro enchem o enlace sem tomar os núcleos
OUTCOME = ["status", "error", "error_parts", "attempts", "next_try_at"]
_crew = Crew("media", THREADS)


def run() -> float:
    """Reivindica as mídias cuja hora chegou; cada uma em sua thread. Devolve quanto dormir (s)."""
    now = timezone.now()
    claimed = 0
    waiting = MessageMedia.objects.filter(next_try_at__lte=now).order_by("next_try_at")
    for pk, due in waiting.values_list("pk", "next_try_at")[:THREADS]:
        sent = _crew.send(download, take, MessageMedia, pk, "next_try_at", due, now + CLAIM)
        if sent is False:
            break
        claimed += sent is True
    return 0.2 if claimed else 0.5


def download(pk: int) -> MessageMedia:
    """Baixa uma mídia e grava o desfecho. A que já não espera (outro a baixou) fica como está."""
    media = MessageMedia.objects.select_related("mensagem__instance").get(pk=pk)
    if media.status != MediaStatus.PENDING:
        return media
    try:
        _take(media, _already_here(media) or _get(media))
        _ready(media)
    except (GatewayError, FetchError, MediaCorrupted, Mismatch, ValueError, OSError) as error:
        _failed(media, error)
    logger.info(
        "action=media", extra={"fields": {"media": media.pk, "status": media.status, "attempt": media.attempts}}
    )
    return media


def _already_here(media: MessageMedia) -> Stored | None:
    """O mesmo conteúdo, que este cliente já tem: o hash dele é o que o evento diz."""
    sha256 = _bytes(media.file_sha256)
    return ownership.living(media.cliente_id, sha256) if sha256 is not None and len(sha256) == 32 else None


def _take(media: MessageMedia, stored: Stored) -> None:
    media.storage_name, media.stored_bytes, media.served_type = stored.name, stored.size_bytes, stored.served_type
    make_previews(media)


def _get(media: MessageMedia) -> Stored:
    if media.size is not None and media.size > settings.MEDIA_MAX_BYTES:
        raise TooLarge(Sentence.DECLARED_TOO_LARGE % {"size": media.size, "limit": settings.MEDIA_MAX_BYTES})
    try:
        return _through_gateway(media)
    except (GatewayError, FetchError, Mismatch) as error:
        if isinstance(error, TooLarge) or not media.media_key:
            raise
        try:
            return _through_whatsapp(media)
        except FetchError as other:
            raise _verdict(error, other) from other


def _verdict(by_gateway: Exception, by_whatsapp: FetchError) -> Exception:
    """Dos dois caminhos que falharam, a palavra que vale: enquanto um não disser que é para sempre, a dele. Vale a do
    gateway, salvo se o WhatsApp diz que o arquivo já não existe."""
    if not _is_for_good(by_whatsapp):
        return by_whatsapp if _is_for_good(by_gateway) else by_gateway
    return by_whatsapp if _is_for_good(by_gateway) and by_whatsapp.is_gone else by_gateway


def _is_for_good(error: Exception) -> bool:
    if isinstance(error, FetchError):
        return error.is_gone or isinstance(error, ForbiddenTarget)
    # «Falha ao fazer o download» é um 500, e ainda assim é do arquivo que fala, não do gateway.
    return type(error) is Refused and (error.permanent or "download" in error.message.lower())


def _through_gateway(media: MessageMedia) -> Stored:
    found = gateway_of(media.mensagem.instance).call(
        download_media(
            GATEWAY_TYPES.get(media.kind, "document"),
            media_key=media.media_key or "",
            direct_path=media.direct_path or "",
            mime_type=media.mime_type or "application/octet-stream",
        )
    )
    if found.content is not None:
        return _save(media, [found.content])
    with fetch(_reachable(found.link or ""), max_bytes=settings.MEDIA_MAX_BYTES, deadline_s=DEADLINE_S) as chunks:
        return _save(media, chunks)


def _reachable(link: str) -> str:
    """Um link por IP nu (`http://203.0.113.10:8080/media/…`) costuma não responder de fora; o mesmo caminho no host do
    gateway serve o arquivo. Um IP que a configuração permite fica como está."""
    parts = urlsplit(link)
    try:
        ipaddress.ip_address(parts.hostname or "")
    except ValueError:
        return link
    if {parts.hostname, parts.netloc} & set(settings.MEDIA_EXTRA_HOSTS):
        return link
    gateway = urlsplit(settings.WAPI_BASE_URL)
    return urlunsplit((gateway.scheme, gateway.netloc, parts.path, parts.query, ""))


def _through_whatsapp(media: MessageMedia) -> Stored:
    kind = "sticker" if media.kind == "sticker" else GATEWAY_TYPES.get(media.kind, "document")
    url = media.url or f"{WHATSAPP_HOST}{media.direct_path}"
    with fetch(url, max_bytes=settings.MEDIA_MAX_BYTES + 1024, deadline_s=DEADLINE_S) as chunks:
        return _save(media, decrypt(chunks, _bytes(media.media_key) or b"", kind))


def _save(media: MessageMedia, chunks: Iterable[bytes]) -> Stored:
    return ownership.store(media.cliente_id, chunks, sha256=_bytes(media.file_sha256), size_bytes=media.size)


def _bytes(text: str | None) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True) if text else None
    except (binascii.Error, ValueError):
        return None


def _ready(media: MessageMedia) -> None:
    media.status, media.error, media.next_try_at = MediaStatus.READY, None, None
    media.ready_at = timezone.now()
    if not retrying(_write, media, FILE):
        ownership.give_up(media.storage_name)


def _failed(media: MessageMedia, error: Exception) -> None:
    media.status = MediaStatus.PENDING
    if isinstance(error, FileGone):  # o de outra mensagem venceu neste instante: agora se baixa
        media.error, media.next_try_at = None, timezone.now()
    elif isinstance(error, OSError):  # disco cheio, armazenamento longe: a culpa não é do arquivo, e ele espera
        media.error = N_("O armazenamento de arquivos não recebeu o arquivo.")
        media.next_try_at = timezone.now() + STORAGE_WAIT
    else:
        media.attempts += 1
        words = error.message if isinstance(error, GatewayError) else error.args[0] if error.args else ""
        media.error, media.error_parts = str(words)[:500], parts_of(words)
        if isinstance(error, FetchError) and error.is_gone and media.attempts >= 2:
            media.status, media.next_try_at = MediaStatus.EXPIRED, None
        elif isinstance(error, TooLarge | ForbiddenTarget) or media.attempts >= MAX_ATTEMPTS:
            media.status, media.next_try_at = MediaStatus.FAILED, None
        else:
            media.next_try_at = timezone.now() + back_off(FIRST_WAIT, media.attempts, LAST_WAIT, 4)
    retrying(_write, media, OUTCOME)


@transaction.atomic
def _write(media: MessageMedia, fields: list[str]) -> bool:
    """Grava, se a linha ainda espera por este mesmo arquivo: enquanto se baixava ela pode ter-se unido a outra, ou um
    evento mais novo descrito outro conteúdo. Diz se gravou."""
    row = MessageMedia.objects.select_for_update().filter(pk=media.pk, status=MediaStatus.PENDING).first()
    if row is None or any(getattr(row, name) != getattr(media, name) for name in ("file_sha256", "media_key")):
        return False
    if fields is FILE:
        ownership.repoint(media.cliente_id, row.storage_name, media.storage_name)
    media.save(update_fields=fields)
    _record(row)
    return True


def _record(row: MessageMedia) -> None:
    message = row.mensagem
    where = (message.instance_id, message.chat_id, frozenset({What.MEDIA}))
    changes.record(row.cliente_id, [Touched("media", row.pk, *where), Touched("mensagem", message.pk, *where)])


@transaction.atomic
def ask_again(actor: Actor | None, media: MessageMedia) -> MessageMedia:
    """Uma pessoa pede nova tentativa."""
    media.status, media.error, media.attempts, media.next_try_at = MediaStatus.PENDING, None, 0, timezone.now()
    media.save(update_fields=OUTCOME)
    _record(media)
    return media
