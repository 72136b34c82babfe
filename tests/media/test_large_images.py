"""A foto de um celular moderno cabe na memória; a bomba, não entra."""

import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from core.media import images
from core.media.images import BrokenImage
from tests.media.samples import picture

SIZE = (8165, 6124)  # 50 megapixels


def jpeg(folder: Path, size: tuple[int, int] = SIZE, mode: str = "RGB", **options) -> Path:
    path = folder / "foto.jpg"
    Image.new(mode, size).save(path, "JPEG", **options)
    return path


def header_only(size: tuple[int, int], folder: Path) -> Path:
    """Um JPEG de poucos bytes que promete `size`."""
    content = bytearray(picture(size=(16, 16)))
    at = content.index(b"\xff\xc0") + 5
    content[at : at + 4] = size[1].to_bytes(2, "big") + size[0].to_bytes(2, "big")
    path = folder / "promessa.jpg"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_a_large_photo_is_read_already_reduced(tmp_path, mode):
    image = images.open_image(jpeg(tmp_path, mode=mode))

    assert image.size == (4083, 3062)
    assert images.measure(tmp_path / "foto.jpg") == SIZE


def test_a_large_photo_never_takes_the_memory_it_would_take_whole(tmp_path):
    path = jpeg(tmp_path)
    script = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from core.media import images\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "image = images.open_image(Path(sys.argv[1]))\n"
        "images.write_clean(image, Path(sys.argv[1] + '.limpa'))\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
    )

    done = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True)

    whole_kb = SIZE[0] * SIZE[1] * 3 // 1024
    assert int(done.stdout) < whole_kb * 0.9
    assert Image.open(f"{path}.limpa").size == (4083, 3062)


def test_the_camera_turned_it_and_it_stands_up_all_the_same(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    path = jpeg(tmp_path, exif=exif)

    assert images.open_image(path).size == (3062, 4083)
    assert images.measure(path) == (SIZE[1], SIZE[0])


def test_the_picture_in_a_burst_of_a_camera_is_read_too(tmp_path):
    path = tmp_path / "foto.jpg"
    Image.new("L", SIZE).save(path, "MPO", save_all=True, append_images=[Image.new("L", (64, 48))])

    assert images.open_image(path).size == (4083, 3062)


@pytest.mark.parametrize(
    ("size", "words"),
    [((16_000, 12_600), "mais de 200 megapixels"), ((65_000, 65_000), "mais de 200 megapixels")],
)
def test_a_bomb_is_refused_by_its_header(tmp_path, size, words):
    path = header_only(size, tmp_path)
    assert path.stat().st_size < 2000

    with pytest.raises(BrokenImage, match=words):
        images.open_image(path)


def test_what_cannot_be_reduced_while_reading_keeps_the_lower_limit(tmp_path):
    progressive = jpeg(tmp_path, mode="L", progressive=True)
    png = tmp_path / "foto.png"
    Image.new("1", SIZE).save(png)

    with pytest.raises(BrokenImage, match=r"51 megapixels; num JPEG progressivo o limite é 25"):
        images.open_image(progressive)
    with pytest.raises(BrokenImage, match=r"51 megapixels; em PNG, WebP e GIF o limite é 25 \(em JPEG, 200\)"):
        images.open_image(png)


def test_several_scans_are_told_from_one(tmp_path):
    one, several = tmp_path / "um.jpg", tmp_path / "varios.jpg"
    one.write_bytes(picture())
    content = bytearray(picture())
    at = content.index(b"\xff\xda") + 4
    content[at] = 1  # a primeira passada traz só uma das três cores
    several.write_bytes(content)
    broken = tmp_path / "partido.jpg"
    broken.write_bytes(picture()[:30])

    assert [images._is_one_scan(path) for path in (one, several, broken)] == [True, False, False]


def test_a_photo_within_the_limit_keeps_every_pixel(tmp_path):
    assert images.open_image(jpeg(tmp_path, (5000, 4000), "L")).size == (5000, 4000)
