"""An old letter as a file, `.eml`, `.html` or `.txt`, opened: what it says and what it carries."""

from __future__ import annotations

import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from typing import Literal

from psi_site.importing.blocks import Block, Notes, Patterns
from psi_site.importing.markup import MAX_TAGS, read_markup, text_of
from psi_site.importing.plain import QUOTE, read_plain
from psi_site.importing.text import decode, one_line, tidy

MAX_BYTES = 30_000_000
"""A mail with pictures in it; most servers take no more than 25 MB."""

MAX_TEXT = 2_000_000
"""Characters of one text part."""

MAX_PARTS = 300

_HEADERS = re.compile(
    rb"\A(?:\xef\xbb\xbf)?(?:From [^\n]*\n)?"
    rb"(?:(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*|[ \t][^\n]*)\r?\n)*?"
    rb"(?:Received|From|Subject|Date|MIME-Version|Content-Type|Message-ID|Return-Path):",
    re.I,
)
_MARKUP = re.compile(rb"<(?:!doctype|html|head|body|table|div|p|td|meta)\b", re.I)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w.:-]{1,40})", re.I)
_REFUSED = (
    (b"\xd0\xcf\x11\xe0", "outlook"),
    (b"PK\x03\x04", "office"),
    (b"%PDF", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
)

Reason = Literal["outlook", "office", "pdf", "rtf", "image", "empty", "large", "parts", "tags"]


class LetterError(Exception):
    """Raised for a file that holds no letter that can be read; `reason` has words of its own."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Attached:
    """A picture that came with a mail."""

    name: str
    media_type: str
    content: bytes


@dataclass
class Letter:
    """What a file says. `source` is every text of it, for making sure that nothing is lost."""

    subject: str = ""
    sent: datetime | None = None
    blocks: list[Block] = field(default_factory=list)
    source: list[str] = field(default_factory=list)
    pictures: dict[str, Attached] = field(default_factory=dict)


def read_letter(data: bytes, notes: Notes, patterns: Patterns) -> Letter:
    """Return the letter in a file; raises LetterError where there is none."""
    _refuse(data)
    if _HEADERS.match(data[:100_000]) and b":" in data.split(b"\n", 1)[0]:
        return _Mail(notes, patterns).read(data)
    if _MARKUP.search(data[:200_000]):
        found = _CHARSET.search(data[:5_000])
        text = decode(data, found[1].decode("ascii") if found else None)
        return _from_markup(Letter(), text, notes, patterns)
    text = decode(data)
    _measure(text)
    return Letter(blocks=read_plain(text, notes, patterns), source=[text])


def _refuse(data: bytes) -> None:
    reason = next((reason for mark, reason in _REFUSED if data.startswith(mark)), "")
    if len(data) > MAX_BYTES:
        reason = "large"
    if not data.strip():
        reason = "empty"
    if reason:
        raise LetterError(reason)


def _measure(text: str) -> None:
    if len(text) > MAX_TEXT:
        raise LetterError("large")


def _from_markup(letter: Letter, html: str, notes: Notes, patterns: Patterns) -> Letter:
    html = re.sub(r"=\s*([\"'])data:[^\"'<>]*\1", '="data:"', html)
    _measure(html)
    if html.count("<") > MAX_TAGS:
        raise LetterError("tags")
    letter.blocks = read_markup(html, notes, patterns)
    letter.source.append(text_of(html))
    return letter


@dataclass
class _Mail:
    """Reads a mail (RFC 5322, MIME): its best text, its pictures, and what else came along."""

    notes: Notes
    patterns: Patterns
    letter: Letter = field(default_factory=Letter)
    html: list[str] = field(default_factory=list)
    plain: list[str] = field(default_factory=list)

    def read(self, data: bytes) -> Letter:
        try:
            message = BytesParser(policy=email.policy.compat32).parsebytes(data)
        except (MessageError, ValueError, LookupError, RecursionError):
            raise LetterError("parts") from None
        self.letter.subject = header(message, "Subject")
        self.letter.sent = _date(message)
        for number, part in enumerate(_parts(message)):
            if number > MAX_PARTS:
                raise LetterError("parts")
            self.take(part)
        return self.finish()

    def take(self, part: Message) -> None:
        media_type = part.get_content_type()
        name = one_line(tidy(_file_name(part)))
        if media_type == "message/rfc822":
            self.forwarded(part)
        elif part.is_multipart():
            return
        elif media_type.startswith("image/"):
            self.picture(part, media_type, name)
        elif media_type in ("text/html", "text/plain") and not _is_attachment(part):
            text = decode(_content(part), part.get_content_charset())
            _measure(text)
            is_html = media_type == "text/html"
            (self.html if is_html else self.plain).append(text if is_html else _flowed(part, text))
        else:
            self.notes.add("attachment", f"{name or media_type}")

    def forwarded(self, part: Message) -> None:
        """A mail inside the mail is the letter; the one around it was only its cover."""
        inner = part.get_payload()
        if isinstance(inner, list) and inner and isinstance(inner[0], Message):
            subject = header(inner[0], "Subject")
            self.notes.add("forwarded", self.letter.subject)
            self.letter.subject = subject or self.letter.subject
            self.letter.sent = _date(inner[0]) or self.letter.sent

    def picture(self, part: Message, media_type: str, name: str) -> None:
        key = one_line(str(part.get("Content-ID", ""))).strip("<> ") or name
        self.letter.pictures[key] = Attached(name, media_type, _content(part))

    def finish(self) -> Letter:
        letter = self.letter
        blocks: list[Block] = []
        for html in self.html:
            blocks += _from_markup(letter, html, self.notes, self.patterns).blocks
        letter.source += self.plain
        if not blocks:
            for text in self.plain:
                blocks += read_plain(text, self.notes, self.patterns)
        letter.blocks = blocks
        if not blocks and not letter.pictures:
            raise LetterError("empty")
        return letter


def _parts(message: Message) -> Iterator[Message]:
    """Yield a message and its parts; the stack takes the place of recursion."""
    waiting = [message]
    while waiting:
        part = waiting.pop(0)
        yield part
        inner = part.get_payload()
        if isinstance(inner, list):
            waiting[:0] = [each for each in inner if isinstance(each, Message)]


def _content(part: Message) -> bytes:
    try:
        found = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        found = str(part.get_payload()).encode("utf-8", errors="replace")
    return found if isinstance(found, bytes) else b""


def _flowed(part: Message, text: str) -> str:
    """Join the lines that `format=flowed` broke (RFC 3676, section 4)."""
    if str(part.get_param("format", "")).lower() != "flowed":
        return text
    joint = "" if str(part.get_param("delsp", "")).lower() == "yes" else " "
    lines = [line.removeprefix(" ") for line in QUOTE.sub("", text).split("\n")]
    joined = "\n".join("-- \n" if line == "-- " else line for line in lines)
    return re.sub(r"(?<!\n--) +\n(?=\S)", joint, joined)


def _is_attachment(part: Message) -> bool:
    return (part.get_content_disposition() or "") == "attachment"


def _file_name(part: Message) -> str:
    try:
        return _words(part.get_filename() or "")
    except (ValueError, LookupError, TypeError):
        return ""


def header(message: Message, name: str) -> str:
    """Return a header as words, whatever became of its encoding (RFC 2047)."""
    raw = (value for key, value in message.raw_items() if key.lower() == name.lower())
    return one_line(tidy(_words(str(next(raw, "")))))


def _words(text: str) -> str:
    text = re.sub(r"[\r\n]+\s*", " ", text)
    if "=?" not in text:
        return decode(text.encode("utf-8", errors="surrogateescape"))
    try:
        pieces = decode_header(text)
    except (MessageError, ValueError, LookupError):
        return text
    return "".join(
        piece if isinstance(piece, str) else decode(piece, charset) for piece, charset in pieces
    )


def _date(message: Message) -> datetime | None:
    try:
        return parsedate_to_datetime(str(message.get("Date", "")))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
