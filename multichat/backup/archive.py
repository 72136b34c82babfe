"""O arquivo `.mcb`: um ZIP que qualquer programa abre.

`manifest.json` (versão, migrações, por tabela colunas, linhas e impressão, e do arquivo de mídias quantas), uma
`tables/<tabela>.jsonl` por tabela, `files.jsonl` com os arquivos que as linhas mostram, e `keys.json` se a chave vai
selada. O manifesto vai por último, e sem ele o arquivo não vale; só ganha o nome depois de inteiro no disco."""

import json
import os
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from multichat.backup.errors import Damaged, Newer
from multichat.backup.rows import Table

FORMAT = 1
SUFFIX = ".mcb"
_BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, TypeError, RuntimeError,
)  # fmt: skip  # o ZIP diz de muitos modos o mesmo


class Writer:
    """Escreve um `.mcb` novo em `path`."""

    def __init__(self, path: Path) -> None:
        self._handle = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b")
        self._zip = zipfile.ZipFile(self._handle, "w", zipfile.ZIP_DEFLATED, compresslevel=3)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()  # sem manifesto, se não se chegou lá: não vale
        self._handle.close()

    def lines(self, name: str, lines: Iterator[bytes]) -> None:
        """Uma parte, de uma linha por item."""
        with self._zip.open(name, "w", force_zip64=True) as member:
            for line in lines:
                member.write(line + b"\n")

    def put(self, name: str, value: Any) -> None:
        """Uma parte pequena, em JSON."""
        self._zip.writestr(name, json.dumps(value, indent=1))

    def finish(self, manifest: dict[str, Any]) -> None:
        """O manifesto; depois disto o arquivo está inteiro no disco."""
        self.put("manifest.json", {"format": FORMAT, **manifest})
        self._zip.close()
        self._handle.flush()
        os.fsync(self._handle.fileno())


class Reader:
    """Lê um `.mcb`. Levanta `Damaged`, `Newer`."""

    def __init__(self, path: Path) -> None:
        with broken():
            self._zip = zipfile.ZipFile(path)
            self.manifest: dict[str, Any] = json.loads(self._zip.read("manifest.json"))
            made_as = int(self.manifest["format"])
        if made_as > FORMAT:
            raise Newer
        with broken():
            self.tables = [
                (Table(one["name"], one["pk"], one["columns"], one["kinds"]), int(one["rows"]), str(one["sha256"]))
                for one in self.manifest["tables"]
            ]
            self.migrations = {(str(app), str(name)) for app, name in self.manifest["migrations"]}
            self.keys: dict[str, Any] | None = None
            if "keys.json" in self._zip.namelist():
                self.keys = json.loads(self._zip.read("keys.json"))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def lines(self, name: str) -> Iterator[bytes]:
        """As linhas de uma parte."""
        with broken():
            member = self._zip.open(name)
        with member:
            while True:
                with broken():
                    line = member.readline()
                if not line:
                    return
                yield line.rstrip(b"\n")

    def files(self) -> Iterator[tuple[str, int]]:
        """(nome, tamanho) de cada arquivo que o backup tem."""
        for line in self.lines("files.jsonl"):
            with broken():
                name, size = json.loads(line)
            yield str(name), int(size)


def member_of(table: Table) -> str:
    """O nome da parte de uma tabela."""
    return f"tables/{table.name}.jsonl"


@contextmanager
def broken() -> Iterator[None]:
    """O que um arquivo cortado ou mexido levanta vira `Damaged`."""
    try:
        yield
    except _BROKEN as error:
        raise Damaged from error
