"""Arquivos de verdade para os testes."""

import io
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import imageio_ffmpeg
from PIL import Image

from core.media import stored_file
from core.media.stored_file import Stored

ASSETS = Path(__file__).parents[2] / "simulator" / "assets"
_ORIENTATION, _GPS = 0x0112, 0x8825


def asset(name: str) -> bytes:
    return (ASSETS / name).read_bytes()


def save(
    cliente: int, chunks: Iterable[bytes], *, sha256: bytes | None = None, size_bytes: int | None = None
) -> Stored:
    """Guarda com um nome novo que ninguém anota: o de um arquivo que já se tem."""
    with stored_file.received(chunks, sha256=sha256, size_bytes=size_bytes) as got:
        name = stored_file.new_name(cliente, got.sha256)
        stored_file.put(name, got.path)
    return Stored(name, got.size_bytes, got.served_type, got.sha256)


def content_of(name: str) -> bytes:
    return b"".join(stored_file.span(name, 0, stored_file.size_bytes(name)))


def picture(format: str = "JPEG", size: tuple[int, int] = (640, 480), color: Any = "teal", **options: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGBA" if isinstance(color, tuple) and len(color) == 4 else "RGB", size, color).save(
        out, format, **options
    )
    return out.getvalue()


def camera_picture() -> bytes:
    """Deitada, com lugar anotado: a de cima vermelha só depois de girada."""
    image = Image.new("RGB", (400, 300), "blue")
    image.paste("red", (0, 0, 200, 300))
    exif = Image.Exif()
    exif[_ORIENTATION] = 6  # girar 90 graus à direita
    exif.get_ifd(_GPS)[1] = "S"
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, comment=b"segredo")
    return out.getvalue()


def animation(format: str, size: tuple[int, int] = (64, 48)) -> bytes:
    frames = [Image.new("RGB", size, color) for color in ("red", "green", "blue", "white")]
    out = io.BytesIO()
    frames[0].save(out, format, save_all=True, append_images=frames[1:], duration=200, loop=0)
    return out.getvalue()


def converted(name: str, folder: Path, target: str, *options: str) -> bytes:
    """Um dos arquivos do simulador, noutra forma (a que um navegador grava)."""
    path = folder / target
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-y", "-i", str(ASSETS / name), *options, str(path)]
    subprocess.run(command, check=True, capture_output=True)
    return path.read_bytes()
