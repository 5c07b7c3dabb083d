"""YAML is read as text, with the place of every key and value."""

from __future__ import annotations

import pytest

from psi_site.diagnostics import Span
from psi_site.sources.yaml import read_yaml


def test_scalars_stay_what_was_written() -> None:
    text = "a: 10:30\nb: no\nc: 010\nd: 2026-05-04 10:30\ne: 1.0\nf: true\n"
    document, found = read_yaml(text, "a.yml")
    assert not found
    assert document.value == {
        "a": "10:30",
        "b": "no",
        "c": "010",
        "d": "2026-05-04 10:30",
        "e": "1.0",
        "f": "true",
    }


def test_only_nothing_and_tilde_are_nothing() -> None:
    document, _ = read_yaml('a:\nb: ~\nc: null\nd: ""\ne: "null"\n', "a.yml")
    assert document.value == {"a": None, "b": None, "c": None, "d": "", "e": "null"}


def test_every_key_and_value_has_its_place() -> None:
    document, _ = read_yaml("a:\n  - b: xyz\n    c: [p, qr]\n", "a.yml")
    assert document.keys[("a", 0, "c")] == Span("a.yml", 3, 5, 1)
    assert document.span(("a", 0, "b")) == Span("a.yml", 2, 8, 3)
    assert document.span(("a", 0, "c", 1)) == Span("a.yml", 3, 12, 2)
    assert document.span(("a", 0, "c", 7)) == document.span(("a", 0, "c"))
    assert document.first_span(("a", 0)) == Span("a.yml", 2, 5, 1)


def test_a_block_inside_a_file_is_placed_in_the_file() -> None:
    document, found = read_yaml("a: b\na: c\n", "a.md", line_offset=10)
    assert document.span(("a",)).line == 11
    assert found[0].span == Span("a.md", 12, 1, 1)
    assert found[0].arguments == {"key": "a", "line": "11"}


def test_entries_of_a_list_know_their_own_places() -> None:
    document, _ = read_yaml("- id: a\n- id: b\n  x: y\n", "a.yml")
    first, second = document.entries()
    assert first.value == {"id": "a"}
    assert second.span(("x",)) == Span("a.yml", 3, 6, 1)


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("a: 1\n\tb: 2\n", "yaml-tab", 2, 1),
        ("a: @b\n", "yaml-reserved-character", 1, 4),
        ("a: b: c\n", "yaml-colon", 1, 5),
        ("- a: b: c\n", "yaml-colon", 1, 7),
        ("a: 1\n  b: 2\n", "yaml-indentation", 2, 3),
        ("- a: 1\n b: 2\n", "yaml-indentation", 2, 2),
        ("a:\n  b: 1\n c: 2\n", "yaml-indentation", 3, 2),
        ("a: x\n   - y\n", "yaml-indentation", 2, 4),
        ("a: 1\nb 2\nc: 3\n", "yaml-missing-colon", 2, 1),
        ("a:1\nb: 2\n", "yaml-colon-space", 1, 2),
        ('a: "b\nc: d\n', "yaml-quote", 1, 4),
        ("a: 'it's'\n", "yaml-quote", 1, 4),
        ('- x\n- "b" c\n', "yaml-quote", 2, 3),
        ('a: "c:\\mapp"\n', "yaml-backslash", 1, 6),
        ("a: [b, [c]\nd: e\n", "yaml-bracket", 1, 4),
        ("a: {b: c\nd: e\n", "yaml-bracket", 1, 4),
        ("a: [b] c\n", "yaml-bracket", 1, 8),
        ("a: | b\n", "yaml-block", 1, 4),
        ("a: - b\n", "yaml-list-inline", 1, 4),
        ("a: *b*\n", "yaml-alias", 1, 4),
        ("a: &b c\n", "yaml-alias", 1, 4),
        ("a: !å\n", "yaml-tag", 1, 4),
        ("? a\n: &x b\n", "yaml-alias", 2, 3),
        ("a: 1\n---\nb: 2\n", "yaml-many-documents", 2, 1),
        (": a\n", "yaml-syntax", 1, 1),
    ],
)
def test_a_mistake_is_named_where_it_was_made(text: str, code: str, line: int, column: int) -> None:
    document, found = read_yaml(text, "a.yml")
    assert [(d.code, d.span.line, d.span.column) for d in found] == [(code, line, column)]
    assert document.value is None
