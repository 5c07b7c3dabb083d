"""The real site with made-up records put into it, of any kind."""

from __future__ import annotations

from dataclasses import replace

from psi_site.model.record import Record
from psi_site.site import Site


def with_records(site: Site, *made: Record) -> Site:
    """Return the site with these records added, in place of those with the same id."""
    records = {kind: dict(found) for kind, found in site.records.items()}
    documents = dict(site.documents)
    for record in made:
        document = documents[(record.kind, next(iter(records[record.kind])))]
        records[record.kind][record.id] = record
        documents.setdefault((record.kind, record.id), document)
    return replace(site, records=records, documents=documents)


def only(site: Site, kind: str, *made: Record) -> Site:
    """Return the site with these records of a kind and no others of it."""
    filled = with_records(site, *made)
    kept = {record.id: record for record in made}
    return replace(filled, records={**filled.records, kind: kept})
