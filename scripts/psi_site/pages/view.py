"""What every page has around its own content: menus, languages, breadcrumbs, head and foot."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import quote

from psi_site.addresses import page_path
from psi_site.feeds import Discovery
from psi_site.icons import TOUCH_ICON, manifest_path
from psi_site.model.event import Event
from psi_site.model.newsletter import Newsletter
from psi_site.model.page import Page
from psi_site.model.record import is_draft
from psi_site.pages.jsonld import structured_data
from psi_site.pages.not_found import search_path
from psi_site.pages.reader import Link, Reader
from psi_site.pages.share_image import HEIGHT, WIDTH, Studio, Words, words_of
from psi_site.pages.statement import PAGE_ASKED, REPORT, report_path
from psi_site.pages.web_page import WebPage
from psi_site.revision import is_stale
from psi_site.site import Site
from psi_site.tracing import answer, note, remembered, remembering

TITLE = "title"
"""What is noted when a page shows what a page above it is called."""


@answer
def _footer(reader: Reader) -> list[dict[str, Any]]:
    site = reader.site
    return [
        {
            "title": reader.words(column.title),
            "links": [reader.link(site.get(Page, p), short=True) for p in column.pages],
        }
        for column in site.settings.menu.footer
    ]


@answer
def _main(reader: Reader) -> tuple[Link, ...]:
    pages = (reader.site.get(Page, page_id) for page_id in reader.site.settings.menu.main)
    return tuple(reader.link(page, short=True) for page in pages)


@answer
def _home(site: Site, language: str) -> str:
    return page_path(site, site.get(Page, site.settings.home), language)


class MenuItem(NamedTuple):
    """A link of the main menu: whether it leads to the page, or to the section the page is in."""

    link: Link
    current: bool
    section: bool


def no_policy(path: str) -> None:
    """Give the page at a path no policy of its own."""
    del path


@dataclass(frozen=True)
class Chrome:
    """What the pages of one language share, and the pages to find titles in by path."""

    reader: Reader
    pages: Mapping[str, WebPage]
    feeds: tuple[Discovery, ...] = ()
    policy: Callable[[str], str | None] = no_policy
    """Gives the policy in the head of the page at a path, None for no policy."""
    studio: Studio | None = None

    @property
    def address(self) -> str:
        """The site's absolute address without a slash at its end."""
        return self.reader.site.settings.address.rstrip("/")

    @remembered
    def common(self) -> dict[str, Any]:
        """What every page of the language says alike."""
        site, language = self.reader.site, self.reader.language.code
        settings, words = site.settings, self.reader.words
        return {
            "language": language,
            "site_name": words(settings.title),
            "site_tagline": words(settings.tagline),
            "home_href": self.home(language),
            "search_href": search_path(site, language),
            "footer_menu": _footer(self.reader),
            "touch_icon_href": f"/{TOUCH_ICON}",
            "manifest_href": manifest_path(site, language),
            "feeds": [self._discovery(feed) for feed in self.feeds],
            "contact": {"email": settings.email, "phone": settings.phone},
        }

    def home(self, language: str) -> str:
        """Return the path of the home page in a language."""
        return _home(self.reader.site, language)

    def view(self, page: WebPage, variables: Mapping[str, Any]) -> dict[str, Any]:
        """Return the `view` that the skeleton of a page reads (see overrides/base.html)."""
        above = self._above(page)
        return {
            **self.common,
            "title": page.title,
            "description": page.description,
            "url": f"{self.address}{page.path}" if page.indexed else None,
            "menu": self._menu(page.path, page.parents),
            "languages": self._languages(page),
            "alternates": self._alternates(page),
            "breadcrumbs": self._breadcrumbs(page, above),
            "body": variables.get("body", ""),
            "toc": variables.get("headings", ()),
            "updated": self._updated(page),
            "edit_href": self._edit_href(page),
            "feedback_href": self._mail(page, "page.feedback_subject"),
            "report_href": self._report_href(page),
            "stale": self._stale(page),
            "draft": page.record is not None and is_draft(page.record),
            "og_image": self._share_image(page),
            "jsonld": structured_data(self.reader, page, self.address, above),
            "head_meta_csp": self.policy(page.path),
            "indexed": page.indexed,
            "not_found": variables.get("not_found", ()),
            "kind_name": self.reader.t(f"kind.{page.kind}") if page.indexed else "",
            "when": self._when(page),
        }

    def share_words(self, page: WebPage) -> Words | None:
        """Return what is written on a page's picture for sharing, None where it has none."""
        return self._share_words(page.path)

    @remembering
    def _share_words(self, path: str) -> Words | None:
        page = self.pages[path]
        return words_of(self.reader, page, self._when(page))

    def _share_image(self, page: WebPage) -> dict[str, Any] | None:
        words = self.share_words(page)
        if self.studio is None or words is None:
            return None
        url = f"{self.address}/{self.studio.path(words)}"
        return {"url": url, "width": WIDTH, "height": HEIGHT}

    def _discovery(self, feed: Discovery) -> dict[str, str]:
        """Return a feed for the head; a link with `hreflang` has to be absolute."""
        href = f"{self.address}{feed.path}"
        return {"type": feed.type, "title": feed.title, "href": href, "hreflang": feed.hreflang}

    def _menu(self, path: str, parents: tuple[str, ...]) -> tuple[MenuItem, ...]:
        return tuple(
            MenuItem(link, current=link.href == path, section=link.href in parents)
            for link in _main(self.reader)
        )

    def _languages(self, page: WebPage) -> list[dict[str, Any]]:
        return [
            {
                "language": code,
                "name": language.text("formats.name"),
                "href": page.alternates.get(code) or self.home(code),
                "current": code == page.language,
            }
            for code, language in self.reader.site.languages.items()
        ]

    def _alternates(self, page: WebPage) -> list[dict[str, str]]:
        if len(page.alternates) < 2 or not page.indexed:
            return []
        original = self.reader.site.codes[0]
        default = page.alternates.get(original) or page.path
        pairs = [*page.alternates.items(), ("x-default", default)]
        return [{"language": code, "url": f"{self.address}{path}"} for code, path in pairs]

    def _above(self, page: WebPage) -> list[tuple[str, str]]:
        """Return title and path of the pages from the home page down to this one."""
        for path in page.parents:
            note(TITLE, path)
        above = [(self.pages[path].menu_title, path) for path in page.parents]
        return [*above, (page.menu_title, page.path)]

    def _breadcrumbs(self, page: WebPage, pages: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
        if page.path == self.home(page.language):
            return []
        *above, last = pages
        items = [{"title": title, "href": path} for title, path in above]
        return [*items, {"title": last[0], "href": None}]

    def _updated(self, page: WebPage) -> dict[str, str] | None:
        day = self.reader.site.changed(page.record) if page.record else None
        return {"iso": day.isoformat(), "text": self.reader.date(day)} if day else None

    def _when(self, page: WebPage) -> str:
        """Return the date search results show, for what has one."""
        if isinstance(page.record, Event):
            return self.reader.when(page.record)
        if isinstance(page.record, Newsletter):
            issue = page.record
            return self.reader.date(issue.day) if issue.day else self.reader.words(issue.period)
        return ""

    def _source(self, page: WebPage) -> str | None:
        return self.reader.site.source_file(page.record, page.language) if page.record else None

    def _edit_href(self, page: WebPage) -> str | None:
        """Return where the source can be changed: at its host, else by mail."""
        source = self._source(page)
        base = self.reader.site.settings.source_url
        if source and base:
            return f"{base.rstrip('/')}/{quote(source)}"
        return self._mail(page, "page.edit_subject") if source else None

    def _mail(self, page: WebPage, key: str) -> str:
        subject = quote(self.reader.t(key, title=page.title, file=self._source(page) or page.path))
        return f"mailto:{self.reader.site.settings.email}?subject={subject}"

    def _report_href(self, page: WebPage) -> str | None:
        """Return where shortcomings are reported, which there says what page they are about."""
        form = report_path(self.reader.site, page.language) if page.record else None
        return f"{form}?{PAGE_ASKED}={quote(page.path)}#{REPORT}" if form else None

    def _stale(self, page: WebPage) -> dict[str, str] | None:
        """Say that a translation was made from an earlier text than today's original."""
        site, original, record = self.reader.site, self.reader.site.codes[0], page.record
        if record is None or page.language == original:
            return None
        if not is_stale(record, page.language, original):
            return None
        day = site.changed(record)
        return {
            "date_text": self.reader.date(day) if day else "",
            "original_href": page.alternates.get(original, ""),
            "original_lang": original,
        }
