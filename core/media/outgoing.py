"""Provisório."""

from dataclasses import dataclass
from typing import BinaryIO


class FileRefused(Exception):
    """O arquivo não serve."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """Arquivo guardado."""

    storage_name: str
    size: int
    served_type: str
    mime_type: str
    file_name: str | None
    file_sha256: str
    seconds: int | None = None
    width: int | None = None
    height: int | None = None
    pages: int | None = None
    thumbnail: bytes | None = None
    waveform: bytes | None = None


def prepare(cliente_id: int, send_type: str, file: BinaryIO, file_name: str | None) -> Prepared:
    """Guarda."""
    raise FileRefused("ainda não")
