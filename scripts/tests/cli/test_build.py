"""`psi build` and `psi schema`: what they write, and what they leave alone."""

from __future__ import annotations

import json

import pytest

from psi_site.site import CONTENT_TYPES
from tests.cli.conftest import Repository


def test_schemas_are_written_and_then_fresh(repository: Repository) -> None:
    stale = repository.psi("schema", "--check")
    assert stale.exit_code == 1
    assert ".schemas/event.json\n" in stale.output
    assert f"{len(CONTENT_TYPES)} scheman är gamla. Kör psi schema" in stale.output
    written = repository.psi("schema")
    assert written.output == f"{len(CONTENT_TYPES)} scheman är skrivna i .schemas.\n"
    fresh = repository.psi("schema", "--check", "--lang", "en")
    assert fresh.exit_code == 0
    assert fresh.output == f"All {len(CONTENT_TYPES)} schemas agree with the model.\n"


def test_a_new_record_makes_no_schema_stale(repository: Repository) -> None:
    repository.psi("schema")
    repository.edit(
        "data/places.yml",
        "- id: vasa",
        "- id: oravais\n  title: Oravais\n  size: locality\n- id: vasa",
    )
    assert repository.psi("schema", "--check").exit_code == 0


def test_a_foreign_or_changed_schema_is_stale(repository: Repository) -> None:
    repository.psi("schema")
    repository.write(".schemas/gammalt.json", "{}")
    repository.edit(".schemas/event.json", '"Mötets rubrik."', '"Något annat."')
    output = repository.psi("schema", "--check").output
    assert output.splitlines()[:2] == [".schemas/event.json", ".schemas/gammalt.json"]


def test_schemas_are_in_the_language_of_the_originals(repository: Repository) -> None:
    repository.psi("schema", "--lang", "en")
    schema = json.loads(repository.text(".schemas/event.json"))
    assert schema["properties"]["title"]["description"] == "Mötets rubrik."


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_faulty_site_is_not_built(repository: Repository, language: str) -> None:
    repository.edit("data/places.yml", "size:", "sise:")
    repository.write("ut/index.html", "gammalt")
    result = repository.psi("build", "--out", "ut", "--lang", language)
    assert result.exit_code == 1
    assert "data/places.yml:3:3:" in result.stderr
    assert {"sv": "fel", "en": "error"}[language] in result.stderr
    assert repository.text("ut/index.html") == "gammalt"
