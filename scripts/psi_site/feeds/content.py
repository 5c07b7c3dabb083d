"""The HTML inside an entry: templates filled in, every address made absolute."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from markupsafe import Markup

from psi_site.addresses import target
from psi_site.archives import Archives
from psi_site.feeds.pictures import picture_url
from psi_site.feeds.text import legal
from psi_site.i18n import Language
from psi_site.model.record import Record
from psi_site.model.text import LocalizedText, Passage
from psi_site.prose import plain, render
from psi_site.site import Site
from psi_site.urls import absolute, absolute_resolver

TEMPLATES = Path(__file__).parent / "templates"


class RecordLink(NamedTuple):
    """A record's name with its URL, None where it is read nowhere; both with their language."""

    title: Passage
    url: str | None
    language: str


class Writer(NamedTuple):
    """Writes for the readers of one language; what the templates call."""

    site: Site
    language: Language

    def t(self, key: str, **values: object) -> str:
        """Return words for people, see `Language.text`."""
        return self.language.text(key, **values)

    def read(self, text: LocalizedText) -> Passage:
        """Return a text and the language it was found in."""
        passage = self.site.read(text, self.language.code)
        return Passage(passage.value, passage.language or self.language.code)

    def words(self, text: LocalizedText) -> str:
        """Return a text as bare words."""
        return plain(self.read(text).value)

    def markdown(self, text: str, prefix: str = "") -> Markup:
        """Return Markdown as sanitised HTML."""
        rendered = render(
            legal(text),
            absolute_resolver(self.site, self.language.code),
            prefix,
            self.t("footnote.back", n="{}"),
        )
        return Markup(rendered.html)  # noqa: S704 - sanitised

    def link(self, record: Record) -> RecordLink:
        """Return a record as a link."""
        found = target(self.site, record, self.language.code)
        url = absolute(self.site.settings, found.path) if found else None
        language = found.language if found else self.language.code
        return RecordLink(self.read(record.name), url, language)

    def links(self, kind: str, ids: tuple[str, ...]) -> Iterator[RecordLink]:
        """Yield the records of a kind as links, in the order of their ids."""
        for record_id in ids:
            record = self.site.find(record_id, (kind,))
            if record:
                yield self.link(record)

    def picture(self, file: str) -> str:
        """Return the absolute URL of a picture."""
        return picture_url(self.site, file)

    def draw(self, template: str, url: str, **values: object) -> str:
        """Return a template filled in, as the HTML of the entry whose page is `url`."""
        from psi_site.templates import package_templates

        found = package_templates(TEMPLATES, self.site.root).get_template(template)
        drawn = found.render(w=self, url=url, **values)
        noted = Archives(self.site, self.language).html(drawn)
        return with_absolute_links(legal(noted), self.site, url)


def with_absolute_links(fragment: str, site: Site, page: str) -> str:
    """Return HTML, one element with what is in it, where every link and source is absolute.

    An anchor alone lies on `page`, a URL; a path starts at the site's root, with a slash or without
    (see `prose`). An address that cannot be read as one is taken away and its text kept.
    """
    from lxml import html as lxml_html  # type: ignore[import-untyped]
    from lxml.html.defs import link_attrs  # type: ignore[import-untyped]

    root = lxml_html.fragment_fromstring(fragment.strip())
    for element in root.iter():
        for name in link_attrs.intersection(element.attrib):
            address = _outward(element.attrib[name].strip(), site, page)
            if address is None:
                del element.attrib[name]
            else:
                element.attrib[name] = address
    return legal(lxml_html.tostring(root, encoding="unicode", with_tail=False))


def _outward(link: str, site: Site, page: str) -> str | None:
    if link.startswith("#"):
        return page + link
    try:
        parts = urlsplit(link)
    except ValueError:
        return None
    if parts.scheme:
        return link
    return f"https:{link}" if parts.netloc else picture_url(site, link)
