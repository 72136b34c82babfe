"""O que se faz de um arquivo recebido, onde o evento não o trouxe: medidas, miniatura, onda, e o borrão que se mostra
enquanto ele vem. Nada disto é condição para o arquivo: o que não se consegue fazer fica por fazer."""

import logging
from dataclasses import dataclass, field
from pathlib import Path

from core.media import ffmpeg, pdf_pages, picture_room, sound, stored_file
from core.media.ffmpeg import BrokenMedia
from core.media.images import BrokenImage
from core.media.picture_room import Prepared
from core.media.turns import BenchFull, bench
from core.models import MessageMedia

logger = logging.getLogger("core.media")


@dataclass(slots=True)
class Made:
    """O que se fez. `measures`: seconds, width, height, pages."""

    measures: dict[str, int] = field(default_factory=dict)
    thumbnail: bytes | None = None
    waveform: bytes | None = None
    placeholder: bytes | None = None


def make_previews(media: MessageMedia) -> None:
    """Faz e põe na linha (que quem chama grava) o que falta a um arquivo já guardado. Nunca levanta."""
    made = Made()
    try:
        with bench(), stored_file.on_disk(media.storage_name or "") as path, stored_file.workshop() as folder:
            _make(media, path, folder, made)
    except (BrokenImage, BrokenMedia, BenchFull, OSError) as error:
        told = {"media": media.pk, "served_type": media.served_type, "error": type(error).__name__}
        logger.info("action=media_not_derived", extra={"fields": told})
    except Exception:
        logger.exception("action=media_derive_broken", extra={"fields": {"media": media.pk}})
    media.made = made.measures or None
    media.made_thumbnail, media.made_waveform, media.placeholder = made.thumbnail, made.waveform, made.placeholder


def _make(media: MessageMedia, path: Path, folder: Path, made: Made) -> None:
    kind = media.served_type or ""
    if kind.startswith("image/"):
        seen = picture_room.prepare(path, "previews")
        made.measures.update(_missing(media, width=seen.width, height=seen.height))
        _small_ones(media, seen, made)
    elif kind == "video/mp4" and media.kind not in {"audio", "voice"}:
        facts = ffmpeg.look_at_video(path, kind, folder / "poster")
        made.measures.update(_missing(media, seconds=facts.seconds, width=facts.width, height=facts.height))
        _small_ones(media, picture_room.prepare(folder / "poster", "previews"), made)
    elif kind in ffmpeg.DEMUXERS and _wants_sound(media):
        pcm = folder / "pcm"
        ffmpeg.listen(path, kind, pcm)
        if pcm.stat().st_size:
            made.measures.update(_missing(media, seconds=sound.seconds_of(pcm)))
            made.waveform = sound.waveform_of(pcm) if media.kind == "voice" and not media.waveform else None
    elif kind == "application/pdf":
        made.measures.update(_missing(media, pages=pdf_pages.count_pages(path) if media.pages is None else None))


def _wants_sound(media: MessageMedia) -> bool:
    return media.seconds is None or (media.kind == "voice" and not media.waveform)


def _missing(media: MessageMedia, **seen: int | None) -> dict[str, int]:
    """Só o que o evento não disse."""
    return {name: value for name, value in seen.items() if value is not None and getattr(media, name) is None}


def _small_ones(media: MessageMedia, seen: Prepared, made: Made) -> None:
    made.placeholder = seen.placeholder
    if not media.thumbnail:
        made.thumbnail = seen.thumbnail
