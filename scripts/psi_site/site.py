"""The whole site as one frozen value, and the table of content types it is loaded from.

Everything up to here can fail and says so in diagnostics; everything that takes a `Site` is a pure
function of it, the language and the time, and cannot fail on what an editor wrote.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from babel.core import UnknownLocaleError

from psi_site.checks import run_checks
from psi_site.checks.consequences import unread
from psi_site.checks.files import MEDIA
from psi_site.checks.validation import validate
from psi_site.checks.words import check_words, missing_words
from psi_site.content import ContentType, Home
from psi_site.corpus import DOCUMENT, RECORD, Corpus, Key
from psi_site.diagnostics import Diagnostic, SourceError, Span, in_order
from psi_site.facts import KnownFacts, PackedFacts, facts_of, pack
from psi_site.i18n import QUICK, Language, load_language
from psi_site.kept import Keeper, mark_of, read_kept, write_kept
from psi_site.marks import EARLY, Marks
from psi_site.model.dead_link import DeadLink
from psi_site.model.event import Event, Series
from psi_site.model.figure import Figure
from psi_site.model.grant import Grant, Scheme
from psi_site.model.milestone import Milestone
from psi_site.model.newsletter import Newsletter
from psi_site.model.page import Page
from psi_site.model.party import Group, Organisation, Partner, Person, Place
from psi_site.model.project import Project
from psi_site.model.record import Record
from psi_site.model.settings import Settings
from psi_site.model.statement import Statement
from psi_site.model.term import Term
from psi_site.model.text import LocalizedText, Passage
from psi_site.sources.document import Document, Outcome
from psi_site.sources.history import History, read_history
from psi_site.sources.later import Later, Table
from psi_site.sources.memory import Memory, Recent, commit_to_memory, recall
from psi_site.sources.newsletter import newsletter_body
from psi_site.sources.records import Folder, ListFile, MarkdownFolder, SingleFile
from psi_site.stamps import digest, stamps
from psi_site.tracing import answer, note, remembered, tracing

if TYPE_CHECKING:
    from psi_site.images import Images

R = TypeVar("R", bound=Record)

LOCALES = "data/locales"
_CHECKS = Path(".cache/checks.pickle")
_SETTINGS_FILE = "data/site.yml"


_PAGE_KEYS = frozenset({"id", "updated", "draft", "parent", "template", "lists", "indexed"})
_ISSUE_KEYS = frozenset(
    {
        *("id", "updated", "draft", "redirect_from"),
        *("year", "number", "published", "period", "blocks"),
    }
)

CONTENT_TYPES: tuple[ContentType, ...] = (
    ContentType(Settings, SingleFile(_SETTINGS_FILE), single=True),
    ContentType(Statement, SingleFile("data/accessibility.yml"), single=True),
    ContentType(Place, ListFile("data/places.yml"), Home.OWN_PAGE),
    ContentType(Partner, ListFile("data/partners.yml"), Home.OWN_PAGE),
    ContentType(Organisation, ListFile("data/organisations.yml")),
    ContentType(Person, ListFile("data/people.yml"), Home.ON_LIST),
    ContentType(Group, ListFile("data/groups.yml"), Home.ON_LIST),
    ContentType(Series, ListFile("data/series.yml"), Home.OWN_PAGE, below="event"),
    ContentType(Event, Folder("data/events"), Home.OWN_PAGE),
    ContentType(Project, Folder("data/projects"), Home.OWN_PAGE),
    ContentType(Scheme, ListFile("data/schemes.yml"), Home.ON_LIST),
    ContentType(Grant, Folder("data/grants"), Home.OWN_PAGE, below="scheme"),
    ContentType(Term, ListFile("data/glossary.yml"), Home.ON_LIST),
    ContentType(Figure, ListFile("data/figures.yml"), Home.ON_LIST),
    ContentType(DeadLink, ListFile("data/links.yml")),
    ContentType(Milestone, ListFile("data/timeline.yml"), Home.ON_LIST),
    ContentType(
        Newsletter,
        MarkdownFolder("newsletters", _ISSUE_KEYS, newsletter_body),
        Home.OWN_PAGE,
    ),
    ContentType(Page, MarkdownFolder("docs", _PAGE_KEYS), Home.OWN_PAGE),
)


@dataclass(frozen=True)
class Site(Corpus):
    """Every published record of a network's site, checked, with what links to what.

    `languages` has the words of each language, `history` the dates of the files, `everything` the
    records with the drafts among them.
    """

    languages: Mapping[str, Language]
    history: History
    everything: Mapping[str, Mapping[str, Record]]

    @property
    def drafts(self) -> tuple[Record, ...]:
        """The records that are read and checked like the others, and not published."""
        return tuple(
            records[each]
            for kind, records in self.everything.items()
            for each in records
            if self.with_drafts().is_draft(kind, each)
        )

    def with_drafts(self) -> Site:
        """Return the site as it would be with its drafts published, for those who write them."""
        return replace(self, records=self.everything)

    def party(self, record_id: str) -> Partner | Organisation:
        """Return a partner or another organisation by id."""
        record = self.find(record_id, (Partner.kind, Organisation.kind))
        assert isinstance(record, (Partner, Organisation))
        return record

    @cached_property
    def images(self) -> Images:
        """The pictures that records name, read when they are first asked for."""
        # Pillow is slow to import, and a check of the sources may have no use for it.
        from psi_site.images import load_images

        with tracing(apart=True):
            return load_images(self)

    @remembered
    def _links(self) -> dict[Key, dict[Key, None]]:
        incoming: dict[Key, dict[Key, None]] = {}
        for source, facts in self.every_fact():
            for reference in facts.references:
                target = self.key_of(reference.id, reference.kinds)
                if target:
                    incoming.setdefault(target, {})[source] = None
        return incoming

    def links_to(self, record: Record, model: type[R]) -> tuple[R, ...]:
        """Return the records of a type that refer to `record`, in the order of their source."""
        return tuple(self.get(model, each) for each in self.ids_linked_to(record, model.kind))

    def ids_linked_to(self, record: Record, kind: str) -> tuple[str, ...]:
        """Return the ids of the records of a kind that refer to `record`, in the same order."""
        return _incoming(self, record.kind, record.id, kind)

    def read(self, text: LocalizedText, language: str) -> Passage:
        """Return a text as a reader of `language` meets it: translated where it is."""
        return text.get(language, self.codes)

    def changed(self, record: Record) -> date | None:
        """Return the day a record's content last changed: as the editor says, else by history."""
        return record.updated or _committed(self, record.kind, record.id)

    def source_file(self, record: Record, language: str | None = None) -> str:
        """Return the file a record is written in; of its edition where there are several."""
        return _source_file(self, record.kind, record.id, language or self.codes[0])


@answer
def _incoming(site: Site, kind: str, record_id: str, source: str) -> tuple[str, ...]:
    """Return the ids of the records of kind `source` that refer to a record, in their order."""
    incoming = site._links.get((kind, record_id), {})
    return tuple(each for kind, each in incoming if kind == source)


@answer
def _committed(site: Site, kind: str, record_id: str) -> date | None:
    """Return the day of the last commit that changed a record."""
    note(DOCUMENT, kind, record_id)
    lines = site.documents[(kind, record_id)].lines
    moment = site.history.changed(
        {file: memoryview(each).cast("I") for file, each in lines.items()}
    )
    return moment.date() if moment else None


@answer
def _source_file(site: Site, kind: str, record_id: str, language: str) -> str:
    note(DOCUMENT, kind, record_id)
    document = site.documents[(kind, record_id)]
    path = ("editions", language)
    return document.span(path).path if path in document.spans else document.span(()).path


class Loaded(NamedTuple):
    """The records read so far, the names of all that were met, and what was wrong."""

    corpus: Corpus
    named: frozenset[Key]
    diagnostics: tuple[Diagnostic, ...]


class _Growing(NamedTuple):
    """The records read so far, with their documents and facts."""

    records: dict[str, dict[str, Later[Record]]]
    documents: dict[Key, Document]
    facts: dict[Key, PackedFacts]


def read_records(root: Path, types: Iterable[ContentType], memory: Memory | None = None) -> Loaded:
    """Read and validate every record below `root`, each on its own.

    What the `memory` holds of files that have not changed is taken from there.
    """
    by_kind = {content_type.kind: content_type for content_type in types}
    memory = memory or Memory()
    original = _original_language(root, by_kind.values(), memory)
    growing = _Growing({kind: {} for kind in by_kind}, {}, {})
    found: list[Diagnostic] = []
    named: set[Key] = set()
    for content_type in by_kind.values():
        outcome = content_type.source.read(root, original, memory)
        found += outcome.diagnostics
        named |= {(content_type.kind, record_id) for record_id, _ in outcome.documents}
        found += _take_in(growing, content_type, outcome, memory)
    records = {kind: Table(each) for kind, each in growing.records.items()}
    corpus = Corpus(root, by_kind, records, growing.documents, known=KnownFacts(growing.facts))
    return Loaded(corpus, frozenset(named), tuple(found))


def _take_in(
    corpus: _Growing, content_type: ContentType, outcome: Outcome, memory: Memory
) -> Iterator[Diagnostic]:
    """Add the records of a type to those read so far; yield what is wrong with them."""
    kind = content_type.kind
    records = corpus.records[kind]
    for _, document in outcome.documents:
        faults: list[Diagnostic] = []
        make = partial(_valid, content_type.model, document, faults)
        made = memory.record(kind, document.mark, make)
        yield from faults
        if made is None:
            continue
        record, (record_id, facts) = made
        key = (kind, record_id)
        if record_id in records:
            yield _duplicate(record_id, document, corpus.documents[key])
        else:
            records[record_id], corpus.documents[key], corpus.facts[key] = record, document, facts


def _valid(
    model: type[R], document: Document, faults: list[Diagnostic]
) -> tuple[R, tuple[str, PackedFacts]] | None:
    """Return a document's record with its id and its facts.

    None after adding to `faults` what is wrong.
    """
    record, found = validate(model, document)
    faults += found
    return (record, (record.id, pack(facts_of(record)))) if record else None


def _duplicate(record_id: str, document: Document, first: Document) -> Diagnostic:
    place = first.span(("id",))
    arguments = {"id": record_id, "file": place.path, "line": str(place.line)}
    return Diagnostic("duplicate-id", document.span(("id",)), arguments)


def _original_language(root: Path, types: Iterable[ContentType], memory: Memory) -> str:
    """Read the settings ahead of the rest: they say which language the originals are in."""
    for content_type in types:
        if content_type.model is Settings:
            for _, document in content_type.source.read(root, "", memory).documents:
                value = document.value if isinstance(document.value, dict) else {}
                languages = value.get("languages")
                if isinstance(languages, list) and languages and isinstance(languages[0], str):
                    return languages[0]
    return ""


def load_site(
    root: Path,
    types: Iterable[ContentType] = CONTENT_TYPES,
    *,
    today: date | None = None,
    recent: Recent | None = None,
) -> tuple[Site, list[Diagnostic]]:
    """Load the site below `root`; return it with its warnings.

    `today` is the day that the age of facts is counted from, in the site's time zone; without it
    their age is not checked. Who loads often keeps a `recent` for all the times. Raises
    SourceError with every diagnostic of every file when any of them is an error.
    """
    memory = recall(root, recent)
    loaded = read_records(root, types, memory)
    commit_to_memory(root, memory, recent)
    return _checked(root, loaded, memory, today)


def _checked(
    root: Path, loaded: Loaded, memory: Memory, today: date | None
) -> tuple[Site, list[Diagnostic]]:
    """Return the site of what was read with its warnings, or raise SourceError."""
    corpus, found = loaded.corpus, list(loaded.diagnostics)
    if not corpus.all(Settings):
        missing = [] if found else [Diagnostic("no-settings", Span(_SETTINGS_FILE))]
        raise SourceError([*found, *missing])
    languages, faults = _languages(corpus)
    doubt = unread(corpus, loaded.named, found)
    has_words = all(code in languages for code in corpus.codes)
    keeper = _kept_checks(corpus, memory)
    keep = keeper.value
    checked = run_checks(corpus, today=today, unread=doubt, keep=keep) if has_words else []
    if keeper.is_new and memory.key:
        write_kept(root / _CHECKS, keeper.kept("", {}))
    found = in_order([*found, *faults, *checked])
    if any(diagnostic.is_error for diagnostic in found):
        raise SourceError(found)
    history = read_history(root)
    shown, whole = corpus.published(), corpus.records
    tables = (corpus.types, shown, corpus.documents, languages, history, whole)
    return Site(root, *tables, known=corpus.known), found


def _kept_checks(corpus: Corpus, memory: Memory) -> Keeper:
    """Return what keeps the faults of single records between runs.

    All the rules may look at the settings, the words and the files that are no texts.
    """
    media = (found for found in stamps([corpus.root / MEDIA]) if not found[0].endswith(".md"))
    words = stamps([corpus.root / LOCALES])
    marks = Marks(corpus, {})
    settings = marks((RECORD, Settings.kind, corpus.settings.id))
    key = mark_of((digest((*media, *words), memory.key), settings))
    return Keeper(read_kept(corpus.root / _CHECKS, key), marks, {corpus.answers_as: corpus}, EARLY)


def _languages(corpus: Corpus) -> tuple[dict[str, Language], list[Diagnostic]]:
    languages: dict[str, Language] = {}
    found: list[Diagnostic] = []
    for index, code in enumerate(corpus.codes):
        words = list(check_words(corpus.root, LOCALES, code, corpus.types))
        found += words
        if words:
            continue
        try:
            languages[code] = load_language(code, corpus.root / LOCALES, corpus.root / QUICK)
            found += missing_words(languages[code], LOCALES)
        except (KeyError, ValueError, UnknownLocaleError):
            span = corpus.document(corpus.settings).span(("languages", index))
            found.append(Diagnostic("language-without-words", span, {"value": code}))
    return languages, found
