"""`_headers` and `_redirects`, read as hosts read them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from psi_site.hosting.copies import ENDINGS
from psi_site.hosting.policy import PAGE, SEARCH, meta_text, policy_text
from psi_site.hosting.static_hosts import headers_file, redirects_file
from psi_site.hosting.table import CACHE, COMMON, FOR_EVER, TYPE, file_kinds, kind_of
from psi_site.pages.redirects import redirects
from psi_site.pages.statement import report_path
from psi_site.pdf import pages_of_sheets
from psi_site.site import Site

MOST_RULES = 100
LONGEST_LINE = 2000
FORMS = "https://lomakkeet.example"
"""Who takes the made-up site's reports."""
MOST_REDIRECTS = 2000
"""What Cloudflare Pages takes; others take more."""


def rules(text: str) -> dict[str, dict[str, str]]:
    """Read `_headers`: a path on a line of its own, then a header a line, further in."""
    found: dict[str, dict[str, str]] = {}
    for line in text.splitlines():
        if line and not line.startswith(" "):
            current = found.setdefault(line, {})
        elif line:
            name, _, value = line.strip().partition(": ")
            current[name] = value
    return found


def matching(found: dict[str, dict[str, str]], path: str) -> list[tuple[str, str]]:
    """Return the headers of every rule for a path; `*` stands for anything."""
    fits = {glob: re.escape(glob).replace(r"\*", ".*") for glob in found}
    return [
        pair
        for glob, headers in found.items()
        if re.fullmatch(fits[glob], path)
        for pair in headers.items()
    ]


def paths(folder: Path) -> list[str]:
    files = [file for file in sorted(folder.rglob("*")) if file.is_file()]
    names = [f"/{file.relative_to(folder).as_posix()}" for file in files]
    return [name for name in names if not name.endswith(ENDINGS)]


@pytest.fixture(scope="module")
def found(lappi_built: Path) -> dict[str, dict[str, str]]:
    return rules((lappi_built / "_headers").read_text(encoding="utf-8"))


def test_no_file_gets_a_header_twice(lappi_built: Path, found: dict[str, dict[str, str]]) -> None:
    for path in paths(lappi_built):
        names = [name for name, _ in matching(found, path)]
        assert len(names) == len(set(names)), path


def test_what_they_say_is_what_the_table_says(
    lappi: Site, lappi_built: Path, found: dict[str, dict[str, str]]
) -> None:
    kinds = file_kinds(lappi)
    loosest = SEARCH | {"form-action": f"'self' {FORMS}"}
    for path in paths(lappi_built):
        kind = kind_of(kinds, path)
        expected = kind.headers | {"Content-Security-Policy": policy_text(loosest)}
        shown = dict(matching(found, path))
        if kind.id == "search-engine":
            # No pattern tells the list of its languages from an export; others may read it.
            shown = {name: shown[name] for name in shown if name in COMMON}
        assert {name: expected.get(name) for name in shown} == shown, path
        if expected[CACHE] == FOR_EVER and not path.endswith(".pf_meta"):
            assert shown[CACHE] == FOR_EVER, path


@pytest.mark.parametrize("name", ["kalenteri.ics", "rss.xml", "atom.xml", "feed.json"])
def test_calendars_and_feeds_are_complete(
    lappi: Site, lappi_built: Path, found: dict[str, dict[str, str]], name: str
) -> None:
    path = next(path for path in paths(lappi_built) if path.endswith(f"/{name}"))
    shown = dict(matching(found, path))
    own = kind_of(file_kinds(lappi), path).own_headers
    assert {key: shown.get(key) for key in own} == own
    assert TYPE in own


def test_they_stay_within_the_limits_of_hosts(lappi_built: Path, built: Path) -> None:
    for folder in (lappi_built, built):
        text = (folder / "_headers").read_text(encoding="utf-8")
        assert len(rules(text)) <= MOST_RULES
        assert max(map(len, text.splitlines())) <= LONGEST_LINE
        redirections = folder / "_redirects"
        if redirections.exists():
            assert len(redirections.read_text(encoding="utf-8").splitlines()) <= MOST_REDIRECTS


def test_every_former_address_is_a_line(lappi: Site, lappi_built: Path) -> None:
    lines = (lappi_built / "_redirects").read_text(encoding="utf-8").splitlines()
    moved = [line for line in lines if line.endswith(" 301")]
    assert moved == [f"{each.source} {each.target} 301" for each in redirects(lappi)]


def test_a_sheet_that_was_not_made_leads_to_its_page(lappi: Site, lappi_built: Path) -> None:
    sheets = pages_of_sheets(lappi)
    lines = (lappi_built / "_redirects").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.endswith(" 302")] == [
        f"{sheet} {page} 302" for sheet, page in sorted(sheets.items())
    ]
    assert all(
        (lappi_built / f"{page.strip('/')}/index.html").is_file() for page in sheets.values()
    )
    assert " 302" not in redirects_file(lappi, sheets)


def test_a_folder_with_an_unmarked_file_is_not_kept_for_a_year(lappi: Site) -> None:
    files = ["/assets/a/x.0123456789.css", "/assets/b/x.0123456789.css", "/assets/b/plain.css"]
    found = rules(headers_file(lappi, files))
    assert found["/assets/a/*"] == {CACHE: FOR_EVER}
    assert found["/assets/b/x.0123456789.css"] == {CACHE: FOR_EVER}
    assert matching(found, "/assets/b/plain.css") == list(found["/*"].items())


def test_the_meta_leaves_out_what_it_cannot_say() -> None:
    assert "frame-ancestors" in policy_text(PAGE)
    assert meta_text(PAGE) == policy_text(PAGE).removesuffix("; frame-ancestors 'none'")


def test_only_the_form_for_reports_may_send_elsewhere(lappi: Site, real_site: Site) -> None:
    for site, goal in ((lappi, FORMS), (real_site, "mailto:")):
        kinds = file_kinds(site)
        form, other = report_path(site, "en") or "", kind_of(kinds, "/")
        assert kind_of(kinds, form).policy["form-action"] == f"'self' {goal}"
        assert other.policy["form-action"] == "'self'"


def test_the_policy_is_the_first_thing_in_every_head(lappi: Site, lappi_built: Path) -> None:
    kinds = file_kinds(lappi)
    for path in paths(lappi_built):
        if path.endswith(".html") and not path.startswith("/files/"):
            html = (lappi_built / path.lstrip("/")).read_text(encoding="utf-8")
            first = re.search(r"<head>\s*<meta http-equiv=\"([\w-]+)\" content=\"([^\"]+)\"", html)
            assert first, path
            assert first[1] == "Content-Security-Policy"
            assert first[2].replace("&#39;", "'") == meta_text(kind_of(kinds, path).policy), path
