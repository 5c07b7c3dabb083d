"""What happened to an original since it was translated, from the repository's history."""

from __future__ import annotations

import difflib
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from psi_site.checks.validation import validate
from psi_site.model.record import Record
from psi_site.revision import is_stale, original_texts, revision
from psi_site.site import Site
from psi_site.sources.memory import Memory


def stale_records(site: Site, language: str) -> list[Record]:
    """Return the records whose translation was made from an earlier original."""
    return [each for each in site.every() if is_stale(each, language, site.codes[0])]


def difference(site: Site, record: Record, language: str) -> list[str] | None:
    """Return what the original said then and says now, as the lines of a diff without its head.

    None where no version in the history is the one that was translated.
    """
    original = site.codes[0]
    then = version_with(site, record, record.translated_from[language])
    if then is None:
        return None
    lines = _lines(then, original), _lines(record, original)
    return list(difflib.unified_diff(*lines, n=0, lineterm=""))[2:]


def _lines(record: Record, original: str) -> list[str]:
    return [line for text in original_texts(record, original) for line in text.splitlines()]


def version_with(site: Site, record: Record, mark: str) -> Record | None:
    """Return the version of a record whose revision is `mark`, the newest one first."""
    original = site.codes[0]
    file = site.source_file(record, original)
    for change in reversed(site.history.commits(file)):
        for version in _versions(site, record, change.commit, file):
            if revision(version, original) == mark:
                return version
    return None


def _versions(site: Site, record: Record, commit: str, file: str) -> Iterator[Record]:
    """Yield the record as it was at a commit, read from a copy of its file alone."""
    content = _content(site.root, commit, file)
    if content is None:
        return
    source = site.types[record.kind].source
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder).resolve() / file
        copy.parent.mkdir(parents=True)
        copy.write_bytes(content)
        outcome = source.read(Path(folder).resolve(), site.codes[0], Memory())
        for record_id, document in outcome.documents:
            if record_id == record.id:
                version, _ = validate(type(record), document)
                if version:
                    yield version


def _content(root: Path, commit: str, file: str) -> bytes | None:
    """Return a file's bytes at a commit; `root` may lie below the repository's own root."""
    try:
        done = subprocess.run(
            ["git", "-C", str(root), "show", f"{commit}:./{file}"], capture_output=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout
