"""Os arquivos numa pasta desta máquina."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.files.storage import FileSystemStorage

CHUNK_BYTES = 64 * 1024


class Disk(FileSystemStorage):
    """MEDIA_ROOT. Guardar um temporário do mesmo disco é renomeá-lo."""

    def __init__(self) -> None:
        super().__init__(allow_overwrite=True, file_permissions_mode=0o600, directory_permissions_mode=0o700)

    def prove(self) -> None:
        """Grava e apaga um arquivo de prova. Levanta OSError."""
        root = Path(self.location)
        root.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=root):
            pass

    def span(self, name: str, start: int, length: int) -> Iterator[bytes]:
        """Os bytes de um trecho. Levanta FileNotFoundError já na chamada."""
        return _read(Path(self.path(name)), start, length)

    @contextmanager
    def on_disk(self, name: str) -> Iterator[Path]:
        """O arquivo como um caminho que outros programas abrem."""
        path = Path(self.path(name))
        if not path.is_file():
            raise FileNotFoundError(name)
        yield path


def _read(path: Path, start: int, length: int) -> Iterator[bytes]:
    file = path.open("rb")

    def chunks() -> Iterator[bytes]:
        left = length
        with file:
            file.seek(start)
            while left > 0 and (chunk := file.read(min(CHUNK_BYTES, left))):
                left -= len(chunk)
                yield chunk

    return chunks()
