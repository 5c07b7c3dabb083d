"""What RSS and Atom share on the way from feedgen's XML to the finished file."""

from __future__ import annotations

from lxml import etree  # type: ignore[import-untyped]

from psi_site.feeds.entries import Entry

ATOM = "{http://www.w3.org/2005/Atom}"


def parse(xml: bytes) -> etree._Element:
    """Return the root element of feedgen's output, CDATA sections kept as they are."""
    parser = etree.XMLParser(remove_blank_text=True, strip_cdata=False, resolve_entities=False)
    return etree.fromstring(xml, parser)


def finish(root: etree._Element, stylesheet: str) -> bytes:
    """Return the file: declaration, a style for browsers, then the feed, one element a line.

    The style is CSS, never XSLT, which browsers are removing.
    """
    style = etree.ProcessingInstruction("xml-stylesheet", f'type="text/css" href="{stylesheet}"')
    root.addprevious(style)
    tree = root.getroottree()
    written = etree.tostring(tree, pretty_print=True, encoding="UTF-8", xml_declaration=True)
    return bytes(written)


def entry_links(entry: Entry) -> list[dict[str, str]]:
    """Return an entry's links with everything RFC 4287 section 4.2.7 knows of them."""
    page = {
        "href": entry.url,
        "rel": "alternate",
        "type": "text/html",
        "hreflang": entry.language,
    }
    if entry.image is None:
        return [page]
    picture = {
        "href": entry.image.url,
        "rel": "enclosure",
        "type": entry.image.media_type,
        "length": str(entry.image.length),
    }
    return [page, picture]
