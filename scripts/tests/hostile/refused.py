"""What `psi check` does not let through, laid over the small valid site `tests/invalid/_base`."""

from __future__ import annotations

from dataclasses import dataclass

PAGE = "docs/om.sv.md"
SITE = "data/site.yml"
PARTNERS = "data/partners.yml"
EVENT = "data/events/varsamtal.yml"
SVG = "docs/bilder/fyren.svg"
WORDS = "data/locales/sv/ui.yml"
ADDRESSES = ".ledger/addresses.txt"


@dataclass(frozen=True)
class Refused:
    """An attempt: text put at the end of a file, or `old` in it replaced; a new file is written."""

    family: str
    code: str
    file: str
    text: str
    old: str = ""


def _page(family: str, code: str, *texts: str) -> list[Refused]:
    return [Refused(family, code, PAGE, f"\n\n{text}\n") for text in texts]


def _slug(code: str, *slugs: str) -> list[Refused]:
    return [Refused("slugs", code, PAGE, f"---\nslug: {slug}\n", "---\n") for slug in slugs]


def _old_slug(*slugs: str) -> list[Refused]:
    text = "---\nredirect_from: [{}]\n"
    return [
        Refused("former addresses", "bad-address", PAGE, text.format(s), "---\n") for s in slugs
    ]


def _setting(family: str, code: str, old: str, *texts: str) -> list[Refused]:
    return [Refused(family, code, SITE, text, old) for text in texts]


def _drawing(code: str, *bodies: str) -> list[Refused]:
    head = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return [Refused("drawings", code, SVG, body.replace("<svg", head, 1)) for body in bodies]


def _files(code: str, *names: str) -> list[Refused]:
    return [
        Refused("files", code, f"docs/filer/{name}", "<script>alert(1)</script>") for name in names
    ]


REFUSED = (
    *_page(
        "tags",
        "raw-html",
        "<script>alert(1)</script>",
        "<ScRiPt >alert(1)</ScRiPt>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)>",
        "<iframe src=javascript:alert(1)>",
        "<a href='javascript:alert(1)'>x</a>",
        "<p\nstyle='color:red'>x</p>",
        "<style>*{}</style>",
        "<![CDATA[<b>]]>",
        "<?php phpinfo() ?>",
        "<!DOCTYPE html>",
        "## Rubrik <b>fet</b>",
        "| a |\n|---|\n| <img src=x onerror=alert(1)> |",
        '!!! note "<script>alert(1)</script>"\n    x',
        "[^1]\n\n[^1]: <script>alert(1)</script>",
        "> <script>alert(1)</script>",
        "- <script>alert(1)</script>",
        "    <script>alert(1)</script>",
    ),
    *_page("comments", "html-comment", "<!-- x -->", "<!--><script>alert(1)</script>"),
    *_page(
        "link schemes",
        "unsafe-link",
        "[x](javascript:alert`1`)",
        "[x](JAVASCRIPT:alert`1`)",
        "[x](jAvAsCrIpT:alert`1`)",
        "[x](data:text/html,x)",
        "[x](DATA:text/html;base64,eA==)",
        "[x](vbscript:x)",
        "[x](&#106;avascript:x)",
        "[x](&#x6A;avascript:x)",
        "[x](java&Tab;script:x)",
        "[x](java&#10;script:x)",
        "[x](javascript&colon;:x)",
        "[x](\\javascript:x)",
        "[x](%6aavascript:x)",
        "[x](ｊavascript:x)",
        "[x](view-source:javascript:x)",
        "[x][r]\n\n[r]: javascript:alert(1)",
        "[x][r]\n\n[r]: <javascript:alert(1)>",
    ),
    *_page("link schemes", "unknown-link-kind", "[x](blob:x)", "[x](file:x)", "[x](about:blank)"),
    *_page(
        "addresses",
        "bad-link",
        "[x](https://)",
        "[x](https://bank.example@evil.example/)",
        "[x](https://evil.example\\@bank.example/)",
        '[x](https://ok.example/"onmouseover="a)',
        "[x](mailto:a@b.example,evil@evil.example)",
        "[x](mailto:a%0d%0abcc:evil@evil.example)",
        "[x](tel:javascript)",
    ),
    *_page(
        "addresses",
        "link-nowhere",
        "[x](//evil.example/)",
        "[x](\\\\evil.example)",
        "[x](/\\evil.example)",
    ),
    *_page(
        "paths",
        "link-nowhere",
        "[x](../../../etc/passwd)",
        "[x](/../data/site.yml)",
        "[x](..%2f..%2fetc)",
    ),
    *_page(
        "pictures",
        "image-missing",
        "![x](https://evil.example/x.png)",
        "![x](//evil.example/x.png)",
        "![x](data:image/svg+xml;base64,eA==)",
        "![x](../../data/site.yml)",
        "![x](javascript:alert`1`)",
    ),
    *_page(
        "attributes",
        "unsafe-attribute",
        '*x*{: onclick="alert(1)" }',
        "*x*{: ONMOUSEOVER=alert(1) }",
        '*x*{: style="background:url(https://evil.example)" }',
        "[x](https://ok.example/){: href=javascript:alert(1) }",
        "![x](bilder/hamn.png){: src=https://evil.example/x.png }",
        "![x](bilder/hamn.png){: srcset=//evil.example/x.png }",
        "## Rubrik {#a onfocus=alert(1) }",
        "x\n{: onclick=alert(1) }",
    ),
    *_page(
        "hidden signs",
        "control-character",
        "a\u202eb",
        "a\u2066b",
        "a\u2028b",
        "a\u2029b",
        "a\u200bb",
        "a\x00b",
        "a\x02b\x03",
        "a\x1b[31mb",
        "a\x0bb",
        "a\x85b",
        "a&#x202e;b",
        "a&#8294;b",
        "a&#8232;b",
        "a&ZeroWidthSpace;b",
    ),
    *_page("size", "markdown-too-deep", ">" * 30 + " x", "[" * 40),
    *_slug(
        "bad-address",
        "../../x",
        "//evil.example",
        "'\\\\evil'",
        '"a\\nb"',
        "a;b",
        '"a}b"',
        "a b",
        "<b>",
        "'a\"b'",
        "/x",
        "x/",
        "'%2e%2e'",
        "ａ",
        "a//b",
        ".",
        "?x",
    ),
    *_slug("too-long", "a" * 300),
    *_old_slug(
        "../x",
        "//evil.example",
        '"a b"',
        '"a\\n/evil"',
        "'a;b'",
        "'a}b'",
        "'a\"b'",
        "'$uri'",
        "'*'",
        "':splat'",
    ),
    *(
        Refused("ids", "bad-id", PARTNERS, text)
        for text in (
            '\n- {id: "../x", title: X, sector: civil_society}\n',
            '\n- {id: "a\\"onclick=", title: X, sector: civil_society}\n',
            '\n- {id: "a\\nb", title: X, sector: civil_society}\n',
            '\n- {id: "__proto__", title: X, sector: civil_society}\n',
        )
    ),
    *(
        Refused(
            "urls",
            "bad-url",
            PARTNERS,
            f"\n- id: x\n  title: X\n  sector: civil_society\n  url: {url}\n",
        )
        for url in (
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "data:text/html,x",
            "//evil.example",
            "https:///evil.example",
            "https://a@evil.example/",
            "'https://ok.example/\"onclick=\"x'",
            "'https://ok.example/<script>'",
            '"https://ok.example/\\r\\nX-Evil: 1"',
            "'https://ok.example;script-src'",
            "https://ok.example\\@evil.example",
            "'https://[::1'",
            "ftp://evil.example",
        )
    ),
    *_setting(
        "urls",
        "bad-email",
        "hej@kustnatet.example",
        '"hej@x.example\\nBcc: y@evil.example"',
        "'<hej@x.example>'",
        "a%0d%0abcc@x.example",
        "a@x.example?bcc=y",
    ),
    *_setting(
        "site",
        "bad-site-address",
        "https://kustnatet.example/",
        "'https://kustnatet.example/;}'",
        "'https://kustnatet.example/{x}'",
        "'https://kustnatet.example/\"x'",
        "'https://kustnatet.example/ x'",
        '"https://kustnatet.example/\\nX-Evil: 1"',
        "'https://kustnatet.example/$uri'",
        "https://kustnatet.example/?x",
        "https://a@kustnatet.example/",
        "javascript:alert(1)",
    ),
    *_setting(
        "site",
        "bad-domain",
        "kalender.kustnatet.example",
        '"x.example\\nBEGIN:VEVENT"',
        '"x.example>\\r\\nBcc: y@evil.example"',
        "'x.example;y'",
        "'=?utf-8?q?=0D=0ABcc:_x?='",
        "x",
    ),
    *_setting(
        "site", "unknown-timezone", "Europe/Stockholm", "../../etc/passwd", "/etc/passwd", '"a\\nb"'
    ),
    *_setting("site", "unknown-currency", "SEK", "'<b>'"),
    *_setting("site", "bad-language", "[sv, en]", "[sv, ../en]", "[sv, '\"x']"),
    *_drawing(
        "drawing-active",
        "<svg><script>alert(1)</script></svg>",
        "<svg><SCRIPT>alert(1)</SCRIPT></svg>",
        '<svg onload="alert(1)"/>',
        '<svg><rect onclick="alert(1)"/></svg>',
        '<svg><a href="javascript:alert(1)"><rect/></a></svg>',
        '<svg><use href="https://evil.example/x.svg#a"/></svg>',
        '<svg><use xlink:href="data:image/svg+xml,x#a"/></svg>',
        '<svg><image href="https://evil.example/x.png"/></svg>',
        '<svg><foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject></svg>',
        '<svg><g><script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script></g></svg>',
        '<svg><set attributeName="href" to="javascript:alert(1)"/></svg>',
        '<svg><animate attributeName="onload" to="alert(1)"/></svg>',
        "<svg><style>@import url(https://evil.example/x.css);</style></svg>",
        '<svg><rect style="fill:url(https://evil.example/x)"/></svg>',
        "<svg><style>*{fill:u\\72l(//evil.example)}</style></svg>",
        '<svg xml:base="https://evil.example/"/>',
        '<?xml-stylesheet href="x.xsl"?><svg/>',
        '<!DOCTYPE svg [<!ENTITY e SYSTEM "file:///etc/passwd">]><svg><text>&e;</text></svg>',
        '<!DOCTYPE svg [<!ATTLIST svg onload CDATA "alert(1)">]><svg/>',
        '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><svg><text>&b;</text></svg>',
        '<svg><handler xmlns="http://www.w3.org/2000/svg" type="x">alert(1)</handler></svg>',
    ),
    *_drawing(
        "image-unreadable",
        '<html xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></html>',
        "<svg><script>alert(1)</script>",
        "<script>alert(1)</script>",
        "GIF89a<script>alert(1)</script>",
    ),
    *_files(
        "file-kind",
        "x.html",
        "x.HTM",
        "x.xhtml",
        "x.js",
        "x.mjs",
        "x.svgz",
        "x.xml",
        "x.xsl",
        "x.swf",
        "x.php",
        "x.css",
        "x.wasm",
        "x.pdf.html",
        "x.shtml",
        "x.mht",
    ),
    *_files(
        "bad-media-name",
        "a;b.pdf",
        "a{b.pdf",
        "a<b>.pdf",
        'a"b.pdf',
        "a\nb.pdf",
        "a\u202egpj.pdf",
        "a\\b.pdf",
        "`a`.pdf",
        " a.pdf",
        "a\tb.pdf",
    ),
    Refused("files", "file-kind", "docs/_headers", "/*\n  X-Evil: 1\n"),
    Refused("files", "file-kind", "docs/_redirects", "/* https://evil.example 302\n"),
    Refused("files", "file-kind", "docs/index.html", "<script>alert(1)</script>"),
    Refused(
        "pictures", "image-unreadable", "docs/bilder/hamn.png", "<script>alert(1)</script>", "*"
    ),
    *(
        Refused("words", "unknown-placeholder", WORDS, f"filter:\n  some: '{word}'\n")
        for word in (
            "{shown.__class__}",
            "{shown:>{total}}",
            "{shown:>999999999}",
            "{shown[0]}",
            "{0}",
            "{evil}",
        )
    ),
    Refused("words", "unknown-word", WORDS, "'<script>': x\n"),
    *(
        Refused("yaml", code, EVENT, f"\n{text}\n")
        for code, text in (
            ("yaml-tag", "note: !!python/object/apply:os.system [id]"),
            ("yaml-alias", "note: &a x"),
            ("unknown-key", "__class__: x"),
            ("control-character", 'note: "a\\u202eb"'),
            ("control-character", 'note: "a\\0b"'),
            ("control-character", 'note: "a\\u2028b"'),
        )
    ),
    *(
        Refused("front matter", code, PAGE, f"---\n{text}\n", "---\n")
        for code, text in (
            ("bad-id", "template: ../../x"),
            ("unknown-key", "onload: alert(1)"),
            ("yaml-tag", "menu_title: !!python/name:os.system x"),
            ("control-character", 'menu_title: "a\\u2066b"'),
            ("bad-id", "parent: ../x"),
        )
    ),
    *(
        Refused("ledger", "ledger-line", ADDRESSES, f"{name} 2026-01-01 file:x\n")
        for name in ("../../x.ics", "/../../x.ics", "/a\\..\\x.ics", "https://evil.example/x")
    ),
)
