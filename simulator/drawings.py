"""Arquivos que os contatos mandam: fotos, comprovantes, figurinhas, PDF, e as gravações da pasta `assets`."""

import io
import random
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFilter, ImageFont

ASSETS = Path(__file__).parent / "assets"
_CONTRACT = (
    "Contrato de prestação de serviços",
    "",
    "1. Objeto: suporte técnico mensal.",
    "2. Valor: R$ 350,00 por mês.",
    "3. Vigência: 12 meses.",
    "",
    "Assinado digitalmente.",
)
VOICES = {"voice_curta": 2, "voice_media": 2, "voice_grave": 3, "voice_aguda": 5, "voice_longa": 6}
_SKIES = [((255, 183, 94), (237, 66, 100)), ((137, 207, 240), (230, 244, 250)), ((32, 38, 72), (120, 90, 140))]
_HILLS = [(46, 94, 78), (58, 78, 105), (120, 96, 60), (34, 60, 50)]
_GREEN, _INK, _PAPER, _GREY = (0, 128, 96), (38, 38, 38), (252, 251, 247), (120, 120, 120)


@dataclass(frozen=True, slots=True)
class MediaFile:
    """Bytes em claro e o que o WhatsApp diz deles no corpo do webhook."""

    content: bytes
    mime_type: str
    media_type: str  # image, video, audio ou document
    details: dict[str, Any]


def photo(rng: random.Random) -> MediaFile:
    """Uma paisagem: céu, sol e morros."""
    width, height = rng.choice([(960, 720), (720, 960)])
    top, bottom = rng.choice(_SKIES)
    sky = Image.linear_gradient("L").resize((width, height))
    image = Image.composite(Image.new("RGB", sky.size, bottom), Image.new("RGB", sky.size, top), sky)
    draw = ImageDraw.Draw(image)
    x, y, r = rng.randint(100, width - 100), rng.randint(80, height // 2), rng.randint(30, 70)
    draw.ellipse((x - r, y - r, x + r, y + r), fill=(255, 244, 200))
    for depth, color in enumerate(rng.sample(_HILLS, 3)):
        base = height * (5 + depth) // 8
        points = [(step, base + rng.randint(-60, 40)) for step in range(0, width + 121, 120)]
        draw.polygon([(0, height), *points, (width + 120, height)], fill=color)
    return _jpeg(image.filter(ImageFilter.GaussianBlur(1.2)))


def receipt(rng: random.Random, name: str) -> MediaFile:
    """Um comprovante de Pix."""
    image = Image.new("RGB", (640, 900), _PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 640, 120), fill=_GREEN)
    _write(draw, (40, 38), "Comprovante de Pix", 38, fill="white")
    value = f"R$ {rng.randint(35, 980)},{rng.choice(['00', '50', '90'])}"
    _write(draw, (40, 160), value, 58, fill=_INK)
    rows = [
        ("Pago por", name),
        ("Para", "Loja Exemplo Ltda."),
        ("Quando", f"{datetime.now(UTC):%d/%m/%Y %H:%M}"),
        ("Instituição", "Banco Fictício S.A."),
        ("ID da transação", f"E{rng.randint(10**15, 10**16 - 1)}"),
    ]
    for row, (label, words) in enumerate(rows):
        top = 270 + row * 110
        _write(draw, (40, top), label, 24, fill=_GREY)
        _write(draw, (40, top + 34), words, 32, fill=_INK)
        draw.line((40, top + 88, 600, top + 88), fill=(220, 220, 215), width=2)
    return _jpeg(image)


def sticker(rng: random.Random) -> MediaFile:
    """Uma figurinha: um rosto em fundo transparente."""
    image = Image.new("RGBA", (512, 512), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    color = rng.choice([(255, 205, 60), (120, 200, 255), (255, 150, 170), (150, 220, 130)])
    draw.ellipse((40, 40, 472, 472), fill=color, outline="white", width=14)
    for x in (185, 327):
        draw.ellipse((x - 26, 170, x + 26, 240), fill=_INK)
    draw.chord((150, 200, 362, 400), 10, 170, fill=_INK)
    data = io.BytesIO()
    image.save(data, "WEBP", quality=70)
    return MediaFile(data.getvalue(), "image/webp", "image", {"height": 512, "width": 512, "isAnimated": False})


def voice(rng: random.Random, name: str | None = None) -> MediaFile:
    """Uma nota de voz, em uma das vozes gravadas."""
    name = name if name in VOICES else rng.choice(list(VOICES))
    content = (ASSETS / f"{name}.ogg").read_bytes()
    return MediaFile(content, "audio/ogg; codecs=opus", "audio", {"seconds": VOICES[name], "ptt": True})


def audio() -> MediaFile:
    """Um arquivo de música."""
    return MediaFile((ASSETS / "audio.mp3").read_bytes(), "audio/mpeg", "audio", {"seconds": 4, "ptt": False})


def video() -> MediaFile:
    """Um vídeo curto, com som."""
    size = {"seconds": 2, "height": 240, "width": 320, "gifPlayback": False}
    return MediaFile((ASSETS / "video.mp4").read_bytes(), "video/mp4", "video", size)


def gif() -> MediaFile:
    """Um GIF, que no WhatsApp é vídeo."""
    size = {"seconds": 2, "height": 240, "width": 240, "gifPlayback": True}
    return MediaFile((ASSETS / "gif.mp4").read_bytes(), "video/mp4", "video", size)


def document(title: str = "contrato.pdf", lines: tuple[str, ...] = ()) -> MediaFile:
    """Um PDF de uma página."""
    lines = lines or _CONTRACT
    details = {"title": title, "fileName": title, "pageCount": 1}
    return MediaFile(_pdf(lines), "application/pdf", "document", details)


def avatar(name: str, seed: str) -> bytes:
    """A foto de perfil: iniciais sobre uma cor."""
    rng = random.Random(seed)  # noqa: S311
    image = Image.new("RGB", (192, 192), tuple(rng.randint(60, 170) for _ in range(3)))
    initials = "".join(word[0] for word in name.split()[:2]).upper() or "?"
    _write(ImageDraw.Draw(image), (96, 96), initials, 76, fill="white", anchor="mm")
    return _jpeg(image).content


def thumbnail(content: bytes) -> bytes | None:
    """A miniatura JPEG que vai dentro do webhook; None para o que não é imagem."""
    try:
        with Image.open(io.BytesIO(content)) as image:
            small = image.convert("RGB")
    except (OSError, ValueError):
        return None
    small.thumbnail((72, 72))
    data = io.BytesIO()
    small.save(data, "JPEG", quality=50)
    return data.getvalue()


def recompressed(content: bytes) -> bytes:
    """A imagem como o WhatsApp a entrega: JPEG, menor; o que não é imagem fica como veio."""
    try:
        with Image.open(io.BytesIO(content)) as image:
            return _jpeg(image.convert("RGB")).content
    except (OSError, ValueError):
        return content


def size_of(content: bytes) -> dict[str, Any]:
    """Largura e altura de uma imagem alheia."""
    try:
        with Image.open(io.BytesIO(content)) as image:
            return {"height": image.height, "width": image.width}
    except (OSError, ValueError):
        return {}


def _write(draw: ImageDraw.ImageDraw, at: tuple[int, int], words: str, size: int, **options: Any) -> None:
    """Escreve com a fonte do sistema; sem ela, com a do Pillow, que não tem acentos."""
    try:
        font: Any = ImageFont.truetype("DejaVuSans.ttf", size)
    except OSError:
        font = ImageFont.load_default(size)
        words = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    draw.text(at, words, font=font, **options)


def _jpeg(image: Image.Image) -> MediaFile:
    data = io.BytesIO()
    image.save(data, "JPEG", quality=72)
    return MediaFile(data.getvalue(), "image/jpeg", "image", {"height": image.height, "width": image.width})


def _pdf(lines: tuple[str, ...]) -> bytes:
    """O menor PDF que abre: uma página A4, Helvetica."""
    text = b"BT /F1 14 Tf 72 760 Td 22 TL "
    for line in lines:
        words = line.encode("cp1252", "replace").replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")
        text += b"(" + words + b") Tj T* "
    text += b"ET"
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    resources = b"/Resources << /Font << /F1 5 0 R >> >>"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R %s >>" % resources
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        page,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        font,
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, item in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    tail = b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return out + tail % (size, table, size, len(out))
