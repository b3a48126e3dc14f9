"""A report built once from the invented corpus of ``world.py``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from report.browsing import CHROMIUM
from report.world import given
from rodedraad.report.build import build

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from rodedraad.report.model import ReportInput


@pytest.fixture(scope="session")
def report_input() -> ReportInput:
    return given()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, report_input: ReportInput) -> Path:
    """Return the folder of a built report."""
    return build(report_input, tmp_path_factory.mktemp("run") / "report").index.parent


@pytest.fixture(scope="session")
def html(site: Path) -> dict[str, str]:
    """Return every page of the report by its name."""
    return {path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in sorted(site.rglob("*.html"))}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return a real Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Return a fresh window of 1280 px, with storage of its own."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()
