"""A short notice, in the feed's language, of a page that is not translated into it."""

from __future__ import annotations

from datetime import datetime

from psi_site.addresses import Target
from psi_site.feeds.content import Writer
from psi_site.feeds.dates import last_changed
from psi_site.feeds.entries import Entry, entry_id
from psi_site.feeds.text import one_line
from psi_site.model.record import Record
from psi_site.urls import absolute


def notice(writer: Writer, record: Record, found: Target, published: datetime) -> Entry:
    """Return the entry for a record that this feed's readers find in another language.

    The entry has the language of the page it leads to; its own HTML says which part is which.
    """
    site, code = writer.site, writer.language.code
    url = absolute(site.settings, found.path)
    name = writer.words(record.name)
    foreign = writer.t(f"in_language.{found.language}")
    text = writer.t("feeds.notice.text", language=foreign)
    return Entry(
        id=entry_id(site.settings, record, code),
        url=url,
        language=found.language,
        title=one_line(writer.t("feeds.notice.title", title=name, language=foreign)),
        summary=one_line(text),
        content_html=writer.draw("notice.html", url, text=text, title=name, foreign=found.language),
        published=published,
        updated=last_changed(site, record, found.language, published),
        authors=(one_line(writer.words(site.settings.title)),),
        categories=(one_line(foreign),),
    )
