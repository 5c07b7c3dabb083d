"""What a record says of others, found once when it is read: whom it names, what files it shows.

Many questions about a site look through all its records for a few of their values ("who speaks of
this partner?"). They go by these facts, which are kept with what was read.
"""

from __future__ import annotations

import marshal
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from psi_site.model.record import Leaf, Path, Record, is_draft, leaves
from psi_site.model.text import LocalizedText
from psi_site.prose import RECORD_TARGET, links

_Key = tuple[str, str]
"""Kind and id."""

_FILES = ("file", "dark_file")
_NAMES = frozenset({"title", "short_title", "abbreviation", "forms", "aliases"})
"""Fields whose abbreviations are names: readers meet them with their records."""
_PICTURES = (".avif", ".gif", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp")
CAPITAL = r"[^\W\d_a-z\u00df-\u00f6\u00f8-\u00ff]"
"""A letter that may be a capital."""
_CAPITALS = re.compile(
    rf"{CAPITAL}(?:(?<![\w&].){CAPITAL}+(?:&{CAPITAL}+)*(?!\w|&[^\W\d_]+(?!\w))"
    rf"|(?<!\w.)&{CAPITAL}{{2,}}+(?![^\W\d_]))",
    re.S,
)
"""Letters that may all be capitals, two at least: the first letter leads, so that it is fast."""
_ROMAN = re.compile(r"[IVXLC]+")


class Reference(NamedTuple):
    """A field that names a record of one of the kinds by its id."""

    path: Path
    kinds: tuple[str, ...]
    id: str


class Links(NamedTuple):
    """The links of a text to records, by kind and id.

    They are told for each of its languages; under an empty one where it says none itself.
    """

    path: Path
    targets: Mapping[str, tuple[tuple[str, str], ...]]


class Facts(NamedTuple):
    """All of it for one record, in the order of its fields.

    `files` are those that fields name, `pictures` those that texts show. `verified` has the days
    of its contacts, and, with an empty path, that of a person as such. `abbreviations` are those
    in its names.
    """

    is_draft: bool
    references: tuple[Reference, ...]
    links: tuple[Links, ...]
    files: tuple[tuple[Path, str], ...]
    pictures: tuple[str, ...]
    verified: tuple[tuple[Path, date], ...]
    abbreviations: tuple[str, ...]


class PackedFacts(NamedTuple):
    """The facts of a record in a form that is quick to read and to compare.

    `is_verified` says that there is a day in them on which something was verified.
    """

    is_draft: bool
    is_verified: bool
    content: bytes


def pack(facts: Facts) -> PackedFacts:
    """Return facts packed: equal ones are alike in this form, whatever objects they share."""
    plain: Any = (
        tuple((*each,) for each in facts.references),
        tuple((*each,) for each in facts.links),
        facts.files,
        facts.pictures,
        tuple((path, day.toordinal()) for path, day in facts.verified),
        facts.abbreviations,
    )
    # Version 2 writes no references between equal strings.
    return PackedFacts(facts.is_draft, bool(facts.verified), marshal.dumps(plain, 2))


def unpack(packed: PackedFacts) -> Facts:
    """Return facts as they were before they were packed."""
    references, found, files, pictures, verified, words = marshal.loads(packed.content)  # noqa: S302
    return Facts(
        packed.is_draft,
        tuple(Reference(*each) for each in references),
        tuple(Links(*each) for each in found),
        files,
        pictures,
        tuple((path, date.fromordinal(day)) for path, day in verified),
        words,
    )


class KnownFacts(Mapping[_Key, Facts]):
    """The facts of records by kind and id, unpacked when they are first asked for."""

    def __init__(self, packed: Mapping[_Key, PackedFacts]) -> None:
        self.packed = packed
        self._facts: dict[_Key, Facts] = {}

    def __getitem__(self, key: _Key) -> Facts:
        facts = self._facts.get(key)
        if facts is None:
            facts = self._facts[key] = unpack(self.packed[key])
        return facts

    def get(self, key: _Key, default: Any = None) -> Any:
        """Return the facts of a record, `default` for one that is not known."""
        return self[key] if key in self.packed else default

    def __iter__(self) -> Iterator[_Key]:
        return iter(self.packed)

    def __len__(self) -> int:
        return len(self.packed)


def facts_of(record: Record) -> Facts:
    """Return the facts of a record."""
    every = leaves(record)
    linking = [leaf for leaf in every if leaf.is_markdown and _has_links(leaf)]
    return Facts(
        is_draft(record),
        tuple(
            Reference(leaf.path, leaf.reference.kinds, str(leaf.value))
            for leaf in every
            if leaf.reference
        ),
        tuple(found for leaf in linking if (found := _links(leaf))),
        tuple((leaf.path, str(leaf.value)) for leaf in every if leaf.path[-1] in _FILES),
        tuple(dict.fromkeys(file for leaf in linking for file in _pictures(leaf))),
        tuple((leaf.path[:-1], leaf.value) for leaf in every if leaf.path[-1] == "verified"),
        tuple(sorted({word for leaf in every for word in _in_name(leaf)})),
    )


def _has_links(leaf: Leaf) -> bool:
    """Return whether a text may have links or pictures, as few do."""
    if not isinstance(leaf.value, LocalizedText):
        return "](" in leaf.value
    return any("](" in each for each in (leaf.value.common or "", *leaf.value.by_language.values()))


def _by_language(leaf: Leaf) -> Mapping[str, str]:
    """Return a text in each of its languages, under an empty one where it says none itself."""
    if not isinstance(leaf.value, LocalizedText):
        return {"": str(leaf.value)}
    return {each.language or "": each.value for each in leaf.value.passages()}


def _links(leaf: Leaf) -> Links | None:
    targets = {code: tuple(_targets(text)) for code, text in _by_language(leaf).items()}
    return Links(leaf.path, targets) if any(targets.values()) else None


def _targets(text: str) -> Iterator[tuple[str, str]]:
    matches = (RECORD_TARGET.fullmatch(link.target) for link in links(text))
    return ((match["kind"], match["id"]) for match in matches if match)


def _pictures(leaf: Leaf) -> Iterator[str]:
    for text in _by_language(leaf).values():
        targets = (link.target.lstrip("/") for link in links(text))
        yield from filter(is_photograph, targets)


def is_photograph(file: str) -> bool:
    """Return whether a file is a picture of dots, which may tell where it was taken."""
    return file.lower().endswith(_PICTURES)


def _in_name(leaf: Leaf) -> Iterator[str]:
    if _NAMES.isdisjoint(leaf.path):
        return
    is_text = isinstance(leaf.value, (str, LocalizedText))
    for text in _by_language(leaf).values() if is_text else ():
        yield from (word for word, _ in abbreviations(text))


def abbreviations(text: str) -> Iterator[tuple[str, int]]:
    """Yield what looks like an abbreviation in a text, each with its place."""
    for match in _CAPITALS.finditer(text):
        if match[0].isupper() and not _ROMAN.fullmatch(match[0]):
            yield match[0], match.start()
