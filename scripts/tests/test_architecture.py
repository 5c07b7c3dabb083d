"""The shape of the code: imports run one way, and nothing of one network lives in it."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from statistics import median

import pytest

PACKAGE = Path(__file__).parents[1] / "psi_site"
MODULES = sorted(PACKAGE.rglob("*.py"))

# Each room may import those before it, and itself; never one after it.
LAYERS = (
    (
        "diagnostics",
        "cldr",
        "i18n",
        "artifact",
        "second_names",
        "simple_prose",
        "dialect",
        "prose",
        "tracing",
        "stamps",
    ),
    ("model", "sources", "kept"),
    ("revision", "content", "facts"),
    ("corpus",),
    ("marks",),
    ("addresses", "chronology"),
    ("urls",),
    ("images",),
    ("checks",),
    ("site", "report", "schema", "scaffold"),
    ("importing",),
    ("archives",),
    ("cache", "palette", "mark", "templates"),
    ("assets", "icons"),
    ("calendars", "cms", "feeds", "exports"),
    ("mail",),
    ("pages",),
    ("pdf",),
    ("hosting",),
    ("published",),
    ("ledger",),
    ("preserved",),
    ("outputs",),
    ("publish", "spare"),
    ("easel", "production"),
    ("plugin", "search"),
    ("build", "offline", "preview"),
    ("bench",),
    ("cli",),
)
RANK = {room: rank for rank, rooms in enumerate(LAYERS) for room in rooms}
MAX_LINES = 400
MAX_FUNCTION = 45


def room(name: str) -> str:
    return name.split(".")[1] if "." in name else ""


def module_name(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            if node.module == "psi_site":
                found |= {f"psi_site.{alias.name}" for alias in node.names}
    return found


def functions(path: Path) -> list[tuple[str, int]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        (f"{path.relative_to(PACKAGE)}:{node.name}", (node.end_lineno or 0) - node.lineno + 1)
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    ]


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_imports_run_one_way(path: Path) -> None:
    here = room(module_name(path))
    if not here:
        return
    assert here in RANK, f"{here} has no place among the layers"
    above = {
        name
        for name in imports(path)
        if name.startswith("psi_site.") and RANK[room(name)] > RANK[here]
    }
    assert not above


def test_only_the_plugin_knows_mkdocs() -> None:
    knowing = {
        module_name(path)
        for path in MODULES
        if any(name.split(".")[0] in ("mkdocs", "material", "properdocs") for name in imports(path))
    }
    assert knowing == {"psi_site.plugin"}


def test_modules_and_functions_are_short() -> None:
    lines = {module_name(p): len(p.read_text(encoding="utf-8").splitlines()) for p in MODULES}
    assert {name: count for name, count in lines.items() if count > MAX_LINES} == {}
    sizes = [each for path in MODULES for each in functions(path)]
    assert [each for each in sizes if each[1] > MAX_FUNCTION] == []
    assert median(size for _, size in sizes) < 10


def string_constants(path: Path) -> list[tuple[int, str]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documents = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    statements = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in documents | statements
    ]


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_no_network_and_no_language_lives_in_the_code(path: Path) -> None:
    own_words = re.compile(r"\bPSI\b|[åäöÅÄÖ]|partnerskap|\bso-in\b|\bsv\b|(?<![\w-])en(?![\w-])")
    allowed = re.compile(r"^psi|PSI_[A-Z]+$")
    found = [
        (line, text)
        for line, text in string_constants(path)
        if own_words.search(text) and not allowed.search(text)
    ]
    assert found == []


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_no_html_in_python(path: Path) -> None:
    # Patterns that read HTML are not HTML: what writes it has neither groups nor wildcards.
    tag = re.compile(
        r"</?(?:a|p|div|span|section|article|nav|ul|ol|li|h[1-6]|table|tr|td|th|img|br|strong|em"
        r"|svg|path|script|style|link|meta|html|head|body|form|input|button)\b[^>]*>"
    )
    found = [
        (line, text)
        for line, text in string_constants(path)
        if tag.search(text) and "(?" not in text and ".*" not in text
    ]
    assert found == []


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_clock_and_environment_are_read_at_the_edge(path: Path) -> None:
    if room(module_name(path)) in ("cli", "plugin"):
        return
    source = path.read_text(encoding="utf-8")
    reads = re.findall(r"datetime\.now|date\.today|time\.time\(|os\.environ|random\.", source)
    assert reads == []
