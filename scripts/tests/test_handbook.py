"""The editors' handbook: its examples are run, and what it looks up is all there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from psi_site.model.page import Page
from psi_site.pages.handbook import (
    CODE_PARTS,
    code_part,
    code_path,
    codes_page,
    pieces,
    reference_page,
)
from psi_site.pages.reader import Reader
from psi_site.site import CONTENT_TYPES, Site
from tests.conftest import NOW, ROOT
from tests.test_real_site import elements, ids, links

LANGUAGES = ("sv", "en")
HANDBOOK = ROOT / "docs" / "handbok"
TASKS = tuple(
    re.findall(
        r"^\d+\. .*\(page:handbok-([a-z-]+)\)$",
        (ROOT / "docs/handbok.sv.md").read_text(encoding="utf-8"),
        re.M,
    )
)
"""The ten tasks, in the order the handbook lists them."""
OTHERS = ("falt", "felkoder", "kalendrar", "redigera")
CONTENT = ("data", "docs", "newsletters", "overrides", ".schemas", "mkdocs.yml")

_BLOCK = re.compile(
    r"(?P<fence>```+|~~~+)(?P<language>\w+)\n(?P<text>.*?)\n(?P=fence)$", re.M | re.S
)
_PATH = re.compile(r"`([\w./-]+\.\w+)`[^`]*$")


@dataclass(frozen=True)
class Example:
    """A block of code of the handbook; `file` is the one that the words before it name last."""

    language: str
    text: str
    file: str


def source(name: str, language: str = "sv") -> str:
    path = HANDBOOK / f"{name}.{language}.md" if name else ROOT / f"docs/handbok.{language}.md"
    return path.read_text(encoding="utf-8")


def examples(name: str, language: str = "sv") -> Iterator[Example]:
    text = source(name, language)
    end = 0
    for block in _BLOCK.finditer(text):
        named = _PATH.search(text[end : block.start()].strip())
        end = block.end()
        yield Example(block["language"], block["text"], named[1] if named else "")


# What an editor would do by hand.


def put(root: Path, example: Example) -> None:
    """Write a file as an example has it, or change those keys of it that the example shows."""
    path = root / example.file
    if example.language == "yaml" and path.exists():
        change = in_list if example.text.startswith("- id:") else with_keys
        path.write_text(change(path.read_text(encoding="utf-8"), example.text), encoding="utf-8")
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(example.text + "\n", encoding="utf-8")


def by_key(text: str, indent: str) -> dict[str, str]:
    """Cut a mapping into its keys, each with the lines below it."""
    found: dict[str, str] = {}
    key = ""
    for line in text.splitlines(keepends=True):
        head = re.match(rf"{indent}([a-z_]+):", line)
        key = head[1] if head else key
        found[key] = found.get(key, "") + line
    return found


def with_keys(text: str, new: str, indent: str = "") -> str:
    return "".join({**by_key(text, indent), **by_key(new.rstrip("\n") + "\n", indent)}.values())


def in_list(text: str, new: str) -> str:
    """Add an entry to the end of a list, or change the entry of the same id."""
    head, rest = new.split("\n", 1)
    entries = re.split(r"(?m)^(?=- id: )", text)
    for index, entry in enumerate(entries):
        if entry.startswith(f"{head}\n"):
            own = entry.removeprefix(f"{head}\n")
            entries[index] = f"{head}\n{with_keys(own, rest, '  ')}"
            return "".join(entries)
    return f"{text.rstrip()}\n{new}\n"


@dataclass(frozen=True)
class Workplace:
    """A copy of the repository, and a shell in it as the handbook sets one up."""

    root: Path

    def shell(self, commands: str) -> subprocess.CompletedProcess[str]:
        environment = os.environ | {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "GIT_CONFIG_GLOBAL": str(self.root.parent / "gitconfig"),
            "GIT_PAGER": "cat",
        }
        return subprocess.run(
            ["bash", "-euo", "pipefail", "-c", commands],
            cwd=self.root,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    def run(self, commands: str) -> str:
        done = self.shell(commands)
        assert done.returncode == 0, f"{commands}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def prepare(self, task: str) -> None:
        """Do what the tasks before `task` showed, without their commands."""
        for earlier in TASKS[: TASKS.index(task)]:
            for example in examples(earlier):
                if example.language in ("yaml", "markdown"):
                    put(self.root, example)


@pytest.fixture
def workplace(tmp_path: Path) -> Workplace:
    root = tmp_path / "psi"
    root.mkdir()
    for name in CONTENT:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
        copy(ROOT / name, root / name)
    (root / "scripts/psi_site").mkdir(parents=True)
    pictures = root / "docs/images"
    pictures.mkdir(exist_ok=True)
    Image.new("RGB", (1200, 800), "green").save(pictures / "odling-2027.jpg")
    for name in ("odlarna", "odlarna-mork"):
        (pictures / f"{name}.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    identity = "[user]\n name = Kim\n email = kim@example.org\n[init]\n defaultBranch = main\n"
    (tmp_path / "gitconfig").write_text(identity + "[push]\n autoSetupRemote = true\n")
    made = Workplace(root)
    (root / ".gitignore").write_bytes((ROOT / ".gitignore").read_bytes())
    made.run("git init --quiet --bare ../hub && git init --quiet && git remote add origin ../hub")
    made.run("git add --all && git commit --quiet --message Begin && git push --quiet")
    return made


def test_there_are_ten_tasks_and_each_has_a_page_in_both_languages() -> None:
    assert len(TASKS) == 10
    pages = {f"{name}.{code}.md" for name in (*TASKS, *OTHERS) for code in LANGUAGES}
    assert {path.name for path in HANDBOOK.iterdir()} == pages


@pytest.mark.parametrize("name", ["", *TASKS, *OTHERS])
def test_examples_are_the_same_in_both_languages(name: str) -> None:
    own, translated = (
        [(each.language, each.text, each.file) for each in examples(name, code)]
        for code in LANGUAGES
    )
    assert own == translated


@pytest.mark.parametrize("task", TASKS)
def test_the_examples_of_a_task_work(task: str, workplace: Workplace) -> None:
    workplace.prepare(task)
    made = list(examples(task))
    assert any(each.language == "sh" for each in made)
    for example in made:
        if example.language == "sh":
            workplace.run(example.text)
        else:
            assert example.file, f"no file is named before:\n{example.text}"
            put(workplace.root, example)
            if example.language != "text":
                workplace.run("psi check")


def test_the_first_page_names_commands_that_exist(workplace: Workplace) -> None:
    activate, first_help = (each.text for each in examples(""))
    assert activate == ". .venv/bin/activate"
    assert "psi" in workplace.run(first_help)


def test_what_the_pages_say_of_a_command_is_what_it_does(workplace: Workplace) -> None:
    workplace.prepare("nyhetsbrev")
    new, *_ = (each.text for each in examples("mote-nytt") if each.language == "sh")
    (workplace.root / "data/events/2027-03-11-odla-tillsammans.yml").unlink()
    assert "data/events/2027-03-11-odla-tillsammans.yml" in workplace.run(new)
    named = workplace.run('psi who "Kim Exempelsson"')
    assert "data/people.yml" in named
    assert "data/partners.yml" in named
    (workplace.root / "data/events/2027-03-11-odla-tillsammans.yml").write_text("start: 25/3\n")
    failed = workplace.shell("psi check")
    assert failed.returncode == 1
    assert "[bad-date]" in failed.stdout + failed.stderr


# What is looked up.


@pytest.fixture(scope="module", params=LANGUAGES)
def reader(request: pytest.FixtureRequest, real_site: Site) -> Reader:
    return Reader(real_site, real_site.languages[request.param], NOW)


def test_every_field_an_editor_can_write_is_listed_once(reader: Reader) -> None:
    variables = reference_page(reader, reader.site.get(Page, "handbok-falt"))
    types = {each.id: [field.name for field in each.fields] for each in variables["types"]}
    assert set(types) == {f"{each.kind}-fields" for each in CONTENT_TYPES}
    for names in types.values():
        assert len(names) == len(set(names))
    assert {"title", "start", "programme", "redirect_from"} <= set(types["event-fields"])
    assert "id" not in types["event-fields"], "an event's id is its file's name"
    assert types["partner-fields"][0] == "id"
    assert {"title", "slug", "indexed"} <= set(types["page-fields"])
    assert "body" not in types["page-fields"]
    parts = {each.id for each in variables["parts"]}
    used = {f.part for m in (*variables["types"], *variables["parts"]) for f in m.fields if f.part}
    assert used <= parts
    assert "part-newsletteritem" in parts


def test_a_field_says_what_goes_there(reader: Reader) -> None:
    variables = reference_page(reader, reader.site.get(Page, "handbok-falt"))
    event = next(each for each in variables["types"] if each.id == "event-fields")
    fields = {field.name: field for field in event.fields}
    kinds = {
        name: reader.t(f"handbook.kind.{kind}")
        for name, kind in (
            ("title", "localizedtext"),
            ("start", "moment"),
            ("spoken", "language"),
            ("status", "choice"),
            ("organisers", "reference"),
            ("outcome", "localizedprose"),
        )
    }
    assert {name: fields[name].kind for name in kinds} == kinds
    assert event.place == "data/events/ID.yml"
    assert fields["form"].is_required
    assert not fields["status"].is_required
    assert "cancelled" in [choice.value for choice in fields["status"].choices]
    assert fields["organisers"].files == ("data/partners.yml", "data/organisations.yml")
    assert fields["organisers"].is_list
    assert fields["venue"].part == "part-venue"
    assert fields["venue"].kind == ""


def test_every_code_has_its_words(reader: Reader) -> None:
    codes = [each for part in CODE_PARTS for each in code_part(reader, part)["codes"]]
    known = {
        key.split(".")[1]
        for key in reader.language.words
        if key.startswith("errors.") and key.endswith(".message")
    }
    assert [each.code for each in codes] == sorted(known)
    assert len(codes) > 150
    assert all(each.message and each.note and each.help for each in codes)
    page = codes_page(reader, reader.site.get(Page, "handbok-felkoder"))
    assert [code for group in page["groups"] for code in group["codes"]] == sorted(known)


def test_words_are_cut_at_their_code() -> None:
    cut = [(piece.text, piece.is_code) for piece in pieces("Skriv `start` först.")]
    assert cut == [("Skriv ", False), ("start", True), (" först.", False)]
    assert [piece.text for piece in pieces("`a`")] == ["a"]


# On the built site.


def test_search_engines_leave_the_handbook_alone(built: Path) -> None:
    pages = [*built.glob("handbok/**/*.html"), *built.glob("en/handbook/**/*.html")]
    field_parts = 1
    assert len(pages) == 2 * (1 + len(TASKS) + len(OTHERS) + len(CODE_PARTS) + field_parts)
    listed = (built / "sitemap.xml").read_text(encoding="utf-8")
    assert "handbo" not in listed
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert '<meta name="robots" content="noindex">' in text
        assert "data-pagefind-body" not in text
        assert 'rel="canonical"' not in text
    assert '<meta name="robots"' not in (built / "index.html").read_text(encoding="utf-8")
    assert "data-pagefind-body" in (built / "kontakt/index.html").read_text(encoding="utf-8")


def test_every_page_leads_to_the_handbook_from_its_foot(built: Path) -> None:
    foot = next(elements(built / "kontakt/index.html", "footer"))
    assert "../handbok/" in [each.attrib.get("href") for each in foot.iter()]


def test_each_code_is_an_anchor(built: Path, real_site: Site) -> None:
    page = built / "handbok/felkoder/index.html"
    for code in ("bad-date", "heading-twice", "link-dead", "unknown-reference", "yaml-alias"):
        assert code in ids(page), "where it was explained before the page was divided"
        path = code_path("handbok/felkoder/", code)
        assert f"../../{path}" in list(links(page))
        assert code in ids(built / path.split("#")[0] / "index.html")


def test_parts_of_fields_are_found_under_their_anchors(built: Path) -> None:
    page = built / "en/handbook/fields/index.html"
    assert "part-venue" in ids(page)
    assert "../../../en/handbook/fields/parts/#part-venue" in list(links(page))
    assert "part-venue" in ids(built / "en/handbook/fields/parts/index.html")
