"""Os arquivos que os casos nomeiam em `file.make`, feitos aqui com o ffmpeg e o Pillow do produto."""

import io
import subprocess
from pathlib import Path

import imageio_ffmpeg
from PIL import Image

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
_TONE = ("-f", "lavfi", "-i", "sine=frequency=440:duration=1")
_FILM = ("-f", "lavfi", "-i", "testsrc=duration=1:size=176x144:rate=10")
_RECIPES: dict[str, tuple[str, ...]] = {
    "a.ogg": (*_TONE, "-c:a", "libvorbis", "-f", "ogg"),
    "a.3gp": (*_FILM, "-c:v", "h263", "-f", "3gp"),
    "h264.mov": (*_FILM, "-c:v", "libx264", "-pix_fmt", "yuv420p", "-f", "mov"),
}


def make(name: str, folder: Path) -> bytes:
    """Os bytes do arquivo `name`."""
    if name.endswith(".pdf"):
        return PDF
    if name in _RECIPES:
        return _ffmpeg(folder / name, *_RECIPES[name])
    if name == "cover.mp3":
        (folder / "capa.png").write_bytes(_picture("PNG"))
        cover = ("-i", str(folder / "capa.png"), "-map", "0", "-map", "1", "-c:v", "copy", "-id3v2_version", "3")
        return _ffmpeg(folder / name, *_TONE, *cover, "-f", "mp3")
    if name == "cmyk.jpg":
        return _picture("JPEG", "CMYK")
    if name == "exif6.jpg":
        exif = Image.Exif()
        exif[0x0112] = 6  # deitada: mostra-se girada
        return _picture("JPEG", size=(300, 200), exif=exif)
    raise AssertionError(f"não sei fazer {name}")


def _ffmpeg(target: Path, *words: str) -> bytes:
    program = imageio_ffmpeg.get_ffmpeg_exe()
    subprocess.run([program, "-v", "error", "-y", *words, str(target)], check=True, timeout=60)
    return target.read_bytes()


def _picture(format: str, mode: str = "RGB", size: tuple[int, int] = (64, 48), **options: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size).save(out, format, **options)
    return out.getvalue()
