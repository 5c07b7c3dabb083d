"""The short way for simple texts makes what the whole renderer makes, or nothing."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from psi_site.prose import LinkTarget, render, render_fully, render_inline, slugify
from psi_site.simple_prose import SimpleText

PIECES = st.sampled_from(
    [
        *(
            "ord",
            "Två ord",
            "år 2022",
            "1",
            "12",
            "a",
            "é",
            "_",
            "x_y",
            "_x_",
            "L&SEK",
            "&amp;",
            "&",
        ),
        *(" ", " ", "  ", "\n", "\n\n", "\n\n\n", "\t", "    ", "\r\n", "\u00a0", "\u00ad"),
        *(
            ",",
            ".",
            ":",
            ": ",
            ";",
            "!",
            "?",
            "(",
            ")",
            "[",
            "]",
            "%",
            "/",
            "'",
            '"',
            "’",
            "”",
            "–",
        ),
        *(
            "-",
            "- ",
            "\n- ",
            "* ",
            "+ ",
            "1. ",
            "\n2. ",
            "1) ",
            "...",
            "---",
            "***",
            "===",
            "\n---",
        ),
        *("*", "**", "*em*", "**stark**", "`", "`kod`", "~~~", "```", "\\", "<b>", "<", ">", "> "),
        *("# ", "## ", "\n\n## Rubrik", "\n\n### En till {#en}", " {#b}", "{: lang=sv }", "{", "}"),
        *("[ett](page:ett)", "[två](partner:b#del)", "[bort](page:nowhere)", "[fi](event:finsk)"),
        *(
            "[ut](https://example.org/a?b=c)",
            "[ut](http://a.b.se)",
            "[m](mailto:a@b.se)",
            "](",
            "](",
        ),
        *(
            "[x](/a/b)",
            "[x](javascript:1)",
            "[x](data:1)",
            "[x](page:a 'b')",
            "![x](page:a)",
            "[^1]",
        ),
        *(
            "\n\n[^1]: not",
            "\n[r]: https://a.se",
            "[r]",
            "|",
            "\n\na | b\n--- | ---\n1 | 2\n",
            "!!! note",
        ),
        *(
            "\nOrd\n:   Vad",
            "///Footnotes Go Here///",
            "[TOC]",
            "\x02",
            "\x03",
            "klzzwxh:0000",
            "@",
            "=",
        ),
    ]
)
TEXTS = st.lists(PIECES, max_size=14).map("".join)


def resolve(kind: str, record_id: str, anchor: str | None) -> LinkTarget | None:
    if record_id == "nowhere":
        return None
    path = f"/{kind}/{record_id}/" + (f"#{anchor}" if anchor else "")
    return LinkTarget(path, "fi" if record_id == "finsk" else None)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(TEXTS)
@example("- a\n\n- b")
@example("**a** b\n\n1. c\n2. d\n\ne")
def test_the_short_way_leads_to_the_same_html(text: str) -> None:
    assert render(text, resolve, "p-", "{}") == render_fully(text, resolve, "p-", "{}")


@settings(max_examples=200, deadline=None, derandomize=True)
@given(TEXTS)
@example("_x_")
@example("två _ord_ här")
def test_words_without_signs_are_the_same_in_a_line(text: str) -> None:
    html = render_fully(text, resolve).html
    inside = html.removeprefix("<p>").removesuffix("</p>")
    alone = html.startswith("<p>") and html.endswith("</p>") and "<p>" not in inside
    assert render_inline(text, resolve) == (inside if alone else html)


@pytest.mark.parametrize(
    "text",
    [
        "En mening, med [en länk](page:ga-med#del) och **två ord**.\n\nEn till: [ut](https://a.se/b).",
        "## En rubrik\n\nText.\n\n- ett\n- *två*\n\nSen:\n\n1. a\n2. b\n\n### Fast {#har}\n",
    ],
)
def test_what_most_texts_hold_takes_the_short_way(text: str) -> None:
    assert SimpleText(lambda href: LinkTarget(href.replace("page:", "/")), slugify).read(text)


@pytest.mark.parametrize("text", ["a_b_c", "<b>", "a\n: b", "[a](page:a) {: .x }", "## A\n\n## A"])
def test_what_is_not_understood_is_left_alone(text: str) -> None:
    assert not SimpleText(lambda href: LinkTarget(href), slugify).read(text)


def test_nothing_of_one_text_shows_in_the_next() -> None:
    first = "Se[^1] [x].\n\n[^1]: Not.\n\n[x]: https://example.org\n\n## Rubrik"
    second = "Se[^1] [x].\n\n## Rubrik"
    alone = render_fully(second, resolve, "b-", "Till {}")
    assert 'title="Till 1"' in render_fully(first, resolve, "a-", "Till {}").html
    assert render_fully(second, resolve, "b-", "Till {}") == alone
    assert "example.org" not in alone.html
    assert [heading.id for heading in alone.headings] == ["b-rubrik"]
