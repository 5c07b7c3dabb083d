"""Projects: their tables, their money, and every field on the page."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from psi_site.model.project import Budget, Project
from psi_site.model.record import leaves
from psi_site.model.text import LocalizedText
from psi_site.pages.budget import overhead_difference, overhead_notes, sums_off, year_tables
from psi_site.pages.project import events, parties, project_page, when
from psi_site.pages.project_list import groups, project_list
from psi_site.pages.reader import Reader
from psi_site.prose import plain
from psi_site.site import Site
from tests.conftest import NOW


@pytest.fixture(scope="module", params=["sv", "en"])
def reader(request: pytest.FixtureRequest, real_site: Site) -> Reader:
    return Reader(real_site, real_site.languages[request.param], NOW)


@pytest.fixture(scope="module")
def large(real_site: Site) -> Project:
    return next(each for each in real_site.all(Project) if each.costs and each.overhead)


def project(**more: Any) -> Project:
    base = {"id": "a", "title": "A", "summary": "A", "status": "ongoing"}
    return Project.model_validate({**base, **more})


def budget(*rows: list[int], total: list[int], tolerance: int = 0) -> Budget:
    def row(label: str, amounts: list[int]) -> dict[str, Any]:
        return {"label": label, "amounts": amounts[:-1], "total": amounts[-1]}

    return Budget.model_validate(
        {
            "caption": "Kostnader",
            "years": list(range(2025, 2024 + len(total))),
            "rows": [row(f"Rad {number}", amounts) for number, amounts in enumerate(rows, 1)],
            "total": row("Summa", total),
            "tolerance": tolerance,
        }
    )


def test_a_table_has_years_as_columns_and_the_sum_last(reader: Reader, large: Project) -> None:
    assert large.costs
    costs = next(table for table in year_tables(reader, large) if table.id == "table-costs")
    assert [column["text"] for column in costs.columns[1:-1]] == [
        str(year) for year in large.costs.years
    ]
    assert all(len(row["cells"]) == len(costs.columns) - 1 for row in costs.rows)
    assert [row.get("total", False) for row in costs.rows] == [False] * 10 + [True]
    assert costs.rows[-1]["cells"][-1] == reader.language.number(large.costs.total.total)
    assert not any(" " in cell for row in costs.rows for cell in row["cells"])
    assert costs.chart and len(costs.chart.bars) == len(large.costs.years)


def test_sums_that_agree_are_not_spoken_of(reader: Reader) -> None:
    assert list(sums_off(reader, budget([1, 2, 3], [4, 5, 9], total=[5, 7, 12]))) == []


def test_a_sum_off_by_rounding_is_said_in_words(reader: Reader) -> None:
    found = list(sums_off(reader, budget([1, 2, 4], [4, 5, 9], total=[5, 8, 13], tolerance=1)))
    assert len(found) == 2
    assert "Rad 1" in found[0] and reader.money(3) in found[0] and reader.money(4) in found[0]
    assert "2026" in found[1] and reader.money(7) in found[1] and reader.money(8) in found[1]
    assert all(reader.money(1) in note for note in found)


def test_an_overhead_says_what_it_is_reckoned_on(reader: Reader, large: Project) -> None:
    assert large.overhead and large.costs
    assert overhead_difference(large.overhead, large.costs) == 2
    notes = list(overhead_notes(reader, large.overhead, large.costs))
    assert reader.words(large.costs.rows[0].label) in notes[0]
    assert reader.language.percent(15) in notes[0]
    assert reader.money(2) in notes[1]


def test_when_says_all_that_is_known(reader: Reader) -> None:
    date = reader.language.date
    whole = project(start="2025-02-01", end="2028-01-31")
    assert when(reader, whole) == reader.language.date_range(whole.start, whole.end)  # type: ignore[arg-type]
    begun = project(start="2025-02-01", period="I tre år")
    assert date(begun.start) in when(reader, begun)  # type: ignore[arg-type]
    assert "I tre år" in when(reader, begun)
    assert date(project(end="2028-01-31").end) in when(reader, project(end="2028-01-31"))  # type: ignore[arg-type]
    assert "2018" in when(reader, project(last_year=2018))
    assert when(reader, project()) == ""


def test_nobody_funds_what_is_only_applied_for(reader: Reader, large: Project) -> None:
    funder = [{"organisation": large.parties[0].organisation, "role": "funder"}]
    asked = parties(reader, project(status="applied", parties=funder))
    paying = parties(reader, project(status="ongoing", parties=funder))
    assert asked[0]["title"] != paying[0]["title"]


def test_events_come_from_the_activities_and_from_the_events_themselves(
    reader: Reader, real_site: Site, large: Project
) -> None:
    lines = events(reader, large)
    assert len(lines) == len({line.href for line in lines}) >= 8
    undated = [line.date is None for line in lines]
    assert undated == sorted(undated)


def test_an_empty_project_has_no_sections(reader: Reader, real_site: Site) -> None:
    bare = next(each for each in real_site.all(Project) if not each.activities)
    names = [section.name for section in project_page(reader, bare)["sections"]]
    assert "activities" not in names
    assert project_page(reader, bare)["tables"] == []


def test_the_list_has_every_project_once_under_its_status(reader: Reader, real_site: Site) -> None:
    found = groups(reader, real_site.all(Project))
    titles = [line.link.title for group in found for line in group.lines]
    assert sorted(titles) == sorted(reader.words(each.title) for each in real_site.all(Project))
    assert len({group.id for group in found}) == len(found)


def test_totals_leave_no_money_out(reader: Reader, real_site: Site) -> None:
    variables = project_list(reader, real_site.list_pages[Project.kind], None)
    stated = sum(each.amount for one in real_site.all(Project) for each in one.amounts)
    shown = [table.rows[-1]["cells"][-1] for table in variables["totals"]]
    assert sum(int(re.sub(r"\D", "", cell)) for cell in shown) == stated
    assert len(variables["downloads"]) == 6


def test_every_word_of_a_project_is_on_its_page(built: Path, real_site: Site) -> None:
    folder = built / real_site.list_pages[Project.kind].slug(real_site.codes[0])
    for each in real_site.all(Project):
        page = words_of((folder / each.id / "index.html").read_text(encoding="utf-8"))
        for leaf in leaves(each):
            if isinstance(leaf.value, LocalizedText):
                text = real_site.read(leaf.value, real_site.codes[0]).value
                for part in re.split(r"\n\s*(?:- |\d+\. )?|^- ", text):
                    assert words_of(plain(part)) in page, (each.id, leaf.path)


def words_of(text: str) -> str:
    """Return only letters and digits, for comparing what is written with what is shown."""
    bare = re.sub(r"<[^>]*>", "", text)
    return "".join(re.findall(r"\w", re.sub(r"&\w+;|&#\d+;", "", bare)))


def test_the_drawing_is_as_expected(built: Path, real_site: Site, large: Project) -> None:
    folder = built / real_site.list_pages[Project.kind].slug(real_site.codes[0])
    page = (folder / large.id / "index.html").read_text(encoding="utf-8")
    drawing = re.search(r'<svg class="chart-drawing".*?</svg>', page, re.S)
    assert drawing
    assert drawing[0] == (GOLDEN / "funding.svg").read_text(encoding="utf-8")


GOLDEN = Path(__file__).parent / "golden"
