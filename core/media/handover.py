"""Como um arquivo nosso chega ao gateway: por um endereço de uso único daqui, ou dentro do pedido, em base64.

O endereço só serve onde a W-APi nos alcança: `PUBLIC_URL` em https cujo nome leva só à internet pública (`FILES_BY`
decide por quem opera). Dentro do pedido cabe pouco, e o arquivo inteiro passa pela memória."""

import base64
import hashlib
import re
import secrets
import threading
import time
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from pathlib import PurePath
from typing import Literal
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from core.ground.sentences import Sentence
from core.media import stored_file
from core.media.guarded_fetch import is_public
from core.media.resolver import TooSlow, addresses_of
from core.models import MediaStatus, MessageMedia, OutgoingLink

By = Literal["link", "base64"]
LINK_LIFE = timedelta(minutes=15)  # o gateway busca em segundos; um envio na fila dele pode levar minutos
AFTER_FIRST_USE = timedelta(seconds=60)  # a mesma busca repetida (nova conexão) ainda acha o arquivo
MAX_BASE64_BYTES = 16 * 2**20
MAX_PLAIN_BYTES = MAX_BASE64_BYTES // 4 * 3
_EXTENSIONS = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "video/mp4": ".mp4",
    "audio/ogg": ".ogg",
    "audio/mpeg": ".mp3",
    "audio/mp4": ".m4a",
    "application/pdf": ".pdf",
}
_REMEMBERED_S = 300.0  # se o endereço público é alcançável muda pouco
_RESOLVE_TIMEOUT_S = 5.0  # um DNS mudo não pode segurar um envio
_lock = threading.Lock()
_reachable: dict[str, tuple[float, bool]] = {}


class TooLargeForBase64(Exception):
    """O arquivo não cabe dentro do pedido."""


@dataclass(frozen=True, slots=True)
class Source:
    """O que se diz ao gateway: um endereço ou um data URI."""

    value: str
    by: By


def hand_over(media: MessageMedia) -> Source:
    """O melhor caminho. Levanta `TooLargeForBase64`, ou OSError se o arquivo já não está guardado."""
    return _link(media) if how_files_go() == "link" else in_base64(media)


def in_base64(media: MessageMedia) -> Source:
    """Dentro do pedido. Levanta `TooLargeForBase64`, ou OSError se o arquivo já não está guardado."""
    name = media.storage_name or ""
    size = stored_file.size_bytes(name)
    if size > MAX_PLAIN_BYTES:
        raise TooLargeForBase64(Sentence.TOO_LARGE_TO_SEND % {"size": size // 2**20, "limit": MAX_PLAIN_BYTES // 2**20})
    content = b"".join(stored_file.span(name, 0, size))
    return Source(f"data:{_bare_type(media)};base64,{base64.b64encode(content).decode('ascii')}", "base64")


def how_files_go() -> By:
    """Por onde vão os arquivos desta instalação."""
    if settings.FILES_BY != "auto":
        return "link" if settings.FILES_BY == "link" else "base64"
    return "link" if _is_reachable(settings.PUBLIC_URL) else "base64"


def was_fetched(media_id: int) -> bool:
    """Se o endereço mais novo desta mídia chegou a ser buscado."""
    newest = OutgoingLink.objects.filter(media=media_id).order_by("-pk").values_list("first_used_at", flat=True).first()
    return newest is not None


def find(token: str) -> OutgoingLink | None:
    """O endereço vigente deste token, com a mídia."""
    now = timezone.now()
    is_fresh = Q(first_used_at=None) | Q(first_used_at__gt=now - AFTER_FIRST_USE)
    return (
        OutgoingLink.objects.filter(is_fresh, token_hash=_hash(token), expires_at__gt=now)
        .exclude(media__storage_name=None)
        .filter(media__status=MediaStatus.READY)
        .select_related("media")
        .first()
    )


def mark_fetched(link: OutgoingLink) -> None:
    """Começou a primeira busca inteira: o prazo curto corre a partir daqui."""
    OutgoingLink.objects.filter(pk=link.pk, first_used_at=None).update(first_used_at=timezone.now())


def purge(limit: int) -> int:
    """Apaga até `limit` endereços vencidos há mais de um dia (antes disso `was_fetched` ainda pode perguntar)."""
    old = OutgoingLink.objects.filter(expires_at__lt=timezone.now() - timedelta(days=1)).order_by("expires_at")
    ids = list(old.values_list("pk", flat=True)[:limit])
    if ids:
        OutgoingLink.objects.filter(pk__in=ids).delete()
    return len(ids)


def _link(media: MessageMedia) -> Source:
    stored_file.size_bytes(media.storage_name or "")  # o que já não está seria recusado sem razão à vista
    token = secrets.token_urlsafe(32)
    OutgoingLink.objects.create(token_hash=_hash(token), media=media, expires_at=timezone.now() + LINK_LIFE)
    return Source(f"{settings.PUBLIC_URL}/files/{token}/{_url_name(media)}", "link")


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _bare_type(media: MessageMedia) -> str:
    return (media.mime_type or media.served_type or "application/octet-stream").partition(";")[0].strip()


def _url_name(media: MessageMedia) -> str:
    """Um nome que não precisa de escape; a extensão diz o tipo a quem só olha o endereço."""
    name = unicodedata.normalize("NFKD", media.file_name or "").encode("ascii", "ignore").decode("ascii")
    suffix = _EXTENSIONS.get(_bare_type(media)) or re.sub(r"[^.a-z0-9]", "", PurePath(name).suffix.lower())[:12]
    stem = re.sub(r"[^A-Za-z0-9_-]+", "-", PurePath(name).stem).strip("-")[:60]
    return (stem or "arquivo") + (suffix if suffix != "." else "")


def _is_reachable(url: str) -> bool:
    now = time.monotonic()
    with _lock:
        until, known = _reachable.get(url, (0.0, False))
    if now < until:
        return known
    found = _leads_outside(url)
    if found is None:  # o que já se soube continua a valer; sem isso, supõe-se que sim: a recusa diria o contrário
        return known if until else True
    with _lock:
        _reachable[url] = (now + _REMEMBERED_S, found)
    return found


def _leads_outside(url: str) -> bool | None:
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname:
        return False
    try:
        found = addresses_of(parts.hostname, parts.port or 443, _RESOLVE_TIMEOUT_S)
    except ValueError:  # não é um nome
        return False
    except (TooSlow, OSError):  # o servidor de nomes não respondeu: não se sabe, e isso não é «não»
        return None
    return bool(found) and all(is_public(address) for address in found)
