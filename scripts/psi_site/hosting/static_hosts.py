"""`_headers` and `_redirects`, which hosts of static sites read from the site's root.

Hosts disagree on what happens where two rules for a path name the same header: some join the
values, some take the last. So no two rules here do. The policy in them is the loosest any page
needs; the `<meta>` of each page makes it as strict as the table says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from psi_site.hosting.policy import SEARCH, policy_text
from psi_site.hosting.table import CACHE, COMMON, MARKED, POLICY, FileKind, base_of, file_kinds
from psi_site.pages.redirects import redirects
from psi_site.pdf import pages_of_sheets
from psi_site.site import Site


def headers_file(site: Site, files: Iterable[str]) -> str:
    """Return `_headers`; `files` are the paths of the site's files, with a leading slash."""
    base = base_of(site)
    rules = {"/*": {POLICY: policy_text(_loosest(site)), **COMMON}}
    for kind in file_kinds(site):
        rules |= dict(_rules(kind))
    rules |= {path: {CACHE: MARKED.cache} for path in _marked_places(files)}
    return "\n".join(_lines(f"{base}{path}", headers) for path, headers in rules.items())


def redirects_file(site: Site, files: Iterable[str]) -> str:
    """Return `_redirects`: a former address, the new one and the status, a line each.

    A sheet that is not among the `files` leads to its page, until a later build makes it.
    """
    base = base_of(site)
    lines = [f"{base}{each.source} {base}{each.target} 301\n" for each in redirects(site)]
    made = frozenset(files)
    absent = [(sheet, page) for sheet, page in pages_of_sheets(site).items() if sheet not in made]
    lines += [f"{base}{sheet} {base}{page} 302\n" for sheet, page in sorted(absent)]
    return "".join(lines)


def _loosest(site: Site) -> dict[str, str]:
    """Return a policy that allows what any page of the site is allowed."""
    loosest = dict(SEARCH)
    for kind in file_kinds(site):
        for name, value in kind.policy.items():
            sources = dict.fromkeys(f"{loosest.get(name, '')} {value}".split())
            allowed = [source for source in sources if source != "'none'"]
            loosest[name] = " ".join(allowed) or "'none'"
    return loosest


def _rules(kind: FileKind) -> Iterator[tuple[str, dict[str, str]]]:
    own = kind.own_headers
    for glob, names in kind.globs.items():
        yield glob, {name: own[name] for name in names or own}


def _lines(path: str, headers: Mapping[str, str]) -> str:
    return f"{path}\n" + "".join(f"  {name}: {value}\n" for name, value in headers.items())


def _marked_places(files: Iterable[str]) -> list[str]:
    """Return a rule for each folder in which every file is marked, else for the files."""
    folders: dict[str, list[str]] = {}
    for file in files:
        if file.startswith("/assets/"):
            folders.setdefault(file.rpartition("/")[0], []).append(file)
    places: list[str] = []
    for folder, inside in folders.items():
        marked = [file for file in inside if re.search(MARKED.pattern, file)]
        has_folders = any(other.startswith(f"{folder}/") for other in folders)
        is_whole = len(marked) == len(inside) and not has_folders
        places += [f"{folder}/*"] if is_whole else marked
    return sorted(places)
