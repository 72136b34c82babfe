"""Imagens: ler com limite, gravar de novo sem o que a câmera anotou, e fazer as pequenas.

Um JPEG grande (a câmera de um celular faz 48 a 108 megapixels) se lê já reduzido: o decodificador entrega a metade, o
quarto ou o oitavo de cada lado sem nunca montar a imagem inteira. Os outros formatos não sabem fazer isso."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as N_
from PIL import Image, ImageOps
from pillow_heif import register_heif_opener

MAX_PIXELS = 25_000_000  # decodificado são 75 a 100 MB; 68 bytes podem declarar 20000x20000
MAX_JPEG_PIXELS = 200_000_000  # o JPEG abre já reduzido: fotos de celular chegam a 200 megapixels
READ_PIXELS = 28_000_000  # o que um JPEG ocupa lido: metade dos lados de 108 megapixels ainda cabe
MAX_SIDE = 4096  # o que o WhatsApp guarda de uma foto nunca é maior
THUMBNAIL_SIDE = 320  # o dobro da largura da bolha, para telas densas
PLACEHOLDER_SIDE = 20  # um borrão: cabe em poucas centenas de bytes na linha
STICKER_SIDE = 512  # o WhatsApp só aceita figurinhas de 512x512
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "HEIF", "AVIF")  # HEIF: o que um iPhone fotografa
_ORIENTATION = 0x0112  # a etiqueta EXIF
_LIES_DOWN = {5, 6, 7, 8}

register_heif_opener(thumbnails=False)
Image.MAX_IMAGE_PIXELS = MAX_JPEG_PIXELS  # o limite de cada formato se confere antes de ler os pontos
warnings.simplefilter("error", Image.DecompressionBombWarning)


class BrokenImage(Exception):
    """A imagem não abre, ou promete pontos demais. `words` se traduz ao ser dita: quem abre a imagem não sabe a língua
    (core/media/picture_child.py)."""

    def __init__(self, words: str, **params: int) -> None:
        super().__init__(words)
        self.words, self.params = words, params

    def __str__(self) -> str:
        return gettext(self.words) % self.params


def open_image(path: Path) -> Image.Image:
    """A imagem na memória, já de pé (a orientação da câmera aplicada), e reduzida se é um JPEG grande. Levanta
    `BrokenImage`."""
    with _readable():
        image = Image.open(path, formats=FORMATS)
        if image.width * image.height > MAX_PIXELS:
            _shrink_while_reading(image, path)
        image.load()
        return ImageOps.exif_transpose(image)


def measure(path: Path) -> tuple[int, int]:
    """Largura e altura como se vê (de pé), sem ler os pontos. Levanta `BrokenImage`."""
    with _readable(), Image.open(path, formats=FORMATS) as image:
        lies_down = image.getexif().get(_ORIENTATION) in _LIES_DOWN
        return (image.height, image.width) if lies_down else (image.width, image.height)


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except MemoryError as error:
        raise BrokenImage(N_("a imagem pede memória ou tempo demais para ser aberta")) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise BrokenImage(N_("a imagem tem mais de %(limit)s megapixels"), limit=_mega(MAX_JPEG_PIXELS)) from error
    except (OSError, ValueError, SyntaxError, EOFError, TypeError, KeyError, IndexError, OverflowError) as error:
        raise BrokenImage(N_("a imagem está estragada ou não é deste tipo")) from error


def _shrink_while_reading(image: Image.Image, path: Path) -> None:
    pixels = image.width * image.height
    if pixels > MAX_JPEG_PIXELS:
        raise Image.DecompressionBombError
    if image.format not in {"JPEG", "MPO"}:
        raise BrokenImage(
            N_("a imagem tem %(size)s megapixels; em PNG, WebP e GIF o limite é %(limit)s (em JPEG, %(jpeg)s)"),
            size=_mega(pixels),
            limit=_mega(MAX_PIXELS),
            jpeg=_mega(MAX_JPEG_PIXELS),
        )
    if not _is_one_scan(path):  # em várias passadas o decodificador guarda a imagem inteira, por mais que se reduza
        raise BrokenImage(
            N_("a imagem tem %(size)s megapixels; num JPEG progressivo o limite é %(limit)s"),
            size=_mega(pixels),
            limit=_mega(MAX_PIXELS),
        )
    times = next(n for n in (2, 4, 8) if pixels // (n * n) <= READ_PIXELS)
    image.draft(None, (image.width // times, image.height // times))


def _is_one_scan(path: Path) -> bool:
    """Se o JPEG traz todas as cores numa passada só (o que faz a libjpeg ler linha por linha)."""
    with path.open("rb") as file:
        file.read(2)
        n_colors = 0
        while (head := file.read(4)) and len(head) == 4 and head[0] == 0xFF:
            marker, body = head[1], file.read(int.from_bytes(head[2:], "big") - 2)
            if marker in {0xC0, 0xC1}:
                n_colors = body[5]
            elif marker == 0xDA:
                return 0 < n_colors == body[0]
            elif 0xC2 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
                return False
    return False


def _mega(pixels: int) -> int:
    return -(-pixels // 1_000_000)


def is_animated(path: Path) -> bool:
    """Se há mais de um quadro. Levanta `BrokenImage`."""
    with _readable(), Image.open(path, formats=FORMATS) as image:
        return bool(getattr(image, "is_animated", False))


def has_alpha(image: Image.Image) -> bool:
    """Se algum ponto é transparente."""
    if not image.has_transparency_data:
        return False
    lowest = image.convert("RGBA").getchannel("A").getextrema()[0]
    return bool(isinstance(lowest, int | float) and lowest < 255)


def write_clean(image: Image.Image, target: Path) -> str:
    """Grava só os pontos e o perfil de cor: nem lugar, nem câmera, nem texto. Devolve o tipo."""
    if max(image.size) > MAX_SIDE:
        image.thumbnail((MAX_SIDE, MAX_SIDE))
    profile = image.info.get("icc_profile") if image.mode in {"RGB", "RGBA"} else None
    if has_alpha(image):
        _bare(image.convert("RGBA")).save(target, "PNG", optimize=True, icc_profile=profile)
        return "image/png"
    _bare(image.convert("RGB")).save(target, "JPEG", quality=88, optimize=True, icc_profile=profile)
    return "image/jpeg"


def write_sticker(image: Image.Image, target: Path) -> None:
    """512 x 512, transparente em volta."""
    fitted = ImageOps.contain(image.convert("RGBA"), (STICKER_SIDE, STICKER_SIDE))
    canvas = Image.new("RGBA", (STICKER_SIDE, STICKER_SIDE), (0, 0, 0, 0))
    canvas.paste(fitted, ((STICKER_SIDE - fitted.width) // 2, (STICKER_SIDE - fitted.height) // 2))
    canvas.save(target, "WEBP", quality=80, method=4)


def thumbnail_of(image: Image.Image) -> bytes:
    """JPEG de até 320 px."""
    return _small(image, THUMBNAIL_SIDE, 55)


def placeholder_of(image: Image.Image) -> bytes:
    """JPEG minúsculo, para mostrar borrado enquanto a imagem vem."""
    return _small(image, PLACEHOLDER_SIDE, 40)


def _small(image: Image.Image, side: int, quality: int) -> bytes:
    small = image.convert("RGBA") if image.has_transparency_data else image.convert("RGB")
    small.thumbnail((side, side))
    if small.mode == "RGBA":
        white = Image.new("RGB", small.size, "white")
        white.paste(small, mask=small.getchannel("A"))
        small = white
    out = io.BytesIO()
    _bare(small).save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()


def _bare(image: Image.Image) -> Image.Image:
    """Sem os anexos do original, que o Pillow gravaria de volta."""
    image.info.clear()
    return image
