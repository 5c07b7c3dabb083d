"""The text part: what each construct of Markdown becomes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from psi_site.mail.text import Notes, text_part, wrapped
from psi_site.site import Site
from tests.mail.network import document_of


def introduction(site: Site, text: str) -> str:
    """Return the paragraphs that an introduction becomes in an issue without anything else."""
    document = replace(document_of(site, "sv"), introduction=text, sections=(), blocks=())
    after = f"{document.url}\n\n"
    before = f"\n\n\n{document.signature}"
    return text_part(document).split(after)[1].split(before)[0]


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("**Fet** och *kursiv*.", "Fet och kursiv."),
        ("`kod` och snake_case", "kod och snake_case"),
        ("En  \nrad", "En\nrad"),
        ("En\nrad", "En rad"),
        ("[ett](https://a.example/)", "ett [1]\n\n[1] https://a.example/"),
        (
            "[ett](https://a.example/) [två](https://b.example/) [ett](https://a.example/)",
            "ett [1] två [2] ett [1]\n\n[1] https://a.example/\n[2] https://b.example/",
        ),
        ("<https://a.example/>", "https://a.example/"),
        ("[a@b.example](mailto:a@b.example)", "a@b.example"),
        ("- ett\n- två", "• ett\n• två"),
        ("3. ett\n4. två", "3. ett\n4. två"),
        ("- ett\n    - inre", "• ett\n  • inre"),
        ("- ett\n\n    mer", "• ett\n  mer"),
        ("> citat", "    citat"),
        ("```\na  b\n  c\n```", "    a  b\n      c"),
        ("| A | B |\n|---|---|\n| 1 | 2 |", "A: 1\nB: 2"),
        ("Ord\n:   Förklaring", "Ord\n    Förklaring"),
        ("Ett[^1]\n\n[^1]: Not.", "Ett (not 1)\n\nNot 1: Not."),
        ('!!! note "Rubrik"\n    Text', "Rubrik\n\nText"),
        ("### Rubrik\n\nText", "Rubrik\n\nText"),
        ("[del](#nytt)", "del [1]\n\n[1] https://example.org/nyhetsbrev/2024-2/#nytt"),
        ("[finns inte på webben](organisation:fonden)", "finns inte på webben"),
        ("5 * 3 & <2", "5 * 3 & <2"),
    ],
)
def test_markdown_becomes(small: Site, markdown: str, text: str) -> None:
    assert introduction(small, markdown) == text


def test_lines_are_wrapped_but_never_inside_an_address() -> None:
    url = "https://example.org/" + "a-b/" * 30
    lines = wrapped(f"{'ord ' * 30}{url} slut").split("\n")
    assert url in lines
    assert all(len(line) <= 72 for line in lines if line != url)


def test_wrapped_lines_stand_below_their_mark() -> None:
    first, second = wrapped("ord " * 25, "  ", "• ").split("\n")
    assert first.startswith("  • ord")
    assert second.startswith("    ord")


def test_an_address_keeps_its_number() -> None:
    notes = Notes()
    words = [notes.marked(each, f"https://{each}.example/") for each in "aba"]
    assert words == ["a [1]", "b [2]", "a [1]"]
    assert notes.lines() == ["[1] https://a.example/", "[2] https://b.example/"]


def test_decoration_is_not_read_out(small: Site) -> None:
    document = document_of(small, "sv")
    image = document.sections[0].items[0].image
    assert image
    plain = replace(image, alternative="", caption=None)
    text = text_part(replace(document, image=plain, sections=()))
    assert "Foto" not in text
    assert "Bild:" not in text
