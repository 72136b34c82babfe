"""O arquivo que uma pessoa manda: conferido pelos bytes, posto na forma que o WhatsApp aceita, medido e guardado.

Imagens são gravadas de novo (o que a câmera anotou não sai daqui), a voz vira Ogg/Opus, um GIF vira MP4."""

import base64
import mimetypes
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePath
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from core.media import ffmpeg, images, ownership, pdf_pages, picture_room, sound, stored_file
from core.media.ffmpeg import BrokenMedia
from core.media.images import BrokenImage
from core.media.sniff import HEAD_BYTES, sniff
from core.media.turns import bench
from core.models import MediaStatus, MessageMedia

MIB = 2**20
# Os do WhatsApp. A imagem é medida como chega: gravada de novo ela encolhe.
MAX_BYTES = {
    "image": 16 * MIB,
    "video": 64 * MIB,
    "gif": 16 * MIB,
    "video_note": 16 * MIB,
    "audio": 16 * MIB,
    "voice": 16 * MIB,
    "document": 100 * MIB,
    "sticker": MIB,
}
VOICE_TYPE = "audio/ogg; codecs=opus"
_PICTURES = {"image/jpeg", "image/png", "image/webp", "image/gif", "image/heic", "image/avif"}
_FILMS = {"video/mp4", "video/quicktime", "video/webm"}
_SOUNDS = {
    "audio/ogg", "audio/mpeg", "audio/mp4", "video/mp4", "video/webm", "audio/wav", "audio/flac", "audio/aac",
    "audio/amr",
}  # fmt: skip
_PLAYED = {"audio/ogg": VOICE_TYPE, "audio/mpeg": "audio/mpeg", "audio/mp4": "audio/mp4", "video/mp4": "audio/mp4"}
_HEARD_IN = {VOICE_TYPE: {"opus"}, "audio/mpeg": {"mp3"}, "audio/mp4": {"aac"}}
ACCEPTED = {
    "image": (_PICTURES, N_("JPEG, PNG, WebP, HEIC ou AVIF")),
    "sticker": (_PICTURES, N_("JPEG, PNG, WebP, HEIC ou AVIF")),
    "video": (_FILMS, N_("MP4, MOV ou WebM")),
    "video_note": (_FILMS, N_("MP4, MOV ou WebM")),
    "gif": ({"image/gif", *_FILMS}, N_("GIF, MP4, MOV ou WebM")),
    "audio": (_SOUNDS, N_("MP3, Ogg, M4A, AAC, AMR, WAV, FLAC ou WebM")),
    "voice": (_SOUNDS, N_("Ogg, WebM, M4A, MP3, AAC, AMR, WAV ou FLAC")),
}
# Uma extensão que o sistema não conhece ainda é uma: letras, curta, sem espaço (.psd, .cdr, .dwg); «.2 final» não é.
_UNKNOWN_SUFFIX = re.compile(r"\.(?=.*[a-z])[a-z0-9]{2,5}$")
_EXTENSIONS = {
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "audio/ogg": ".ogg",
    "audio/mpeg": ".mp3",
    "video/mp4": ".mp4",
}
_UNSAFE = set('\\/:*?"<>|')


class FileRefused(Exception):
    """O arquivo não serve para este tipo de envio; a mensagem é para quem o escolheu."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """Um arquivo guardado e o que se sabe dele. `file_sha256` em base64, como o WhatsApp o escreve."""

    storage_name: str
    size_bytes: int
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
    placeholder: bytes | None = None


@dataclass(slots=True)
class _Draft:
    """O arquivo na oficina: o que se guardará e o que já se mediu."""

    path: Path
    mime_type: str
    seconds: int | None = None
    width: int | None = None
    height: int | None = None
    pages: int | None = None
    thumbnail: bytes | None = None
    waveform: bytes | None = None
    placeholder: bytes | None = None
    extension: str | None = field(default=None)


def limit_of(send_type: str) -> int:
    """O maior arquivo de um tipo de envio, em bytes."""
    return min(MAX_BYTES[send_type], settings.MEDIA_MAX_BYTES)


def prepare(cliente_id: int, send_type: str, file: BinaryIO, file_name: str | None) -> Prepared:
    """Confere, converte, mede e guarda. Levanta `FileRefused`, `BenchFull`, OSError. Demora (ffmpeg): nunca dentro de
    uma transação."""
    with stored_file.workshop() as folder:
        source = folder / "source"
        served_type = _receive(file, source, limit_of(send_type))
        accepted, words = ACCEPTED.get(send_type, (None, ""))
        if accepted is not None and served_type not in accepted:
            raise FileRefused(_("Este arquivo não serve para este envio: mande %(kinds)s.") % {"kinds": gettext(words)})
        try:
            with bench():
                draft = _make(send_type, source, served_type, file_name, folder)
        except (BrokenImage, BrokenMedia) as error:
            raise FileRefused(_("Não consegui abrir o arquivo: %(reason)s.") % {"reason": error}) from error
        stored = ownership.store_file(cliente_id, draft.path)
    return Prepared(
        storage_name=stored.name,
        size_bytes=stored.size_bytes,
        served_type="audio/mp4" if draft.mime_type == "audio/mp4" else stored.served_type,
        mime_type=draft.mime_type,
        file_name=clean_name(file_name, draft.extension),
        file_sha256=base64.b64encode(stored.sha256).decode("ascii"),
        seconds=draft.seconds,
        width=draft.width,
        height=draft.height,
        pages=draft.pages,
        thumbnail=draft.thumbnail,
        waveform=draft.waveform,
        placeholder=draft.placeholder,
    )


def attach(prepared: Prepared, media: MessageMedia, now: datetime) -> None:
    """Põe o arquivo na linha da mídia, que quem chama grava na mesma transação. Levanta `FileGone`."""
    ownership.repoint(media.cliente_id, None, prepared.storage_name)
    for name in (
        "storage_name", "served_type", "mime_type", "file_name", "file_sha256", "seconds", "width", "height",
        "pages", "thumbnail", "waveform", "placeholder",
    ):  # fmt: skip
        setattr(media, name, getattr(prepared, name))
    media.size = media.stored_bytes = prepared.size_bytes
    media.is_own = True
    media.status, media.ready_at = MediaStatus.READY, now


def clean_name(name: str | None, extension: str | None) -> str | None:
    """O nome sem caminho, controle nem inversão de texto; com a extensão do que se guardou, se ela mudou."""
    if not name:
        return None
    name = "".join(letter for letter in name if unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Zl", "Zp"})
    name = "".join("_" if letter in _UNSAFE else letter for letter in name).strip(" .")
    if not name:
        return None
    suffix = PurePath(name).suffix
    if extension is not None and suffix.lower() != extension:
        is_extension = suffix.lower() in mimetypes.types_map or bool(_UNKNOWN_SUFFIX.match(suffix.lower()))
        name = (name.removesuffix(suffix) if is_extension else name) + extension
    stem, suffix = name.removesuffix(PurePath(name).suffix), PurePath(name).suffix[:20]
    return stem[: 200 - len(suffix)] + suffix


def _receive(file: BinaryIO, target: Path, limit: int) -> str:
    total, head = 0, b""
    with target.open("wb") as out:
        while chunk := file.read(stored_file.CHUNK_BYTES):
            total += len(chunk)
            if total > limit:
                raise FileRefused(
                    _("O arquivo passa de %(limit)s MB, o limite do WhatsApp para este envio.")
                    % {"limit": limit // MIB or 1}
                )
            head = head or chunk[:HEAD_BYTES]
            out.write(chunk)
    if not total:
        raise FileRefused(_("O arquivo está vazio."))
    return sniff(head)


def _make(send_type: str, source: Path, served_type: str, name: str | None, folder: Path) -> _Draft:
    if send_type == "image":
        return _image(source, served_type, folder)
    if send_type == "sticker":
        return _sticker(source, served_type, folder)
    if send_type == "voice":
        return _voice(source, served_type, folder)
    if send_type == "audio":
        return _audio(source, served_type, folder)
    if send_type == "document":
        return _document(source, served_type, name)
    return _video(source, served_type, folder)


def _image(source: Path, served_type: str, folder: Path) -> _Draft:
    target = folder / "image"
    made = picture_room.prepare(source, "photo", target)
    if made.served_type is None or (made.is_animated and served_type == "image/webp"):
        raise FileRefused(_("Esta imagem se move: mande-a como figurinha, ou como GIF em MP4."))
    draft = _Draft(target, made.served_type, extension=".png" if made.served_type == "image/png" else ".jpg")
    draft.width, draft.height = made.width, made.height
    draft.thumbnail, draft.placeholder = made.thumbnail, made.placeholder
    return draft


def _sticker(source: Path, served_type: str, folder: Path) -> _Draft:
    side, target = images.STICKER_SIDE, folder / "sticker"
    made = picture_room.prepare(source, "sticker", target)
    if made.is_animated:
        if served_type != "image/webp" or (made.width, made.height) != (side, side):
            raise FileRefused(_("Uma figurinha animada precisa já ser WebP de %(side)s x %(side)s.") % {"side": side})
        target = source
    return _Draft(
        target,
        "image/webp",
        width=side,
        height=side,
        thumbnail=made.thumbnail,
        placeholder=made.placeholder,
        extension=".webp",
    )


def _video(source: Path, served_type: str, folder: Path) -> _Draft:
    poster, target = folder / "poster", source
    if served_type == "image/gif":
        target = folder / "video"
        facts = ffmpeg.gif_to_mp4(source, target, poster)
    else:
        facts = ffmpeg.look_at_video(source, served_type, poster)
        if served_type != "video/mp4" or not facts.plays_on_whatsapp:
            target = folder / "video"
            ffmpeg.to_mp4(source, served_type, target, facts)
    still = picture_room.prepare(poster, "previews")
    return _Draft(
        target,
        "video/mp4",
        facts.seconds,
        facts.width,
        facts.height,
        thumbnail=still.thumbnail,
        placeholder=still.placeholder,
        extension=".mp4",
    )


def _voice(source: Path, served_type: str, folder: Path) -> _Draft:
    target, pcm = folder / "voice", folder / "pcm"
    ffmpeg.to_voice(source, served_type, target, pcm)
    return _heard(_Draft(target, VOICE_TYPE, waveform=sound.waveform_of(pcm), extension=".ogg"), pcm)


def _audio(source: Path, served_type: str, folder: Path) -> _Draft:
    """O que o WhatsApp toca vai como veio; o resto vira Opus."""
    if served_type not in _PLAYED:
        draft = _voice(source, served_type, folder)
        draft.waveform = None
        return draft
    pcm = folder / "pcm"
    told = ffmpeg.listen(source, served_type, pcm)
    if ffmpeg.has_video(told):
        raise FileRefused(_("Este arquivo é um vídeo: mande-o como vídeo."))
    kind = _PLAYED[served_type]
    if ffmpeg.sound_codec(told) not in _HEARD_IN[kind]:  # o embrulho serve, o que vem dentro não (Vorbis, ALAC)
        draft = _voice(source, served_type, folder)
        draft.waveform = None
        return draft
    extension = {VOICE_TYPE: ".ogg", "audio/mpeg": ".mp3"}.get(kind, ".m4a")
    return _heard(_Draft(source, kind, extension=extension), pcm)


def _heard(draft: _Draft, pcm: Path) -> _Draft:
    if not pcm.stat().st_size:
        raise BrokenMedia(_("não há som neste arquivo"))
    draft.seconds = sound.seconds_of(pcm)
    return draft


def _document(source: Path, served_type: str, name: str | None) -> _Draft:
    """Vai como veio. O tipo é o farejado; onde os bytes não dizem, o da extensão."""
    kind = served_type
    if served_type == "application/octet-stream":
        kind = mimetypes.guess_type(name or "", strict=False)[0] or served_type
    draft = _Draft(source, kind[:128])
    draft.extension = _document_extension(kind, name)
    if served_type == "application/pdf":
        draft.pages = pdf_pages.count_pages(source)
    return draft


def _document_extension(kind: str, name: str | None) -> str | None:
    """A extensão que falta a um nome («boleto», «Contrato v1.2 final»): a do tipo; None se o nome já tem uma sua."""
    suffix = PurePath(name or "").suffix.lower()
    if suffix and (suffix in mimetypes.types_map or suffix in mimetypes.common_types or _UNKNOWN_SUFFIX.match(suffix)):
        return None
    return _EXTENSIONS.get(kind) or mimetypes.guess_extension(kind, strict=False)
