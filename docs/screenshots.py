"""Takes the pictures of docs/beeld from the report of a run on the demo corpus.

    rodedraad run demo --out runs/demo
    python docs/screenshots.py runs/demo [--chromium PATH]

Needs playwright (extra `test`) and a Chromium, its own or an installed one. 1280 px wide; each picture stays under 300 KB.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

import polars as pl
from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).parent / "beeld"
WIDTH, HEIGHT = 1280, 1000
MOST_BYTES = 300_000
NAMED_FROM = 0.2  # share of members from which an archetype bears the name of a lens item
DOCUMENT = "inspectierapport-ggz-oeverlanden.pdf"
TOP_OF_FULLEST = """rows => {
  const notes = row => row.querySelectorAll(".notes > li").length;
  return rows.reduce((best, row) => notes(row) > notes(best) ? row : best).getBoundingClientRect().top;
}"""
ABOVE = 120  # pixels of the page above what is scrolled to


def archetype_page(run: Path) -> str:
    """Return the page of the archetype that is found in most documents, one with a name from a lens first."""
    found = pl.read_parquet(run / "tables" / "archetypes.parquet").with_columns(named=pl.col("nearest_score").fill_null(0) >= NAMED_FROM)
    first = found.sort("named", "n_documents", "archetype_id", descending=[True, True, False])["archetype_id"][0]
    return f"archetype/{first}.html"


def document_page(run: Path) -> str:
    """Return the reading page of one inspection report."""
    documents = pl.read_parquet(run / "tables" / "documents.parquet")
    return f"document/{documents.filter(pl.col('source_path') == DOCUMENT)['doc_id'][0]}.html"


def take(page: Page, place: Path, name: str, scroll_to: str = "") -> None:
    """Open a page of the report and keep what the window shows; from the one of the elements ``scroll_to`` that has most notes."""
    page.goto(place.resolve().as_uri())
    if scroll_to:
        page.evaluate("top => window.scrollTo(0, top)", page.locator(scroll_to).evaluate_all(TOP_OF_FULLEST) - ABOVE)
    target = FOLDER / f"{name}.png"
    page.screenshot(path=target)
    size = target.stat().st_size
    print(f"{name}.png {size // 1000} KB")
    if size > MOST_BYTES:
        sys.exit(f"{name}.png is larger than {MOST_BYTES // 1000} KB")


def main() -> None:
    """Take the three pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path, help="folder of a finished run on the demo corpus")
    parser.add_argument("--chromium", default=shutil.which("chromium"), help="a Chromium to use instead of playwright's own")
    options = parser.parse_args()
    FOLDER.mkdir(exist_ok=True)
    report = options.run / "report"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=options.chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light", locale="nl-NL")
        take(page, report / "index.html", "overzicht")
        take(page, report / archetype_page(options.run), "archetype")
        take(page, report / document_page(options.run), "document", ".reading > .row")
        browser.close()


if __name__ == "__main__":
    main()
