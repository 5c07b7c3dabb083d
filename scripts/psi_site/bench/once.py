"""One step of a build in a process of its own, so that it can be measured.

`python -m psi_site.bench.once index OUT` makes the search index of the finished pages in OUT.
"""

from __future__ import annotations

import sys
from pathlib import Path


def index(out: Path) -> None:
    """Make the search index of a built site."""
    from psi_site.search import index_pages

    index_pages(out.resolve())


STEPS = {"index": index}

if __name__ == "__main__":
    step, published = sys.argv[1:]
    STEPS[step](Path(published))
