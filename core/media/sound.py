"""A onda e a duração de uma voz, do seu som cru."""

from array import array
from pathlib import Path

from core.media.ffmpeg import PCM_RATE

BARS = 64  # o WhatsApp manda 64; a nossa onda tem a mesma forma
_SAMPLES_PER_BAR = 2_000  # basta para a altura de uma barra; uma hora de som não se soma inteira em Python


def seconds_of(pcm: Path) -> int:
    """Duração; o que existe dura ao menos um segundo."""
    return max(1, round(pcm.stat().st_size / 2 / PCM_RATE))


def waveform_of(pcm: Path) -> bytes:
    """64 alturas de 0 a 100, como o WhatsApp as manda; a mais alta é 100, o silêncio é zero."""
    total = pcm.stat().st_size // 2
    levels = []
    with pcm.open("rb") as file:
        for bar in range(BARS):
            start, end = total * bar // BARS, total * (bar + 1) // BARS
            file.seek(start * 2)
            samples = array("h")
            samples.frombytes(file.read((end - start) * 2))
            picked = samples[:: max(1, len(samples) // _SAMPLES_PER_BAR)]
            levels.append(sum(map(abs, picked)) / len(picked) if picked else 0.0)
    top = max(levels)
    return bytes(round(level * 100 / top) if top else 0 for level in levels)
