"""`psi status`: what waits, and what changes by itself."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from psi_site.cli.coming import coming_changes
from psi_site.cli.outdated import difference, version_with
from psi_site.model.page import Page
from psi_site.revision import revision
from psi_site.site import load_site
from tests.cli.conftest import Repository

SWEDISH = """\
Översättningar
  engelska: 14 av 14 poster, 10 av 12 texter
  Saknas på engelska:
  data/events/hostmote.yml:3: Höstmöte: summary
  data/events/hostmote.yml:4: Höstmöte: period

Kontakter att kontrollera
  data/partners.yml:10: Fiskeföreningen, Aino Virtanen, senast 31 januari 2024

Möten utan datum
  data/events/hostmote.yml:1: Höstmöte, Hösten 2026

Utkast
  Inga. Allt i den här mappen publiceras.

De närmaste 30 dagarna
  16 maj 2026: anmälan till Fiskets dag är stängd
  20 maj 2026: Fiskets dag börjar
  21 maj 2026: Fiskets dag har varit, och flyttas till det som varit
"""


def test_everything_that_waits_is_listed(repository: Repository) -> None:
    result = repository.psi("status")
    assert result.exit_code == 0
    assert result.output == SWEDISH


def test_it_is_said_in_english_too(repository: Repository) -> None:
    lines = repository.psi("status", "--lang", "en").output.splitlines()
    assert lines[:4] == [
        "Translations",
        "  English: 14 of 14 records, 10 of 12 texts",
        "  Missing in English:",
        "  data/events/hostmote.yml:3: Höstmöte: summary",
    ]
    assert "  20 May 2026: Fiskets dag begins" in lines


def test_the_day_is_that_of_the_site(repository: Repository) -> None:
    # Half past nine in the evening by UTC is half past midnight in Helsinki's summer.
    late = repository.at(datetime(2026, 5, 19, 21, 30, tzinfo=UTC))
    assert "20 maj 2026: Fiskets dag börjar" not in late.psi("status").output
    early = repository.at(datetime(2026, 5, 19, 20, 30, tzinfo=UTC))
    assert "20 maj 2026: Fiskets dag börjar" in early.psi("status").output


def test_a_quiet_time_is_said_to_be_quiet(repository: Repository) -> None:
    output = repository.at(datetime(2026, 9, 1, tzinfo=UTC)).psi("status").output
    assert output.endswith("De närmaste 30 dagarna\n  Inget ändras.\n")


def test_drafts_are_listed_with_their_age(repository: Repository) -> None:
    repository.edit("data/events/hostmote.yml", "form:", "draft: true\nform:")
    repository.commit("Hold back")
    repository.write(
        "docs/nytt.sv.md", "---\ntitle: Nytt\ndescription: Nytt.\ndraft: true\n---\nSnart.\n"
    )
    commit = datetime.now(UTC)
    output = repository.at(commit + timedelta(days=12)).psi("status").output
    (line,) = [each for each in output.splitlines() if "data/events/hostmote.yml:2:" in each]
    assert line.startswith("  data/events/hostmote.yml:2: Höstmöte, sedan ")
    assert line.endswith(" (12 dagar)")
    assert "  docs/nytt.sv.md:4: Nytt, inte sparat i git än\n" in output
    assert "Möten utan datum\n  Alla möten har datum." in output, "a draft has time to get one"


def test_a_cancelled_event_changes_nothing(repository: Repository) -> None:
    repository.edit(
        "data/events/2026-05-20-fiskets-dag.yml",
        "form: fair",
        "form: fair\nstatus: cancelled\nstatus_note: {sv: Storm., en: Storm.}",
    )
    site, _ = load_site(repository.root)
    assert coming_changes(site, date(2026, 5, 4), 30) == []


def test_an_old_translation_shows_what_the_original_said_then(repository: Repository) -> None:
    repository.psi("translated", "docs/index.en.md", "docs/motesplats.en.md")
    repository.commit("Translated")
    repository.edit("docs/index.sv.md", "Välkommen.", "Varmt välkommen.")
    repository.edit("docs/motesplats.sv.md", "kommer", "hinner")
    repository.commit("Change the originals")
    repository.edit("docs/index.sv.md", "Virtanen.", "Virtanen, i Vasa.")
    output = repository.psi("status").output
    assert (
        """\
  Gamla på engelska:
  docs/index.en.md:5: Start. Originalet har ändrats sedan det översattes:
    @@ -3,2 +3,2 @@
    -Välkommen. [Fiskets dag](event:2026-05-20-fiskets-dag) ordnas av Aino
    -  Virtanen.
    +Varmt välkommen. [Fiskets dag](event:2026-05-20-fiskets-dag) ordnas av Aino
    +  Virtanen, i Vasa.
  Rätta översättningen och kör psi translated docs/index.en.md
"""
        in output
    )
    assert "    -Björn Ömans fråga: kommer alla?\n" in output


def test_the_version_of_a_list_entry_is_found(repository: Repository) -> None:
    repository.edit("data/places.yml", "size:", "description: {sv: Förr., en: Before.}\n  size:")
    repository.commit("Describe")
    repository.psi("translated", "data/places.yml")
    repository.edit("data/places.yml", "sv: Förr.", "sv: Nu.")
    repository.commit("Change")
    output = repository.psi("status").output
    assert "    -Förr.\n    +Nu.\n" in output
    assert "kör psi translated data/places.yml --id vasa\n" in output


def test_a_version_that_is_in_no_history_is_said_to_be_unknown(repository: Repository) -> None:
    repository.edit("docs/index.en.md", "title: Home", "title: Home\ntranslated_from: 0123456789ab")
    output = repository.psi("status").output
    assert "docs/index.en.md:3: Start. Originalet har ändrats" in output
    assert "men den gamla versionen finns inte i historiken." in output


def test_an_untranslated_record_is_named_once(repository: Repository) -> None:
    (repository.root / "docs/motesplats.en.md").unlink()
    output = repository.psi("status").output
    assert "  docs/motesplats.sv.md:2: Möten (hela posten)\n" in output


def test_the_diff_has_only_what_changed(repository: Repository) -> None:
    site, _ = load_site(repository.root)
    page = site.get(Page, "motesplats")
    then = revision(page, "sv")
    repository.edit("docs/motesplats.sv.md", "kommer", "hinner")
    repository.commit("Change")
    site, _ = load_site(repository.root)
    page = site.get(Page, "motesplats")
    found = version_with(site, page, then)
    assert found is not None
    assert revision(found, "sv") == then
    noted = page.model_copy(update={"translated_from": {"en": then}})
    assert difference(site, noted, "en") == [
        "@@ -3 +3 @@",
        "-Björn Ömans fråga: kommer alla?",
        "+Björn Ömans fråga: hinner alla?",
    ]
