"""JSON Feed 1.1 (jsonfeed.org/version/1.1) with full content."""

from __future__ import annotations

import json
from collections.abc import Mapping

from psi_site.feeds.entries import Entry
from psi_site.feeds.feed import Feed

VERSION = "https://jsonfeed.org/version/1.1"


def write_json_feed(feed: Feed) -> bytes:
    """Return the feed as JSON in UTF-8, without keys that have no value."""
    value = {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": feed.page_url,
        "feed_url": feed.url,
        "description": feed.description,
        "icon": feed.channel.image,
        "authors": [{"name": feed.channel.author, "url": feed.absolute("/")}],
        "language": feed.language,
        "items": [_item(entry) for entry in feed.entries],
    }
    text = json.dumps(_present(value), ensure_ascii=False, indent=2)
    return f"{text}\n".encode()


def _item(entry: Entry) -> Mapping[str, object]:
    item = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "content_html": entry.content_html,
        "summary": entry.summary,
        "image": entry.image.url if entry.image else None,
        "date_published": entry.published.isoformat(),
        "date_modified": entry.updated.isoformat(),
        "authors": [{"name": author} for author in entry.authors],
        "tags": list(entry.categories),
        "language": entry.language,
        "attachments": _attachments(entry),
    }
    return _present(item)


def _attachments(entry: Entry) -> list[dict[str, object]] | None:
    if entry.image is None:
        return None
    image = entry.image
    return [{"url": image.url, "mime_type": image.media_type, "size_in_bytes": image.length}]


def _present(value: Mapping[str, object]) -> dict[str, object]:
    return {key: each for key, each in value.items() if each not in (None, "")}
