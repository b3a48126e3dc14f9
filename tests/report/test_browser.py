"""The report in a real Chromium, opened from disk: no network, no errors, no sideways scrolling, and its small script works."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

CHROMIUM = Path("/usr/bin/chromium")
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="needs /usr/bin/chromium")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def kinds(site: Path) -> list[Path]:
    """Return a page of every kind, and for kinds with hostile text all of them."""
    return [*sorted(site.glob("*.html")), *sorted(site.glob("*/*.html")), *sorted(site.glob("*/*/*.html"))]


@pytest.mark.requirement(30)
def test_no_page_asks_the_network_anything_or_fails(site: Path, page: Page):
    asked: list[str] = []
    failed: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: failed.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: failed.append(str(error)))
    page.on("dialog", lambda dialog: (failed.append(dialog.message), dialog.dismiss()))
    for path in kinds(site):
        page.goto(path.as_uri())
    assert failed == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


@pytest.mark.requirement(31)
def test_the_style_sheet_passes_the_policy(site: Path, page: Page):
    page.goto((site / "index.html").as_uri())
    assert page.evaluate("getComputedStyle(document.querySelector('.shell')).display") == "grid"


@pytest.mark.requirement(27)
@pytest.mark.parametrize("width", [320, 375, 768])
def test_nothing_scrolls_sideways(site: Path, page: Page, width: int):
    page.set_viewport_size({"width": width, "height": 800})
    wide = []
    for path in kinds(site):
        page.goto(path.as_uri())
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(path.name)
    assert wide == []


@pytest.mark.requirement(34, 6)
def test_without_javascript_everything_is_there(site: Path, browser: Browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    page.click("table.cards tbody th a")
    page.locator("figure.quote").first.wait_for()
    assert page.locator("figure.quote").count() > 3
    page.click("figure.quote a.source")
    page.wait_for_url("**#p-*")
    assert page.locator(":target").is_visible()
    context.close()


@pytest.mark.requirement(26, 3)
def test_keys_go_to_the_next_page_and_can_be_switched_off(site: Path, page: Page):
    page.goto((site / "index.html").as_uri())
    page.keyboard.press("]")
    page.wait_for_url("**/zoeken.html")
    page.keyboard.press("?")
    assert page.locator("dialog").is_visible()
    page.uncheck("dialog input")
    page.keyboard.press("Escape")
    page.keyboard.press("[")
    page.wait_for_timeout(150)
    assert page.url.endswith("/zoeken.html")


def test_a_table_can_be_filtered_without_minding_accents(site: Path, page: Page):
    page.goto((site / "documenten.html").as_uri())
    page.keyboard.press("/")
    page.keyboard.type("médicatie nacht")
    assert page.locator("table.list tbody tr:visible").count() == 1
    assert page.locator("[aria-live]").text_content() == "1 van 10 regels"


def test_the_theme_follows_the_reader_and_is_remembered(site: Path, page: Page):
    page.goto((site / "index.html").as_uri())
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.click("text=Donkere weergave")
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.goto((site / "woordenlijst.html").as_uri())
    assert light != dark == page.evaluate("getComputedStyle(document.body).backgroundColor")


@pytest.mark.requirement(4)
def test_a_quote_is_copied_with_its_source(site: Path, page: Page):
    page.goto(min(site.glob("archetype/*.html")).as_uri())
    page.evaluate(
        "Object.defineProperty(navigator, 'clipboard', {value: {writeText: (text) => { window.copied = text; return Promise.resolve(); }}})"
    )
    page.hover("figure.quote")
    page.click("figure.quote >> text=Kopieer citaat")
    copied = page.evaluate("window.copied")
    assert copied.startswith("“")
    assert re.search(r"” \(.+ · .+ · (p\.|alinea) \d+ · .+\)$", copied)


@pytest.mark.requirement(5)
def test_the_folder_may_be_moved(site: Path, page: Page, tmp_path: Path):
    import shutil

    moved = shutil.copytree(site, tmp_path / "andere map met spatie & é")
    page.goto((moved / "index.html").as_uri())
    page.click("table.cards tbody th a")
    page.locator("figure.quote").first.wait_for()
    assert page.evaluate("getComputedStyle(document.querySelector('.shell')).display") == "grid"


def contrast(first: str, second: str) -> float:
    """Return the WCAG contrast of two colours '#rrggbb'."""

    def luminance(colour: str) -> float:
        channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.requirement(27)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_enough_contrast(site: Path, browser: Browser, scheme: str):
    context = browser.new_context(color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    names = (
        *("paper", "ink", "soft", "thread", "link", "plus", "minus", "plus-1", "plus-2", "minus-1", "minus-2", "on-strong"),
        *("many-1", "many-2", "many-3", "found", "faint", "caution", "caution-ink", "target"),
    )
    c = {name: page.evaluate(f"getComputedStyle(document.documentElement).getPropertyValue('--{name}').trim()") for name in names}
    pairs = [("paper", t) for t in ("ink", "soft", "thread", "link", "plus", "minus")]
    pairs += [(b, "ink") for b in ("plus-1", "plus-2", "minus-1", "minus-2", "many-1", "many-2", "found", "faint", "target")]
    pairs += [(b, "on-strong") for b in ("plus", "minus", "many-3")] + [
        ("caution", "caution-ink"),
        ("plus-1", "plus"),
        ("minus-1", "minus"),
    ]
    low = [(a, b, round(contrast(c[a], c[b]), 2)) for a, b in pairs if contrast(c[a], c[b]) < 4.5]
    context.close()
    assert low == []


@pytest.mark.parametrize(("width", "is_shown"), [(1280, True), (320, False)])
def test_a_narrow_window_has_the_list_of_pairs_instead_of_the_table(site: Path, page: Page, width: int, is_shown: bool):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto((site / "tussen-wie.html").as_uri())
    assert page.locator("table.heatmap").is_visible() is is_shown
    assert page.locator("table.pairs tbody th a").first.is_visible()
    page.emulate_media(media="print")
    assert page.locator("table.heatmap").is_visible()


@pytest.mark.requirement(16, 34)
def test_a_cell_of_the_table_leads_to_its_passages_without_javascript(site: Path, browser: Browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "tussen-wie.html").as_uri())
    page.click("table.heatmap td a >> nth=0")
    page.wait_for_url("**/tussen-wie/**")
    assert page.locator(".group:target figure.quote").first.is_visible()
    context.close()
