"""O que uma pessoa manda sai na forma que o WhatsApp aceita, medido, e sem o que ela não quis contar."""

import base64
import hashlib
import io
from pathlib import Path

import pytest
from PIL import Image

from core.media import ffmpeg, outgoing
from core.media.outgoing import FileRefused, clean_name, prepare
from tests.media.samples import animation, asset, camera_picture, content_of, converted, picture

pytestmark = pytest.mark.django_db
CLIENTE = 7


@pytest.fixture(autouse=True)
def media_root(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def send(send_type: str, content: bytes, name: str | None = None):
    return prepare(CLIENTE, send_type, io.BytesIO(content), name)


def kept(prepared) -> bytes:
    return content_of(prepared.storage_name)


def test_camera_picture_goes_upright_and_without_what_the_camera_wrote():
    prepared = send("image", camera_picture(), "DSC_0001.JPEG")

    content = kept(prepared)
    image = Image.open(io.BytesIO(content))
    red, _, blue = image.getpixel((150, 20))
    assert (prepared.width, prepared.height, image.size) == (300, 400, (300, 400))
    assert red > 200 > 60 > blue
    assert (dict(image.getexif()), b"segredo" in content) == ({}, False)
    assert (prepared.mime_type, prepared.served_type, prepared.file_name) == (
        "image/jpeg",
        "image/jpeg",
        "DSC_0001.jpg",
    )


def test_what_is_kept_is_what_is_described():
    prepared = send("image", picture())

    content = kept(prepared)
    assert prepared.size_bytes == len(content)
    assert base64.b64decode(prepared.file_sha256) == hashlib.sha256(content).digest()
    assert prepared.storage_name.startswith(f"{CLIENTE}/")
    assert Image.open(io.BytesIO(prepared.thumbnail)).size == (320, 240)
    assert max(Image.open(io.BytesIO(prepared.placeholder)).size) == 20


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (picture("PNG", color=(0, 128, 0, 100)), "image/png"),
        (picture("WEBP", color=(0, 128, 0, 100), lossless=True), "image/png"),
        (picture("PNG", color=(0, 128, 0, 255)), "image/jpeg"),
        (picture("PNG"), "image/jpeg"),
        (animation("GIF"), "image/jpeg"),
    ],
    ids=["png-alpha", "webp-alpha", "png-opaque-alpha", "png", "gif-first-frame"],
)
def test_only_transparency_stays_png(content, expected):
    assert send("image", content).served_type == expected


def test_sticker_becomes_webp_of_the_right_size():
    prepared = send("sticker", picture(size=(300, 100)), "foto.jpg")

    image = Image.open(io.BytesIO(kept(prepared)))
    assert (image.format, image.size, prepared.file_name) == ("WEBP", (512, 512), "foto.webp")
    assert image.convert("RGBA").getpixel((256, 10))[3] == 0
    assert image.convert("RGBA").getpixel((256, 256))[3] == 255


def test_animated_sticker_stays_animated_or_is_refused():
    moving = animation("WEBP", (512, 512))

    assert kept(send("sticker", moving)) == moving
    for content in (animation("WEBP", (64, 64)), animation("GIF", (512, 512))):
        with pytest.raises(FileRefused, match="animada"):
            send("sticker", content)


@pytest.mark.parametrize(
    ("target", "options"),
    [
        ("voz.webm", ["-c:a", "libopus"]),
        ("voz.mp4", ["-c:a", "aac", "-movflags", "frag_keyframe+empty_moov"]),
        ("voz.m4a", ["-c:a", "aac"]),
        ("voz.wav", []),
        ("voz.mp3", []),
        ("voz.ogg", ["-c:a", "libopus", "-ac", "2", "-metadata", "title=segredo"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_voice_of_any_browser_becomes_ogg_opus_mono(tmp_path, target, options):
    prepared = send("voice", converted("voice_media.ogg", tmp_path, target, *options), target)

    content = kept(prepared)
    head = content[content.index(b"OpusHead") :]
    assert (prepared.served_type, prepared.mime_type, prepared.seconds) == ("audio/ogg", "audio/ogg; codecs=opus", 2)
    assert (head[9], int.from_bytes(head[12:16], "little")) == (1, 48000)
    assert (len(prepared.waveform), max(prepared.waveform)) == (64, 100)
    assert b"segredo" not in content


def test_silence_has_a_flat_wave(tmp_path):
    mute = converted("voice_curta.ogg", tmp_path, "mudo.wav", "-af", "volume=0")

    assert send("voice", mute).waveform == bytes(64)


@pytest.mark.parametrize(
    ("send_type", "name", "seconds", "size"),
    [
        ("video", "video.mp4", 2, (320, 240)),
        ("video_note", "gif.mp4", 2, (240, 240)),
        ("gif", "gif.mp4", 2, (240, 240)),
    ],
)
def test_video_goes_as_it_came_and_is_measured(send_type, name, seconds, size):
    prepared = send(send_type, asset(name), name)

    assert kept(prepared) == asset(name)
    assert (prepared.seconds, (prepared.width, prepared.height)) == (seconds, size)
    assert Image.open(io.BytesIO(prepared.thumbnail)).format == "JPEG"
    assert prepared.placeholder


def test_a_real_gif_becomes_mp4():
    prepared = send("gif", animation("GIF", (65, 48)), "dança.gif")

    assert (prepared.served_type, prepared.mime_type, prepared.file_name) == ("video/mp4", "video/mp4", "dança.mp4")
    assert (prepared.width % 2, prepared.height % 2, prepared.seconds) == (0, 0, 1)


@pytest.mark.parametrize(
    ("content", "expected"),
    [(asset("audio.mp3"), "audio/mpeg"), (asset("voice_curta.ogg"), "audio/ogg; codecs=opus")],
    ids=["mp3", "ogg"],
)
def test_audio_that_whatsapp_plays_goes_as_it_came(content, expected):
    prepared = send("audio", content)

    assert (kept(prepared) == content, prepared.mime_type) == (True, expected)
    assert prepared.seconds > 0


def test_other_audio_becomes_opus_and_audio_in_mp4_is_told_from_video(tmp_path):
    wav = send("audio", converted("audio.mp3", tmp_path, "a.wav"), "a.wav")
    mp4 = send("audio", converted("audio.mp3", tmp_path, "a.mp4", "-c:a", "aac"), "a.mp4")

    assert (wav.served_type, wav.file_name, wav.seconds) == ("audio/ogg", "a.ogg", 4)
    assert (mp4.served_type, mp4.mime_type, mp4.file_name) == ("audio/mp4", "audio/mp4", "a.m4a")
    with pytest.raises(FileRefused, match="vídeo"):
        send("audio", asset("video.mp4"))


def filmed(tmp_path, name, *options):
    return converted("video.mp4", tmp_path, name, *options)


def test_what_an_iphone_films_and_photographs_goes_in_a_form_that_plays(tmp_path):
    mov = filmed(tmp_path, "a.mov", "-c", "copy")
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "red").save(out, "HEIF")

    film = send("video", mov, "IMG_0002.MOV")
    photo = send("image", out.getvalue(), "IMG_0003.HEIC")

    assert (film.mime_type, film.served_type, film.file_name) == ("video/mp4", "video/mp4", "IMG_0002.mp4")
    assert (photo.mime_type, photo.file_name, photo.width, photo.height) == ("image/jpeg", "IMG_0003.jpg", 64, 48)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("a.3gp", ["-c:v", "h263", "-s", "176x144", "-an"]),
        ("b.mp4", ["-c:v", "mpeg4", "-an"]),
        ("c.mp4", ["-c:v", "libx264", "-pix_fmt", "yuv444p", "-an"]),
        ("d.webm", ["-c:v", "libvpx", "-an"]),
    ],
)
def test_a_video_whatsapp_would_not_play_becomes_one_it_plays(tmp_path, name, options):
    sent = filmed(tmp_path, name, *options)

    prepared = send("video", sent, name)

    (tmp_path / "sent.mp4").write_bytes(kept(prepared))
    facts = ffmpeg.look_at_video(tmp_path / "sent.mp4", "video/mp4", tmp_path / "poster")
    assert (facts.plays_on_whatsapp, prepared.mime_type) == (True, "video/mp4")


def test_vorbis_in_ogg_becomes_opus(tmp_path):
    prepared = send("audio", converted("audio.mp3", tmp_path, "a.ogg", "-c:a", "libvorbis"), "musica.ogg")

    (tmp_path / "sent.ogg").write_bytes(kept(prepared))
    told = ffmpeg.listen(tmp_path / "sent.ogg", "audio/ogg", tmp_path / "pcm")
    assert (prepared.mime_type, ffmpeg.sound_codec(told)) == ("audio/ogg; codecs=opus", "opus")


def test_a_moving_webp_is_refused_as_a_photo_with_what_to_do():
    with pytest.raises(FileRefused, match="figurinha"):
        send("image", animation("WEBP", (64, 48)), "a.webp")


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("boleto", "boleto.pdf"),
        ("Contrato v1.2 final", "Contrato v1.2 final.pdf"),
        ("nota.2026", "nota.2026.pdf"),
        ("planta.dwg", "planta.dwg"),
        ("recibo.PDF", "recibo.PDF"),
    ],
)
def test_a_document_without_extension_gains_the_one_of_its_bytes(name, sent):
    from simulator.drawings import document

    assert send("document", document().content, name).file_name == sent


def test_document_goes_as_it_came(tmp_path):
    from simulator.drawings import document

    pdf = send("document", document().content, "../../contra\x00to\u202e.pdf")
    sheet = send("document", b"PK\x03\x04planilha", "conta.xlsx")
    unknown = send("document", b"\x00\x01", None)

    assert (pdf.pages, pdf.mime_type, pdf.file_name) == (1, "application/pdf", "_.._contrato.pdf")
    assert sheet.mime_type == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert (unknown.mime_type, unknown.file_name, unknown.pages) == ("application/octet-stream", None, None)


@pytest.mark.parametrize(
    ("send_type", "content", "words"),
    [
        ("image", b"", "vazio"),
        ("document", b"", "vazio"),
        ("image", asset("video.mp4"), "JPEG"),
        ("image", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "JPEG"),
        ("image", picture()[:200], "estragada"),
        ("image", picture("PNG", size=(5001, 5000)), "limite é 25"),
        ("image", picture("PNG", size=(8000, 8000)), "64 megapixels"),
        ("video", picture(), "MP4"),
        ("video", asset("audio.mp3"), "MP4"),
        ("video", b"\x00\x00\x00\x18ftypisom" + bytes(500), "estragado"),
        ("gif", picture("PNG"), "GIF, MP4, MOV ou WebM"),
        ("voice", picture(), "Ogg"),
        ("voice", b"OggS" + bytes(500), "estragado"),
        ("audio", b"#EXTM3U\nfile:///etc/passwd", "MP3"),
        ("sticker", asset("gif.mp4"), "WebP"),
        ("sticker", picture() + bytes(2**20), "1 MB"),
    ],
)  # fmt: skip
def test_what_does_not_serve_is_refused_with_words(media_root, send_type, content, words):
    with pytest.raises(FileRefused, match=words):
        send(send_type, content)

    assert [path for path in media_root.rglob("*") if path.is_file()] == []


def test_a_list_that_names_other_files_is_not_followed(tmp_path):
    secret = tmp_path / "segredo.ogg"
    secret.write_bytes(asset("voice_curta.ogg"))
    listing = f"ffconcat version 1.0\nfile {secret}\n".encode()

    for disguise in (b"OggS", b"RIFF\x00\x00\x00\x00WAVE", b"\x1a\x45\xdf\xa3", b"ID3"):
        with pytest.raises(FileRefused):
            send("voice", disguise + b"\n" + listing)


def test_size_is_counted_while_reading(settings, monkeypatch):
    settings.MEDIA_MAX_BYTES = 1000
    read = []

    class Endless(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            read.append(size)
            return b"x" * size

    with pytest.raises(FileRefused, match="1 MB"):
        prepare(CLIENTE, "document", Endless(), None)

    assert len(read) == 1


def test_the_workshop_is_left_empty(media_root):
    send("voice", asset("voice_curta.ogg"))

    assert list((media_root / "incoming").iterdir()) == []


def test_every_send_type_has_a_limit():
    assert {kind for kind in outgoing.MAX_BYTES if kind != "document"} == set(outgoing.ACCEPTED)


@pytest.mark.parametrize(
    ("name", "extension", "expected"),
    [
        ("a.txt", None, "a.txt"),
        ("a.txt", ".pdf", "a.pdf"),
        ("a.PDF", ".pdf", "a.PDF"),
        ("nome", ".jpg", "nome.jpg"),
        ("x" * 400 + ".pdf", None, "x" * 196 + ".pdf"),
        (" .. ", None, None),
        ("", ".jpg", None),
    ],
)
def test_name_is_only_a_name(name, extension, expected):
    assert clean_name(name, extension) == expected
