"""Imagens: ler com limite, gravar de novo sem o que a câmera anotou, e fazer as pequenas."""

import io
import warnings
from pathlib import Path

from PIL import Image, ImageOps

MAX_PIXELS = 25_000_000
MAX_SIDE = 4096
THUMBNAIL_SIDE = 320
PLACEHOLDER_SIDE = 20
STICKER_SIDE = 512
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")

Image.MAX_IMAGE_PIXELS = MAX_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)


class BrokenImage(Exception):
    """A imagem não abre, ou promete pontos demais."""


def open_image(path: Path) -> Image.Image:
    """A imagem inteira na memória, já de pé (a orientação da câmera aplicada). Levanta `BrokenImage`."""
    try:
        image = Image.open(path, formats=FORMATS)
        if image.width * image.height > MAX_PIXELS:
            raise BrokenImage("a imagem tem mais de 25 megapixels")
        image.load()
        return ImageOps.exif_transpose(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise BrokenImage("a imagem tem mais de 25 megapixels") from error
    except (OSError, ValueError, SyntaxError, EOFError, TypeError, KeyError, IndexError, OverflowError) as error:
        raise BrokenImage("a imagem está estragada ou não é deste tipo") from error


def is_animated(path: Path) -> bool:
    """Se há mais de um quadro."""
    with Image.open(path, formats=FORMATS) as image:
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
