"""Letters opened: which form a file has, how it is encoded, and what is refused."""

from __future__ import annotations

import time
from email.message import EmailMessage

import pytest

from psi_site.importing.issue import numbers_in
from psi_site.importing.letter import MAX_BYTES, MAX_TAGS, MAX_TEXT, LetterError
from psi_site.importing.newsletter import Import
from psi_site.importing.text import decode
from tests.importing.conftest import Reader


def text_of(found: Import) -> str:
    return found.draft((2016, 3), is_original=True, with_pictures=False).text


def quotes(found: Import, code: str) -> list[str]:
    draft = found.draft((2016, 3), is_original=True, with_pictures=False)
    return [note.quote for note in draft.notes if note.code == code]


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "cp1252"])
def test_plain_text_in_every_encoding(read: Reader, charset: str) -> None:
    assert "Åtta små rödspättor." in text_of(read("Åtta små rödspättor.".encode(charset)))


@pytest.mark.parametrize(
    ("declared", "charset"),
    [
        ("windows-1252", "cp1252"),
        ("iso-8859-1", "cp1252"),
        ("utf-8", "cp1252"),
        ("latin-1", "utf-8"),
        ("iso-8859-2", "iso-8859-2"),
        ("nonsens", "cp1252"),
        ("base64", "cp1252"),
    ],
)
def test_what_a_page_declares_is_believed_where_it_can_be(
    read: Reader, declared: str, charset: str
) -> None:
    html = f'<html><meta charset="{declared}"><p>Sjö för dig.</p>'
    assert "Sjö för dig." in text_of(read(html.encode(charset)))


def test_windows_quotes_in_what_calls_itself_latin_1() -> None:
    assert decode("”Hej” – 5 €".encode("cp1252"), "iso-8859-1") == "”Hej” – 5 €"


@pytest.mark.parametrize("name", ["brev.txt", "brev.eml", "brev.html", "brev"])
def test_the_form_is_seen_in_the_file_not_in_its_name(read: Reader, name: str) -> None:
    assert "## Rubrik" in text_of(read("<html><h1>Rubrik</h1><p>Text här.</p></html>", name))
    assert (
        read("Subject: Brev 2016:3\nFrom: a@b.example\n\nHej.", name).issue.subject == "Brev 2016:3"
    )
    assert "Bara text." in text_of(read("Bara text.", name))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\n ", "empty"),
        (b"\xd0\xcf\x11\xe0msg", "outlook"),
        (b"PK\x03\x04docx", "office"),
        (b"%PDF-1.7", "pdf"),
        (b"{\\rtf1", "rtf"),
        (b"\x89PNG", "image"),
        (b"x" * (MAX_BYTES + 1), "large"),
        (b"x" * (MAX_TEXT + 1), "large"),
        (b"<html>" + b"<b>" * MAX_TAGS, "tags"),
        (b"Subject: x\nContent-Type: application/pdf\n\n", "empty"),
    ],
)
def test_what_is_no_letter_is_refused(read: Reader, data: bytes, reason: str) -> None:
    with pytest.raises(LetterError) as error:
        read(data)
    assert error.value.reason == reason


@pytest.mark.parametrize(
    "piece", ["<div>", "<table><tr><td>", "<b><p>", "<!--[if ", '<a href="', ">"]
)
def test_hostile_files_are_read_in_good_time(read: Reader, piece: str) -> None:
    start = time.perf_counter()
    text_of(read("<html>" + piece * (MAX_TAGS // 4) + "slut"))
    assert time.perf_counter() - start < 20


def mail(subject: str, text: str) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = subject
    message["Date"] = "Mon, 05 Dec 2016 10:00:00 +0100"
    message.set_content(text)
    return message


def test_a_letter_inside_another_mail_is_the_letter(read: Reader) -> None:
    outer = mail("Se bifogat", "Här är brevet du bad om.")
    outer.add_attachment(mail("Nyhetsbrev 2016:3", "Vi har en ny båt."))
    found = read(outer.as_bytes())
    assert found.numbers == ((2016, 3),)
    assert quotes(found, "forwarded") == ["Se bifogat"]
    assert "Vi har en ny båt." in text_of(found)
    assert "Här är brevet du bad om." in text_of(found)


def test_headers_that_break_the_rules_are_read_all_the_same(read: Reader) -> None:
    raw = "Subject: Möte i år 2016:3\nFrom: x\n\nHej.".encode("latin-1")
    assert read(raw).issue.subject == "Möte i år 2016:3"
    broken = b"Subject: =?utf-8?B?!!!?= 2016:3\nFrom: x\nDate: igen\n\nHej."
    assert read(broken).numbers == ((2016, 3),)
    unknown = b"Subject: x\nContent-Type: text/plain; charset=klingon\n\nSm\xf6rg\xe5s."
    assert "Smörgås." in text_of(read(unknown))


def test_pictures_of_a_mail_are_kept_only_when_asked_for(read: Reader) -> None:
    message = mail("Nyhetsbrev 2016:3", "x")
    message.add_alternative('<h1>A</h1><p>B.</p><img src="cid:bild" alt="Båt">', subtype="html")
    payload = message.get_payload()
    assert isinstance(payload, list)
    part = payload[1]
    part.add_related(b"PNG", "image", "png", cid="<bild>", filename="../../bad år.png")
    part.add_related(b"<svg/>", "image", "svg+xml", cid="<ritning>", filename="r.svg")
    found = read(message.as_bytes())
    without = found.draft((2016, 3), is_original=True, with_pictures=False)
    assert without.pictures == {}
    kept = found.draft((2016, 3), is_original=True, with_pictures=True)
    path = "images/newsletters/2016-3/01-bad-ar.png"
    assert kept.pictures == {f"docs/{path}": b"PNG"}
    assert f"file: {path}" in kept.text
    assert [note.quote for note in kept.notes if note.code == "picture_file"] == ["r.svg"]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Nyhetsbrev 2017:4", [(2017, 4)]),
        ("Nyhetsbrev 2017-04", [(2017, 4)]),
        ("nr 4 2017", [(2017, 4)]),
        ("Nyhetsbrev nr. 3, december 2016", [(2016, 3)]),
        ("Newsletter #2/2018", [(2018, 2)]),
        ("4/2017", [(2017, 4)]),
        ("2017:4 (inte 2017:2)", [(2017, 4), (2017, 2)]),
        ("2017-12-24", []),
        ("den 4/12 2017", []),
        ("2017", []),
        ("2017:0", []),
    ],
)
def test_the_number_of_an_issue(text: str, numbers: list[tuple[int, int]]) -> None:
    assert numbers_in(text) == numbers


@pytest.mark.parametrize(
    "html",
    [
        "<p>Läs <a href='https://a.example/ (1)'>mer</a></p>",
        "<p>Läs <a href='  https://a.example/b\nc '>mer</a></p>",
        "<p>Läs <a href='mailto:a@b.example'>mer</a></p>",
    ],
)
def test_links_that_are_safe_stay(read: Reader, html: str) -> None:
    assert "[mer](" in text_of(read(f"<html>{html}"))


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "java&#115;cript:x",
        "JAVA\tSCRIPT:x",
        "data:text/html,x",
        "file:///etc",
        "//a.example",
        "bara/text",
        "https:///",
        "http://[",
        "vbscript:x",
        "cid:1",
    ],
)
def test_links_that_are_not_leave_their_words(read: Reader, address: str) -> None:
    found = read(f"<html><p>Läs <a href='{address}'>mer</a> här.</p>")
    assert "Läs mer här." in text_of(found)
    assert quotes(found, "address")


def test_text_wrapped_by_a_mail_program_is_one_paragraph_again(read: Reader) -> None:
    wrapped = (
        "Detta är en lång rad som ett mejlprogram har brutit vid sjuttio tecken\n"
        "och som fortsätter på nästa rad, och så vidare tills stycket tar slut\n"
        "någonstans mitt på den fjärde raden så som stycken i brev brukar göra\n"
        "till slut.\n"
        "\n"
        "Båten\n"
        "En rad som är kort.\n"
        "- en punkt\n"
        "- en punkt till\n"
    )
    text = text_of(read(wrapped))
    assert "tecken och som fortsätter" in text
    assert "brukar göra till slut." in text
    assert "- en punkt\n- en punkt till" in text
    assert "Båten En rad" not in text
