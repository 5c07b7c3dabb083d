"""A Chromium for the tests: one that is installed, else one Playwright fetches."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
]
MISSING = (
    "There is no Chromium here and Playwright could not fetch one, so nothing was tried in a "
    "browser. Install Chromium or Chrome and run the tests again."
)
PATIENCE = 240
"""In seconds, for fetching a browser."""


@contextmanager
def opened() -> Iterator[Browser]:
    """Yield a browser; without one skip the test, or fail where PSI_REQUIRE_BROWSER is 1."""
    with sync_playwright() as playwright:
        program = _installed(playwright) or _fetched(playwright)
        if program is None:
            _say_missing()
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


def _installed(playwright: Playwright) -> str | None:
    found = (shutil.which(name) for name in NAMES)
    return next((path for path in found if path), _of_playwright(playwright))


def _of_playwright(playwright: Playwright) -> str | None:
    path = playwright.chromium.executable_path
    return path if Path(path).is_file() else None


def _fetched(playwright: Playwright) -> str | None:
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    try:
        subprocess.run(command, capture_output=True, check=True, timeout=PATIENCE)
    except (subprocess.SubprocessError, OSError):
        return None
    return _of_playwright(playwright)


def _say_missing() -> None:
    if os.environ.get("PSI_REQUIRE_BROWSER") == "1":
        pytest.fail(MISSING)
    pytest.skip(MISSING)
