"""Os arquivos num balde compatível com S3 (`MEDIA_STORAGE_URL`).

Um trecho é pedido ao balde como trecho: o arquivo inteiro nunca passa por aqui para servir um pedaço."""

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, SSLError
from storages.backends.s3 import S3Storage

from core.media.disk import CHUNK_BYTES


class BucketAway(OSError):
    """O armazenamento de arquivos não respondeu, ou recusou."""


# O que o balde responde, e o que fazer.
_ADVICE = {
    "NoSuchBucket": "o balde não existe neste servidor: crie-o, ou corrija o nome",
    "InvalidAccessKeyId": "o servidor não conhece a chave: confira-a",
    "SignatureDoesNotMatch": "o segredo não é o desta chave: confira-o (o que tem / ou @ vai escrito em %)",
    "AccessDenied": "a chave não pode gravar, ler e apagar neste balde: dê-lhe as três permissões",
}


@contextmanager
def _translated(name: str) -> Iterator[None]:
    """Os erros do balde viram os de um disco."""
    try:
        yield
    except ClientError as error:
        if error.response.get("ResponseMetadata", {}).get("HTTPStatusCode") == 404:
            raise FileNotFoundError(name) from error
        raise BucketAway(BucketAway.__doc__) from error
    except (BotoCoreError, Boto3Error) as error:
        raise BucketAway(BucketAway.__doc__) from error


class Bucket(S3Storage):  # type: ignore[misc]  # django-storages não tem tipos
    """Um balde."""

    def __init__(self, **options: Any) -> None:
        config = Config(
            signature_version="s3v4",
            s3={"addressing_style": "path"},
            connect_timeout=5,
            read_timeout=30,
            retries={"max_attempts": 2},
        )
        super().__init__(**options, client_config=config, transfer_config=TransferConfig(use_threads=False))

    def prove(self) -> None:
        """Grava, lê e apaga um objeto de prova. Levanta `BucketAway`, com o que fazer."""
        proof = f"multichat-prova-{secrets.token_hex(8)}"
        try:
            one = self.bucket.Object(proof)
            one.put(Body=proof.encode())
            is_same = one.get()["Body"].read() == proof.encode()
            one.delete()
        except ClientError as error:
            told = error.response.get("Error", {})
            code = str(told.get("Code") or "sem código")
            raise BucketAway(_ADVICE.get(code) or f"o servidor recusou ({code}): é mesmo um S3?") from error
        except SSLError as error:
            raise BucketAway("o servidor não fala TLS nesta porta, ou o certificado não serve: veja secure=") from error
        except (BotoCoreError, Boto3Error) as error:
            raise BucketAway(f"o servidor não responde ({type(error).__name__}): confira endereço e porta") from error
        if not is_same:
            raise BucketAway("o que se leu de volta não é o que se gravou")

    def span(self, name: str, start: int, length: int) -> Iterator[bytes]:
        """Os bytes de um trecho. Levanta FileNotFoundError já na chamada."""
        if length <= 0:
            return iter(())
        with _translated(name):
            answer = self.bucket.Object(self._normalize_name(name)).get(Range=f"bytes={start}-{start + length - 1}")
        return _read(answer["Body"], name)

    @contextmanager
    def on_disk(self, name: str) -> Iterator[Path]:
        """Uma cópia do arquivo nesta máquina, que some no fim do bloco."""
        with tempfile.TemporaryDirectory(prefix="multichat-") as folder:
            path = Path(folder) / "file"
            with _translated(name):
                self.bucket.Object(self._normalize_name(name)).download_file(
                    str(path), Config=TransferConfig(use_threads=False)
                )
            yield path

    def size(self, name: str) -> int:
        """Tamanho em bytes."""
        with _translated(name):
            return int(super().size(name))

    def exists(self, name: str) -> bool:
        """Se está lá."""
        with _translated(name):
            return bool(super().exists(name))

    def delete(self, name: str) -> None:
        """Apaga."""
        with _translated(name):
            super().delete(name)

    def _save(self, name: str, content: Any) -> str:
        with _translated(name):
            return str(super()._save(name, content))


def _read(body: Any, name: str) -> Iterator[bytes]:
    try:
        with _translated(name):
            yield from body.iter_chunks(CHUNK_BYTES)
    finally:
        body.close()
