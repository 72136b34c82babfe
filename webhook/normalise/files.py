"""Um nó com arquivo (imagem, vídeo, áudio, documento, figurinha) -> o que dele se sabe."""

from typing import Any

from core.facts import MediaContent
from webhook.normalise import values
from webhook.normalise.values import Node, name, text, whole

# Campos de `Content`, por nome; o tipo de cada um é o do dataclass.
Fields = dict[str, Any]
_MAX_MIME = 128  # a coluna
_MAX_KEY = 64  # 32 bytes em base64 são 44 letras, com folga


def read_file(node: Node) -> Fields:
    """O arquivo e a legenda."""
    media = MediaContent(
        mime_type=(name(node.get("mimetype")) or "")[:_MAX_MIME] or None,
        file_name=name(node.get("filename")) or name(node.get("title")),
        size=whole(node.get("filelength"), values.MAX_SIZE),
        seconds=whole(node.get("seconds"), values.MAX_SECONDS + 1),
        width=whole(node.get("width")),
        height=whole(node.get("height")),
        pages=whole(node.get("pagecount")),
        url=values.url(node.get("url")),
        direct_path=_token(node.get("directpath"), values.MAX_URL),
        media_key=_token(node.get("mediakey")),
        file_sha256=_token(node.get("filesha256")),
        file_enc_sha256=_token(node.get("fileencsha256")),
        thumbnail=values.thumbnail(node.get("jpegthumbnail")),
        waveform=values.waveform(node.get("waveform")),
        is_gif=values.flag(node.get("gifplayback")) is True,
        is_animated=values.flag(node.get("isanimated")) is True or values.flag(node.get("islottie")) is True,
        view_once=values.flag(node.get("viewonce")) is True,
    )
    return {"text": text(node.get("caption")), "media": media}


def _token(value: object, limit: int = _MAX_KEY) -> str | None:
    """Chave, hash ou caminho: inteiro ou nada, pois cortado não serve."""
    found = text(value)
    return found if found is not None and len(found) <= limit else None
