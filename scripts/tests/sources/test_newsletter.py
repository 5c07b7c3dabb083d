"""A newsletter's body is cut into sections and items that know where they stood."""

from __future__ import annotations

from psi_site.diagnostics import Span
from psi_site.sources.newsletter import newsletter_body

BODY = """Hej!

## Nytt {#nytt}

Om allt.

### Ett {#ett}

```item
partners: [a]
```

Text.

```
## inte en rubrik
```

### Två & tre {#tva} ##
"""


def test_headings_make_sections_and_items() -> None:
    document, found = newsletter_body(BODY, "a.md", 4)
    assert not found
    assert document.value["introduction"] == "Hej!"
    (section,) = document.value["sections"]
    first, second = section["items"]
    assert (section["id"], section["title"], section["body"]) == ("nytt", "Nytt", "Om allt.")
    assert (first["id"], first["partners"]) == ("ett", ["a"])
    assert first["body"] == "Text.\n\n```\n## inte en rubrik\n```"
    assert (second["title"], second["id"], second["body"]) == ("Två & tre", "tva", "")


def test_places_count_the_lines_before() -> None:
    document, _ = newsletter_body(BODY, "a.md", 4)
    item = ("sections", 0, "items", 0)
    assert document.span((*item, "title")) == Span("a.md", 11, 5, 3)
    assert document.span((*item, "id")) == Span("a.md", 11, 11, 3)
    assert document.span((*item, "partners", 0)) == Span("a.md", 14, 12, 1)
    assert document.span((*item, "body")).line == 17


def test_a_fence_of_another_length_does_not_close() -> None:
    document, found = newsletter_body("## A {#a}\n\n````\n```\n## B\n````\n", "a.md", 0)
    assert not found
    assert len(document.value["sections"]) == 1


def test_an_item_block_that_never_ends_takes_nothing_with_it() -> None:
    text = "## A {#a}\n\n### B {#b}\n\n```item\npartners: [a]\n"
    document, found = newsletter_body(text, "a.md", 0)
    assert [(d.code, d.span.line) for d in found] == [("fence-open", 5)]
    assert document.value["sections"][0]["items"][0]["id"] == "b"
