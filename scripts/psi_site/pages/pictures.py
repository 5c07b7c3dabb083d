"""Pictures in the text of a page, in the sizes and formats that are published."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]

    from psi_site.images import Images, Picture


def with_pictures(html: str, images: Images) -> str:
    """Return the HTML of a text with each picture of the site in all its sizes.

    Markdown names a picture by its file below the media folder; that file itself is large and may
    tell where it was taken, so a link to it leads to a copy as well. A picture from elsewhere, or a
    drawing, is left as it is.
    """
    if not images.originals or ("<img" not in html and "<a" not in html):
        return html
    # Few texts have pictures, and the reader of HTML is slow to import.
    from lxml import html as lxml_html  # type: ignore[import-untyped]

    root = lxml_html.fragment_fromstring(html, create_parent="div")
    for image in list(root.iter("img")):
        file = image.get("src", "").lstrip("/")
        if file in images.originals:
            _replace(image, images.picture(file, image.get("alt", "")))
    for link in root.iter("a"):
        file = link.get("href", "").lstrip("/")
        if file in images.originals:
            link.set("href", images.picture(file, "").src)
    # libxml2 closes `source` though HTML has no end tag for it.
    return str(lxml_html.tostring(root, encoding="unicode"))[5:-6].replace("</source>", "")


def _replace(image: HtmlElement, picture: Picture) -> None:
    """Put a `picture` element around an image and tell its size."""
    around = image.makeelement("picture")
    around.tail, image.tail = image.tail, None
    image.getparent().replace(image, around)
    for source in picture.sources:
        around.append(
            image.makeelement("source", srcset=source.srcset, type=source.type, sizes=picture.sizes)
        )
    around.append(image)
    size = {"width": str(picture.width), "height": str(picture.height)}
    for name, value in {"src": picture.src, **size, "loading": "lazy", "decoding": "async"}.items():
        image.set(name, value)
