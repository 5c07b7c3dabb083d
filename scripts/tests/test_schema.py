"""The schemas say what the model says: about the real files, and about wrong ones."""

from __future__ import annotations

import json
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from psi_site.content import ContentType
from psi_site.corpus import Corpus
from psi_site.i18n import known_languages, load_language
from psi_site.model.text import LocalizedInline, LocalizedProse, LocalizedText
from psi_site.schema import (
    Schema,
    as_text,
    field_key,
    models_in,
    schema_name,
    schemas,
    without_examples,
)
from psi_site.site import CONTENT_TYPES, read_records
from psi_site.sources.markdown import split_front_matter
from psi_site.sources.records import ListFile, MarkdownFolder, SingleFile
from psi_site.sources.yaml import read_yaml

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return read_records(ROOT, CONTENT_TYPES).corpus


@pytest.fixture(scope="module")
def made(corpus: Corpus) -> dict[str, Schema]:
    return schemas(corpus, load_language("sv"))


def files_of(content_type: ContentType) -> list[Path]:
    place = ROOT / content_type.source.location
    if isinstance(content_type.source, (ListFile, SingleFile)):
        return [place]
    return sorted(
        place.glob("*.md" if isinstance(content_type.source, MarkdownFolder) else "*.yml")
    )


def value_of(path: Path) -> Any:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".md":
        return split_front_matter(text, path.name).document.value
    return read_yaml(text, path.name)[0].value


@pytest.mark.parametrize("content_type", CONTENT_TYPES, ids=schema_name)
def test_every_file_of_the_site_fits_its_schema(
    content_type: ContentType, made: dict[str, Schema]
) -> None:
    schema = made[schema_name(content_type)]
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    files = files_of(content_type)
    assert files
    for path in files:
        fault = best_match(validator.iter_errors(value_of(path)))
        assert fault is None, f"{path.name}: {fault.json_path}: {fault.message}"


def test_the_committed_schemas_are_fresh(made: dict[str, Schema]) -> None:
    folder = ROOT / ".schemas"
    assert {path.stem for path in folder.glob("*.json")} == set(made)
    for name, schema in made.items():
        text = (folder / f"{name}.json").read_text(encoding="utf-8")
        assert without_examples(text) == without_examples(as_text(schema)), "run: psi schema"


def test_examples_are_all_that_may_lag_behind() -> None:
    text = '{"properties": {"examples": {"examples": ["a"], "enum": ["b"]}}}'
    assert without_examples(text) == {"properties": {"examples": {"enum": ["b"]}}}
    assert without_examples("no schema") is None


EVENT = {"title": "Möte", "form": "meeting", "summary": "Vi ses."}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("event", EVENT),
        ("event", {**EVENT, "start": "2026-05-04 13:00", "end": None}),
        ("event", {**EVENT, "title": 2026, "tallies": [{"value": "1 200", "label": "besök"}]}),
        ("event", {**EVENT, "tallies": [{"value": 12, "approximate": True, "label": "besök"}]}),
        ("partners", [{"id": "ny", "title": {"sv": "Ny", "en": None}, "sector": "municipality"}]),
        (
            "partners",
            [{"id": "en-helt-ny", "title": "Ny", "sector": "public_body", "places": ["x"]}],
        ),
        ("page", {"title": "Om", "description": "Om oss.", "translated_from": "0123456789ab"}),
    ],
)
def test_what_the_model_reads_fits(name: str, value: Any, made: dict[str, Schema]) -> None:
    fault = best_match(Draft202012Validator(made[name]).iter_errors(value))
    assert fault is None, fault.message


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("event", {"title": "Möte", "form": "meeting"}),
        ("event", {**EVENT, "satus": "cancelled"}),
        ("event", {**EVENT, "status": "inställt"}),
        ("event", {**EVENT, "start": "4 maj 2026"}),
        ("event", {**EVENT, "start": 2026}),
        ("event", {**EVENT, "title": {"en": "Meeting"}}),
        ("event", {**EVENT, "title": {"sv": "Möte", "de": "Treffen"}}),
        ("event", {**EVENT, "venue": {"strete": "Storgatan 1"}}),
        ("event", {**EVENT, "tallies": [{"value": "tolv", "label": "besök"}]}),
        ("grant", {"title": "2026", "scheme": "stod", "year": 26}),
        ("partners", {"id": "ny"}),
        ("partners", [{"title": "Ny", "sector": "municipality"}]),
        ("partners", [{"id": "Ny Part", "title": "Ny", "sector": "municipality"}]),
        ("page", {"title": "Om", "description": "x" * 161}),
        ("page", {"title": "Om", "description": "Om oss.", "body": "Text"}),
        ("newsletter", {"subject": "Nr 1", "preheader": "Nytt", "sections": []}),
    ],
)
def test_what_the_model_refuses_does_not_fit(
    name: str, value: Any, made: dict[str, Schema]
) -> None:
    assert not Draft202012Validator(made[name]).is_valid(value)


def test_references_offer_the_known_ids(corpus: Corpus, made: dict[str, Schema]) -> None:
    offered = made["event"]["$defs"]["id-of-partner-or-organisation"]["examples"]
    assert set(offered) == {*corpus.records["partner"], *corpus.records["organisation"]}


def test_a_choice_explains_each_of_its_values(made: dict[str, Schema]) -> None:
    status = made["event"]["$defs"]["EventStatus"]
    assert status["enum"][3] == "cancelled"
    assert status["enumDescriptions"][3].startswith("Inställt.")
    assert (
        "- `cancelled`: Inställt." in made["event"]["properties"]["status"]["markdownDescription"]
    )


def needed_words() -> set[str]:
    kinds = (LocalizedText, LocalizedInline, LocalizedProse)
    needed = {f"fields.models.{kind.__name__}" for kind in kinds} | {"fields.hints.reference"}
    for content_type in CONTENT_TYPES:
        for model in models_in(content_type.model):
            if issubclass(model, Enum):
                needed |= {f"fields.{model.__name__}.{member.value}" for member in model}
            else:
                needed.add(f"fields.models.{model.__name__}")
                needed |= {field_key(model, name) for name in model.model_fields}
    return needed


@pytest.mark.parametrize("code", known_languages())
def test_every_field_and_value_has_words_and_no_word_is_left_over(code: str) -> None:
    words = load_language(code).words
    assert {key for key in words if key.startswith("fields.")} == needed_words()


def test_no_two_parts_of_the_model_share_a_name() -> None:
    models = {each for row in CONTENT_TYPES for each in models_in(row.model)}
    assert len({each.__name__ for each in models}) == len(models)


def test_the_editor_is_told_where_each_schema_belongs() -> None:
    settings = json.loads((ROOT / ".vscode/settings.json").read_text(encoding="utf-8"))
    expected = {
        f".schemas/{schema_name(row)}.json": row.source.location
        + ("" if row.source.location.endswith(".yml") else "/*.yml")
        for row in CONTENT_TYPES
        if not isinstance(row.source, MarkdownFolder)
    }
    assert settings["yaml.schemas"] == expected


@pytest.mark.parametrize("content_type", CONTENT_TYPES, ids=schema_name)
def test_each_data_file_names_its_schema(content_type: ContentType) -> None:
    for path in files_of(content_type):
        if path.suffix == ".yml":
            first = path.read_text(encoding="utf-8").split("\n")[0]
            reference = first.removeprefix("# yaml-language-server: $schema=")
            target = (path.parent / reference).resolve()
            assert target == ROOT / ".schemas" / f"{schema_name(content_type)}.json", path.name
