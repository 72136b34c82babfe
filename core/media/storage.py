"""Onde ficam os arquivos: pasta por cliente, nome pelo SHA-256; o nome que o remetente deu nunca vira caminho."""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from core.models import MessageMedia

INLINE_TYPES = {
    "image/jpeg",
    "image/png",
    "image/webp",
    "image/gif",
    "video/mp4",
    "audio/ogg",
    "audio/mpeg",
    "audio/mp4",
}
_HEAD_BYTES = 64


class Mismatch(Exception):
    """O que chegou não é o que o evento descreveu (hash ou tamanho)."""


@dataclass(frozen=True, slots=True)
class Stored:
    """Um arquivo guardado."""

    name: str
    size: int
    served_type: str


def save(cliente: int, chunks: Iterable[bytes], *, sha256: bytes | None, size: int | None) -> Stored:
    """Grava num temporário, confere e renomeia. Levanta `Mismatch`; o que os pedaços levantarem passa, e nada fica."""
    root = Path(settings.MEDIA_ROOT)
    incoming = root / "incoming"
    incoming.mkdir(parents=True, exist_ok=True)
    digest, total, head = hashlib.sha256(), 0, b""
    handle, temporary = tempfile.mkstemp(dir=incoming)
    try:
        with os.fdopen(handle, "wb") as file:
            for chunk in chunks:
                digest.update(chunk)
                total += len(chunk)
                head = (head + chunk)[:_HEAD_BYTES] if len(head) < _HEAD_BYTES else head
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        if sha256 is not None and digest.digest() != sha256:
            raise Mismatch("o conteúdo baixado não confere com o hash do evento")
        if sha256 is None and size is not None and total != size:
            raise Mismatch("o tamanho baixado não confere com o do evento")
        name = f"{cliente}/{digest.hexdigest()[:2]}/{digest.hexdigest()}"
        final = root / name
        final.parent.mkdir(parents=True, exist_ok=True)
        os.replace(temporary, final)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return Stored(name, total, sniff(head))


def sniff(head: bytes) -> str:
    """O tipo pelos primeiros bytes; o declarado não vale. Fora da lista: application/octet-stream."""
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[:6] in {b"GIF87a", b"GIF89a"}:
        return "image/gif"
    if head[4:8] == b"ftyp":
        return "audio/mp4" if head[8:11] == b"M4A" else "video/mp4"
    if head.startswith(b"OggS"):
        return "audio/ogg"
    if head.startswith(b"ID3") or (len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2):
        return "audio/mpeg"
    if head.startswith(b"%PDF-"):
        return "application/pdf"
    return "application/octet-stream"


def open_file(name: str) -> BinaryIO:
    """O arquivo, para ler e posicionar. Levanta FileNotFoundError."""
    return _path(name).open("rb")


def size(name: str) -> int:
    """Tamanho em bytes. Levanta FileNotFoundError."""
    return _path(name).stat().st_size


def discard_unused(names: Iterable[str]) -> int:
    """Apaga do disco os arquivos que nenhuma mídia nomeia mais (o mesmo conteúdo é um arquivo só por cliente); devolve
    quantos. Um arquivo que já não está lá é feito."""
    listed, gone = list(names), 0
    for start in range(0, len(listed), 500):
        some = listed[start : start + 500]
        named = set(MessageMedia.objects.filter(storage_name__in=some).values_list("storage_name", flat=True))
        for name in set(some) - named:
            try:
                _path(name).unlink()
            except FileNotFoundError:
                continue
            gone += 1
    return gone


def _path(name: str) -> Path:
    root = Path(settings.MEDIA_ROOT).resolve()
    path = (root / name).resolve()
    if root not in path.parents:
        raise FileNotFoundError(name)
    return path
