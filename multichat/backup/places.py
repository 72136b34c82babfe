"""Onde ficam os backups: uma pasta (modo 0700, arquivos 0600) ou um balde S3.

Num e noutro um nome só aparece com o conteúdo inteiro."""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files import File

from core.media.bucket import Bucket
from core.media.disk import CHUNK_BYTES
from multichat import storage_url
from multichat.backup.archive import SUFFIX
from multichat.backup.errors import PlaceAway

MEDIA = "media/"
BACKUP_NAME = re.compile(rf"\d{{8}}T\d{{6}}Z{re.escape(SUFFIX)}")
MEDIA_NAME = re.compile(rf"{MEDIA}[0-9a-f]{{64}}")
_WORK = ".mcb-"  # de quem morre no meio, `prune` as apaga


class Place(Protocol):
    """Um lugar de backups. Nomes: `<hora>.mcb` e `media/<sha256>`."""

    def workshop(self) -> AbstractContextManager[Path]:
        """Uma pasta temporária daqui, de onde `put` leva; some no fim."""

    def put(self, name: str, path: Path) -> None:
        """Leva `path` (que sai de onde está) para `name`."""

    def size(self, name: str) -> int | None:
        """O tamanho; None se não está lá."""

    def read(self, name: str) -> Iterator[bytes]:
        """Os bytes. Levanta FileNotFoundError."""

    def on_disk(self, name: str) -> AbstractContextManager[Path]:
        """Como um arquivo desta máquina, enquanto durar o bloco. Levanta FileNotFoundError."""

    def delete(self, name: str) -> None:
        """Apaga; o que não está não faz falta."""

    def backups(self) -> list[str]:
        """Os nomes dos backups, do mais velho ao mais novo."""

    def media(self) -> Iterator[str]:
        """Os nomes dos arquivos de mídia."""


class Folder:
    """Uma pasta."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()

    @contextmanager
    def workshop(self) -> Iterator[Path]:
        """No mesmo disco: pôr no lugar é só renomear. O que um processo morto deixou sai no próximo dia."""
        with _away():
            for folder in (self.root, self.root / MEDIA):
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
                folder.chmod(0o700)
            work = Path(tempfile.mkdtemp(prefix=_WORK, dir=self.root))
        try:
            yield work
        finally:
            shutil.rmtree(work, ignore_errors=True)

    def put(self, name: str, path: Path) -> None:
        """O conteúdo e o nome vão ao disco antes de voltar."""
        with _away():
            path.chmod(0o600)
            target = self.root / name
            with path.open("rb") as file:
                os.fsync(file.fileno())
            path.replace(target)
            folder = os.open(target.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)

    def size(self, name: str) -> int | None:
        """O tamanho."""
        with _away():
            try:
                return (self.root / name).stat().st_size
            except FileNotFoundError:
                return None

    def read(self, name: str) -> Iterator[bytes]:
        """Aos pedaços."""
        with (self.root / name).open("rb") as file:
            while chunk := file.read(CHUNK_BYTES):
                yield chunk

    @contextmanager
    def on_disk(self, name: str) -> Iterator[Path]:
        """O próprio."""
        path = self.root / name
        if not path.is_file():
            raise FileNotFoundError(name)
        yield path

    def delete(self, name: str) -> None:
        """Apaga."""
        with _away():
            (self.root / name).unlink(missing_ok=True)

    def backups(self) -> list[str]:
        """Em ordem de hora."""
        if not self.root.is_dir():
            return []
        with _away():
            return sorted(path.name for path in self.root.iterdir() if BACKUP_NAME.fullmatch(path.name))

    def media(self) -> Iterator[str]:
        """Só os nossos nomes."""
        if (self.root / MEDIA).is_dir():
            for entry in os.scandir(self.root / MEDIA):
                if MEDIA_NAME.fullmatch(MEDIA + entry.name):
                    yield MEDIA + entry.name


class Store:
    """Um balde."""

    def __init__(self, url: str) -> None:
        self._bucket = Bucket(**storage_url.backend(url, "BACKUP_DIR")["OPTIONS"])

    @contextmanager
    def workshop(self) -> Iterator[Path]:
        """Em DATA_DIR."""
        with tempfile.TemporaryDirectory(prefix=_WORK, dir=settings.DATA_DIR) as folder:
            yield Path(folder)

    def put(self, name: str, path: Path) -> None:
        """Um objeto só aparece inteiro."""
        with _away(), path.open("rb") as file:
            self._bucket.save(name, File(file, name))
        path.unlink()

    def size(self, name: str) -> int | None:
        """O tamanho."""
        with _away():
            try:
                return self._bucket.size(name)
            except FileNotFoundError:
                return None

    def read(self, name: str) -> Iterator[bytes]:
        """Aos pedaços."""
        size = self.size(name)
        if size is None:
            raise FileNotFoundError(name)
        with _away():
            yield from self._bucket.span(name, 0, size)

    @contextmanager
    def on_disk(self, name: str) -> Iterator[Path]:
        """Uma cópia."""
        with self._bucket.on_disk(name) as path:
            yield path

    def delete(self, name: str) -> None:
        """Apaga."""
        with _away():
            self._bucket.delete(name)

    def backups(self) -> list[str]:
        """Em ordem de hora."""
        with _away():
            listed = self._bucket.bucket.objects.filter(Delimiter="/")
            return sorted(item.key for item in listed if BACKUP_NAME.fullmatch(item.key))

    def media(self) -> Iterator[str]:
        """Só os nossos nomes."""
        with _away():
            for item in self._bucket.bucket.objects.filter(Prefix=MEDIA):
                if MEDIA_NAME.fullmatch(item.key):
                    yield str(item.key)


def place_of(value: str) -> Place:
    """O lugar que `BACKUP_DIR` ou `--to` diz."""
    return Store(value) if value.startswith("s3://") else Folder(Path(value))


def find(file: str) -> tuple[Place, str]:
    """O lugar e o nome de um backup dito por quem opera: um caminho, ou um nome que está em BACKUP_DIR. Levanta
    FileNotFoundError."""
    path = Path(file)
    if path.is_file():
        return Folder(path.parent), path.name
    if settings.BACKUP_DIR:
        place = place_of(settings.BACKUP_DIR)
        if place.size(file) is not None:
            return place, file
    raise FileNotFoundError(file)


@contextmanager
def _away() -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise
    except (OSError, BotoCoreError, ClientError) as error:
        raise PlaceAway(f"({type(error).__name__}: {error.strerror if isinstance(error, OSError) else ''})") from error
