"""Tables that sort and pages that print, in a real Chromium."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

CHROMIUM = Path("/usr/bin/chromium")
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="needs /usr/bin/chromium")
A4 = (595, 842)  # PDF points
COLUMN = (
    "Array.from(document.querySelectorAll('table.heatmap tbody tr:not([data-last])')).map(r => Number((r.cells[{at}].dataset.n) || -1))"
)
ROW = "Array.from(document.querySelectorAll('table.heatmap tbody tr')[0].cells).slice(1).map(c => Number(c.dataset.n || -1))"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def lens(site: Path, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto((site / "lens" / "puddingprincipes.html").as_uri())
    yield page
    context.close()


@pytest.mark.requirement(16, 25)
def test_rows_sort_by_a_column_and_say_so(lens: Page):
    head = lens.locator("table.heatmap thead tr").last.locator("th").nth(2)
    press = head.locator("button.sort")
    press.click()
    down = lens.evaluate(COLUMN.format(at=2))
    assert down == sorted(down, reverse=True)
    assert head.get_attribute("aria-sort") == "descending"
    press.focus()
    lens.keyboard.press("Enter")
    up = lens.evaluate(COLUMN.format(at=2))
    assert up == sorted(up)
    assert head.get_attribute("aria-sort") == "ascending"
    assert "gesorteerd op: Overdragen" in (lens.locator("#said").text_content() or "")
    last = lens.locator("table.heatmap tbody tr").last
    assert "Zonder archetype" in (last.text_content() or ""), "what has no archetype stays below"


@pytest.mark.requirement(16)
def test_columns_sort_by_a_row_and_the_old_order_comes_back(lens: Page):
    before = lens.locator("table.heatmap").inner_text()
    lens.locator("table.heatmap tbody tr").first.locator("button.sort").click()
    row = lens.evaluate(ROW)
    assert row == sorted(row, reverse=True)
    heads = lens.locator("table.heatmap thead tr").last.locator("th")
    number = lens.locator("table.heatmap tbody tr").first.locator("td").first
    assert (heads.nth(1).locator("a").get_attribute("href") or "").split("/")[-1] == (
        (number.locator("a").get_attribute("href") or "").split("/")[-1].partition("#")[0]
    )
    lens.click("text=Oorspronkelijke volgorde")
    assert lens.locator("table.heatmap").inner_text() == before
    assert lens.locator("[aria-sort]").count() == 0


@pytest.mark.requirement(16)
def test_a_cell_says_its_sign_without_colour(lens: Page):
    lens.emulate_media(forced_colors="none")
    for sign, edge in (("minus", "−"), ("plus", "+")):
        cells = lens.locator(f"td.heat[class*='{sign}-']")
        for at in range(cells.count()):
            assert edge in (cells.nth(at).text_content() or "")
    hatch = lens.locator("td.heat.none").first.evaluate("cell => getComputedStyle(cell).backgroundImage")
    assert "repeating-linear-gradient" in hatch


def printed(page: Page, path: Path) -> list[tuple[tuple[int, int], str]]:
    """Return size (points) and text of every sheet."""
    import pypdfium2

    page.goto(path.as_uri())
    found = pypdfium2.PdfDocument(BytesIO(page.pdf(prefer_css_page_size=True, print_background=True)))
    return [(tuple(round(x) for x in sheet.get_size()), sheet.get_textpage().get_text_bounded()) for sheet in found]


@pytest.mark.requirement(29)
def test_the_heat_map_fits_a_sheet_that_lies_down(site: Path, lens: Page):
    sheets = printed(lens, site / "lens" / "puddingprincipes.html")
    assert {size for size, _ in sheets} <= {A4, A4[::-1]}
    heat = [text for size, text in sheets if size == A4[::-1]]
    assert len(heat) == 1
    assert "Archetypen en onderdelen" in heat[0]
    assert "Zonder archetype" in heat[0]


@pytest.mark.requirement(29)
def test_every_sheet_says_what_it_is_of_and_evidence_is_unfolded(site: Path, lens: Page):
    sheets = printed(lens, min(site.glob("archetype/*.html")))
    for _, text in sheets:
        assert "Twaalf verzonnen rapporten" in text
        assert "12 januari 2019" in text
        assert "vertrouwelijk" in text
        assert f"/ {len(sheets)}" in text
    everything = "".join(text for _, text in sheets)
    for part in ("Kernwoorden van dit archetype in deze passage", "drempel 0,50", "document/", "#p-p"):
        assert part in everything
    for gone in ("Naar de inhoud", "Kopieer citaat", "Volgende →", "Donkere weergave"):
        assert gone not in everything


@pytest.mark.requirement(29)
def test_the_score_list_is_on_paper_as_a_form(site: Path, lens: Page):
    text = "".join(text for _, text in printed(lens, site / "lens" / "puddingprincipes.scorelijst.html"))
    for part in ("Ingevuld door", "Belangrijk", "Gaat goed", "Kan beter", "Toelichting"):
        assert part in text
    assert "Afdrukken" not in text


def test_what_was_folded_in_is_so_again_after_printing(site: Path, lens: Page):
    lens.goto(min(site.glob("archetype/*.html")).as_uri())
    lens.locator(".around").first.wait_for()  # of what comes by script the last
    lens.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert lens.locator("main details:not([open])").count() == 0
    lens.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert lens.locator("main details[open]").count() == 0


@pytest.mark.requirement(16, 27)
def test_on_a_phone_a_row_of_the_heat_map_is_a_list_that_names_its_columns(site: Path, page: Page):
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto((site / "lens/puddingprincipes.html").as_uri())
    box = "one => one.scrollWidth - one.clientWidth"
    assert page.locator(".scroll").first.evaluate(box) <= 0, "nothing scrolls sideways"
    cells = page.locator(".heatmap .heat a")
    assert cells.count() > 3
    for k in range(cells.count()):
        cell = cells.nth(k)
        told = cell.evaluate("one => getComputedStyle(one, '::before').content")
        item = Path(str(cell.get_attribute("href")).partition("#")[0]).name
        heads = f".heatmap thead th a[href$='{item}'] .turned"
        assert told.strip('"') == page.locator(heads).text_content()
    assert page.locator(".heatmap .none").first.is_hidden()


@pytest.mark.requirement(27)
def test_on_a_phone_the_list_of_documents_says_what_its_numbers_count(site: Path, page: Page):
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto((site / "documenten.html").as_uri())
    row = page.locator(".documents tbody tr").first
    assert page.locator(".scroll").first.evaluate("one => one.scrollWidth - one.clientWidth") <= 0
    assert "12 passages" in row.inner_text()
    page.set_viewport_size({"width": 1280, "height": 800})
    assert "12 passages" not in row.inner_text()
