"""Opens pages in a browser and tells what ran, what could have, and who else was asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser

from tests.browser.visit import Visitor

LISTEN = "window.__hits = []; window.__hit = (n) => { window.__hits.push(n); };"

LOOK = """() => {
  const faults = window.__hits.map((n) => 'ran: ' + n);
  const say = (what, e) => faults.push(what + ': ' + e.outerHTML.slice(0, 200));
  const follow = ['http:', 'https:', 'mailto:', 'tel:', 'webcal:'];
  const strange = ['iframe', 'frame', 'object', 'embed', 'base', 'style', 'applet', 'math',
    'foreignobject', 'template', 'portal', 'marquee'];
  for (const e of document.querySelectorAll('*')) {
    const tag = e.localName.toLowerCase();
    if (strange.includes(tag)) say('element', e);
    if (tag === 'script' && e.type !== 'application/ld+json' && !e.src) say('script', e);
    if (tag === 'script' && e.type === 'application/ld+json') JSON.parse(e.textContent);
    if (tag === 'meta' && /refresh/i.test(e.httpEquiv)) say('refresh', e);
    for (const { name, value } of e.attributes) {
      if (/^on|^style$|^srcdoc$|^formaction$|^ping$/i.test(name)) say('attribute ' + name, e);
      if (!['href', 'src', 'action', 'data', 'poster', 'xlink:href'].includes(name)) continue;
      let url;
      try { url = new URL(value, location.href); } catch { continue; }
      const loads = name !== 'href' || tag === 'link' || tag === 'use' || tag === 'image';
      const isNamed = tag === 'link' && /canonical|alternate/.test(e.rel);
      // Settings may name a receiver of reports; nothing goes there before somebody sends.
      if (name === 'action' && e.matches('form.report-form') && url.protocol === 'https:') continue;
      if (loads && !isNamed && url.origin !== location.origin) say('loads', e);
      if (!loads && !follow.includes(url.protocol)) say('link', e);
    }
  }
  return faults;
}"""


@dataclass
class Findings:
    """What was found on the pages that were opened, and the words in them."""

    faults: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    pages: int = 0


@contextmanager
def visiting(browser: Browser, address: str, *, policy: bool) -> Iterator[tuple[Visitor, Findings]]:
    """Yield somebody who notes what runs; without the policy only escaping is in the way."""
    with Visitor.opened(browser, address, bypass_csp=not policy) as someone:
        findings = Findings()
        someone.context.add_init_script(LISTEN)
        someone.page.on(
            "dialog", lambda dialog: (findings.faults.append("dialog"), dialog.dismiss())
        )
        someone.page.on("popup", lambda page: findings.faults.append(f"popup: {page.url}"))
        someone.page.on("download", lambda file: findings.faults.append(f"download: {file.url}"))
        yield someone, findings


def findings_on(browser: Browser, address: str, paths: Iterable[str], *, policy: bool) -> Findings:
    """Open every path and return what was found."""
    with visiting(browser, address, policy=policy) as (someone, findings):
        for path in paths:
            someone.go(path)
            findings.faults += [f"{path}: {fault}" for fault in someone.run(LOOK)]
            findings.words.append(someone.run("() => document.documentElement.outerHTML"))
            findings.pages += 1
        findings.faults += [f"asked: {url}" for url in someone.elsewhere()]
        findings.faults += someone.complaints
        return findings
