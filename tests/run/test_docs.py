"""A documentação acompanha o código: variáveis, verbos, caminhos, comandos, trabalhos e traduções (sem banco)."""

import ast
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from multichat.env import ROOT

PAGES = [
    *map(ROOT.joinpath, ("README.md", "README.en.md", "CHANGELOG.md", "benchmarks/README.md")),
    *sorted(ROOT.glob("docs/*.md")),
]
READERS = ("settings.py", "env.py", "supervisor.py", "admins.py")
INTERNAL = {
    "DJANGO_SETTINGS_MODULE",
    "MULTICHAT_SUPERVISED",
    "MULTICHAT_SIMULATOR_PORT",
    "MULTICHAT_QUIET_WHILE",
}  # de um processo nosso a outro
NOT_IN_EXAMPLE = {
    "DEMO_DATA_DIR",  # só do `make demo`
}
COMMANDS = (
    "worker",
    "simulator",
    "rebuild",
    "movemedia",
    "createadmin",
    "seed",
    "backup",
    "restore",
    "movedatabase",
    "rekey",
)  # prometidos a quem usa
MADE_LATER = ("data/", "data-demo/", ".venv/")
PLURALS = re.compile(r"_(zero|one|two|few|many|other)$")


def literal(node: ast.AST) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def variables_read(source: str) -> Iterator[str]:
    """Nomes lidos por `env.algo("NOME")`, `os.environ.get("NOME")` e parentes, e `os.environ["NOME"]`."""
    for node in ast.walk(ast.parse(source)):
        found = None
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            owner = ast.unparse(node.func.value)
            if owner in {"env", "os.environ"} or (owner == "os" and node.func.attr == "getenv"):
                found = literal(node.args[0])
        elif isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
            found = literal(node.slice)
        if found and re.fullmatch(r"[A-Z][A-Z0-9_]+", found):
            yield found


VARIABLES = sorted(
    {name for file in READERS for name in variables_read((ROOT / "multichat" / file).read_text("utf-8"))} - INTERNAL
)
VERBS = re.findall(r"^([a-z0-9]+):.*##", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
JOBS = re.findall(r'Job\("([a-z_]+)"', (ROOT / "multichat" / "jobs.py").read_text("utf-8"))


def paths_in(page: Path) -> set[str]:
    """Os caminhos entre crases: com barra no meio ou no fim, e uma extensão ou a barra final."""
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    words = re.findall(r"`([^`\s]+)`", text)
    is_path = re.compile(r"[\w.@-]+(/[\w.@-]+)*(/|/[\w@-]*\.[\w.]+)")
    return {word for word in words if is_path.fullmatch(word) and not word.startswith(MADE_LATER)}


def links_in(page: Path) -> set[str]:
    """As ligações para outros documentos (figuras à parte)."""
    return set(re.findall(r"(?<!!)\[[^\]]*\]\(([^)#:\s]+\.md)[^)]*\)", page.read_text("utf-8")))


def keys_of(texts: dict[str, object], above: str = "") -> Iterator[str]:
    for name, value in texts.items():
        if isinstance(value, dict):
            yield from keys_of(value, f"{above}{name}.")
        else:
            yield above + PLURALS.sub("", name)


def test_the_readers_find_what_they_look_for():
    assert len(VARIABLES) > 20
    assert {"run", "demo", "test"} <= set(VERBS)
    assert {"inbox", "outbox"} <= set(JOBS)


@pytest.mark.parametrize("name", VARIABLES)
def test_every_variable_is_in_the_settings_page_and_in_the_example(name):
    example = (ROOT / ".env.example").read_text("utf-8")

    assert f"`{name}`" in (ROOT / "docs" / "settings.md").read_text("utf-8")
    assert name in NOT_IN_EXAMPLE or re.search(rf"^# ?{name}=", example, re.MULTILINE)


def test_the_example_names_nothing_that_is_not_read():
    example = (ROOT / ".env.example").read_text("utf-8")

    assert set(re.findall(r"^# ?([A-Z][A-Z0-9_]+)=", example, re.MULTILINE)) <= set(VARIABLES)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_in_the_readme(verb):
    assert f"`make {verb}`" in (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_path_and_link_of_a_page_exists(page):
    missing = [path for path in paths_in(page) if not (ROOT / path).exists()]
    broken = [link for link in links_in(page) if not (page.parent / link).exists()]

    assert (missing, broken) == ([], [])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_and_verb_a_page_names_exists(page):
    text = page.read_text("utf-8")
    commands = {file.stem for file in ROOT.glob("*/management/commands/*.py")} | {"migrate", "check"}

    assert set(re.findall(r"manage\.py ([a-z]+)", text)) <= commands
    assert set(re.findall(r"(?:`|^)make ([a-z0-9]+)", text, re.MULTILINE)) <= set(VERBS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_promised_command_exists(command):
    assert list(ROOT.glob(f"*/management/commands/{command}.py"))


@pytest.mark.parametrize("job", JOBS)
def test_every_job_is_in_the_architecture_page(job):
    assert f"| `{job}` |" in (ROOT / "docs" / "architecture.md").read_text("utf-8")


def test_both_languages_have_the_same_keys():
    portuguese, english = (
        set(keys_of(json.loads((ROOT / "frontend" / "src" / "i18n" / f"{language}.json").read_text("utf-8"))))
        for language in ("pt-BR", "en")
    )

    assert sorted(portuguese ^ english) == []


def test_no_secret_and_no_data_go_to_the_image_builder():
    left_out = (ROOT / ".dockerignore").read_text("utf-8").split("\n")

    assert {".env", "data", "data-demo", "**/node_modules"} <= set(left_out)


def test_the_english_readme_starts_with_the_same_two_commands():
    first = [
        re.findall(r"^make (demo|run) ", (ROOT / name).read_text("utf-8"), re.MULTILINE)
        for name in ("README.md", "README.en.md")
    ]

    assert first == [["demo", "run"]] * 2


@pytest.mark.parametrize("name", ["README.md", "README.en.md"])
def test_a_newcomer_finds_words_needs_and_simulator_before_production(name):
    start = (ROOT / name).read_text("utf-8").split("\n## Produ" if name == "README.md" else "\n## Production")[0]
    words = re.findall(r"^\| \*\*(\w[\w-]*)\*\*", start.split("\n## ")[0], re.MULTILINE)

    assert len(words) == 5
    assert re.search(r"\d GB", start)
    assert "manage.py simulator --port 8900\nWAPI_BASE_URL=" in start


@pytest.mark.parametrize(
    "name",
    ["multichat.sql.gz", "multichat-data.tgz", "multichat-backup.sqlite3", "multichat-data/secret_key", "backup/x.mcb"],
)
def test_a_backup_made_in_the_checkout_is_not_offered_to_git(name):
    asked = ["git", "check-ignore", "--quiet", "--no-index", name]

    assert subprocess.run(asked, cwd=ROOT).returncode == 0


def test_no_code_of_ours_is_ignored_by_git():
    asked = ["git", "check-ignore", "--quiet", "--no-index", "multichat/backup/x.py"]

    assert subprocess.run(asked, cwd=ROOT).returncode == 1
