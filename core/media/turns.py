"""Abrir imagens e chamar o ffmpeg gasta memória e núcleo: poucos de cada vez, os outros esperam um pouco."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

_places = threading.BoundedSemaphore(3)
_WAIT_S = 60.0  # mais que isto, quem enviou o arquivo já desistiu


class BenchFull(Exception):
    """Há arquivos demais sendo preparados agora. Tente de novo em um minuto."""


@contextmanager
def bench() -> Iterator[None]:
    """Um lugar na bancada, enquanto durar o bloco. Levanta `BenchFull`."""
    if not _places.acquire(timeout=_WAIT_S):
        raise BenchFull(BenchFull.__doc__)
    try:
        yield
    finally:
        _places.release()
