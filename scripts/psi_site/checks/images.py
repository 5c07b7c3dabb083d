"""Pictures can be shown to everybody: each is there, is described, and says who made it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from psi_site.checks.limits import refused
from psi_site.checks.markdown import inline_targets
from psi_site.checks.media import image_fault, is_file_name
from psi_site.checks.passages import Text
from psi_site.checks.subject import Subject
from psi_site.corpus import Corpus
from psi_site.diagnostics import Diagnostic, Span
from psi_site.model.newsletter import Edition, Image, Newsletter
from psi_site.model.record import Path


def check_images(subject: Subject) -> Iterator[Diagnostic]:
    """Yield what is missing for a newsletter's picture to be shown on the web and in mail."""
    corpus, issue = subject.corpus, subject.record
    if not isinstance(issue, Newsletter):
        return
    for language, edition in issue.editions.items():
        for path, image in edition.images():
            yield from _check(corpus, issue, ("editions", language, *path), image)
        for path, value in _texts(edition):
            place = ("editions", language, *path)
            yield from _in_text(Text(corpus, issue, place, value, language, True))


def _texts(edition: Edition) -> Iterator[tuple[Path, str]]:
    yield ("introduction",), edition.introduction
    for number, section in enumerate(edition.sections):
        yield ("sections", number, "body"), section.body
        for index, item in enumerate(section.items):
            yield ("sections", number, "items", index, "body"), item.body


def _in_text(text: Text) -> Iterator[Diagnostic]:
    """A picture in running text has no place for its caption and credit."""
    if refused(text.value):
        return
    for link, start in inline_targets(text.value):
        if link.is_image:
            code = "image-in-newsletter-text"
            yield text.fault(code, start, len(link.target), file=link.target)


def _check(corpus: Corpus, issue: Newsletter, path: Path, image: Image) -> Iterator[Diagnostic]:
    """Yield faults where they stand: a translation takes what it does not say from the original."""
    if image.file is None:
        return
    document = corpus.document(issue)
    own = {key for key in ("file", "alternative") if (*path, key) in document.spans}
    arguments = {"file": image.file}
    if "file" in own:
        span = document.span((*path, "file"))
        yield from _file_fault(corpus, image.file, span)
        yield from (
            Diagnostic(code, document.start_span(path), arguments) for code in _faults(image)
        )
    if image.alternative and "alternative" not in own:
        arguments |= {"language": str(path[1]), "value": image.alternative}
        yield Diagnostic("image-alternative-untranslated", document.span(path[:-1]), arguments)
    elif image.alternative and is_file_name(image.alternative):
        span = document.span((*path, "alternative"))
        yield Diagnostic("alternative-is-file-name", span, {"value": image.alternative})


def _file_fault(corpus: Corpus, file: str, span: Span) -> Iterator[Diagnostic]:
    if PurePosixPath(file).suffix.lower() == ".svg":
        yield Diagnostic("image-not-for-mail", span, {"file": file})
        return
    fault = image_fault(corpus.root, file, span)
    if fault:
        yield fault


def _faults(image: Image) -> Iterator[str]:
    if image.alternative is None and not image.decorative:
        yield "image-alternative-missing"
    if image.alternative and image.decorative:
        yield "alternative-and-decorative"
    if image.caption is None and not image.no_caption:
        yield "image-caption-undecided"
    if image.caption and image.no_caption:
        yield "image-caption-and-none"
    if image.credit is None:
        yield "image-credit-missing"
