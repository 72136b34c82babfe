"""Os textos que a API mostra existem nas duas línguas, e o que o Django lê é o que o `.po` diz (sem banco)."""

import ast
import re
from collections.abc import Iterator

import pytest
from django.utils import translation

from multichat.backup import errors
from scripts import translations

CATALOG = translations.read()
SCHEMA = translations.read(translations.SCHEMA_PO)
MARKED = translations.marked()
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
WORDS = re.compile(r"[^\W\d_]{2,}[ .]")  # uma frase; códigos de erro não têm espaço nem ponto
# Feitas sem `raise`, e também chegam a quem pediu.
BUILT = {"ErrorDetail", "FetchError", "UniqueValidator", "ValidationError", "error_body"}
# O que se levanta chega a quem pediu, ou se grava e se lê depois; menos isto: defeitos nossos, o que se troca por
# outras palavras, o terminal.
UNTOLD = {
    "AssertionError", "BenchFull", "BucketAway", "ChatGone", "CommandError", "FileGone", "NoAccount",
    "OSError", "PauseLost", "RuntimeError", "TimeoutError", "ValueError",
}  # fmt: skip
ON_THE_TERMINAL = ("simulator/", "multichat/", "scripts/")
# O que se diz no terminal, e os nomes por que passa até lá; o simulador fala pelas palavras do comando dele.
SPOKEN_BY = {
    "say", "fail", "write", "CannotGoOn", "BadSetting", "CommandError", "Error", "Warning", "exit", "print", "_refuse",
    *(name for name, one in vars(errors).items() if isinstance(one, type) and issubclass(one, errors.BackupError)),
}  # fmt: skip
SPOKEN = {"words", "told", "line", "lines", "hint", "help", "expected", "reason", "verdict", "error"}
ATTRIBUTES = {"default_detail", "default_error_messages"}
# As colunas onde o worker guarda frases, e os nomes por que passam até lá.
STORED = {"error", "last_error", "device_error", "message", "status_message", "words"}


def is_told(node: ast.AST, module: str) -> bool:
    """Se o que se escreve neste nó chega a quem pediu."""
    if isinstance(node, ast.Assign):
        names = {ast.unparse(one).rpartition(".")[2] for target in node.targets for one in _each(target)}
        return bool(names & (ATTRIBUTES | STORED))
    if isinstance(node, ast.keyword):
        return node.arg in STORED
    if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
        name = ast.unparse(node.exc.func).rpartition(".")[2]
        return name not in UNTOLD or (name == "ValueError" and module.startswith("core/gateway/calls/"))
    return isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in BUILT


def _each(target: ast.expr) -> list[ast.expr]:
    """Os nomes a que se dá valor, também num desempacotamento."""
    return target.elts if isinstance(target, ast.Tuple) else [target]


def bare(node: ast.AST) -> Iterator[str]:
    """As frases escritas neste nó sem marca."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in translations.MARKS:
        return
    if isinstance(node, ast.keyword) and node.arg == "help_text":  # o esquema é um só, em português
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and WORDS.search(node.value):
        yield node.value
    if isinstance(node, ast.Attribute) and node.attr == "__doc__":
        yield ast.unparse(node)
    for child in ast.iter_child_nodes(node):
        yield from bare(child)


def unmarked(tree: ast.AST, module: str) -> list[str]:
    """As frases de um arquivo que chegariam a quem pediu numa língua só."""
    return sorted({words for node in ast.walk(tree) if is_told(node, module) for words in bare(node)})


def spoken_parts(call: ast.Call) -> list[ast.AST]:
    """O que se passa a quem diz, menos o código com que uma conferência se nomeia."""
    return [*call.args, *(keyword for keyword in call.keywords if keyword.arg != "id")]


def unspoken(tree: ast.AST) -> list[str]:
    """As frases de um arquivo que o terminal diria numa língua só."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in SPOKEN_BY:
            found.update(words for part in spoken_parts(node) for words in bare(part))
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = {ast.unparse(one).rpartition(".")[2] for target in targets for one in _each(target)}
            found.update(bare(node.value) if names & SPOKEN else ())
        elif isinstance(node, ast.keyword) and node.arg in SPOKEN:
            found.update(bare(node.value))
    return sorted(found)


def test_every_marked_text_has_its_english_and_no_english_is_left_over() -> None:
    known = {entry.msgid for entry in CATALOG}

    assert len(MARKED) > 150
    assert set(MARKED) - known == set(), "rode `make fix` e escreva o inglês no .po"
    assert known - set(MARKED) == set(), "rode `make fix`"
    assert [entry.msgid for entry in CATALOG if not entry.translated()] == []


def test_what_django_reads_is_what_the_catalogue_says() -> None:
    assert translations.PO.with_suffix(".mo").read_bytes() == CATALOG.to_binary(), "rode `make fix`"
    with translation.override("en"):
        assert {text: translation.gettext(text) for text in MARKED} == {e.msgid: e.msgstr for e in CATALOG}
    assert {text: translation.gettext(text) for text in MARKED} == {text: text for text in MARKED}


def test_every_description_of_the_schema_has_its_english_and_no_english_is_left_over() -> None:
    known, told = {entry.msgid for entry in SCHEMA}, set(translations.described())

    assert len(told) > 700
    assert told - known == set(), "rode `make fix` e escreva o inglês em schema.po"
    assert known - told == set(), "rode `make fix`"
    assert [entry.msgid for entry in SCHEMA if not entry.translated()] == []
    assert translations.SCHEMA_PO.with_suffix(".mo").read_bytes() == SCHEMA.to_binary(), "rode `make fix`"


@pytest.mark.parametrize("entry", CATALOG, ids=lambda entry: entry.msgid[:40])
def test_both_languages_fill_the_same_places(entry) -> None:
    assert sorted(PLACEHOLDER.findall(entry.msgstr)) == sorted(PLACEHOLDER.findall(entry.msgid))


def test_a_mark_holds_one_literal_and_nothing_else() -> None:
    """Uma f-string ou uma variável dentro da marca não teria como estar no catálogo."""
    wrong = [
        f"{name}:{call.lineno}"
        for name, tree in translations.modules()
        for call in translations.marks(tree)
        if len(call.args) != 1 or not isinstance(call.args[0], ast.Constant)
    ]

    assert wrong == []


def test_no_error_is_written_in_one_language_only() -> None:
    found = {
        name: words
        for name, tree in translations.modules()
        if not name.startswith(ON_THE_TERMINAL) and (words := unmarked(tree, name))
    }

    assert found == {}


def test_nothing_is_said_on_the_terminal_in_one_language_only() -> None:
    found = {
        name: words
        for name, tree in translations.modules()
        if name.startswith(("multichat/", "scripts/")) and (words := unspoken(tree))
    }

    assert found == {}


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ('say(f"{name} parou agora; religando")', [" parou agora; religando"]),
        ('say(_("{name} parou").format(name=name))', []),
        ('raise CannotGoOn("não há porta livre.")', ["não há porta livre."]),
        ('words = "o banco não atende."', ["o banco não atende."]),
        ('raise NotEmpty("Há linhas ali.")', ["Há linhas ali."]),
        ('error: str | None = "Morreu no meio."', ["Morreu no meio."]),
        ('class Command:\n    help = "Cria o primeiro."', ["Cria o primeiro."]),
        ('found.append(Error(words, hint="Ponha só os seus nomes."))', ["Ponha só os seus nomes."]),
    ],
)
def test_a_text_the_terminal_says_bare_is_recognised(source: str, words: list[str]) -> None:
    assert unspoken(ast.parse(source)) == words


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ('raise ValidationError({"x": ["Diga de quem."]})', ["Diga de quem."]),
        ('raise ValidationError({"x": [ErrorDetail(_("Diga de quem."), "required")]})', []),
        ('raise NotFound(f"Não há {name} aqui")', ["Não há "]),
        ('raise exceptions.PermissionDenied("Só quem administra.")', ["Só quem administra."]),
        ('raise Conflict(str(error), "not_possible")', []),
        ('class A(APIException):\n    default_detail = "Tente de novo."', ["Tente de novo."]),
        ('raise NotPossible(_("Há %(n)s aqui.") % {"n": n})', []),
        ('raise SomethingNew("Isto não pode.") from error', ["Isto não pode."]),
        ("raise SomethingNew(SomethingNew.__doc__)", ["SomethingNew.__doc__"]),
        ('row.status, row.error = 3, "Não saiu daqui."', ["Não saiu daqui."]),
        ('words = f"{name} não dá sinal."', [" não dá sinal."]),
        ('degrade(row, at, message=N_("Voltou a dar sinal."))', []),
        ('degrade(row, at, message="Voltou a dar sinal.")', ["Voltou a dar sinal."]),
        ('raise RuntimeError("nunca fora de uma transação")', []),
    ],
)
def test_a_bare_text_is_recognised(source: str, words: list[str]) -> None:
    assert unmarked(ast.parse(source), "api/views/x.py") == words
