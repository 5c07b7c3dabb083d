"""The form in the browser: off at first, set up from the model, and loved by its own program."""

from __future__ import annotations

import functools
import hashlib
import http.server
import json
import lzma
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser
from playwright.sync_api import Page as Tab

from psi_site import cms
from psi_site.cms.configuration import configuration
from psi_site.cms.program import ELSEWHERE, FOLDER, origin, program_text
from psi_site.hosting.static_hosts import headers_file
from psi_site.hosting.table import file_kinds, kind_of
from psi_site.model.settings import Editing
from psi_site.site import Site
from tests.conftest import ROOT

PICK = """
window.showDirectoryPicker = async () => await navigator.storage.getDirectory();
FileSystemHandle.prototype.requestPermission = async () => "granted";
FileSystemHandle.prototype.queryPermission = async () => "granted";
"""
"""Let the browser's own private folder stand in for the one an editor would choose."""
WAITS = 300
"""Tenths of a second that the program may take to write a file."""
FILL = """async files => {
  const root = await navigator.storage.getDirectory();
  for (const [name, text] of Object.entries(files)) {
    const steps = name.split("/"), last = steps.pop();
    let folder = root;
    for (const step of steps) folder = await folder.getDirectoryHandle(step, {create: true});
    const file = await folder.getFileHandle(last, {create: true});
    const writer = await file.createWritable();
    await writer.write(text);
    await writer.close();
  }
}"""
READ = """async name => {
  const steps = name.split("/"), last = steps.pop();
  let folder = await navigator.storage.getDirectory();
  for (const step of steps) folder = await folder.getDirectoryHandle(step);
  for (let turn = 0; turn < 100; turn += 1) {
    try {
      return await (await (await folder.getFileHandle(last)).getFile()).text();
    } catch {
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  }
}"""
"""Read a file; while the form still writes it, ask again until it can be read."""


def with_form(site: Site, **settings: str) -> Site:
    given = {"service": "github", "repository": "exempelby/webbplats", **settings}
    own = site.settings.model_copy(update={"editing": Editing.model_validate(given)})
    return replace(site, records={**site.records, "settings": {own.id: own}})


@pytest.fixture(scope="module")
def site(real_site: Site) -> Site:
    return with_form(real_site)


@pytest.fixture(scope="module")
def collections(site: Site) -> dict[str, dict[str, Any]]:
    return {each["name"]: each for each in configuration(site)["collections"]}


def by_name(fields: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {field["name"]: field for field in fields}


def test_there_is_no_form_until_the_settings_ask_for_one(real_site: Site, built: Path) -> None:
    assert list(cms.artifacts(real_site)) == []
    assert not (built / "redigera").exists()


def test_what_is_vendored_is_what_was_published() -> None:
    facts = origin()
    held = {
        each.name: each.read_bytes() for each in FOLDER.iterdir() if each.name != "VERSION.json"
    }
    held["sveltia-cms.js"] = lzma.decompress(held["sveltia-cms.js.xz"])
    assert {n: hashlib.sha256(held[n]).hexdigest() for n in held} == facts["sha256"]
    assert facts["licence"] == "MIT"
    assert f'"{facts["version"]}"'.encode() in held["sveltia-cms.js"].replace(b"`", b'"')


def test_the_program_has_no_address_to_load_from_by_itself() -> None:
    original = lzma.decompress((FOLDER / "sveltia-cms.js.xz").read_bytes()).decode()
    assert [address for address in ELSEWHERE if address not in original] == []
    here = program_text()
    assert [address for address in ELSEWHERE if address in here] == []
    assert "cdn.jsdelivr.net" not in here


def test_every_folder_and_list_is_a_collection(collections: dict[str, dict[str, Any]]) -> None:
    assert {"event", "project", "partner", "person", "page", "newsletter"} <= set(collections)
    assert "settings" not in collections
    assert collections["event"]["folder"] == "data/events"
    assert collections["partner"]["files"][0]["file"] == "data/partners.yml"
    assert not any(each.get("delete") for each in collections.values())


def test_fields_follow_the_model(collections: dict[str, dict[str, Any]], site: Site) -> None:
    event = by_name(collections["event"]["fields"])
    assert event["title"]["required"]
    assert [each["name"] for each in event["title"]["fields"]] == ["sv", "en"]
    assert event["start"]["widget"] == "string", "a form that rewrites dates would break them"
    assert "cancelled" in [each["value"] for each in event["status"]["options"]]
    assert event["organisers"]["multiple"]
    known = {*site.records["partner"], *site.records["organisation"]}
    assert {each["value"] for each in event["organisers"]["options"]} == known
    assert event["programme"]["widget"] == "list"
    assert "revision" not in event
    nested = by_name(event["programme"]["fields"])
    assert "items" in nested
    assert nested["start"]["hint"]


def test_a_text_in_two_forms_is_left_as_it_is(collections: dict[str, dict[str, Any]]) -> None:
    partners = collections["partner"]["files"][0]["fields"][0]
    assert "title" not in by_name(partners["fields"])
    assert not partners["allow_add"], "a new one could not be named"
    places = collections["place"]["files"][0]["fields"][0]
    assert by_name(places["fields"])["title"]["widget"] == "string"
    assert places["allow_add"]


def test_only_the_form_may_speak_to_the_service(site: Site) -> None:
    kinds = file_kinds(site)
    form = kind_of(kinds, "/redigera/").headers["Content-Security-Policy"]
    assert "https://api.github.com" in form
    for path in ("/", "/kontakt/", "/redigera/config.json"):
        assert "github" not in kind_of(kinds, path).headers["Content-Security-Policy"]
    assert "https://api.github.com" in headers_file(site, [])
    own = kind_of(
        file_kinds(with_form(site, service="gitea", api="https://git.example.org")), "/redigera/"
    )
    assert "https://git.example.org" in own.headers["Content-Security-Policy"]


# In a browser.


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        del format, args


@contextmanager
def served(folder: Path) -> Iterator[str]:
    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()


def sources() -> dict[str, str]:
    found = {".git/config": ""}
    for folder in ("data", "docs", "newsletters"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in (".yml", ".md"):
                found[path.relative_to(ROOT).as_posix()] = path.read_text(encoding="utf-8")
    return found


@pytest.fixture(scope="module")
def tab(site: Site, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tab]:
    """The form with the repository's own sources open in it, as on an editor's computer."""
    folder = tmp_path_factory.mktemp("form")
    for artifact in cms.artifacts(site):
        path = folder / artifact.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(artifact.content)
    (folder / "favicon.ico").touch()
    with served(folder) as address, browser.new_context(locale="sv-SE") as context:
        page = context.new_page()
        page.add_init_script(PICK)
        page.add_init_script("window.faults = [];")
        faults: list[str] = []
        page.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "request",
            lambda r: (
                None if r.url.startswith((address, "data:", "blob:")) else faults.append(r.url)
            ),
        )
        page.goto(f"{address}/redigera/")
        page.evaluate(FILL, sources())
        page.get_by_role("button", name="Arbeta med lokalt repository").click()
        page.get_by_text("Samlingar").first.wait_for()
        page.evaluate("faults => { window.seen = faults }", faults)
        yield page
        assert faults == []


@pytest.mark.browser
def test_the_program_takes_the_configuration_and_shows_the_collections(
    tab: Tab, site: Site
) -> None:
    assert tab.evaluate("window.seen") == []
    for name in ("Ett möte eller något annat som händer", "Ett projekt", "En part i nätverket"):
        assert tab.get_by_text(name, exact=True).first.is_visible()
    count = str(len(site.records["event"]))
    row = tab.get_by_role("option", name="Ett möte eller något annat som händer")
    assert count in (row.first.inner_text() if row.count() else tab.inner_text("body"))


@pytest.mark.browser
def test_saving_changes_what_was_changed_and_nothing_else(tab: Tab) -> None:
    file = "data/partners.yml"
    before = yaml.load((ROOT / file).read_text(encoding="utf-8"), yaml.BaseLoader)
    first = before[0]["id"]
    tab.goto(tab.url.split("#")[0] + "#/collections/partner/entries/partner")
    tab.get_by_role("button", name="Expandera alla").click()
    box = "[...document.querySelectorAll('input')].find(each => each.value === 'FIRST')"
    tab.wait_for_function(f"() => {box.replace('FIRST', first)}")
    boxes = tab.locator("input[type=text]").all()
    next(each for each in boxes if each.input_value() == first).fill(f"{first}-ny")
    tab.get_by_role("button", name="Spara").click()
    after = yaml.load(saved(tab, file, f"{first}-ny"), yaml.BaseLoader)
    assert after[0]["id"] == f"{first}-ny"
    after[0]["id"] = first
    assert [lean(each) for each in after] == [lean(each) for each in before]


def saved(tab: Tab, file: str, words: str) -> str:
    """Return what a file says once the program has written the words there.

    Asked from here, since a wait inside the page takes the promise of an answer for a yes.
    """
    for _ in range(WAITS):
        found: str = tab.evaluate(READ, file)
        if words in found:
            return found
        tab.wait_for_timeout(100)
    raise AssertionError(f"{words} was not saved in {file}")


def lean(value: Any) -> str:
    """Return a value as one text; a line feed at a text's end is no part of what it says."""
    if isinstance(value, dict):
        return json.dumps({key: lean(each) for key, each in value.items()}, sort_keys=True)
    if isinstance(value, list):
        return json.dumps([lean(each) for each in value])
    return str(value).rstrip("\n")
