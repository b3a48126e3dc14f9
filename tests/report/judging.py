"""What the tests of judging share: a window that fails on errors, and the steps of a reviewer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

STORED = (
    "Object.keys(localStorage).filter(k => k.includes('.d.')).map(k => JSON.parse(localStorage[k])).sort((a, b) => a.id < b.id ? -1 : 1)"
)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Return a window that fails the test when a script fails or a dialog of the page's own text opens."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    context.set_default_timeout(10_000)
    made = context.new_page()
    failed: list[str] = []
    made.on("console", lambda message: failed.append(message.text) if message.type in ("error", "warning") else None)
    made.on("pageerror", lambda error: failed.append(str(error)))
    yield made
    context.close()
    assert failed == []


def review(site: Path) -> str:
    return (site / "beoordelen.html").as_uri()


def archetype(site: Path) -> str:
    return min(site.glob("archetype/*.html")).as_uri()


def named(page: Page, address: str, name: str = "mk") -> None:
    """Open a page as a reviewer who said their name and, on the page of the work queue, wants to see the proposals."""
    page.goto(address)
    page.evaluate("name => RodeDraad.store.setReviewer(name)", name)
    if page.locator(".how button").count():
        page.click(".how button >> nth=0")


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def exported(page: Page, tmp_path: Path) -> list[dict[str, Any]]:
    with page.expect_download() as download:
        page.click("text=Opslaan als bestand (JSONL)")
    download.value.save_as(tmp_path / download.value.suggested_filename)
    return lines_of(tmp_path / download.value.suggested_filename)


def bring_in(page: Page, path: Path) -> None:
    page.set_input_files("#decided input[type=file]", path)
    page.locator(".preview > *").first.wait_for()


def counter(page: Page) -> str:
    return page.locator(".tally").text_content() or ""
