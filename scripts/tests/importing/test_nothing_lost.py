"""Every sentence of a letter is in its draft or in the list, whatever the letter looks like."""

from __future__ import annotations

import re
from email.message import EmailMessage
from html import escape, unescape

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from psi_site.importing.edition import missing
from psi_site.importing.letter import LetterError
from psi_site.importing.newsletter import read_newsletter
from tests.importing.conftest import SAMPLES, small, words

AWKWARD = (
    "båt Åsa möte 12 <b> & * # _under_ [hak] `kod` Foto Läs mer Kontakta avregistrera Nyhetsbrev "
    "2016:3 Från: Ämne: divider shadow http://a.example/x_y a@b.example C:\\x {#id} ``` ~~~ 1. - > "
    "www.a.example Hej! slut. Varför? 3,5 | --- != &amp; å-ä-ö Aino Virtanen, ... ”citat”"
)
WORDS = st.sampled_from(AWKWARD.split())
SENTENCE = st.lists(WORDS, min_size=1, max_size=8).map(" ".join)
PARAGRAPHS = st.lists(SENTENCE, min_size=1, max_size=12)


def plain_words(text: str) -> list[str]:
    """Return the words of a text by the simplest rule there is."""
    return re.findall(r"[^\W_]+", text.casefold())


def kept(data: bytes, name: str) -> list[str]:
    """Return the words of the draft and of the list."""
    try:
        found = read_newsletter(data, name, small(), words())
    except LetterError as error:
        assert error.reason == "empty"
        return []
    draft = found.draft((2016, 3), is_original=True, with_pictures=False)
    quotes = [note.quote for note in draft.notes]
    return plain_words(" ".join([unescape(draft.text), *quotes]))


def assert_sentences_kept(paragraphs: list[str], data: bytes) -> None:
    """The words of each sentence stand together, in their order."""
    text = f" {' '.join(kept(data, 'brev.txt'))} "
    for sentence in (each for one in paragraphs for each in re.split(r"(?<=[.!?])\s", one)):
        assert f" {' '.join(plain_words(sentence))} ".replace("  ", " ") in text


def assert_nothing_lost(paragraphs: list[str], data: bytes, name: str) -> None:
    have = kept(data, name)
    for paragraph in paragraphs:
        assert not [word for word in plain_words(paragraph) if word not in have]


QUIET = settings(max_examples=150, deadline=None)


@QUIET
@given(PARAGRAPHS, st.sampled_from(["\n", "\n\n", "\n \n\n", "\r\n\r\n"]))
@example(["Ämne: 2016:3", "Ämne: båt"], "\n")
def test_text(paragraphs: list[str], between: str) -> None:
    data = between.join(paragraphs).encode()
    if not data.startswith((b"From", b"Date")):
        assert_nothing_lost(paragraphs, data, "brev.txt")
        assert_sentences_kept(paragraphs, data)


def test_what_is_missing_is_found() -> None:
    source = ["En båt. En fisk!\nTre [nät] &amp; garn"]
    draft = "## En {#en}\n\nEn *båt*.\n\nTre \\[nät\\] &amp;amp; garn"
    assert list(missing(source, draft, [])) == ["En fisk!"]
    assert list(missing(source, draft, ["det var en fisk"])) == []
    assert list(missing(["En [länk](http://a.example) här"], "", ["En länk"])) != []


TAGS = st.sampled_from(
    [
        *("p", "div", "td", "li", "h1", "h2", "h3", "b", "span", "o:p", "font", "svg", "noscript"),
        *("blockquote", "iframe", "pre", "text", "table", "title", "figcaption", "button"),
    ]
)


@QUIET
@given(st.lists(st.tuples(TAGS, SENTENCE, st.booleans()), min_size=1, max_size=10))
def test_markup(parts: list[tuple[str, str, bool]]) -> None:
    """Also where elements are not closed, or closed in the wrong order.

    A browser moves text out of a table it may not stand in, and two words may meet that way; so
    only here does a word count that is a part of one.
    """
    html = "<html><body>" + "\n".join(
        f"<{tag}>{escape(text)}" + (f"</{tag}>" if closed else "") for tag, text, closed in parts
    )
    texts = [text for _, text, _ in parts]
    have = " ".join(kept(html.encode(), "brev.html"))
    assert not [word for text in texts for word in plain_words(text) if word not in have]


@QUIET
@given(PARAGRAPHS, PARAGRAPHS, st.sampled_from(["utf-8", "iso-8859-1", "windows-1252"]))
def test_mail_with_two_texts_that_differ(plain: list[str], rich: list[str], charset: str) -> None:
    message = EmailMessage()
    message["Subject"] = "Nyhetsbrev 2016:3"
    text = "\n\n".join(plain).replace("”", '"')
    html = "".join(f"<p>{escape(each)}</p>" for each in rich).replace("”", '"')
    message.set_content(text, charset=charset)
    message.add_alternative(html, subtype="html", charset=charset)
    assert_nothing_lost([*plain, *rich], message.as_bytes(), "brev.eml")


@QUIET
@given(st.binary(max_size=400), st.sampled_from(["brev.txt", "brev.html", "brev.eml"]))
def test_no_bytes_are_a_surprise(data: bytes, name: str) -> None:
    """Whatever the file, it becomes a draft or is refused in words."""
    prefix = {"brev.html": b"<html><p>", "brev.eml": b"Subject: x\nMIME-Version: 1.0\n\n"}
    try:
        found = read_newsletter(prefix.get(name, b"") + data, name, small(), words())
        found.draft((2016, 3), is_original=True, with_pictures=True)
    except LetterError as error:
        assert error.reason


@pytest.mark.parametrize("name", ["text.txt", "nested.html", "flowed.eml", "outlook.eml"])
def test_cut_off_anywhere(name: str) -> None:
    """A file that was cut short is read as far as it goes."""
    data = (SAMPLES / name).read_bytes()
    for end in range(200, len(data), 397):
        kept(data[:end], name)
