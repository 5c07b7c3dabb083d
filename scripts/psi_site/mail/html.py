"""The HTML part of a mail: a table layout with its styles inlined.

Mail programs know little of CSS and some drop `<style>` altogether, so every rule that can be is
moved onto its element; what is left holds only dark colours and narrow screens.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from css_inline import CSSInliner
from markupsafe import Markup

from psi_site.mail.body import mail_html
from psi_site.mail.document import MailDocument
from psi_site.templates import package_templates

TEMPLATES = Path(__file__).parent / "templates"
LIMIT = 100_000
"""Bytes of HTML as encoded for sending; mail services cut off what comes after (102 kB)."""


def html_part(document: MailDocument) -> str:
    """Return the mail as an HTML document, ready to be sent or pasted."""
    drawn = (
        package_templates(TEMPLATES)
        .get_template("mail.html")
        .render(
            mail=document,
            t=document.language.text,
            dir=document.language.locale.text_direction,
            css=Markup(_css("screen.css")),  # noqa: S704 - ours
            markdown=lambda text, prefix, level: mail_html(document, text, prefix, level),
        )
    )
    return _lean(_inliner().inline(drawn))


def _lean(html: str) -> str:
    """Drop the empty lines that templates leave, but not inside `pre`."""
    parts = re.split(r"(<pre\b.*?</pre\s*>)", html, flags=re.S)
    lean = [each if each.startswith("<pre") else re.sub(r"\n\s*\n", "\n", each) for each in parts]
    return "".join(lean).strip() + "\n"


def _css(name: str) -> str:
    """Return a stylesheet without its comments."""
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    return re.sub(r"/\*.*?\*/", "", text, flags=re.S).strip()


@cache
def _inliner() -> CSSInliner:
    return CSSInliner(
        keep_style_tags=True,
        keep_at_rules=True,
        remove_inlined_selectors=True,
        resolve_css_variables=True,
        extra_css=_css("mail.css"),
        load_remote_stylesheets=False,
    )
