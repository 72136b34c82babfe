"""Onde ficam os arquivos: pasta por cliente, nome pelo SHA-256 e um sorteio; o nome que o remetente deu nunca vira
caminho.

O lugar é o armazenamento `media` do Django: uma pasta (`core/media/disk.py`) ou um balde S3 (`core/media/bucket.py`).
O que chega passa por um temporário daqui, é conferido, e só então vale."""

import base64
import hashlib
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files import File
from django.core.files.storage import storages
from django.utils.translation import gettext_noop as N_

from core.media.disk import Disk
from core.media.sniff import HEAD_BYTES, sniff

CHUNK_BYTES = 256 * 1024  # o que se tem na memória de um arquivo, de cada vez


class Mismatch(Exception):
    """O que chegou não é o que o evento descreveu (hash ou tamanho)."""


@dataclass(frozen=True, slots=True)
class Stored:
    """Um arquivo guardado."""

    name: str
    size_bytes: int
    served_type: str
    sha256: bytes


class _Moved(File):  # type: ignore[type-arg]
    """Um temporário nosso: numa pasta do mesmo disco, guardá-lo é só renomear."""

    def temporary_file_path(self) -> str:
        """Onde está."""
        return str(self.name)


@dataclass(frozen=True, slots=True)
class Received:
    """O que chegou inteiro e conferiu, ainda num temporário."""

    path: Path
    size_bytes: int
    served_type: str
    sha256: bytes


@contextmanager
def received(chunks: Iterable[bytes], *, sha256: bytes | None, size_bytes: int | None) -> Iterator[Received]:
    """Grava num temporário, que some no fim do bloco, e confere. Levanta `Mismatch`; o que os pedaços levantarem
    passa."""
    with workshop() as folder:
        path = folder / "incoming"
        digest, total, head = hashlib.sha256(), 0, b""
        with path.open("wb") as file:
            for chunk in chunks:
                digest.update(chunk)
                total += len(chunk)
                head = (head + chunk)[:HEAD_BYTES] if len(head) < HEAD_BYTES else head
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        if sha256 is not None and digest.digest() != sha256:
            raise Mismatch(N_("o conteúdo baixado não confere com o hash do evento"))
        if sha256 is None and size_bytes is not None and total != size_bytes:
            raise Mismatch(N_("o tamanho baixado não confere com o do evento"))
        yield Received(path, total, sniff(head), digest.digest())


def put(name: str, path: Path) -> None:
    """Guarda `path` (que sai de onde está) com o nome dado, que é nosso."""
    with path.open("rb") as file:
        _place().save(name, _Moved(file, name=str(path)))


def stem_of(cliente: int, sha256: bytes) -> str:
    """Como começam os nomes deste conteúdo, para um cliente. O que vem depois são letras hexadecimais."""
    digest = sha256.hex()
    return f"{cliente}/{digest[:2]}/{digest}"


def new_name(cliente: int, sha256: bytes) -> str:
    """Um nome que nunca valeu: guardar de novo o mesmo conteúdo não encontra o apagar do que havia."""
    return stem_of(cliente, sha256) + secrets.token_hex(6)


def look_at(name: str, sha256: bytes) -> Stored:
    """O que se sabe de um arquivo guardado, olhando para ele. Levanta FileNotFoundError."""
    n_bytes = size_bytes(name)
    return Stored(name, n_bytes, sniff(b"".join(span(name, 0, min(HEAD_BYTES, n_bytes)))), sha256)


def sha256_of(name: str) -> str:
    """O SHA-256 que um nome nosso diz, em base64, como o WhatsApp o escreve."""
    return base64.b64encode(bytes.fromhex(name.rpartition("/")[2][:64])).decode("ascii")


@contextmanager
def workshop() -> Iterator[Path]:
    """Uma pasta temporária, no disco dos arquivos; some no fim."""
    incoming = Path(settings.MEDIA_ROOT) / "incoming"
    incoming.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=incoming))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def span(name: str, start: int, length: int) -> Iterator[bytes]:
    """Os bytes de um trecho, em pedaços. Levanta FileNotFoundError."""
    with _guarded(name):
        return _place().span(name, start, length)  # type: ignore[no-any-return]


def on_disk(name: str) -> AbstractContextManager[Path]:
    """O arquivo como um caminho desta máquina, enquanto durar o bloco. Levanta FileNotFoundError."""
    with _guarded(name):
        return _place().on_disk(name)  # type: ignore[no-any-return]


def size_bytes(name: str) -> int:
    """Tamanho em bytes. Levanta FileNotFoundError."""
    with _guarded(name):
        return int(_place().size(name))


def exists(name: str) -> bool:
    """Se está guardado."""
    with _guarded(name):
        return bool(_place().exists(name))


def delete(name: str) -> None:
    """Apaga; o que já não está não faz falta."""
    with _guarded(name):
        _place().delete(name)


def prove() -> None:
    """O lugar aceita gravar, ler e apagar? Levanta OSError, com o que fazer."""
    _place().prove()


def is_bucket() -> bool:
    """Se os arquivos ficam num balde, e não numa pasta daqui."""
    return not isinstance(_place(), Disk)


@contextmanager
def _guarded(name: str) -> Iterator[None]:
    try:
        yield
    except SuspiciousFileOperation as error:  # um nome que sairia da pasta não é nosso
        raise FileNotFoundError(name) from error


def _place() -> Any:
    return storages["media"]
