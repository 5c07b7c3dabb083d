"""`make audit`: everything about what others made. Ends with 0 well, 1 faults, 3 nobody asked."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from supply.holes import DATABASE, UnreachedError, known_holes
from supply.licences import TABLE, found_licences, is_allowed, table
from supply.locks import lock_files, pins
from supply.vendored import wrong_files

ROOT = Path(__file__).parents[2]
WELL, FAULTS, UNREACHED = 0, 1, 3


def main(arguments: Sequence[str]) -> int:
    """Write the list of licences, or check everything; return the status for the shell."""
    options = _options().parse_args(arguments)
    if options.write:
        (ROOT / TABLE).write_text(table(ROOT), encoding="utf-8")
        print(f"{TABLE} is written.")
        return WELL
    faults = list(standing_faults(ROOT))
    unreached = ""
    if not options.offline:
        try:
            faults += known_holes(ROOT, options.database)
        except UnreachedError as error:
            unreached = f"The database of vulnerabilities could not be asked: {error}"
    return _report(faults, unreached, options.offline)


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make audit", description=__doc__)
    parser.add_argument("--write", action="store_true", help=f"write {TABLE} anew")
    parser.add_argument("--offline", action="store_true", help="ask nobody for vulnerabilities")
    parser.add_argument("--database", default=DATABASE, help="another database that speaks OSV")
    return parser


def standing_faults(root: Path) -> Iterator[str]:
    """Yield what can be seen without asking anybody."""
    for lock in lock_files(root):
        yield from (f"{lock.name}: {pin.name} has no hash" for pin in pins(lock) if not pin.hashes)
    for (name, version), licence in found_licences(root).items():
        if not is_allowed(licence):
            yield f"{name} {version}: its licence is {licence or 'unknown'}, which is not allowed"
    if (root / TABLE).read_text(encoding="utf-8") != table(root):
        yield f"{TABLE} is out of date: run make licences"
    yield from wrong_files(root)


def _report(faults: list[str], unreached: str, offline: bool) -> int:
    for fault in faults:
        print(fault)
    if unreached:
        print(unreached, file=sys.stderr)
    if faults:
        return FAULTS
    if unreached:
        return UNREACHED
    asked = "nobody was asked for vulnerabilities" if offline else "no known vulnerability"
    print(f"Every hash, licence and vendored file is as listed; {asked}.")
    return WELL


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
