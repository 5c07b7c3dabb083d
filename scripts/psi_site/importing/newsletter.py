"""An old issue of the newsletter, from a file to a draft and a list of what to look at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from psi_site.corpus import Corpus
from psi_site.i18n import Language
from psi_site.importing.arranging import arrange
from psi_site.importing.blocks import Note, Notes, Patterns
from psi_site.importing.edition import edition_text, missing
from psi_site.importing.facts import add_facts
from psi_site.importing.issue import Issue, Number, Picture
from psi_site.importing.letter import Attached, Letter, read_letter
from psi_site.importing.names import Register
from psi_site.prose import slugify

PICTURES = "docs/images/newsletters"
_SUFFIXES = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}
_READ = "import.read."


def patterns_of(languages: Iterable[Language]) -> Patterns:
    """Return the words letters use, in all the languages given."""
    words: dict[str, tuple[str, ...]] = {}
    for language in languages:
        for key, value in language.words.items():
            if key.startswith(_READ):
                name = key.removeprefix(_READ)
                words[name] = (*words.get(name, ()), *filter(None, value.split("|")))
    return Patterns(words)


@dataclass(frozen=True)
class Draft:
    """The text of a draft, the list beside it, and the pictures that came with the mail."""

    text: str
    notes: tuple[Note, ...]
    pictures: dict[str, bytes]


@dataclass(frozen=True)
class Import:
    """A letter that was read; which issue it is remains for somebody to say."""

    letter: Letter
    issue: Issue
    notes: Notes

    @property
    def numbers(self) -> tuple[Number, ...]:
        """Every number the letter or its file's name gives, the first said first."""
        return tuple(self.issue.numbers)

    def draft(self, number: Number, *, is_original: bool, with_pictures: bool) -> Draft:
        """Return the draft of the issue `number`."""
        notes = Notes(list(self.notes.found))
        if not self.numbers:
            notes.add("number")
        if self.numbers != (number,):
            for (year, count), places in self.issue.numbers.items():
                for place in places:
                    notes.add("number", f"{year}:{count} – {place}")
        files = self._pictures(number, notes, with_pictures)
        text = edition_text(self.issue, number if is_original else None)
        quotes = [note.quote for note in notes.found]
        for sentence in missing([*self.letter.source, self.letter.subject], text, quotes):
            notes.add("left_out", sentence)
        return Draft(text, tuple(notes.found), files)

    def _pictures(self, number: Number, notes: Notes, is_wanted: bool) -> dict[str, bytes]:
        files: dict[str, bytes] = {}
        folder = f"{PICTURES}/{number[0]}-{number[1]}"
        shown = {picture.source: picture for picture in _pictures_of(self.issue)}
        for key, attached in self.letter.pictures.items():
            picture = shown.get(f"cid:{key}") or shown.get(attached.name)
            name = _file_name(attached, len(files) + 1)
            if not is_wanted or name is None:
                notes.add("picture_file", attached.name or key)
                continue
            path = f"{folder}/{name}"
            files[path] = attached.content
            if picture:
                picture.file = path.removeprefix("docs/")
            else:
                notes.add("picture_unused", path)
        return files


def _pictures_of(issue: Issue) -> list[Picture]:
    items = [item.picture for section in issue.sections for item in section.items]
    return [picture for picture in (issue.picture, *items) if picture]


def _file_name(attached: Attached, number: int) -> str | None:
    """Return a safe name for a picture, None for what is no picture a browser shows."""
    suffix = _SUFFIXES.get(attached.media_type)
    stem = slugify(PurePosixPath(attached.name.replace("\\", "/")).stem)[:40]
    return f"{number:02}-{stem}.{suffix}" if suffix else None


def read_newsletter(data: bytes, name: str, corpus: Corpus, words: Sequence[Language]) -> Import:
    """Read the file `name` with the contents `data`; raises LetterError where it has no letter."""
    notes, patterns = Notes(), patterns_of(words)
    letter = read_letter(data, notes, patterns)
    issue = arrange(letter, notes, patterns)
    stem = re.sub(r"\.[^.]*$", "", PurePosixPath(name).name)
    issue.claim(stem)
    issue.subject = issue.subject or stem
    if issue.published:
        notes.add("published", issue.published.isoformat())
    add_facts(issue, Register(corpus), notes, patterns)
    return Import(letter, issue, notes)
