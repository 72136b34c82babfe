"""O ffmpeg que vem do PyPI, com rédea: sem shell, sem rede, formato de entrada escolhido por nós, prazo total.

O formato é sempre imposto (`-f`): deixado a adivinhar, um arquivo que se diz lista (HLS, concat) leria outros arquivos
da máquina."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import imageio_ffmpeg
from django.utils.translation import gettext as _

DEMUXERS = {
    "audio/ogg": "ogg",
    "audio/mpeg": "mp3",
    "audio/mp4": "mov",
    "video/mp4": "mov",
    "video/quicktime": "mov",
    "video/webm": "matroska",
    "audio/wav": "wav",
    "audio/flac": "flac",
    "audio/aac": "aac",
    "audio/amr": "amr",
    "image/gif": "gif",
}
DEADLINE_S = 60.0  # converter segura um pedido: além disto diz-se que não deu
MAX_SECONDS = 2 * 60 * 60  # um arquivo que se diz mais longo que isto não é recado de ninguém
MAX_PIXELS = 25_000_000  # como nas imagens: o que se decodifica ocupa memória
PCM_RATE = 4000  # baixa: só serve à duração e à onda
_DURATION = re.compile(r"Duration: (\d+):(\d\d):(\d\d(?:\.\d+)?)")
_VIDEO = re.compile(r"Stream #0:.*?: Video: (?!.*\(attached pic\)).*?, (\d{1,5})x(\d{1,5})")
_CODEC = re.compile(r"Stream #0:.*?: Video: (\w+)(?!.*\(attached pic\)).*")
_SOUND = re.compile(r"Stream #0:.*?: Audio: (\w+)")
_ROTATED = re.compile(r"rotation of -?(?:90|270)\.")


class BrokenMedia(Exception):
    """O arquivo não é o que parece, ou não se deixa ler a tempo."""


@dataclass(frozen=True, slots=True)
class VideoFacts:
    """O que se viu de um vídeo."""

    seconds: int | None
    width: int
    height: int
    picture: str  # o codec
    is_420: bool  # o desenho de pontos que os celulares tocam
    sound: str | None

    @property
    def plays_on_whatsapp(self) -> bool:
        """H.264 com AAC, ou mudo: o que o WhatsApp toca."""
        return self.picture == "h264" and self.is_420 and self.sound in {None, "aac"}


def look_at_video(source: Path, served_type: str, poster: Path) -> VideoFacts:
    """Duração e tamanho; deixa em `poster` um JPEG de até 320 px do primeiro segundo."""
    return _video_facts(_run(source, served_type, _poster(poster)))


def to_mp4(source: Path, served_type: str, target: Path, facts: VideoFacts) -> None:
    """Em MP4 com H.264 e AAC; o que já está assim só muda de embrulho."""
    even = "scale='trunc(iw/2)*2':'trunc(ih/2)*2'"
    drawn = [
        "-vf",
        even,
        "-pix_fmt",
        "yuv420p",
        "-c:v",
        "libx264",
        "-preset",
        "veryfast",
        "-crf",
        "23",
        "-threads",
        "2",
    ]
    picture = ["-c:v", "copy"] if facts.picture == "h264" and facts.is_420 else drawn
    sound = ["-c:a", "copy"] if facts.sound == "aac" else ["-c:a", "aac", "-b:a", "128k"]
    options = ["-map", "0:v:0", "-map", "0:a:0?", "-map_metadata", "-1", "-t", str(MAX_SECONDS), *picture, *sound]
    _run(source, served_type, [*options, "-movflags", "+faststart", "-f", "mp4", str(target)])


def gif_to_mp4(source: Path, target: Path, poster: Path) -> VideoFacts:
    """Um GIF vira o MP4 mudo que o WhatsApp repete."""
    even = "scale='trunc(min(iw,640)/2)*2':-2"
    options = ["-map", "0:v:0", "-an", "-t", "60", "-vf", even, "-pix_fmt", "yuv420p", "-c:v", "libx264"]
    options += ["-preset", "veryfast", "-crf", "24", "-threads", "2", "-movflags", "+faststart"]
    _run(source, "image/gif", [*options, "-f", "mp4", str(target)])
    return look_at_video(target, "video/mp4", poster)


def to_voice(source: Path, served_type: str, target: Path, pcm: Path) -> None:
    """A voz como o WhatsApp a quer (Ogg/Opus, um canal, 48 kHz), sem etiquetas; e o seu som cru, em `pcm`."""
    options = ["-map", "0:a:0", "-map_metadata", "-1", "-ac", "1", "-ar", "48000", "-c:a", "libopus", "-b:a", "32k"]
    options += ["-application", "voip", "-t", str(MAX_SECONDS), "-f", "ogg", str(target)]
    _run(source, served_type, [*options, *_pcm(pcm)])


def to_aac(source: Path, served_type: str, target: Path) -> None:
    """O mesmo som em AAC, que todo navegador toca."""
    options = ["-map", "0:a:0", "-map_metadata", "-1", "-c:a", "aac", "-b:a", "64k", "-t", str(MAX_SECONDS)]
    _run(source, served_type, [*options, "-movflags", "+faststart", "-f", "ipod", str(target)])


def listen(source: Path, served_type: str, pcm: Path) -> str:
    """O som cru de um arquivo, em `pcm`. Devolve o que o ffmpeg contou da entrada (`has_video` o lê)."""
    return _run(source, served_type, _pcm(pcm))


def sound_codec(told: str) -> str | None:
    """O codec do som da entrada."""
    found = _SOUND.search(told)
    return found[1] if found else None


def has_video(told: str) -> bool:
    """Se a entrada tem imagem em movimento (a capa de um disco não conta)."""
    return _VIDEO.search(told) is not None


def _poster(target: Path) -> list[str]:
    fit = "scale='min(320,iw)':'min(320,ih)':force_original_aspect_ratio=decrease"
    return ["-map", "0:v:0", "-an", "-frames:v", "1", "-vf", fit, "-q:v", "6", "-f", "mjpeg", str(target)]


def _pcm(target: Path) -> list[str]:
    return ["-map", "0:a:0", "-ac", "1", "-ar", str(PCM_RATE), "-t", str(MAX_SECONDS), "-f", "s16le", str(target)]


def _video_facts(told: str) -> VideoFacts:
    found = _VIDEO.search(told)
    if found is None:
        raise BrokenMedia(_("não há vídeo neste arquivo"))
    width, height = int(found[1]), int(found[2])
    if _ROTATED.search(told):
        width, height = height, width
    length = _DURATION.search(told)
    seconds = round(int(length[1]) * 3600 + int(length[2]) * 60 + float(length[3])) if length else None
    head = _CODEC.search(told)
    picture, is_420 = (head[1], "yuv420p" in head[0] or "yuvj420p" in head[0]) if head else ("", False)
    return VideoFacts(seconds, width, height, picture, is_420, sound_codec(told))


def _run(source: Path, served_type: str, output: list[str]) -> str:
    """Uma conversão. Devolve o que o ffmpeg disse; levanta `BrokenMedia`."""
    demuxer = DEMUXERS.get(served_type)
    if demuxer is None:
        raise BrokenMedia(_("formato que não se lê aqui: %(type)s") % {"type": served_type})
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostdin", "-y", "-timelimit", str(int(DEADLINE_S))]
    command += ["-protocol_whitelist", "file", "-max_pixels", str(MAX_PIXELS), "-threads", "2"]
    command += ["-f", demuxer, "-i", f"file:{source}", *output]
    try:
        done = subprocess.run(  # noqa: S603  (comando nosso, sem shell; os caminhos são temporários nossos)
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=DEADLINE_S, env={}, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise BrokenMedia(_("o arquivo levou tempo demais para ser lido")) from error
    told = done.stderr[:64_000].decode("utf-8", "replace")
    if done.returncode != 0:
        raise BrokenMedia(_("o arquivo está estragado ou não é deste tipo"))
    return told
