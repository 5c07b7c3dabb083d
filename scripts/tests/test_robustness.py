"""No input whatever gives a traceback: it is read, or refused with a diagnostic, and soon."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from psi_site.checks.limits import MAX_LINES, MAX_NESTING, MAX_PARAGRAPH, refused
from psi_site.diagnostics import Diagnostic, SourceError
from psi_site.i18n import load_language
from psi_site.prose import headings, links, render
from psi_site.report import report_github, report_gitlab, report_json, report_text
from psi_site.site import load_site
from psi_site.sources.files import MAX_BYTES, read_text
from psi_site.sources.markdown import split_front_matter
from psi_site.sources.newsletter import newsletter_body
from psi_site.sources.yaml import read_yaml

BASE = Path(__file__).parent / "invalid/_base"
SWEDISH = load_language("sv")
TODAY = date(2026, 3, 1)

FEW = settings(max_examples=60, deadline=None, derandomize=True)
SOME = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)

YAML_PIECES = [
    "a: ",
    "- ",
    "\n",
    "  ",
    "[",
    "]",
    "{",
    "}",
    '"',
    "'",
    "&a",
    "*a",
    "!x ",
    "|",
    ">",
    "#",
]
YAML_PIECES += ["\t", ": ", "? ", "---\n", "...\n", "%", "@", "id: x\n", "sv: å\n", "\\", ",", "~"]
MARK_PIECES = [
    "# ",
    "## ",
    "\n",
    "\n\n",
    "    ",
    "- ",
    "1. ",
    "> ",
    "*",
    "**",
    "_",
    "`",
    "```",
    "[",
    "]",
]
MARK_PIECES += [
    "(",
    ")",
    "![",
    "](",
    "<b>",
    "<!--",
    "&",
    "|",
    "---\n",
    ":",
    "[^1]",
    "[^1]: ",
    "\\",
    "!!! ",
]
MARK_PIECES += [
    "{#a}",
    "{: .b}",
    "page:om",
    "javascript:",
    "å",
    "```item\n",
    "\u00a0",
    "🙂",
    "a b ",
]


def pieces(words: list[str]) -> st.SearchStrategy[str]:
    """Texts that look enough like the language to reach its corners."""
    return st.lists(st.sampled_from(words) | st.text(max_size=3), max_size=60).map("".join)


def place_of_all(found: list[Diagnostic], text: str) -> None:
    """Every place named lies in the text, and every diagnostic can be said."""
    lines = text.split("\n")
    for diagnostic in found:
        assert 0 <= diagnostic.span.line <= len(lines) + 1
        assert diagnostic.span.column >= 0
    assert report_text(found, SWEDISH, Path("nowhere"), colour=False)


@FEW
@given(pieces(YAML_PIECES))
def test_any_yaml_is_read_or_refused(text: str) -> None:
    document, found = read_yaml(text, "a.yml")
    assert document.span(()).path == "a.yml"
    place_of_all(found, text)


@FEW
@given(pieces(YAML_PIECES + MARK_PIECES))
def test_any_front_matter_is_read_or_refused(text: str) -> None:
    front = split_front_matter(f"---\n{text}", "a.md")
    assert isinstance(front.document.value, dict)
    place_of_all(list(front.diagnostics), text + "\n")


@FEW
@given(pieces(MARK_PIECES))
def test_any_newsletter_is_read_or_refused(text: str) -> None:
    document, found = newsletter_body(text, "a.md", 0)
    assert set(document.value) == {"introduction", "sections"}
    place_of_all(found, text)


@FEW
@given(pieces(MARK_PIECES))
def test_any_markdown_that_is_not_refused_renders_without_script(text: str) -> None:
    if refused(text) is None:
        html = render(text, lambda kind, record_id, anchor: None).html
        assert "<script" not in html
        assert 'href="javascript' not in html


def diagnose(root: Path) -> list[Diagnostic]:
    try:
        return load_site(root, today=TODAY)[1]
    except SourceError as error:
        return error.diagnostics


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("robust") / "site"
    shutil.copytree(BASE, root)
    return root


TARGETS = sorted(
    path.relative_to(BASE).as_posix() for path in BASE.rglob("*") if path.suffix in (".yml", ".md")
)


def mangled(data: bytes, choice: random.Random) -> bytes:
    """Cut out, double or overwrite some bytes, as a slipping hand or a bad disk would."""
    for _ in range(choice.randint(1, 4)):
        start = choice.randrange(len(data) + 1)
        end = min(len(data), start + choice.randint(0, 12))
        middle = choice.choice(
            [b"", data[start:end] * 2, choice.randbytes(3), b"\n", b"\t", b": ", b"[", b"*", b'"']
        )
        data = data[:start] + middle + data[end:]
    return data


@SOME
@given(st.integers(min_value=0, max_value=10**9))
def test_a_site_with_a_mangled_file_is_diagnosed(site: Path, seed: int) -> None:
    choice = random.Random(seed)
    path = site / choice.choice(TARGETS)
    whole = path.read_bytes()
    try:
        path.write_bytes(mangled(whole, choice))
        found = diagnose(site)
        assert report_text(found, SWEDISH, site, colour=True)
        for form in (report_github, report_gitlab, report_json):
            assert isinstance(form(found, SWEDISH), str)
    finally:
        path.write_bytes(whole)


@SOME
@given(
    st.dictionaries(
        st.sampled_from(["title", "form", "start", "venue", "programme", "people"]),
        st.recursive(
            st.none() | st.text(max_size=5) | st.sampled_from(["2026-05-05", "13:00", "talk", "x"]),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(
                    st.sampled_from(["sv", "en", "kind", "title", "items", "person"]),
                    inner,
                    max_size=3,
                )
            ),
            max_leaves=8,
        ),
    )
)
def test_a_record_of_any_shape_is_diagnosed(site: Path, value: dict[str, object]) -> None:
    import json

    path = site / "data/events/any.yml"
    try:
        path.write_text(json.dumps(value), encoding="utf-8")
        assert diagnose(site)
    finally:
        path.unlink()


def fits(unit: str) -> str:
    """A text of one unit over and over, as large as the limits let through."""
    block = unit * min(MAX_PARAGRAPH // len(unit) - 1, MAX_LINES // max(unit.count("\n"), 1) - 1)
    folded = "\n".join(block[i : i + 4000] for i in range(0, len(block), 4000))
    return "\n\n".join([folded] * max(20_000 // len(folded), 1))


UNITS = [
    "*a ",
    "***a ",
    "**a*b ",
    "_a_b ",
    "`a",
    "``a` ",
    "[a](b) ",
    "[a][b] ",
    "<a ",
    "&a",
    "\\*",
    "][",
    "{: ",
    "[^a] ",
]
UNITS += [
    "> a\n",
    "- a\n",
    "a\n: b\n",
    ": a\n",
    "a\n===\n",
    "* * *\n",
    "[a]: b\n",
    "|a|b|\n",
    "!!! a\n    b\n",
    "(a ",
]


@pytest.mark.parametrize("unit", UNITS)
def test_hostile_markdown_is_refused_or_rendered_soon(unit: str) -> None:
    text = fits(unit)
    begun = time.monotonic()
    if refused(text) is None:
        list(links(text))
        list(headings(text))
        render(text, lambda kind, record_id, anchor: None)
    assert time.monotonic() - begun < 10


def run_within(code: str, text: str, seconds: int) -> None:
    """Run code in a process of its own with 500 MB of memory, and within the time."""
    limited = f"import resource; resource.setrlimit(resource.RLIMIT_AS, (500_000_000,) * 2); {code}"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    done = subprocess.run(
        [sys.executable, "-c", limited],
        input=text,
        env=environment,
        timeout=seconds,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr[-2000:]


DEEP = 10_000
NESTED = {
    "flow lists": "a: " + "[" * DEEP + "]" * DEEP,
    "flow mappings": "{a: " * DEEP + "}" * DEEP,
    "block lists": "- " * DEEP + "a",
    "block mappings": "".join(" " * n + "a:\n" for n in range(1500)),
    "keys": "? " * DEEP + "a",
    "aliases": "a: &a [x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(100)),
    "one long key": "a" * 100_000 + ": b",
    "many entries": "- a\n" * 400_000,
    "many keys": "".join(f"k{n}: v\n" for n in range(150_000)),
    "quotes": '"' * 100_000,
    "one long value": "a: " + "b " * 500_000,
}


@pytest.mark.parametrize("name", NESTED)
def test_yaml_bombs_are_refused_in_seconds_and_500_megabytes(name: str) -> None:
    code = (
        "import sys; from psi_site.sources.yaml import read_yaml;"
        "document, found = read_yaml(sys.stdin.read(), 'a.yml');"
        "assert found and document.value is None"
    )
    run_within(code, NESTED[name], seconds=10)


@pytest.mark.parametrize(
    "text",
    [
        ">" * DEEP + " a",
        "> " * DEEP + "a",
        "- " * DEEP + "a",
        "[" * DEEP + "a",
        "[a](" * 2000,
        "".join("    " * n + "- a\n" for n in range(60)),
        "".join("> " * n + "a\n" for n in range(1, 60)),
        "`" * DEEP,
        "*" * DEEP + "a",
    ],
    ids=[
        "quotes",
        "spaced quotes",
        "marks",
        "brackets",
        "links",
        "lists",
        "steps",
        "code",
        "stars",
    ],
)
def test_deep_markdown_is_refused(text: str) -> None:
    fault = refused(text)
    assert fault is not None
    assert fault[0] == "markdown-too-deep"


def test_the_deepest_markdown_allowed_renders() -> None:
    depth = MAX_NESTING
    for text in (
        "> " * depth + "a",
        "".join("    " * n + "- a\n" for n in range(depth)),
        "[" * depth + "a" + "](https://a.se/)" * depth,
    ):
        assert refused(text) is None
        assert render(text, lambda *x: None).html


def test_fifty_megabytes_are_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "a.yml"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    run_within(
        "import sys; from pathlib import Path; from psi_site.sources.files import read_text;"
        f"found = read_text(Path({str(path)!r}), Path({str(tmp_path)!r}));"
        "assert [d.code for d in found.diagnostics] == ['file-too-large']",
        "",
        seconds=5,
    )


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        (b"", []),
        (b"\xef\xbb\xbf", []),
        (b"\xff\xfea\x00", ["bad-encoding"]),
        (b"a\x00b", ["control-character"]),
        (bytes(range(256)), ["bad-encoding"]),
        ("a\u2028b".encode(), ["control-character"]),
        ("a\x85b".encode(), ["control-character"]),
        (b"\xed\xa0\x80", ["bad-encoding"]),
        (b"a\rb\r\nc", []),
    ],
    ids=[
        "empty",
        "lone mark",
        "utf-16",
        "nul",
        "binary",
        "separator",
        "next line",
        "surrogate",
        "ends",
    ],
)
def test_any_bytes_are_read_or_refused(tmp_path: Path, data: bytes, codes: list[str]) -> None:
    path = tmp_path / "a.yml"
    path.write_bytes(data)
    assert [d.code for d in read_text(path, tmp_path).diagnostics] == codes


def test_pipes_folders_and_links_are_never_opened(site: Path, tmp_path: Path) -> None:
    root = tmp_path / "site"
    shutil.copytree(site, root)
    os.mkfifo(root / "data/events/pipe.yml")
    (root / "data/events/folder.yml").mkdir()
    (root / "data/events/out.yml").symlink_to("/etc/passwd")
    (root / "data/events/loop.yml").symlink_to("loop.yml")
    shutil.move(root / "newsletters", tmp_path / "letters")
    (root / "newsletters").symlink_to(tmp_path / "letters")
    codes = {d.span.path: d.code for d in diagnose(root)}
    assert codes["data/events/pipe.yml"] == codes["data/events/folder.yml"] == "not-a-file"
    assert codes["data/events/out.yml"] == codes["data/events/loop.yml"] == "link-outside"


@pytest.mark.parametrize(
    "name",
    [b"a\nb.yml", b"\xff\xfe.yml", b"a\x1b[31m.yml", b" .yml", b"a:b,c.yml", b"%0A::error.yml"],
)
def test_file_names_cannot_break_the_report(tmp_path: Path, name: bytes) -> None:
    root = tmp_path / "site"
    shutil.copytree(BASE, root)
    event = (root / "data/events/hostmote.yml").read_bytes()
    Path(os.fsdecode(bytes(root / "data/events") + b"/" + name)).write_bytes(event)
    found = diagnose(root)
    assert [d.code for d in found] == ["bad-file-name"]
    text = report_text(found, SWEDISH, root, colour=False)
    assert text.encode()
    assert "\x1b" not in text
    assert report_github(found, SWEDISH).count("\n") == 1


def test_a_file_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.yml"
    path.write_text("a: b", encoding="utf-8")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("the superuser may read everything")
    assert [d.code for d in read_text(path, tmp_path).diagnostics] == ["unreadable-file"]


def test_the_limit_on_size_is_far_above_real_texts() -> None:
    texts = (path for path in BASE.rglob("*.*") if ".cache" not in path.parts)
    assert max(path.stat().st_size for path in texts) * 100 < MAX_BYTES
