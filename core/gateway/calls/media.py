"""Mídia recebida: a W-APi decifra e dá um link."""

import base64
import binascii

from core.gateway.client import Call
from core.gateway.envelope import Answer
from core.gateway.errors import N_
from core.gateway.results import DownloadedMedia

# O link vem em milissegundos; mas há quem veja a própria mídia em base64 na resposta.
MAX_BYTES = 140 * 1024 * 1024  # 100 MiB (o teto do WhatsApp) em base64, com folga
TIMEOUT_S = 75.0  # ele baixa e decifra antes de responder


def download_media(media_type: str, *, media_key: str, direct_path: str, mime_type: str) -> Call[DownloadedMedia]:
    """Decifra uma mídia. `media_type` é image, video, audio ou document (figurinha é image)."""
    return Call(
        "download-media",
        "POST",
        "/message/download-media",
        _read_media,
        body={"mediaKey": media_key, "directPath": direct_path, "type": media_type, "mimetype": mime_type},
        timeout_s=TIMEOUT_S,
        max_bytes=MAX_BYTES,
        reads_raw=True,
    )


def _read_media(answer: Answer) -> DownloadedMedia:
    mime_type = answer.text("mimetype", "mimeType")
    if answer.document is None:
        if answer.content_type.startswith("text/") or not answer.raw:
            raise ValueError(N_("resposta sem mídia"))
        return DownloadedMedia(content=answer.raw, mime_type=answer.content_type or None)
    if link := answer.text("fileLink", "url", "link"):
        return DownloadedMedia(link=link, mime_type=mime_type, expires_at=answer.moment("expires"))
    if text := answer.text("base64"):
        return DownloadedMedia(content=_decoded(text), mime_type=mime_type)
    raise ValueError(N_("resposta sem mídia"))


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text.split(",", 1)[1] if text.startswith("data:") else text, validate=True)
    except (binascii.Error, ValueError, IndexError):
        raise ValueError(N_("base64 inválido")) from None
