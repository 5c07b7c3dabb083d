"""Pictures beside the pages that nothing shows are not published, and somebody is told so."""

from __future__ import annotations

from collections.abc import Iterator

from psi_site.checks.files import MEDIA
from psi_site.checks.media import media_files
from psi_site.corpus import Corpus
from psi_site.diagnostics import Diagnostic, Severity, Span
from psi_site.facts import is_photograph
from psi_site.images import attached_files, named_files


def check_unused(corpus: Corpus) -> Iterator[Diagnostic]:
    """Yield every picture that no record names."""
    found = [file for file in media_files(corpus.root) if is_photograph(file)]
    if not found:
        return
    used = {*named_files(corpus), *attached_files(corpus)}
    for file in found:
        # A link is refused for what it is, whoever names it.
        if file not in used and not (corpus.root / MEDIA / file).is_symlink():
            span = Span(f"{MEDIA}/{file}")
            yield Diagnostic("picture-unused", span, {"file": file}, Severity.WARNING)
