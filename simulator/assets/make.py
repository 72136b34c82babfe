"""Como os arquivos desta pasta foram feitos (uma vez: `python make.py <ffmpeg>`, o de `imageio-ffmpeg` serve).

As notas de voz são uma fala sem palavras: pulsos de glote por dois formantes, uma sílaba atrás da outra.
"""

import math
import random
import struct
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
RATE = 16_000
VOWELS = [(730, 1090), (530, 1840), (270, 2290), (570, 840), (300, 870)]
VOICES = {"voice_grave": (105, 3.2), "voice_media": (150, 2.2), "voice_aguda": (215, 4.6), "voice_curta": (180, 2.0),
          "voice_longa": (125, 6.0)}  # fmt: skip


def speak(pitch: float, seconds: float, rng: random.Random) -> bytes:
    """PCM de 16 bits de `seconds` segundos."""
    samples: list[float] = []
    while len(samples) < seconds * RATE:
        length, (f1, f2) = rng.uniform(0.12, 0.24), rng.choice(VOWELS)
        tone, n = pitch * rng.uniform(0.85, 1.2), int(length * RATE)
        y1 = y2 = z1 = z2 = phase = 0.0
        for i in range(n):
            phase += tone * (1 - 0.15 * i / n) / RATE
            pulse = (phase % 1.0) * 2 - 1
            r1, r2 = 0.97, 0.96
            y1, y2 = pulse + 2 * r1 * math.cos(2 * math.pi * f1 / RATE) * y1 - r1 * r1 * y2, y1
            z1, z2 = y1 + 2 * r2 * math.cos(2 * math.pi * f2 / RATE) * z1 - r2 * r2 * z2, z1
            samples.append(z1 * math.sin(math.pi * i / n) ** 0.6)
        samples += [0.0] * int(rng.choice([0.02, 0.03, 0.05, 0.22]) * RATE)
    samples = samples[: int(seconds * RATE)]
    peak = max(abs(sample) for sample in samples) or 1.0
    return b"".join(struct.pack("<h", int(sample / peak * 22_000)) for sample in samples)


def ffmpeg(*arguments: str, stdin: bytes = b"") -> None:
    """Roda o ffmpeg dado."""
    subprocess.run([sys.argv[1], "-y", "-loglevel", "error", *arguments], input=stdin, check=True)  # noqa: S603


def main() -> None:
    """Refaz os arquivos."""
    for name, (pitch, seconds) in VOICES.items():
        pcm = speak(pitch, seconds, random.Random(name))  # noqa: S311
        raw = ["-f", "s16le", "-ar", str(RATE), "-ac", "1", "-i", "-"]
        opus = ["-c:a", "libopus", "-b:a", "14k", "-application", "voip", "-map_metadata", "-1"]
        ffmpeg(*raw, *opus, str(HERE / f"{name}.ogg"), stdin=pcm)
    music = "aevalsrc='0.3*sin(2*PI*(220+110*floor(mod(t*4,4)))*t)':d=4"
    ffmpeg("-f", "lavfi", "-i", music, "-c:a", "libmp3lame", "-b:a", "24k", "-ac", "1", str(HERE / "audio.mp3"))
    clip = ["-c:v", "libx264", "-pix_fmt", "yuv420p", "-crf", "34", "-movflags", "+faststart", "-map_metadata", "-1"]
    sound = ["-f", "lavfi", "-i", "sine=frequency=330:duration=2"]
    aac = ["-c:a", "aac", "-b:a", "16k", "-shortest"]
    zoom = "mandelbrot=size=320x240:rate=12:start_scale=1.6:end_scale=0.7:end_pts=24"
    ffmpeg("-f", "lavfi", "-i", zoom, *sound, "-t", "2", *clip, *aac, str(HERE / "video.mp4"))
    ffmpeg("-f", "lavfi", "-i", "testsrc=size=240x240:rate=12:duration=2", *clip, str(HERE / "gif.mp4"))


if __name__ == "__main__":
    main()
