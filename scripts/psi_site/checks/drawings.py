"""Drawings hold nothing but a drawing: an SVG file is a document, and can run programs.

Only a page's `img` shows it as a picture. Whoever opens its address has it as a page of this site,
so what is not known to be inert is refused (SVG 2, chapter 2 and section 16).
"""

from __future__ import annotations

import re
from pathlib import Path

from lxml import etree  # type: ignore[import-untyped]

_SVG = "http://www.w3.org/2000/svg"
_ACTIVE_SPACES = ("http://www.w3.org/1999/xhtml", "http://www.w3.org/1998/Math/MathML", "")
_ELEMENTS = {
    *("svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon"),
    *("text", "tspan", "textPath", "defs", "use", "symbol", "linearGradient"),
    *("radialGradient", "stop", "clipPath", "mask", "pattern", "marker", "title", "desc"),
    *("metadata", "style", "switch", "view", "image", "filter"),
}
_DECLARED = re.compile(r"<!(?:ENTITY|ATTLIST|ELEMENT|NOTATION)")
_INSIDE = re.compile(r"#|data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*\Z")
_OUTSIDE = re.compile(r"@import|url\((?!\s*['\"]?#)|\\|javascript:|expression\(", re.I)


def active_part(path: Path) -> str | None:
    """Return what in a drawing is more than a drawing, None where there is nothing.

    Raises ValueError for a file that is no drawing at all.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        tree = etree.parse(str(path), parser)
    except (etree.XMLSyntaxError, OSError) as error:
        raise ValueError(path.name) from error
    if tree.getroot().tag != f"{{{_SVG}}}svg":
        raise ValueError(path.name)
    declared = _DECLARED.search(etree.tostring(tree, encoding="unicode"))
    if declared:
        return declared[0]
    nodes = [*tree.getroot().itersiblings(preceding=True), *tree.getroot().itersiblings()]
    found = (_of_node(node) for node in (*nodes, *tree.getroot().iter()))
    return next(filter(None, found), None)


def _of_node(node: etree._Element) -> str | None:
    if isinstance(node, etree._ProcessingInstruction):
        return f"<?{node.target}"
    if isinstance(node, etree._Entity):
        return str(node.text)
    if not isinstance(node.tag, str):
        return None
    name = etree.QName(node)
    if name.namespace in (None, *_ACTIVE_SPACES):
        return f"<{name.localname}>"
    if name.namespace != _SVG:
        return None
    is_known = name.localname in _ELEMENTS or re.fullmatch(r"fe[A-Z]\w+", name.localname)
    if not is_known or (name.localname == "style" and _OUTSIDE.search("".join(node.itertext()))):
        return f"<{name.localname}>"
    return next((str(key) for key, value in node.items() if _is_active(str(key), value)), None)


def _is_active(key: str, value: str) -> bool:
    name = etree.QName(key).localname.lower()
    if name in ("href", "src", "base"):
        return not _INSIDE.match(value.strip())
    return name.startswith("on") or bool(_OUTSIDE.search(value))
