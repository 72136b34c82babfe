"""Onde mora a mídia: o cifrado, como em mmg.whatsapp.net, e os links em claro que download-media dá."""

import base64
import hashlib
import secrets
import threading
import time
from collections import OrderedDict
from typing import Any
from urllib.parse import urlsplit

from simulator import drawings
from simulator.drawings import MediaFile
from simulator.media_cipher import encrypt

_MAX_FILES = 2000
_FOLDER = {"image": "t62.7118-24", "video": "t62.7161-24", "audio": "t62.7117-24", "document": "t62.7119-24"}
_EXTENSION = {"image/jpeg": "jpeg", "image/png": "png", "image/webp": "webp", "video/mp4": "mp4", "audio/mpeg": "mp3",
              "audio/ogg": "ogg", "application/pdf": "pdf"}  # fmt: skip


class MediaStore:
    """Arquivos cifrados por caminho e links em claro por nome; os mais velhos saem."""

    def __init__(self, base_url: str, link_s: float) -> None:
        self._base_url = base_url
        self._link_s = link_s
        self._lock = threading.Lock()
        self._files: OrderedDict[str, tuple[MediaFile, bytes, bytes]] = OrderedDict()
        self._links: OrderedDict[str, tuple[MediaFile, float]] = OrderedDict()

    def publish(self, file: MediaFile) -> dict[str, Any]:
        """Cifra e guarda; devolve os campos que vão no webhook."""
        key = secrets.token_bytes(32)
        encrypted = encrypt(file.content, key, file.media_type)
        path = f"/v/{_FOLDER[file.media_type]}/{secrets.randbelow(10**17)}_{secrets.token_hex(8)}_n.enc"
        expiry = f"{int(time.time()) + 30 * 86400:X}"
        direct_path = f"{path}?ccb=11-4&oh=01_{secrets.token_urlsafe(16)}&oe={expiry}&_nc_sid=5e03e0"
        with self._lock:
            self._files[path] = (file, key, encrypted)
            while len(self._files) > _MAX_FILES:
                self._files.popitem(last=False)
        node: dict[str, Any] = {
            "url": f"{self._base_url}/mmg{direct_path}&mms3=true",
            "directPath": direct_path,
            "mediaKey": _text(key),
            "mimetype": file.mime_type,
            "fileSha256": _text(hashlib.sha256(file.content).digest()),
            "fileEncSha256": _text(hashlib.sha256(encrypted).digest()),
            # Números de 64 bits do protobuf chegam como texto.
            "fileLength": str(len(file.content)),
            "mediaKeyTimestamp": str(int(time.time())),
            **file.details,
        }
        if file.mime_type.startswith(("image/jpeg", "image/png")) and (small := drawings.thumbnail(file.content)):
            node["jpegThumbnail"] = _text(small)
        if file.details.get("ptt"):
            node["waveform"] = _text(_waveform(file.content))
        return node

    def encrypted(self, path: str) -> bytes | None:
        """O arquivo .enc de um directPath."""
        with self._lock:
            found = self._files.get(urlsplit(path).path)
        return found[2] if found else None

    def link(self, direct_path: str, media_key: str, media_type: str) -> tuple[str, int] | None:
        """Link em claro e seu vencimento (ms), se caminho, chave e tipo conferem."""
        with self._lock:
            found = self._files.get(urlsplit(direct_path).path)
            if not found or _text(found[1]) != media_key or found[0].media_type != media_type:
                return None
            file = found[0]
            extension = _EXTENSION.get(file.mime_type.split(";")[0], "bin")
            name = (
                f"{secrets.token_hex(4)}-{secrets.token_hex(2)}-4{secrets.token_hex(2)[1:]}-a{secrets.token_hex(2)[1:]}"
            )
            name = f"{name}-{secrets.token_hex(6)}_{media_type}.{extension}"
            expires = time.time() + self._link_s
            self._links[name] = (file, expires)
            while len(self._links) > _MAX_FILES:
                self._links.popitem(last=False)
        return f"{self._base_url}/media/file/{name}", int(expires * 1000)

    def plain(self, name: str) -> MediaFile | None:
        """O arquivo em claro de um link vigente."""
        with self._lock:
            file, expires = self._links.get(name, (None, 0.0))
        return file if file and time.time() < expires else None


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _waveform(content: bytes) -> bytes:
    """64 alturas de 0 a 100, como o celular as calcula; aqui, do próprio arquivo."""
    step = max(1, len(content) // 64)
    return bytes(sum(content[at : at + step]) // step * 100 // 255 for at in range(0, step * 64, step))
