"""Pictures can be shown to everybody: each is there, is described, and says who made it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from psi_site.corpus import Corpus
from psi_site.diagnostics import Diagnostic, Span
from psi_site.images import MEDIA, PictureError, read_original
from psi_site.model.newsletter import Edition, Image, Newsletter
from psi_site.model.record import Path
from psi_site.prose import links


def check_images(corpus: Corpus) -> Iterator[Diagnostic]:
    """Yield what is missing for a newsletter's picture to be shown on the web and in mail."""
    for issue in corpus.all(Newsletter):
        for language, edition in issue.editions.items():
            for path, image in _images(edition):
                yield from _check(corpus, issue, ("editions", language, *path), image)
            for path, text in _texts(edition):
                place = ("editions", language, *path)
                yield from _in_text(corpus.document(issue).span(place), text)


def _images(edition: Edition) -> Iterator[tuple[Path, Image]]:
    if edition.image:
        yield ("image",), edition.image
    for number, section in enumerate(edition.sections):
        for index, item in enumerate(section.items):
            if item.image:
                yield ("sections", number, "items", index, "image"), item.image


def _texts(edition: Edition) -> Iterator[tuple[Path, str]]:
    yield ("introduction",), edition.introduction
    for number, section in enumerate(edition.sections):
        yield ("sections", number, "body"), section.body
        for index, item in enumerate(section.items):
            yield ("sections", number, "items", index, "body"), item.body


def _in_text(span: Span, text: str) -> Iterator[Diagnostic]:
    """A picture in running text has no place for its caption and credit."""
    for link in links(text):
        if link.is_image:
            yield Diagnostic("image-in-newsletter-text", span, {"file": link.target})


def _check(corpus: Corpus, issue: Newsletter, path: Path, image: Image) -> Iterator[Diagnostic]:
    if image.file is None:
        return
    document = corpus.document(issue)
    arguments = {"file": image.file}
    fault = _file_fault(corpus, image.file)
    if fault:
        yield Diagnostic(fault, document.span((*path, "file")), arguments)
    for code in _faults(image):
        yield Diagnostic(code, document.span(path), arguments)
    if image.alternative and (*path, "alternative") not in document.spans:
        arguments |= {"language": str(path[1]), "value": image.alternative}
        yield Diagnostic("image-alternative-untranslated", document.span(path[:-1]), arguments)


def _file_fault(corpus: Corpus, file: str) -> str | None:
    if PurePosixPath(file).suffix.lower() == ".svg":
        return "image-not-for-mail"
    if not (corpus.root / MEDIA / file).is_file():
        return "image-missing"
    try:
        read_original(corpus.root, file)
    except PictureError:
        return "image-unreadable"
    return None


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
