"""Textos da API em inglês: `locale/en/LC_MESSAGES/django.po` acompanha os marcados no código, e `schema.po` as
descrições de `frontend/openapi.json`; cada `.mo` é o que o seu `.po` diz.

`make fix` roda isto: o texto novo entra no `.po` à espera do inglês, o que saiu do código sai dele, e o `.mo` (que o
Django lê) é feito de novo. Quem confere é `tests/run/test_translations.py`."""

import ast
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from api.schema_words import translated  # noqa: E402  # puro: não chama o Django

PO = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
SCHEMA_PO = PO.with_name("schema.po")
SCHEMA = ROOT / "frontend" / "openapi.json"
PACKAGES = ("api", "authentication", "core", "multichat", "webhook")
MARKS = ("_", "N_")  # traduzir agora; só marcar, para quem traduz depois (`gettext`)


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Cada arquivo do produto, sem testes, e a sua árvore."""
    files = [
        ROOT / "scripts" / "prepare.py",
        *(file for package in PACKAGES for file in (ROOT / package).rglob("*.py")),
    ]
    for path in sorted(files):
        name = path.relative_to(ROOT).as_posix()
        if "/tests/" not in name and "/migrations/" not in name:
            yield name, ast.parse(path.read_text("utf-8"))


def marks(tree: ast.AST) -> Iterator[ast.Call]:
    """As chamadas que marcam um texto."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
            yield node


def marked() -> dict[str, list[str]]:
    """Cada texto marcado, e os arquivos onde está."""
    found: dict[str, list[str]] = {}
    for name, tree in modules():
        for call in marks(tree):
            if isinstance(call.args[0], ast.Constant):
                files = found.setdefault(call.args[0].value, [])
                files += [name] if name not in files else []
    return found


def described() -> dict[str, list[str]]:
    """Cada resumo e descrição do esquema."""
    found: dict[str, list[str]] = {}

    def note(text: str) -> str:
        found[text] = []
        return text

    translated(json.loads(SCHEMA.read_text("utf-8")), note)
    return found


def read(path: Path = PO) -> polib.POFile:
    """O `.po` como está no disco."""
    return polib.pofile(str(path), wrapwidth=120)


def update(catalog: polib.POFile, texts: dict[str, list[str]]) -> None:
    """Põe no catálogo o que falta e tira o que sobra; o que já tem inglês fica com ele."""
    known = {entry.msgid: entry for entry in catalog}
    catalog[:] = [known.get(text) or polib.POEntry(msgid=text) for text in sorted(texts)]
    for entry in catalog:
        entry.occurrences = [(file, "") for file in texts[entry.msgid]]


def main() -> int:
    """Acerta cada `.po` e o seu `.mo`; diz o que falta traduzir."""
    for path, texts in ((PO, marked()), (SCHEMA_PO, described())):
        catalog = read(path)
        update(catalog, texts)
        catalog.save(str(path))
        path.with_suffix(".mo").write_bytes(catalog.to_binary())
        for entry in catalog.untranslated_entries():
            print(f"{path.relative_to(ROOT)}: falta o inglês de «{entry.msgid}»")
    return 0


if __name__ == "__main__":
    sys.exit(main())
