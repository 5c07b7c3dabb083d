"""The dialect of Markdown: what it makes, and what it never lets through."""

from __future__ import annotations

import re

import html5lib
import pytest

from psi_site.prose import (
    Link,
    LinkTarget,
    headings,
    links,
    plain,
    render,
    render_inline,
    slugify,
)


def resolve(kind: str, record_id: str, anchor: str | None) -> LinkTarget | None:
    if record_id == "nowhere":
        return None
    path = f"/{kind}/{record_id}/" + (f"#{anchor}" if anchor else "")
    return LinkTarget(path, "fi" if record_id == "finsk" else None)


def html(text: str, prefix: str = "") -> str:
    return render(text, resolve, prefix).html.strip()


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("Ett *ord* och **två**.", "<p>Ett <em>ord</em> och <strong>två</strong>.</p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. c\n4. d", '<ol start="3">\n<li>c</li>\n<li>d</li>\n</ol>'),
        ("> citat", "<blockquote>\n<p>citat</p>\n</blockquote>"),
        ("Ord\n:   Vad det är.", "<dl>\n<dt>Ord</dt>\n<dd>Vad det är.</dd>\n</dl>"),
        ("`kod <b>`", "<p><code>kod &lt;b&gt;</code></p>"),
        ("*Mötesplats*{: lang=sv }", '<p><em lang="sv">Mötesplats</em></p>'),
        ("a  \nb", "<p>a<br>\nb</p>"),
    ],
)
def test_what_the_dialect_makes(markdown: str, expected: str) -> None:
    assert html(markdown) == expected


def test_an_admonition_has_its_title() -> None:
    found = html('!!! note "Bra att veta"\n\n    Texten.')
    assert 'class="admonition note"' in found
    assert '<p class="admonition-title">Bra att veta</p>' in found


def test_headings_get_ids_and_are_told() -> None:
    rendered = render("## Så går det till\n\n### Först {#forst}\n\n## Sen", resolve)
    assert [(each.id, each.title, each.level) for each in rendered.headings] == [
        ("sa-gar-det-till", "Så går det till", 2),
        ("forst", "Först", 3),
        ("sen", "Sen", 2),
    ]
    assert '<h3 id="forst">' in rendered.html


def test_ids_found_without_rendering_are_those_of_the_page() -> None:
    text = "## Ett\n\n## Ett\n\n```\n## inte\n```\n\n### Två *ord* {#tva}\n\n## Å ä ö"
    found = [heading.id for _, heading in headings(text)]
    assert found == [heading.id for heading in render(text, resolve).headings]
    assert found == ["ett", "ett_1", "tva", "a-a-o"]


def test_a_prefix_keeps_two_texts_apart() -> None:
    text = "## Rubrik\n\nOrd.[^1]\n\n[^1]: Not."
    ids = [set(re.findall(r'id="([^"]+)"', html(text, prefix))) for prefix in ("a-", "b-")]
    assert ids[0]
    assert not ids[0] & ids[1]
    assert all(each.startswith("a-") for each in ids[0])
    for prefix in ("a-", "b-"):
        found = html(text, prefix)
        targets = set(re.findall(r'href="#([^"]+)"', found))
        assert targets <= set(re.findall(r'id="([^"]+)"', found))
        assert len(targets) == 2


# Links.


def test_a_link_to_a_record_gets_its_address() -> None:
    assert html("[Activa](partner:activa)") == '<p><a href="/partner/activa/">Activa</a></p>'
    assert html("[x](page:om#mal)") == '<p><a href="/page/om/#mal">x</a></p>'


def test_a_link_to_another_language_says_so() -> None:
    assert html("[x](page:finsk)") == '<p><a href="/page/finsk/" hreflang="fi">x</a></p>'


def test_a_link_to_what_is_read_nowhere_is_only_words() -> None:
    assert html("[ESF](organisation:nowhere) ger") == "<p><span>ESF</span> ger</p>"


@pytest.mark.parametrize(
    "address",
    ["https://example.org/a?b=c", "mailto:a@example.org", "tel:+46191234567", "/images/a.png"],
)
def test_other_addresses_stand_as_written(address: str) -> None:
    assert f'href="{address}"' in html(f"[x]({address})")


@pytest.mark.parametrize(
    "markdown",
    [
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "[x](vbscript:x)",
        "![x](javascript:alert(1))",
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '<a href="https://x" onclick="alert(1)">x</a>',
        "*x*{: onclick=alert(1) }",
        "*x*{: style=color:red }",
        "<style>body{}</style>",
        "<iframe src=https://example.org></iframe>",
        "`x`{: srcdoc=y }",
        "<!-- note --><svg onload=alert(1)>",
        "[x](https://example.org){: target=_blank formaction=javascript:x }",
    ],
)
def test_nothing_that_runs_gets_through(markdown: str) -> None:
    tree = html5lib.parseFragment(html(markdown), namespaceHTMLElements=False)
    for element in tree.iter():
        assert element.tag not in ("script", "style", "iframe", "svg", "object", "embed")
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            assert name not in ("style", "srcdoc", "formaction", "target")
            assert not re.match(r"\s*(javascript|data|vbscript):", value, re.I)


def test_raw_html_comes_out_as_text() -> None:
    assert html("Ett <b>fett</b> ord") == "<p>Ett &lt;b&gt;fett&lt;/b&gt; ord</p>"
    assert "&lt;div&gt;" in html("<div>\n\ntext\n\n</div>")


# Tables.


def test_a_table_stands_in_a_region_that_takes_focus() -> None:
    found = html("| Namn | Antal |\n|:--|--:|\n| a | 1 |")
    region = re.match(r"<section ([^>]*)><table>", found)
    assert region
    for attribute in ('aria-label="Namn, Antal"', 'class="table-region"', 'tabindex="0"'):
        assert attribute in region[1]
    assert '<th class="align-left" scope="col">Namn</th>' in found
    assert '<td class="align-right">1</td>' in found
    assert "style" not in found


def test_pieces_of_text_without_a_paragraph() -> None:
    assert render_inline("Ett **ord**", resolve) == "Ett <strong>ord</strong>"
    assert render_inline("a\n\nb", resolve) == "<p>a</p>\n<p>b</p>"


# Reading without rendering.


def test_links_are_found_where_they_stand() -> None:
    text = "Se [a](page:om).\n`[kod](page:x)`\n\n```\n[b](page:y)\n```\n![bild](/i.png)"
    assert list(links(text)) == [
        Link("a", "page:om", 1, 8, False),
        Link("bild", "/i.png", 7, 9, True),
    ]


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("Ett **fett** [ord](page:om)", "Ett fett ord"),
        ("*kursivt*{: lang=en } `kod`", "kursivt kod"),
        ("snake_case_name och _betonat_", "snake_case_name och betonat"),
        ("flera\n\nrader   här", "flera rader här"),
    ],
)
def test_plain_words(markdown: str, expected: str) -> None:
    assert plain(markdown) == expected


@pytest.mark.parametrize(
    ("title", "slug"),
    [("Så här gör du!", "sa-har-gor-du"), ("100 % – nästan", "100-nastan"), ("…", "text")],
)
def test_slugs(title: str, slug: str) -> None:
    assert slugify(title) == slug


def test_titles_of_headings_are_words_not_markup() -> None:
    rendered = render("## L&SEK <3", resolve)
    assert [each.title for each in rendered.headings] == ["L&SEK <3"]
