"""Um cliente TypeScript gerado do esquema compila estrito e envia, contra um servidor de verdade."""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.servers import BIN, ROOT
from tests.clients.conftest import EMAIL, PASSWORD, SCHEMA, Live

pytestmark = pytest.mark.slow
STRICT = [
    "--ignoreConfig", "--strict", "--noUncheckedIndexedAccess", "--skipLibCheck", "--target", "es2023",
    "--module", "commonjs", "--moduleResolution", "bundler", "--lib", "es2023,dom,dom.iterable", "--types", "node",
]  # fmt: skip


def run(folder: Path, *command: str) -> str:
    """O que um programa Node diz, chamado da pasta; falha com o que ele disse."""
    done = subprocess.run([str(BIN / "node"), *command], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def folder() -> Iterator[Path]:
    """Dentro da interface, de cujo `node_modules` vêm o gerador, o compilador e os tipos do Node."""
    with tempfile.TemporaryDirectory(prefix=".client-", dir=ROOT / "frontend") as made:
        yield Path(made)


def test_it_compiles_strictly_and_sends(live: Live, folder: Path) -> None:
    shutil.copy(Path(__file__).with_name("integrator.ts"), folder)
    (folder / "package.json").write_text('{"type": "commonjs"}', encoding="utf-8")
    run(folder, "../node_modules/.bin/openapi-ts", "-i", str(SCHEMA), "-o", "generated",
        "-p", "@hey-api/client-fetch", "@hey-api/typescript", "@hey-api/sdk")  # fmt: skip
    run(folder, "../node_modules/.bin/tsc", *STRICT, "--outDir", "out", "integrator.ts")

    told = json.loads(run(folder, "out/integrator.js", live.url, EMAIL, PASSWORD))

    assert told == ["text", "list", "do TypeScript", None]
